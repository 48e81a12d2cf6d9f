"""Mutants of what judges published figures, and of series and goals. Part of the kept mutants. The table only."""

from __future__ import annotations

from tests.mutants.kept import Mutant

FIGURES = (
    Mutant(
        "a figure that cannot be leaves those it is computed from alone", "core/claims/judging.py",
        "return one.claim != claim.id and claim.id in one.names and one.kind != _Kind.READING", "return False",
        "tests/core/claims/test_judging.py::test_one_changed_figure_puts_those_it_is_computed_with_in_conflict",
    ),
    Mutant(
        "half of the last digit rounds both ways", "core/claims/printed.py",
        "return Range(value - step / 2, value + step / 2, True, step == 0)",
        "return Range(value - step / 2, value + step / 2, True, True)",
        "tests/core/claims/test_ranges.py::test_a_half_goes_up",
    ),
    Mutant(
        "one reading that cannot be makes a conflict", "core/claims/judging.py",
        "if failed or (readings and all(", "if failed or (readings and any(",
        "tests/core/claims/test_judging.py::test_what_the_article_comes_to",
    ),
    Mutant(
        "a bound on one side counts as proof", "core/claims/judging.py",
        "return Outcome.HOLDS if sure or bounded else Outcome.VAGUE", "return Outcome.HOLDS",
        "tests/core/claims/test_judging.py::test_a_bound_on_one_side_proves_nothing",
    ),
    Mutant(
        "a series is drawn through a change of method", "core/registers/series.py",
        "changed = rule.edition is not None and", "changed = False and",
        "tests/core/registers/test_series.py::test_points_are_in_order_and_break_where_the_method_changes",
    ),
    Mutant(
        "an empty register counts as none", "app/claims.py",
        'if found else None\n    return Fraction(value)', 'if True else None\n    return Fraction(value)',
        "tests/app/registers/test_series.py::test_claims_of_a_district_wait_for_its_cases[sqlite]",
    ),
    Mutant(
        "a unit counts only what it finished", "store/sql/sqlite/tallies.sql",
        "AND k.state NOT IN ('returned', 'revoked')))", "AND k.state = 'finished'))",
        "tests/store/test_tallies.py::test_who_reaches_a_part_counts_what_the_policy_lets_them_see[sqlite-given]",
    ),
    Mutant(
        "a unit counts what it gave back", "store/sql/sqlite/tallies.sql",
        "AND k.state NOT IN ('returned', 'revoked')))", "AND k.state NOT IN ('revoked')))",
        "tests/store/test_tallies.py::test_who_reaches_a_part_counts_what_the_policy_lets_them_see[sqlite-returned]",
    ),
    Mutant(
        "the leader's bars tell of a complaint about one's own unit", "app/leading.py",
        "if found.withheld else kept", "if False else kept",
        "tests/app/test_own_unit.py::test_nothing_that_the_accused_are_shown_changes[sqlite]",
    ),
    Mutant(
        "a page ends at the place of a case that is kept from its reader", "store/lists.py",
        "after = (place_of(row[column]), str(row[5]))",
        "after = (place_of(row[column]), str(row[5])); seen = seen if _line(row, ground, person) else after",
        "tests/app/test_own_unit.py::test_nothing_that_the_accused_are_shown_changes[sqlite]",
    ),
    Mutant(
        "a locked cell that was typed over is passed over in silence", "app/ledger_back.py",
        "wrong += one.altered()", "wrong += ()",
        "tests/app/test_ledger_back.py::test_a_locked_cell_that_says_something_else_is_told_with_what_stood_there[sqlite]",
    ),
    Mutant(
        "what went on meanwhile is done without asking", "app/ledger_back.py",
        "if not one.stale or at in also", "if True",
        "tests/app/test_ledger_back.py::test_what_went_on_meanwhile_is_told_and_done_only_if_ticked[sqlite]",
    ),
)  # fmt: skip
