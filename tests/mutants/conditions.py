"""Planted bugs in what conditions and choices of rules look at; each survived when first planted. Kept mutants."""

from __future__ import annotations

from tests.mutants.kept import Mutant

CONDITION = "tests/core/decide/test_conditions.py::test_"

CONDITIONS = (
    Mutant(
        "a guard sees what stood there, not what the step brings", "core/decide/situation.py",
        "situation.values.get(name, situation.case.fields.get(name))",
        "situation.case.fields.get(name, situation.values.get(name))",
        f"{CONDITION}a_guard_sees_what_the_step_brings_before_what_stood_there",
    ),
    Mutant(
        "the row of a clock is chosen by the day in UTC", "core/decide/timing.py",
        "if limit.valid.covers(situation.day) and holds", "if limit.valid.covers(situation.now.date()) and holds",
        f"{CONDITION}the_row_of_a_clock_is_that_of_the_day_in_the_district",
    ),
    Mutant(
        "the edition in force is the one called last", "app/rules.py",
        "(one.valid.since, one.edition))}", "(one.edition, one.valid.since))}",
        "tests/app/test_editions.py::test_the_edition_that_began_last_is_in_force",
    ),
)
