"""How much of the real pack a walk reaches: each step with each outcome, and what was never taken is named.

The random machine of `test_loop` proves laws, and may leave rare steps out. Here each act is the one taken least so
far, so a hundred walks come nearly everywhere that anybody can come; what stays out of reach may be a dead rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from bihuan.core.commands import Lapse
from bihuan.core.events import Event, StageReached
from bihuan.core.refusals import Refusal
from tests.loop import laws
from tests.loop.test_loop import walker
from tests.loop.walker import Walker

WALKS, ACTS = 100, 45
AHEAD, WAITING, ANY = 0.5, (0.3, 0.1), 0.2
"""How often a step to another stage is preferred, a clock is let run out (one that never was, one that was
already), anything is done: else what can be done many
times is done first, and the rest never."""
Taken = tuple[str, str]
"""A step and its outcome."""


@dataclass
class Reached:
    """What was taken so far, over all walks."""

    taken: Counter[Taken] = field(default_factory=Counter)
    at: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Stage before, step."""
    lapsed: Counter[str] = field(default_factory=Counter)

    def walk(self, draw: Random) -> None:
        """One case to its end, or until enough was done."""
        walk = walker()
        for _ in range(ACTS):
            if walk.case is not None and walk.case.final:
                return
            walk.now += timedelta(minutes=draw.choice([0, 0, 1, 30]))
            if (events := self._next(walk, draw)) is None:
                return
            self._note(walk, events)
            laws.hold(walk, len(events))

    def _next(self, walk: Walker, draw: Random) -> tuple[Event, ...] | None:
        """The act taken least; one that ends the case, or waits for a clock, only if nothing else is as new."""
        choices = [
            (self.taken[step.id, events[0].outcome], _ends(events), events) for step, events in walk.enabled(draw)
        ]
        least = min((count for count, *_ in choices), default=None)
        waiting = min(self._waiting(walk), default=None)
        patience = WAITING[waiting is None or waiting[0] > 0]
        if waiting is not None and (least is None or draw.random() < patience):
            return self._lapse(walk, waiting[1])
        if least is None:
            return None
        moving = [one for one in choices if not one[1] and _moves(one[2])]
        choices = moving if moving and draw.random() < AHEAD else choices
        if draw.random() < ANY:
            return draw.choice(choices)[2]
        best = min((count, ends) for count, ends, _ in choices)
        return draw.choice([events for count, ends, events in choices if (count, ends) == best])

    def _waiting(self, walk: Walker) -> Iterator[tuple[int, str]]:
        for state in walk.case.clocks.values() if walk.case else ():
            if state.running and not state.suspended and not state.lapsed:
                yield self.lapsed[state.name], state.id

    def _lapse(self, walk: Walker, clock: str) -> tuple[Event, ...]:
        assert walk.case is not None
        state = walk.case.clocks[clock]
        self.lapsed[state.name] += 1
        walk.now = max(walk.now, state.due + timedelta(seconds=1))
        found = walk.ask(Lapse(case="k", clock=clock))
        assert not isinstance(found, Refusal), found
        return found

    def _note(self, walk: Walker, events: tuple[Event, ...]) -> None:
        before = walk.case.stage if walk.case else ""
        for event in events:
            self.taken[event.step, event.outcome] += 1
            self.at[before, event.step] += 1
        walk.carry_out(events)


def _moves(events: tuple[Event, ...]) -> bool:
    return any(isinstance(effect, StageReached) for event in events for effect in event.effects)


def _ends(events: tuple[Event, ...]) -> bool:
    return any(getattr(effect, "final", False) for event in events for effect in event.effects)


LEFT = 4
"""So many outcomes these walks may miss; they miss one, a standstill that runs out, which a story plays."""


def test_nearly_every_step_of_the_pack_is_taken_with_every_outcome() -> None:
    programme = walker().programme
    wanted = {(step.id, outcome) for step in programme.steps.values() for outcome in step.moves}
    places = {(stage, step.id) for step in programme.steps.values() for stage in step.from_}
    reached, walks = Reached(), 0
    while wanted - reached.taken.keys() and walks < WALKS:
        reached.walk(Random(walks))
        walks += 1
    there = len(places & reached.at.keys())
    print(f"{walks} walks: {len(wanted)} outcomes of {len(programme.steps)} steps, {there} of {len(places)} places")
    left = sorted(wanted - reached.taken.keys())
    assert len(left) <= LEFT, left
