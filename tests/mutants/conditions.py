"""Planted bugs in what conditions and choices of rules look at; each survived when first planted. Kept mutants."""

from __future__ import annotations

from tests.mutants.kept import Mutant

CONDITION = "tests/core/decide/test_conditions.py::test_"

CONDITIONS = (
    Mutant(
        "a guard sees what stood there, not what the step brings", "core/decide/situation.py",
        "situation.values.get(name, earlier)",
        "situation.case.fields.get(name, situation.values.get(name))",
        f"{CONDITION}a_guard_sees_what_the_step_brings_before_what_stood_there",
    ),
    Mutant(
        "what an earlier step took out goes out again", "core/decide/situation.py",
        "None if name in situation.step.counted else situation.case.fields.get(name)",
        "situation.case.fields.get(name)",
        "tests/app/registers/test_joined.py::test_what_is_taken_out_leaves_the_stock_and_comes_back[sqlite]",
    ),
    Mutant(
        "what stood there before is what the step brings", "core/decide/situation.py",
        "name: typed(now.case.fields.get(name), kind.type)",
        "name: typed(now.values.get(name, now.case.fields.get(name)), kind.type)",
        f"{CONDITION}before_holds_what_stood_there_whatever_the_step_brings",
    ),
    Mutant(
        "a step that stops a clock and starts it leaves it stopped", "core/decide/timing.py",
        "state.running and state.id not in ended", "state.running",
        f"{CONDITION}a_step_that_stops_a_clock_and_starts_it_begins_the_next_run",
    ),
    Mutant(
        "the row of a clock is chosen by the day in UTC", "core/decide/timing.py",
        "    day = situation.day\n", "    day = situation.now.date()\n",
        f"{CONDITION}the_row_of_a_clock_is_that_of_the_day_in_the_district",
    ),
    Mutant(
        "ends of periods are mixed up in memory", "core/clocks/deriving.py",
        "key = (budget, start, terms.direction, terms.ends)", "key = (budget, start, terms.ends)",
        "tests/core/test_clocks.py::test_a_due_time_that_is_remembered_is_the_one_that_is_derived",
    ),
    Mutant(
        "time stands still for a reason that is law no longer", "core/decide/requests.py",
        "known = reasons.codes_on(situation.day) if reasons", "known = tuple(reasons.entries) if reasons",
        "tests/core/test_standstill.py::test_a_reason_that_is_no_longer_law_stops_nothing",
    ),
    Mutant(
        "the accused unit opens who reported it", "core/access.py",
        "        return refusal\n    found = [\n", "        pass\n    found = [\n",
        "tests/core/test_identities.py::test_whoever_it_is_about_opens_nothing_whatever_else_they_are",
    ),
    Mutant(
        "those below the accused unit look on", "core/access.py",
        "return unit == accused or (accused in units and units[accused].parent is not None)", "return unit == accused",
        "tests/core/test_access.py::test_whoever_stands_below_the_unit_it_is_about_stands_aside",
    ),
    Mutant(
        "nobody is left to answer for the top", "core/access.py",
        "return unit == accused or (accused in units and units[accused].parent is not None)", "return True",
        "tests/core/test_access.py::test_whoever_stands_below_the_unit_it_is_about_stands_aside",
    ),
    Mutant(
        "the edition in force is the one called last", "app/rules.py",
        "(one.valid.since, one.edition))}", "(one.edition, one.valid.since))}",
        "tests/app/test_editions.py::test_the_edition_that_began_last_is_in_force",
    ),
    Mutant(
        "what a step sets is judged entry by entry", "core/registers/setting.py",
        "world = AfterStep(records, after)", "world = AfterStep(records)",
        "tests/core/registers/test_setting.py::test_all_that_a_step_sets_is_judged_together_in_whatever_order",
    ),
    Mutant(
        "what a case sets passes no guard of the register", "app/writer.py",
        "surroundings.looked, today) or decided", "surroundings.looked, today) and decided or decided",
        "tests/app/registers/test_progress.py::test_what_a_case_would_set_passes_the_guards_of_the_register[sqlite]",
    ),
    Mutant(
        "an end is asked nothing", "core/registers/guarding.py",
        "or (ends and of_force)", "or False",
        "tests/core/registers/test_setting.py"
        "::test_an_end_is_asked_the_guards_that_speak_of_being_in_force_on_every_later_day",
    ),
    Mutant(
        "what a hand set after the change is overwritten", "app/for_each.py",
        "if _set_at(over, of) > _set_at(mine, own)}", "if own}",
        "tests/app/test_for_each.py::test_what_changes_in_the_case_reaches_those_that_it_raised[sqlite]",
    ),
    Mutant(
        "a lower level orders out again", "app/for_each.py",
        "stood is not None and now > stood", "stood is not None and now != stood",
        "tests/app/test_for_each.py"
        "::test_what_goes_up_orders_again_what_had_stood_down_before_and_nothing_else[sqlite]",
    ),
    Mutant(
        "what was ended under the new level is raised again", "app/for_each.py",
        "return ended is not None and ended < by", "return ended is not None",
        "tests/app/test_for_each.py"
        "::test_what_goes_up_orders_again_what_had_stood_down_before_and_nothing_else[sqlite]",
    ),
    Mutant(
        "what ended in the register is still here", "core/registers/funnel.py",
        "in rule.left or entry.values.get(EXISTS) is False", "in rule.left",
        "tests/core/registers/test_funnel.py::test_whoever_entered_a_stage_went_on_is_there_or_left",
    ),
)
