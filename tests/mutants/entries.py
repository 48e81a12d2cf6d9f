"""Planted bugs in registers and in what is counted from them: tiers, rosters, what is told of cases. Kept mutants."""

from __future__ import annotations

from tests.mutants.kept import Mutant

TIERS = "tests/core/claims/test_registered.py::test_"
RELATED = "tests/core/registers/test_relations.py::test_"
ABOUT = (
    "tests/app/registers/test_about.py"
    "::test_each_thing_told_has_its_source_and_cases_without_an_outcome_count_by_their_stage[sqlite]"
)
MARKED = "tests/app/registers/test_marked.py::test_"

ENTRIES = (
    # ------------------------------------------------------------------------------------- figures within each other
    Mutant(
        "a tier within a tier within a third is added to it", "core/claims/nesting.py",
        "upper = within.get(upper)", "upper = None",
        f"{TIERS}tiers_that_contain_each_other_are_not_added",
    ),
    Mutant(
        "a sum that is listed is not looked through", "core/claims/nesting.py",
        'case Arithmetic("+") | Call("sum", (Listing(),)):', 'case Arithmetic("+"):',
        f"{TIERS}tiers_that_contain_each_other_are_not_added",
    ),
    # -------------------------------------------------------------------------------- [about]: cases on an entry's page
    Mutant(
        "a case without an outcome counts nowhere", "app/registers/about.py",
        "found[said.title if said is not None else one.stage] += 1",
        "found.update([said.title] if said is not None else [])",
        ABOUT,
    ),
    Mutant(
        "what nobody found yet will never be found", "app/registers/about.py",
        "NEVER if case.final else NOT_YET", "NEVER", ABOUT,
    ),
    # ------------------------------------------------------------------------------------------------- sums of a roster
    Mutant(
        "minutes that are still to come are missing already", "app/turns.py",
        "Span(required.start, min(required.end, now))", "required",
        "tests/app/test_screens.py::test_minutes_without_anybody",
    ),
    Mutant(
        "a turn belongs to the day on which it ends", "app/turns.py",
        "held.setdefault(day_in(turn.required.start, zone)", "held.setdefault(day_in(turn.required.end, zone)",
        "tests/app/registers/test_joined.py::test_a_season_is_complete_however_many_turns_it_has[sqlite]",
    ),
    # -------------------------------------------------------------------------------------------------- entries, sheets
    Mutant(
        "the weights of a credit code begin one place on", "core/registers/codes.py",
        "pow(3, at, 31)", "pow(3, at + 1, 31)",
        "tests/core/registers/test_credit_codes.py::test_the_example_of_the_standard",
    ),
    Mutant(
        "only the first day of a change is looked at", "core/registers/relations.py",
        "while waiting := {*days, *(day for day in world.noted if day > first)} - done:",
        "while waiting := {*days} - done:",
        f"{RELATED}an_earlier_change_that_closes_a_later_circle_is_refused",
    ),
    Mutant(
        "a link stands behind the first of what it follows", "core/registers/graph.py",
        "1 + max((layers[one]", "1 + min((layers[one]",
        "tests/core/registers/test_graph.py::test_what_follows_stands_behind_unless_it_goes_round_in_a_circle",
    ),
    Mutant(
        "the day itself is not yet part of what holds from it", "core/registers/entry.py",
        "if since <= day and (name not in found", "if since < day and (name not in found",
        f"{RELATED}no_two_that_count_are_alike_on_any_day",
    ),
    Mutant(
        "what a field needs may be missing", "core/registers/deciding.py",
        "if field.needs is not None and field.needs not in unread:", "if False:",
        "tests/core/registers/test_deciding.py::test_what_a_field_needs_is_given_with_it_or_stands_already",
    ),
    Mutant(
        "a code that a sheet has twice is a change of the entry", "app/registers/importing.py",
        "if first == row.number or row.changed or row.ended:", "if True:",
        f"{MARKED}a_code_that_a_sheet_has_twice_is_told_with_the_other_row_however_far_apart[sqlite]",
    ),
    Mutant(
        "an empty state is a wish for none", "app/registers/rows.py",
        "if field is not None or value is not None:", "if True:",
        f"{MARKED}an_empty_state_is_no_wish[sqlite]",
    ),
    Mutant(
        "a number in a marked sheet becomes a text", "app/registers/marked.py",
        "return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else as_text(cell)",
        "return as_text(cell)",
        f"{MARKED}the_refused_rows_come_back_marked_and_are_sent_again_as_they_are[sqlite]",
    ),
    Mutant(
        "what others changed meanwhile is overwritten by a sheet", "app/registers/based.py",
        "if name not in stood.moved or (now == stood.base.get(name) and not sealed):", "if True:",
        "tests/app/registers/test_meanwhile.py::test_a_cell_that_two_changed_is_told_with_both_values[sqlite-zh]",
    ),
)
