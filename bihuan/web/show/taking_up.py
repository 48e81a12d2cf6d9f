"""Until when somebody takes a matter up that was raised a moment ago: the clock that accepting it ends.

May live here: that one promise for the receipt. May not: counting a deadline, or any other promise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.core.case import Case, ClockState
from bihuan.core.clocks import derive
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.text import Language
from bihuan.core.verbs import Verb
from bihuan.web.show.dates import due_text


@dataclass(frozen=True, slots=True)
class TakenUp:
    """By when, and whether the time counts from the next office hour only."""

    due: str
    later: bool


def taken_up(case: Case, programme: Programme, context: Context, now: datetime, language: Language) -> TakenUp | None:
    """None once it was taken up, or is late, or where the programme promises no time for that."""
    running = [one for one in _ended_by_accepting(case, programme) if now <= one.due]
    if not running:
        return None
    first = min(running, key=lambda one: one.due)
    calendar = context.calendars.get(first.calendar)
    lines = derive(first.terms(), calendar, as_of=now).lines if calendar is not None else ()
    later = any(line.code == "counting_begins" for line in lines)
    return TakenUp(due_text(first.due, context.zone, language), later)


def _ended_by_accepting(case: Case, programme: Programme) -> Iterator[ClockState]:
    steps = [one for one in programme.steps_from(case.stage) if one.verb is Verb.ACCEPT]
    names = {name for step in steps for move in step.moves.values() for name in move.stops}
    return (one for one in case.clocks.values() if one.name in names and one.running and not one.suspended)
