"""How far the cases of a programme came: who entered each stage of a funnel, stands there, left it, and how long it
took. Pure; who may see a case is decided before.

Whoever is further has passed what lies before. A case that was sent back stands where it is now and has been further.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from bihuan.core.programme import CaseFunnel


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One case on its way."""

    case: str
    stage: str
    """Where it stands now."""
    final: bool
    reached: Sequence[tuple[str, datetime]]
    """Every stage that it came to, in order, as often as it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stage of the funnel, with the cases themselves."""

    id: str
    entered: tuple[str, ...]
    stands: tuple[str, ...]
    went_on: tuple[str, ...]
    """Those that came to a later stage, and do not stand here now."""
    ended: tuple[str, ...]
    """Those whose way ended without a later one."""
    back: tuple[str, ...]
    """Those that stand at an earlier stage now and never came to a later one."""
    spent: timedelta | None
    """The median of what it took until the next stage or the end, of those that left; None where none did."""
    waits: timedelta | None
    """How long the one that has stood here longest is here; None where none stands, or where the way ends."""

    @property
    def left(self) -> tuple[str, ...]:
        """Those that entered and do not stand here."""
        return (*self.went_on, *self.ended, *self.back)


def case_funnel(rule: CaseFunnel, cases: Iterable[Passage], now: datetime) -> tuple[tuple[Bar, ...], tuple[str, ...]]:
    """The bars, and the cases that never were in any stage of the funnel."""
    order = {stage: place for place, one in enumerate(rule.stages.values()) for stage in one.stages}
    ways = [(one, _way(one, order)) for one in cases]
    bars = tuple(_bar(place, id_, [way for way in ways if way[1].furthest >= place], order, now)
                 for place, id_ in enumerate(rule.stages))  # fmt: skip
    return bars, tuple(one.case for one, way in ways if way.furthest < 0)


@dataclass(frozen=True, slots=True)
class _Way:
    furthest: int
    """Place of the last funnel stage that was ever reached; -1 if none was."""
    first: Mapping[int, datetime]
    """Place → when the case came there first, or past it."""
    latest: Mapping[int, datetime]
    """Place → when it came there last."""
    ended: datetime | None
    """When it came to a stage outside the funnel that it stands in now and that ends it."""


def _way(one: Passage, order: Mapping[str, int]) -> _Way:
    first: dict[int, datetime] = {}
    latest: dict[int, datetime] = {}
    came: int | None = None
    for stage, at in one.reached:
        place = order.get(stage)
        if place is not None:
            for passed in range(place + 1):
                first.setdefault(passed, at)
            if came != place:
                latest[place] = at
        came = place
    outside = one.final and one.stage not in order and bool(one.reached)
    return _Way(max(first, default=-1), first, latest, one.reached[-1][1] if outside else None)


def _bar(
    place: int, id_: str, ways: Sequence[tuple[Passage, _Way]], order: Mapping[str, int], now: datetime
) -> Bar:
    stands, went_on, ended, back = [], [], [], []
    took: list[timedelta] = []
    waits: list[timedelta] = []
    for one, way in ways:
        here = order.get(one.stage) == place
        left = way.first.get(place + 1) or way.ended
        if here:
            stands.append(one.case)
            if not one.final:
                waits.append(now - way.latest[place])
        elif way.furthest > place:
            went_on.append(one.case)
        elif way.ended is not None:
            ended.append(one.case)
        else:
            back.append(one.case)
        # Who went past without a stop took no time here and would only make the others look quick.
        if not here and left is not None and place in way.latest:
            took.append(left - way.first[place])
    return Bar(
        id=id_,
        entered=tuple(one.case for one, _ in ways),
        stands=tuple(stands),
        went_on=tuple(went_on),
        ended=tuple(ended),
        back=tuple(back),
        spent=median_low(took) if took else None,
        waits=max(waits, default=None),
    )
