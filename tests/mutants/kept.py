"""The kept mutants: planted bugs that matter, each with the one test that must notice.

May live here: the table. `old` stands exactly once in the file; `new` is what somebody might write by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

CORE = "tests/core/test_"


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted bug."""

    name: str
    file: str
    """Below the package."""
    old: str
    new: str
    killer: str
    """The test, as pytest names it."""


def _core(name: str, file: str, old: str, new: str, killer: str) -> Mutant:
    return Mutant(name, f"core/{file}", old, new, f"{CORE}{killer}")


MUTANTS = (
    # ------------------------------------------------------------------------------------------------------ clocks
    _core(
        "make-up weekends (调休) ignored", "calendars.py",
        "working = day in work or not (weekend or day in off)", "working = not (weekend or day in off)",
        "calendars.py::test_every_day_from_2004_to_2026_agrees_with_chinesecalendar",
    ),
    _core(
        "the first day is counted", "clocks/scales.py",
        "return self._calendar.local(at).toordinal()", "return self._calendar.local(at).toordinal() - 1",
        "clocks_law.py::test_periods",
    ),
    _core(
        "overlapping suspensions subtracted twice", "clocks/scales.py",
        "max(last_end, end))", "last_end + end - start)",
        "clocks.py::test_a_suspension_counts_once_however_often_it_is_listed",
    ),
    _core(
        "the provisional flag dropped", "clocks/deriving.py",
        "return moment(due), not all(map(calendar.planned, years))", "return moment(due), False",
        "decide_time.py::test_a_year_without_a_calendar_makes_it_provisional_and_the_plan_settles_it",
    ),
    _core(
        "a lapse never fires", "decide/__init__.py",
        "if now <= state.due:", "if now <= state.due or True:",
        "decide_time.py::test_a_clock_lapses_once_and_only_when_it_is_over",
    ),
    _core(
        "late on the moment itself", "decide/timing.py",
        "not state.window and situation.occurred > due", "not state.window and situation.occurred >= due",
        "decide_time.py::test_late_is_after_the_deadline_and_stays",
    ),
    _core(
        "a re-projection is not recorded", "decide/timing.py",
        "if (due, provisional) != (state.due, state.provisional):", "if False:",
        "decide_time.py::test_a_holiday_declared_later_moves_the_deadline_and_says_why",
    ),
    _core(
        "the promise starts again when the case comes back", "decide/following.py",
        "yield e.ClockContinued(clock=state.id)", "yield from timing.start([name], situation, ())",
        "decide_loop.py::test_a_case_that_comes_back_has_the_same_promise",
    ),
    _core(
        "an exemption erases the late fact", "case/clock_changes.py",
        "exempted=True)", "exempted=True, late=False)",
        "decide_time.py::test_an_exemption_leaves_the_late_fact",
    ),
    _core(
        "a broken promise mended by an extension", "decide/requests.py",
        "if not _over(other, situation))", "if True)",
        "decide_time.py::test_a_broken_promise_is_not_mended_by_an_extension",
    ),
    _core(
        "an extension asked for too late", "decide/requests.py",
        'if situation.occurred > state.due:\n        return Refusal("overdue"',
        'if False:\n        return Refusal("overdue"',
        "decide_time.py::test_an_extension_is_asked_for_in_time",
    ),
    _core(
        "any reason stops the clock", "decide/requests.py",
        "or reasons is None or reason not in known:", "or reasons is None:",
        "decide_time.py::test_time_stands_only_for_a_lawful_reason",
    ),
    # -------------------------------------------------------------------------------------------------- the loop
    _core(
        "a second return after arbitration", "decide/choosing.py",
        "if step.verb is Verb.RETURN and active[0].binding:", "if False:",
        "decide_loop.py::test_a_return_is_settled_and_the_answer_binds",
    ),
    _core(
        "the window ignored", "decide/choosing.py",
        "if situation.occurred > due_last:", "if False:",
        "decide_loop.py::test_a_return_has_a_window",
    ),
    _core(
        "the number of times ignored", "decide/choosing.py",
        "if step.times is None or", "if True or",
        "decide_loop.py::test_it_comes_back_once",
    ),
    _core(
        "the duty list skipped for helpers", "decide/__init__.py",
        "given = [effect.unit for effect in meant if isinstance(effect, e.TaskGiven)]",
        "given = [f.unit for f in meant if isinstance(f, e.TaskGiven)][:1]",
        "decide_loop.py::test_a_community_gets_only_what_is_its_duty",
    ),
    _core(
        "a case that moved on is overwritten", "decide/__init__.py",
        "if command.seen is not None and command.seen != case.n:", "if False:",
        "bad_commands.py::test_a_bad_command_is_refused_whole",
    ),
    _core(
        "a supervisor names a higher level", "decide/findings.py",
        'level: object = situation.arguments.get("level") if own is None else own',
        'level: object = situation.arguments.get("level", own)',
        "decide_loop.py::test_supervision_only_rises_and_only_as_far_as_the_step_goes",
    ),
    _core(
        "a private word among the facts", "decide/filling.py",
        "return name in takes and programme.fields[name].private == in_words", "return name in takes",
        "filling.py::test_private_words_are_no_facts",
    ),
    _core(
        "a unit gets a case about itself", "decide/tasks.py",
        "if is_accused(unit.id, accused_of(", "if False and is_accused(unit.id, accused_of(",
        "bad_commands.py::test_a_unit_that_a_case_is_about_gets_no_part_in_it",
    ),
    # ------------------------------------------------------------------------------------------------------ evolve
    _core(
        "evolve drops a finding", "case/evolving.py",
        'to.mapping("findings")[effect.kind] = _found(effect, event, to.case.round)', "pass",
        "evolve.py::test_a_finding_stays_until_the_next_round",
    ),
    _core(
        "an old finding outlives its round", "case/evolving.py",
        'to.set["findings"] = {}', "pass",
        "evolve.py::test_a_finding_stays_until_the_next_round",
    ),
    Mutant(
        "the state is stored in the order of letters", "store/state.py",
        "_encode = msgspec.json.Encoder().encode", '_encode = msgspec.json.Encoder(order="sorted").encode',
        "tests/store/test_state.py::test_the_order_in_which_things_came_is_kept",
    ),
    # ------------------------------------------------------------------------------------------------------ access
    _core(
        "scope checked on reading only", "access.py",
        "            if _reaches(role, post, case, programme, places):\n                found",
        "            if True:\n                found",
        "access.py::test_who_may_do_what",
    ),
    _core(
        "scope checked on writing only", "access.py",
        "if any(_reaches(role, post, case, programme, places) for _, post in _holdings(person, role))",
        "if any(True for _, post in _holdings(person, role))",
        "access.py::test_an_area_reaches_what_lies_in_it",
    ),
    _core(
        "the own work judged", "access.py",
        "(refusal := _own_work(person, case)):", "(refusal := None):",
        "access.py::test_nobody_judges_the_own_work",
    ),
    _core(
        "the own work judged in another hat", "access.py",
        "if person.account in case.worked or any(post.unit in units for post in person.posts):",
        "if person.account in case.worked:",
        "access.py::test_nobody_judges_the_own_work",
    ),
    _core(
        "nobody stands aside", "access.py",
        "if accused is not None and any(is_accused(", "if False and any(is_accused(",
        "access.py::test_the_unit_it_is_about_stands_aside",
    ),
    _core(
        "the mask shows identity", "access.py",
        "sees=seen - identity)", "sees=seen)",
        "access.py::test_the_mask_shows_what_the_roles_see_and_never_identity",
    ),
    # -------------------------------------------------------------------------------------------------- indicators
    _core(
        "unreachable counted as satisfied", "indicators.py",
        'facts[name] = finding.verdict if finding else',
        'facts[name] = finding.verdict.replace("unreachable", "yes") if finding else',
        "indicators.py::test_satisfaction_counts_valid_answers_only",
    ),
    _core(
        "history mixed with live", "indicators.py",
        'if facts["population"] != population or not', "if not",
        "indicators.py::test_populations_never_mix",
    ),
    _core(
        "what is not due counted in the denominator", "indicators.py",
        'return "not-due"', 'return "no"',
        "indicators.py::test_what_is_not_due_is_in_no_denominator",
    ),
    _core(
        "unknown counted as no", "indicators.py",
        'return "unknown"', 'return "no"',
        "indicators.py::test_what_nobody_knows_is_no_zero",
    ),
    _core(
        "rounded down", "counting.py",
        "+ Fraction(1, 2)).__floor__()", ").__floor__()",
        "indicators.py::test_per_cent_is_rounded_half_up_from_the_exact_share",
    ),
    Mutant(
        "time stands still after the work is done", "core/decide/following.py",
        "if situation.step.verb is not Verb.FINISH or task is None", "if True or task is None",
        "tests/core/test_standstill.py::test_what_stood_for_the_work_runs_again_when_the_work_is_done",
    ),
    _core(
        "a second return by the unit that got it after the arbitration", "decide/tasks.py",
        "arbitrated = any(task.binding for task in", "arbitrated = any(False for task in",
        "decide_loop.py::test_what_was_arbitrated_is_not_returned_by_another_unit_either",
    ),
    _core(
        "a key is never freed", "decide/following.py",
        "if stage in reservation.release", "if stage not in reservation.release",
        "notions.py::test_a_key_is_free_when_the_case_reaches_a_stage_that_frees_it",
    ),
    _core(
        "a child that nobody can see counts as closed", "decide/situation.py",
        '"stage": None, "open": None}', '"stage": None, "open": False}',
        "notions.py::test_a_child_whose_record_is_gone_counts_as_open",
    ),
    _core(
        "a duty that returns drifts", "decide/timing.py",
        "begins = next((at for at in starts if at > state.started_at), None)",
        "begins = next((at for at in starts if at > situation.now), None)",
        "notions.py::test_a_duty_that_nobody_did_is_late_and_comes_again",
    ),
    _core(
        "one rating for all answers", "decide/choosing.py",
        'counted = f"step:{step.id}@{situation.case.round}"', 'counted = f"step:{step.id}"',
        "decide_loop.py::test_each_answer_is_rated_once",
    ),
    # ------------------------------------------------------------------------------------------------------- store
    Mutant(
        "a batch's failure spreads", "store/append.py",
        "return [_alone(session, district, job, now, terms, memory) for job in jobs]",
        "return [Failed(RuntimeError(\"spread\"))] * len(jobs)",
        "tests/store/test_guards.py::test_a_bug_fails_alone[sqlite]",
    ),
    Mutant(
        "the sweep finds no clock that ended", "store/sql/sqlite/reading.sql",
        "AND due_at < ?\nORDER BY due_at, case_id, clock", "AND due_at < ? AND lapsed\nORDER BY due_at, case_id, clock",
        "tests/store/test_reading.py::test_a_clock_that_ran_out_lapses_once[sqlite]",
    ),
    Mutant(
        "the store shows what is out of reach", "store/reading.py",
        "    allowed = view(person, case, programme, ground.places)\n",
        '    allowed = view(Person(account="x", system=True, raiser=True), case, programme, ground.places)\n',
        "tests/store/test_reading.py::test_a_case_out_of_reach_answers_as_one_that_is_not_there[sqlite]",
    ),
    Mutant(
        "a confidential case is shown like any other", "core/access.py",
        "if entry is not None and entry.confidential:", "if entry is not None and entry.confidential is None:",
        "tests/app/test_publicity.py::test_a_confidential_case_shows_number_stage_and_deadlines[sqlite]",
    ),
    Mutant(
        "a rare unit is named in what happened", "app/publicity.py",
        "hidden = _lead(masked) == OTHER", "hidden = False",
        "tests/app/test_publicity.py::test_a_unit_that_may_not_be_named_is_named_nowhere[sqlite]",
    ),
    Mutant(
        "the chain between leaves is not looked at", "store/replaying.py",
        '"h": hash_text(before) if before is not None else None,', '"h": said.get("h"),',
        "tests/store/test_rebuild.py::test_a_leaf_that_does_not_follow_the_one_before_is_named[sqlite]",
    ),
    Mutant(
        "two processes do one job at once", "store/leases.py",
        "return session.run(\"take_lease\", asked) == 1", "return session.run(\"take_lease\", asked) >= 0",
        "tests/app/test_jobs.py::test_of_many_who_ask_at_once_one_gets_it[sqlite]",
    ),
    Mutant(
        "a pack that was loaded is noticed only after a restart", "app/district.py",
        "if head is None or head[2] == district.pack.hash:", "if True:",
        "tests/app/test_district.py::test_an_open_district_goes_over_to_a_pack_that_is_loaded_elsewhere[sqlite]",
    ),
    # ------------------------------------------------------------------------------------------------------ counts
    Mutant(
        "a count that time alone changes is never looked at again", "core/tally.py",
        "return min(coming, default=None)", "return None",
        "tests/store/test_tallies.py::test_time_alone_changes_a_count_at_the_very_moment[sqlite]",
    ),
    Mutant(
        "what a case counted as before is not taken away", "store/tallying.py",
        "_add(change, old, -1)", "_add(change, old, 0)",
        "tests/store/test_tallies.py::test_counts_are_what_measure_finds[sqlite-0]",
    ),
)  # fmt: skip
