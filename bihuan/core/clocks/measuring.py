"""How much of a clock is used and left at a moment, in the clock's own kind of time; for pages and
indicators.

May live here: measuring a running clock. May not: deciding whether it is late (compare the moment with
`due`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bihuan.core.calendars import Calendar, instant
from bihuan.core.clocks.deriving import days_of, gaps_of, run
from bihuan.core.clocks.kinds import MINUTE, Family
from bihuan.core.clocks.scales import CalendarDays, Gap, Scale, counted, scale_for
from bihuan.core.clocks.terms import ClockMisuse, Direction, Terms, require_moment


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount of counted time: whole minutes or whole days, never turned into each other."""

    amount: int
    unit: Literal["minute", "day"]


def elapsed(terms: Terms, calendar: Calendar, until: datetime) -> Spent:
    """What has been counted from the start to a moment, suspensions taken out; begun minutes and days not
    counted.

    A clock before a date uses nothing up ahead of its due time: for it this is the notice already lost, the
    time counted since it was due.
    """
    require_moment("until", until)
    scale, gaps = _line(terms, calendar)
    if terms.direction is Direction.BEFORE:
        start = _position(scale, calendar, _due(terms, calendar))
    else:
        start = scale.start(instant(terms.started_at))
    used = counted(scale, start, _position(scale, calendar, instant(until)), gaps)
    return Spent(used, "day") if isinstance(scale, CalendarDays) else Spent(used // MINUTE, "minute")


def remaining(terms: Terms, calendar: Calendar, until: datetime) -> Spent:
    """What is left at a moment: at least one unit until the clock is due, then zero, then negative.

    A begun minute or day is left whole, and not yet overdue. So on the last day of a day clock one day is
    left, and it stays left while a move off a holiday defers the end.
    """
    require_moment("until", until)
    scale, gaps = _line(terms, calendar)
    at, due = instant(until), run(terms, calendar).due
    here = _position(scale, calendar, at)
    if due is not None and at >= due:
        return _left(scale, -counted(scale, _position(scale, calendar, due), here, gaps))
    if due is not None and (terms.budget is None or terms.direction is Direction.BEFORE):
        left = scale.count(here, _position(scale, calendar, due))
    else:
        total = days_of(terms, calendar) if isinstance(scale, CalendarDays) else terms.size
        left = total - counted(scale, scale.start(instant(terms.started_at)), here, gaps)
    return _left(scale, max(1, left))


def _line(terms: Terms, calendar: Calendar) -> tuple[Scale, tuple[Gap, ...]]:
    """The scale of the clock, and what its suspensions take out of it: nothing where the date is set."""
    if terms.budget is None:
        return scale_for(Family.FIXED, calendar, terms.ends), ()
    scale = scale_for(terms.budget.family, calendar, terms.ends)
    return scale, () if terms.direction is Direction.BEFORE else gaps_of(scale, terms)


def _position(scale: Scale, calendar: Calendar, at: int) -> int:
    """Where a moment lies on the scale; of days, the last one that is over."""
    if not isinstance(scale, CalendarDays):
        return at
    day = calendar.local(at).toordinal()
    return day if at >= scale.end_of(day) else day - 1


def _due(terms: Terms, calendar: Calendar) -> int:
    due = run(terms, calendar).due
    if due is None:  # Only a suspension leaves a clock without due time, and it does not move this one.
        raise ClockMisuse(f"clock {terms.clock} has no due time")
    return due


def _left(scale: Scale, units: int) -> Spent:
    return Spent(units, "day") if isinstance(scale, CalendarDays) else Spent(-(-units // MINUTE), "minute")
