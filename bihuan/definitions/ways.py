"""The ways a case can go: one for each step, outcome and stage it can be taken at. A value; no judging here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bihuan.core.programme import Clock, Move, Programme, Step
from bihuan.core.verbs import ASKS, TaskKind, Verb

Key = tuple[str, str, str | None]
"""Step, outcome and stage: what a way is told apart by."""


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
    def key(self) -> Key:
        """What it is told apart by."""
        return self.step.id, self.outcome, self.source

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


def led(programme: Programme, live: tuple[Way, ...]) -> frozenset[Key]:
    """The ways on which a unit is certainly in charge: one is on every way to where they begin, or they give the lead
    or need it themselves. The greatest fixed point, so that a circle alone proves nothing against it."""
    sure = {way.key for way in live if _gives(way, TaskKind.LEAD) or _needs_lead(way, programme)}
    certain, before = {way.key for way in live}, set[Key]()
    while certain != before:
        before = certain
        bare = {way.target for way in live if way.key not in certain}
        certain = {way.key for way in live if way.key in sure or (way.source is not None and way.source not in bare)}
    return frozenset(certain)


def given(kind: TaskKind, live: tuple[Way, ...]) -> frozenset[Key]:
    """The ways on which some unit may have a part of this kind."""
    giving = [way for way in live if _gives(way, kind)]
    after, own = reached((way.target for way in giving), live), {way.key for way in giving}
    return frozenset(way.key for way in live if way.key in own or way.source in after)


def _gives(way: Way, kind: TaskKind) -> bool:
    """Whether its verb, or the one that silence counts as, gives a unit a part of this kind."""
    verb = way.step.deems[0] if way.step.deems is not None else way.step.verb
    match kind:
        case TaskKind.LEAD:
            return verb in (Verb.DISPATCH, Verb.ARBITRATE) or way.step.keeps
        case TaskKind.ASSIST:
            return verb is Verb.DISPATCH
        case TaskKind.JOINT:
            return verb is Verb.CALL_JOINTLY


def _needs_lead(way: Way, programme: Programme) -> bool:
    """Whether it can't be gone without a unit in charge: it is on the unit's task, answers what the unit asked for, or
    is the end of a clock of such tasks. Assisting units get their part together with the one in charge."""
    step = way.step
    if step.task in (TaskKind.LEAD, TaskKind.ASSIST):
        return True
    if step.verb is Verb.DECIDE:
        asking = [one for one in programme.steps.values() if ASKS.get(one.verb) is step.request]
        return bool(asking) and all(one.task is TaskKind.LEAD for one in asking)
    ending = _lapsing(programme).get(step.id, ())
    return bool(ending) and all(clock.tasks - {TaskKind.JOINT} for clock in ending)
