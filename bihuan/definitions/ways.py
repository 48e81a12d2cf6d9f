"""The ways a case can go: one for each step, outcome and stage it can be taken at. A value; no judging here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bihuan.core.programme import Clock, Move, Programme, Step
from bihuan.core.verbs import Verb


@dataclass(frozen=True, slots=True)
class Way:
    """One step with one outcome at one stage."""

    step: Step
    outcome: str
    source: str | None
    """None for a case that is raised."""
    target: str
    move: Move

    @property
    def leaves(self) -> bool:
        """Whether the case stands elsewhere afterwards."""
        return self.source != self.target


def ways(programme: Programme) -> tuple[Way, ...]:
    """All ways of a programme. A lapse happens only if a clock names it; a window that ends, stops."""
    found: list[Way] = []
    lapsing = _lapsing(programme)
    for step in programme.steps.values():
        if step.verb is Verb.LAPSE and step.id not in lapsing:
            continue
        ended = tuple(clock.id for clock in lapsing.get(step.id, ()) if clock.window)
        for outcome, move in step.moves.items():
            stopping = replace(move, stops=(*move.stops, *ended))
            if step.verb is Verb.RAISE:
                found.append(Way(step, outcome, None, move.to or programme.start, stopping))
            found += [Way(step, outcome, stage, move.to or stage, stopping) for stage in step.from_]
    return tuple(found)


def always(clock: Clock) -> bool:
    """Whether starting it always finds a limit."""
    return any(limit.when is None and limit.valid.until is None for limit in clock.limits)


def _lapsing(programme: Programme) -> dict[str, list[Clock]]:
    """Lapse step → the clocks that name it."""
    found: dict[str, list[Clock]] = {}
    for clock in programme.clocks.values():
        if clock.lapse is not None:
            found.setdefault(clock.lapse, []).append(clock)
    return found


def reached(starts: Iterable[str], all_ways: tuple[Way, ...]) -> frozenset[str]:
    """Every stage that can follow, the first ones included."""
    waiting, found = list(starts), set(starts)
    following: dict[str, set[str]] = {}
    for way in all_ways:
        if way.source is not None:
            following.setdefault(way.source, set()).add(way.target)
    while waiting:
        fresh = following.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)
