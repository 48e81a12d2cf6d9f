"""The promises of a case as bars on one line of time: from when, until when, and where we are now. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.core.case import Case, ClockState
from bihuan.web.show.clocks import Promise

LEAST = timedelta(hours=1)
"""The shortest line of time that is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One promise as a bar; positions in per cent of the line."""

    promise: Promise
    start: str
    width: str
    late_start: str
    late_width: str
    """What lies behind the deadline; of no width where it was kept."""
    due: str
    now: str


def lanes(case: Case, promises: Sequence[Promise], now: datetime) -> tuple[Lane, ...]:
    """A bar for each promise that a person was told, the first one started on top."""
    states = [case.clocks[promise.id] for promise in promises]
    if not states:
        return ()
    first = min(state.started_at for state in states)
    last = max(max(state.due, state.stopped_at or min(now, state.due)) for state in states)
    last = max(last, now if not case.final else last, first + LEAST)
    return tuple(_lane(promise, state, first, last, now) for promise, state in zip(promises, states, strict=True))


def _lane(promise: Promise, state: ClockState, first: datetime, last: datetime, now: datetime) -> Lane:
    def at(moment: datetime) -> float:
        return 100 * min(max((moment - first) / (last - first), 0.0), 1.0)

    end = state.stopped_at or min(now, last)
    kept = min(end, state.due)
    return Lane(
        promise=promise,
        start=_text(at(state.started_at)),
        width=_text(max(at(kept) - at(state.started_at), 0.8)),
        late_start=_text(at(state.due)),
        late_width=_text(max(at(end) - at(state.due), 0.0)),
        due=_text(at(state.due)),
        now=_text(at(now)),
    )


def _text(share: float) -> str:
    return f"{share:.2f}%"
