"""The kept counts are exactly what `measure` finds in the facts: after any history, at any moment, in any steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Accepted, Door
from bihuan.core.counting import Counts
from bihuan.core.indicators import Facts, measure
from bihuan.core.programme import Indicator
from bihuan.core.reach import Reach
from bihuan.core.tally import RAISED, Plan, moments_of, plan
from bihuan.core.verbs import TaskState
from bihuan.store import tallies
from bihuan.store.lists import facts
from bihuan.store.session import Session
from bihuan.store.tallies import Narrow, Part
from bihuan.store.tallying import Reached, Rules, catch_up, whole
from tests.core.test_indicators import indicator
from tests.store import tiny
from tests.store.loop import ask, opened, report, take

LEVELS = {unit.id: unit.level for unit in tiny.UNITS}

INDICATORS = tuple(
    replace(made, id=name)
    for name, made in {
        "solved": indicator("solved == 'yes'"),
        "reached": indicator("contacted", due="contacted or due_sign_in <= as_of"),
        "on_time": indicator("not otherwise(late_answer, true)", due="late_answer is known or due_answer < as_of"),
        "north": indicator("lead == 'north'", population="dispatched", window="recorded_on"),
        "street": indicator("lead_level == 'street'", population="dispatched"),
        "at_once": indicator("as_of >= due_answer or final"),
        "odd": indicator("minutes(as_of - due_answer) > 60"),
    }.items()
)
PROGRAMME = replace(tiny.PROGRAMME, indicators=INDICATORS, lists={"ours": ("road",)}, duties={"street": "ours"})
PLAN: Plan = plan(PROGRAMME, {}, LEVELS)
RULES = Rules({"small": PLAN}, "first")


def reach(session: Session, clock: VirtualClock, **more: int) -> Reached:
    return catch_up(session, tiny.DISTRICT, RULES, clock(), **more)


def days(clock: VirtualClock) -> Iterator[tuple[date | None, date | None]]:
    today = clock().date()
    yield None, None
    yield date(2026, 3, 3), None
    yield None, today - timedelta(days=1)
    yield date(2026, 3, 3), date(2026, 3, 5)


def agree(session: Session, clock: VirtualClock) -> int:
    """Hold every indicator, period and list against the facts; how many cases were compared."""
    rows: list[Facts] = list(facts(session, tiny.DISTRICT, "small"))
    compared = 0
    for since, until in days(clock):
        part = Part(programme="small", population="live", since=since, until=until)
        kept = tallies.totals(session, tiny.DISTRICT, part)
        for one in INDICATORS:
            if PLAN.place(one.id) is None:
                continue
            found = measure(one, rows, population="live", as_of=clock(), since=since, until=until, levels=LEVELS)
            none = Counts(counted=0, rest=0, unknown=0, not_due=0)
            assert kept.get((one.window, one.id), none) == found.counts, (one.id, since, until)
            for letter, numbers in (("y", found.numerator), ("n", found.rest), ("u", found.unknown)):
                assert listed(session, part, one.id, letter) == sorted(numbers), (one.id, letter)
                compared += len(numbers)
    return compared


def listed(session: Session, part: Part, measure_: str, letter: str, size: int = 3) -> list[str]:
    """All pages of a list, put together."""
    numbers: list[str] = []
    after = ""
    while True:
        page = tallies.cases(session, tiny.DISTRICT, PLAN, part, measure_, letter, after=after, size=size)
        numbers += page.numbers
        if page.after is None:
            assert len(numbers) == len(set(numbers))
            return sorted(numbers)
        after = page.after


def something(door: Door, clock: VirtualClock, chance: Random, cases: list[str]) -> None:
    """One thing that may happen: a report, a step that fits or doesn't, time that passes."""
    roll = chance.random()
    if roll < 0.25 or not cases:
        answer = ask(door, report(area=chance.choice("ns"), values={"kind": chance.choice(("road", "lamp"))}))
        assert isinstance(answer, Accepted)
        cases.append(answer.case)
    elif roll < 0.85:
        name, by, outcome = chance.choice(
            (("give", "ann", "done"), ("sign", "bo", "done"), ("sign", "su", "done"), ("call", "bo", "reached"),
             ("done", "bo", "done"), ("done", "su", "done"), ("check", "chen", "yes"), ("check", "chen", "no"),
             ("close", "ann", "done"), ("confirm", "rose", "yes"))
        )  # fmt: skip
        ask(door, take(chance.choice(cases), name, by, outcome))
    else:
        clock.move(timedelta(minutes=chance.choice((1, 31, 300, 1440, 4400))))
        if chance.random() < 0.5:
            door.lapse_due(tiny.DISTRICT)


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_what_measure_finds(door: Door, clock: VirtualClock, session: Session, seed: int) -> None:
    chance, cases, compared = Random(seed), [], 0
    for n in range(90):
        something(door, clock, chance, cases)
        if n % 15 == 14:
            assert not reach(session, clock).behind
            compared += agree(session, clock)
    assert compared > 100


def test_time_alone_changes_a_count_at_the_very_moment(door: Door, clock: VirtualClock, session: Session) -> None:
    answer = ask(door, report())
    assert isinstance(answer, Accepted) and answer.due is not None
    for moment in (answer.due - timedelta(microseconds=1), answer.due, answer.due + timedelta(microseconds=1)):
        clock.move_to(moment)
        reach(session, clock)
        assert agree(session, clock)


def test_a_bounded_catch_up_goes_on_where_it_stopped(door: Door, clock: VirtualClock, session: Session) -> None:
    chance, cases = Random(9), []
    reach(session, clock)
    for _ in range(60):
        something(door, clock, chance, cases)
    position = 0
    while (reached := reach(session, clock, most=1, chunk=2)).behind:
        assert reached.position > position or position == 0
        position = reached.position
    assert agree(session, clock)


def test_other_rules_begin_anew(door: Door, clock: VirtualClock, session: Session) -> None:
    assert isinstance(ask(door, report()), Accepted)
    reach(session, clock)
    without = plan(replace(PROGRAMME, indicators=()), {}, LEVELS)
    catch_up(session, tiny.DISTRICT, Rules({"small": without}, "second"), clock())
    kept = tallies.totals(session, tiny.DISTRICT, Part(programme="small", population="live"))
    assert kept[RAISED, "case.all"].counted == 1 and (RAISED, "solved") not in kept
    reach(session, clock)
    assert agree(session, clock)


def test_questions_of_every_programme_and_the_dimensions(door: Door, clock: VirtualClock, session: Session) -> None:
    for area in "nns":
        answer = ask(door, report(area=area, values={"kind": "lamp"}))
        assert isinstance(answer, Accepted)
        assert isinstance(ask(door, take(answer.case, "give", "ann")), Accepted)
    clock.move(timedelta(days=4))
    reach(session, clock)
    part = Part(programme="small", population="live")
    kept = tallies.totals(session, tiny.DISTRICT, part)
    assert kept[RAISED, "case.open"].counted == 3 and kept[RAISED, "case.overdue"].counted == 3
    assert kept[RAISED, "case.beyond_duty"] == Counts(counted=3, rest=0, unknown=0, not_due=0)
    units = tallies.by_key(session, tiny.DISTRICT, part, RAISED, "unit")
    assert {unit: row["case.open"].counted for unit, row in units.items()} == {"north": 2, "south": 1}
    some = tallies.cases(session, tiny.DISTRICT, PLAN, part, "case.open", "y", narrow=Narrow(unit="south"))
    assert len(some.cases) == 1
    with session.transaction():
        session._raw.execute(f"UPDATE case_row SET marks = ' kind=lamp ' WHERE id <> '{some.cases[0]}'")
    marked = {word: tallies.cases(session, tiny.DISTRICT, PLAN, part, "case.open", "y", narrow=Narrow(marks=(mark,)))
              for word in ("lamp", "hole") for mark in [("kind", word)]}  # fmt: skip
    assert {word: len(found.cases) for word, found in marked.items()} == {"lamp": 2, "hole": 0}
    months = tallies.along_time(session, tiny.DISTRICT, part, RAISED, "case.all")
    assert [(month, counts.counted) for month, counts in months] == [("2026-03", 3)]


@pytest.mark.parametrize("state", TaskState)
def test_who_reaches_a_part_counts_what_the_policy_lets_them_see(
    door: Door, clock: VirtualClock, session: Session, state: TaskState
) -> None:
    """A unit counts what it has a part in, at whatever state, and nothing it gave back; an area what lies in it."""
    for n, area in enumerate("sssnn"):
        answer = opened(door, area=area, case=f"{n:032x}")
        assert isinstance(ask(door, take(answer.case, "give", "ann")), Accepted)
    with session.transaction():
        session._raw.execute(f"UPDATE task_row SET state = '{state}' WHERE case_id = '{0:032x}'")
    reach(session, clock)
    gone = state in (TaskState.RETURNED, TaskState.REVOKED)
    south = {f"{n:032x}" for n in ((1, 2) if gone else (0, 1, 2))}
    for within, expected in (
        (Reach(False, units=frozenset({"south"})), south),
        (Reach(False, areas=frozenset({"n"})), {f"{n:032x}" for n in (3, 4)}),
        (Reach(False, areas=frozenset({"n"}), units=frozenset({"south"})), south | {f"{n:032x}" for n in (3, 4)}),
        (Reach(False, units=frozenset({"zone"})), set()),
        (Reach(False), set()),
    ):
        part = Part(programme="small", population="live")
        found = tallies.cases(session, tiny.DISTRICT, PLAN, part, "case.all", "y", within=within)
        counted = [one.cases for one in tallies.groups(session, tiny.DISTRICT, part, within) if one.placed == RAISED]
        assert set(found.cases) == expected and sum(counted) == len(expected), within


def test_what_uses_the_present_otherwise_is_not_kept() -> None:
    odd: Indicator = INDICATORS[-1]
    assert moments_of(odd) is None and PLAN.place("odd") is None
    assert moments_of(INDICATORS[1]) == ("due_sign_in",)


def test_the_moment_is_never_in_the_past(door: Door, clock: VirtualClock, session: Session) -> None:
    now: datetime = clock()
    reach(session, clock)
    earlier = catch_up(session, tiny.DISTRICT, RULES, now - timedelta(days=1))
    assert earlier.as_of == now


def test_a_first_counting_that_is_killed_goes_on_where_it_stopped(
    door: Door, clock: VirtualClock, session: Session
) -> None:
    for n in range(13):
        ask(door, report(area="ns"[n % 2]))
    begun = reach(session, clock, most=4, chunk=4)
    assert begun.first and (begun.whole, begun.first.counted, begun.first.total) == (False, 4, 13)
    assert begun.first.left(clock()) is None

    def killed(name: str, when: str) -> None:
        if (name, when) == ("move_tally", "before"):
            raise InterruptedError

    clock.move(timedelta(minutes=1))
    with closing(door.database.connect(killed)) as dying, pytest.raises(InterruptedError):
        reach(dying, clock, most=4, chunk=4)
    with closing(door.database.connect()) as other:
        again = reach(other, clock, most=4, chunk=4)
        assert again.first and again.first.counted == 8
        # Eight in a minute: five more.
        assert again.first.left(clock()) == timedelta(minutes=5 / 8)
        clock.move(timedelta(hours=5))
        rested = reach(other, clock, most=4, chunk=4)
        assert rested.first and (rested.first.counted, rested.first.since_counted) == (12, 8)
        assert not whole(other, tiny.DISTRICT, RULES)
        assert reach(other, clock, most=4, chunk=4).whole and whole(other, tiny.DISTRICT, RULES)
    assert agree(session, clock)
    kept = tallies.totals(session, tiny.DISTRICT, Part(programme="small", population="live"))
    assert kept[RAISED, "case.all"].counted == 13
