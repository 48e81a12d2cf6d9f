"""The due times of a duty that recurs every period: a weekly report, a monthly meeting, a shift every two
hours.

May live here: series of periods. May not: what happens when one of them is missed (that is a clock of its
own).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from bihuan.core.calendars import Calendar, instant, moment
from bihuan.core.clocks.deriving import months_from, roll
from bihuan.core.clocks.kinds import Budget, Family
from bihuan.core.clocks.scales import CalendarDays, scale_for
from bihuan.core.clocks.terms import Ends, require_moment


def occurrences(
    period: Budget, first: datetime, calendar: Calendar, until: datetime, *, ends: Ends = Ends.BUSINESS_CLOSE
) -> Iterator[datetime]:
    """The UTC moments at which the periods counted from `first` end, up to and including `until`.

    Each is counted from `first`, so nothing drifts: monthly from 31 January is due on 28 February and again
    on 31 March, and a week whose last day moved off a holiday (Civil Code art. 203) does not move the next
    one. Two ends that a long holiday moves to the same day are one occurrence.
    """
    require_moment("first", first)
    require_moment("until", until)
    last = None
    for due in _ends(period, instant(first), calendar, ends):
        if due > instant(until):
            return
        if due != last:
            yield moment(due)
        last = due


def _ends(period: Budget, first: int, calendar: Calendar, ends: Ends) -> Iterator[int]:
    scale = scale_for(period.family, calendar, ends)
    start = scale.start(first)
    number = 0
    while True:
        number += 1
        if period.family is Family.MONTH:
            end = months_from(date.fromordinal(start), number * period.size).toordinal()
        else:
            end = scale.advance(start, number * period.size)
        if isinstance(scale, CalendarDays):
            last = roll(calendar, end, ())
            end = scale.end_of(end if last is None else last)
        yield end
