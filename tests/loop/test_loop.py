"""The whole loop of the real pack, walked by chance: mostly allowed steps, some forbidden ones, lapses, new calendars.

What must always hold is in `laws`. Random tests that mostly do illegal things test nothing, so each run counts how far
it came. Measured over 70 runs (15–20 s): 25 to 55 % walk the whole loop from raising to the answer of its raiser,
half of them come back at least once; planted bugs in `evolve`, access and guards die within seconds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from bihuan.core import programme as p
from bihuan.core.calendars import Calendar
from bihuan.core.commands import Lapse, Reproject
from bihuan.core.decide import Context, Other
from bihuan.core.events import Event, StageReached
from bihuan.core.refusals import REFUSALS, Refusal
from bihuan.core.verbs import Verb
from bihuan.definitions import Pack, load_pack
from tests.loop import laws
from tests.loop.walker import Walker

START = datetime(2021, 4, 26, 1, 0, tzinfo=UTC)
"""The week before Labour Day, with a make-up Sunday before it."""

SEEDS = st.integers(0, 2**32 - 1)
WHOLE = {Verb.RAISE, Verb.ACCEPT, Verb.DISPATCH, Verb.SIGN, Verb.FINISH, Verb.CHECK, Verb.CLOSE}
ANSWERED = {Verb.CONFIRM, Verb.CALL_BACK}


@cache
def pack() -> Pack:
    found = load_pack(Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz")
    assert isinstance(found, Pack), found
    return found


def walker() -> Walker:
    district = pack()
    programme = next(iter(district.programmes.values()))[-1]
    named = {route.unit for route in programme.routes if route.unit} | {u for r in programme.routes for u in r.assist}
    levels: dict[str, str] = {}
    for unit in district.units.values():
        levels.setdefault(unit.level, unit.id)
    communities = [unit for unit in district.units.values() if unit.level == "community"]
    return Walker(
        programme=programme,
        context=Context(
            zone=ZoneInfo(district.district.zone),
            calendars=district.calendars,
            dictionaries=district.dictionaries,
            units=district.units,
            areas=district.areas,
            others={"other": Other(id="other", number="N-2", final=False)},
        ),
        now=START,
        units=sorted({*sorted(named)[:4], *levels.values(), *(unit.id for unit in communities[:2])}),
        areas=sorted(area for unit in communities[:2] for area in unit.areas),
    )


def further(calendar: Calendar, first: date, days: int) -> Calendar:
    """The calendar after somebody declared some more days off."""
    extra = {first + timedelta(days=i) for i in range(days)}
    extra = {day for day in extra if day.year == first.year and day.weekday() < 5}
    plan = calendar.years[first.year]
    years = {**calendar.years, first.year: replace(plan, off=plan.off | extra, work=plan.work - extra)}
    return Calendar(calendar.id, f"{calendar.edition}+{days}", calendar.zone, calendar.hours, years)


class Loop(RuleBasedStateMachine):
    """One case from its raising to wherever chance leads it."""

    runs: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.walker = walker()

    def done(self, events: tuple[Event, ...]) -> None:
        self.walker.carry_out(events)
        try:
            laws.hold(self.walker, len(events))
            laws.communities_have_only_their_duties(self.walker)
        except Exception as broken:
            broken.add_note(told(self.walker.events))
            raise

    @initialize(seed=SEEDS)
    def raise_(self, seed: int) -> None:
        """Open a case and walk it some way, so that the rules don't all begin at its start."""
        draw = Random(seed)
        raising = [found for found in self.walker.enabled(draw) if not found[0].history or seed % 16 == 15]
        self.done(_one(draw, raising))
        for _ in range(draw.randrange(10, 50)):
            self.walker.now += timedelta(minutes=draw.choice([0, 1, 20, 90]))
            self.step_ahead(draw)

    def step_ahead(self, draw: Random) -> None:
        """A step to another stage, rather one not seen yet, that doesn't end the case; or any, if none does."""
        if not self.open:
            return
        here = self._case().stage
        able = [one for one in self.walker.enabled(draw, moving=True) if not _recuses(one[1])]
        moving = [one for one in able if not _ends(one[1]) and _stages(one[1])[-1:] not in ([here], [])]
        seen = set(_stages(tuple(self.walker.events)))
        ahead = [one for one in moving if not set(_stages(one[1])) <= seen]
        if ahead and draw.random() < 0.8:
            self.done(_one(draw, ahead))
        elif moving and draw.random() < 0.5:
            self.done(_one(draw, moving))
        elif lasting := [one for one in self.walker.enabled(draw) if not _ends(one[1]) and not _recuses(one[1])]:
            self.done(_one(draw, lasting))

    @property
    def open(self) -> bool:
        return self.walker.case is not None and not self.walker.case.final

    @precondition(lambda self: self.open)
    @rule(seed=SEEDS, times=st.integers(1, 6), minutes=st.sampled_from([0, 1, 20, 90, 600]))
    def go_on(self, seed: int, times: int, minutes: int) -> None:
        """Some steps ahead."""
        draw = Random(seed)
        for _ in range(times):
            self.walker.now += timedelta(minutes=minutes)
            self.step_ahead(draw)

    @precondition(lambda self: self.open)
    @rule(seed=SEEDS, times=st.integers(1, 4), minutes=st.sampled_from([0, 5, 300]))
    def act(self, seed: int, times: int, minutes: int) -> None:
        """Any steps, now and then one that ends the case."""
        draw = Random(seed)
        for _ in range(times if self.open else 0):
            self.walker.now += timedelta(minutes=minutes)
            found = self.walker.enabled(draw)
            lasting = [one for one in found if not _ends(one[1])]
            if choices := (lasting if draw.random() < 0.98 else found) or found:
                self.done(_one(draw, choices))
            elif self.open:
                assert any(clock.running for clock in self._case().clocks.values()), "nobody can act, no time runs"

    def _case(self) -> Any:
        return self.walker.case

    @rule(seed=SEEDS)
    def try_anything(self, seed: int) -> None:
        """Any step by anyone, mostly forbidden: the answer is a value, and nothing has changed."""
        draw, walk, before = Random(seed), self.walker, self.walker.case
        step = draw.choice([step for step in walk.programme.steps.values() if step.by])
        who = draw.choice([one for people in walk.people.values() for one in people])
        found = walk.ask(walk.candidate(draw, step, who, draw.choice([*step.moves, "perhaps"])))
        assert walk.case is before
        if isinstance(found, Refusal):
            assert found.code in REFUSALS
            assert "{" not in found.message("zh") + found.hint("zh") + found.message("en") + found.hint("en")
        else:
            assert self.open, "an ended case takes nothing"

    @precondition(lambda self: self.open)
    @rule(seed=SEEDS)
    def let_time_end(self, seed: int) -> None:
        """Wait until some clock ends, and let the system act as soon as it does."""
        draw, walk = Random(seed), self.walker
        if not walk.lapsable():
            waiting = [clock.due for clock in self._case().clocks.values() if clock.running and not clock.suspended]
            coming = [due for due in waiting if due >= walk.now]
            if not coming:
                return
            walk.now = min(coming)
            assert walk.lapsable() == [], "on the moment is in time"
            walk.now += timedelta(seconds=1)
        clock = draw.choice(walk.lapsable())
        found = walk.ask(Lapse(case="k", clock=clock))
        assert not isinstance(found, Refusal)
        self.done(found)
        assert clock not in walk.lapsable()

    @precondition(lambda self: self.open)
    @rule(first=st.integers(0, 20), days=st.integers(1, 4))
    def declare_a_holiday(self, first: int, days: int) -> None:
        walk = self.walker
        day = walk.now.date() + timedelta(days=first)
        if day.year != START.year:
            return
        calendars = {id_: further(calendar, day, days) for id_, calendar in walk.context.calendars.items()}
        walk.context = replace(walk.context, calendars=calendars)
        found = walk.ask(Reproject(case="k", reason="通知"))
        assert not isinstance(found, Refusal)
        self.done(found)
        assert walk.ask(Reproject(case="k", reason="通知")) == ()

    def teardown(self) -> None:
        if self.walker.case is None:
            return
        verbs = {event.verb for event in self.walker.events}
        Loop.runs["all"] += 1
        Loop.runs["whole"] += verbs >= WHOLE and bool(verbs & ANSWERED)
        Loop.runs.update(f"verb {verb}" for verb in verbs)


def told(events: list[Event]) -> str:
    """What was done until a law broke, an act a line: when, which step with which outcome, by whom, to what stage."""
    lines = []
    for event in events:
        stages = "".join(f" → {stage}" for stage in _stages((event,)))
        who = f"{event.by.role} {event.by.unit or ''}".strip()
        lines.append(f"{event.n:>4}  {event.recorded:%Y-%m-%d %H:%M}  {event.step}.{event.outcome}  {who}{stages}")
    return "\n".join(("the acts that led here:", *lines))


def _one(draw: Random, found: list[tuple[p.Step, tuple[Event, ...]]]) -> tuple[Event, ...]:
    """A step by chance, then one of the ways to take it: a step that many may take is not likelier."""
    step = draw.choice(sorted({step.id for step, _ in found}))
    return draw.choice([events for one, events in found if one.id == step])


def _ends(events: tuple[Event, ...]) -> bool:
    return any(getattr(effect, "final", False) for event in events for effect in event.effects)


def _recuses(events: tuple[Event, ...]) -> bool:
    """Whether it takes the case from the unit that has it because it is about them: that is no way ahead."""
    return any(event.verb is Verb.SUPPLEMENT and _stages((event,)) for event in events)


def _stages(events: tuple[Event, ...]) -> list[str]:
    return [effect.stage for event in events for effect in event.effects if isinstance(effect, StageReached)]


PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: a run of a hundred acts shrinks for minutes, and its seeds say nothing to a reader anyway. What
a reader needs is what was done: a run that breaks a law prints its commands, and the shortest end that shows it."""

LEAST = 0.1
"""Least share of runs that walk the whole loop; below it the laws hold of too little."""


def test_the_loop_keeps_its_laws() -> None:
    Loop.runs.clear()
    size = settings(max_examples=60, stateful_step_count=20, deadline=None, phases=PHASES)
    run_state_machine_as_test(Loop, settings=size)
    assert Loop.runs["whole"] >= LEAST * Loop.runs["all"]


def test_a_broken_law_tells_the_acts_that_led_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(walk: Walker, new: int) -> None:
        assert len(walk.events) < 3, "planted"

    monkeypatch.setattr(laws, "hold", broken)
    size = settings(max_examples=5, stateful_step_count=20, deadline=None, phases=PHASES, print_blob=False)
    with pytest.raises(AssertionError, match="planted") as raised:
        run_state_machine_as_test(Loop, settings=size)
    (note,) = [note for note in raised.value.__notes__ if note.startswith("the acts")]
    assert len(note.splitlines()) == 4 and ".done" in note
