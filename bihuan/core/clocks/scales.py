"""Counting along one kind of time, with the times a clock stood taken out once.

A scale maps moments to whole positions on a line and counts units between two positions. Urgent and work time
count microseconds between instants. Days count whole days: position d means "day d (an ordinal) is over".
May live here: counting. May not: terms, rules of law about the last day, explanations.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Protocol, assert_never

from bihuan.core.calendars import Calendar, Span, YearTable
from bihuan.core.clocks.kinds import Family
from bihuan.core.clocks.terms import ClockMisuse, Ends

Gap = tuple[int, int | None]
"""A stretch (after, until] of a scale on which the clock stood; None: to this day."""

YEARS_OF_NOTHING = 20
"""After so many years without a single unit a calendar has no working time: stop looking."""


class Scale(Protocol):
    """One kind of time as a line of whole positions."""

    def start(self, at: int) -> int:
        """The position at which a clock started at an instant begins to count."""

    def count(self, start: int, end: int) -> int:
        """Units counted in (start, end]; 0 where end ≤ start."""

    def advance(self, start: int, amount: int) -> int:
        """The least position with `amount` > 0 units after `start`."""

    def retreat(self, end: int, amount: int) -> int:
        """The greatest position with `amount` > 0 units between it and `end`."""

    def gap(self, start: int, end: int | None) -> Gap | None:
        """What a suspension [start, end) takes out of the line; None: nothing."""


class Continuous:
    """Urgent time: every moment counts, nights and holidays too."""

    def start(self, at: int) -> int:
        return at

    def count(self, start: int, end: int) -> int:
        return max(0, end - start)

    def advance(self, start: int, amount: int) -> int:
        return start + amount

    def retreat(self, end: int, amount: int) -> int:
        return end - amount

    def gap(self, start: int, end: int | None) -> Gap | None:
        return start, end


class Office:
    """Work time: only the moments inside office sessions of working days count."""

    def __init__(self, calendar: Calendar) -> None:
        if not calendar.hours:
            raise ClockMisuse(f"calendar {calendar.id} has no office hours to count in")
        self._calendar = calendar

    def start(self, at: int) -> int:
        return at

    def count(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        first, last = self._calendar.local(start).year, self._calendar.local(end).year
        whole = sum(self._calendar.sessions(year).total for year in range(first, last))
        return (
            whole + self._calendar.sessions(last).worked(end) - self._calendar.sessions(first).worked(start)
        )

    def advance(self, start: int, amount: int) -> int:
        year = self._calendar.local(start).year
        target = self._calendar.sessions(year).worked(start) + amount
        idle = 0
        while target > (table := self._calendar.sessions(year)).total:
            target -= table.total
            year, idle = year + 1, _idle(idle, table.total)
        index = bisect_left(table.through, target)
        return table.opens[index] + target - table.before[index]

    def retreat(self, end: int, amount: int) -> int:
        year = self._calendar.local(end).year
        target = self._calendar.sessions(year).worked(end) - amount
        idle = 0
        while target < 0:
            year -= 1
            total = self._calendar.sessions(year).total
            target, idle = target + total, _idle(idle, total)
        table = self._calendar.sessions(year)
        index = bisect_right(table.before, target) - 1
        return table.opens[index] + target - table.before[index]

    def gap(self, start: int, end: int | None) -> Gap | None:
        return start, end


class CalendarDays:
    """Calendar days: every day counts; a day runs from 0:00 to its end (close of business, or 24:00)."""

    def __init__(self, calendar: Calendar, ends: Ends) -> None:
        self._calendar = calendar
        self._ends = ends

    def start(self, at: int) -> int:
        """The day of the start is not counted (Civil Code art. 201): counting begins when it is over."""
        return self._calendar.local(at).toordinal()

    def count(self, start: int, end: int) -> int:
        return max(0, end - start)

    def advance(self, start: int, amount: int) -> int:
        return start + amount

    def retreat(self, end: int, amount: int) -> int:
        return end - amount

    @property
    def ends_at_midnight(self) -> bool:
        """Whether a day ends at 24:00 without a look at the holiday plan."""
        return self._ends is Ends.MIDNIGHT or not self._calendar.hours

    def end_of(self, day: int) -> int:
        """The instant at which the day ends for this clock."""
        if self.ends_at_midnight:
            return self._calendar.at(day + 1, 0)
        return self._calendar.close_of(day)

    def spans(self, day: int) -> tuple[Span, ...]:
        """The part of the day in which a standing clock takes the day out."""
        return ((self._calendar.at(day, 0), self.end_of(day)),)

    def gap(self, start: int, end: int | None) -> Gap | None:
        """The days touched: a day on which the clock stood for any part of its business is not a whole day.

        The law counts periods of days in whole days and leaves a broken first day out (Civil Code art.
        201), and does not count the time of a hearing or an expertise (Administrative Licensing Law art.
        45); so the days on which a suspension begins and ends are broken days as well, and are left out.
        """
        first = self._calendar.local(start).toordinal()
        if not self._touches(first, start, end):
            first += 1
        if end is None:
            return first - 1, None
        last = self._calendar.local(end).toordinal()
        if not self._touches(last, start, end):
            last -= 1
        return (first - 1, last) if first <= last else None

    def _touches(self, day: int, start: int, end: int | None) -> bool:
        return any(
            max(opens, start) < (closes if end is None else min(closes, end))
            for opens, closes in self.spans(day)
        )


class WorkDays(CalendarDays):
    """Working days: days not worked pass uncounted; a day is its sessions (to 24:00: the whole day)."""

    def count(self, start: int, end: int) -> int:
        if end <= start:
            return 0
        first, last = self._year(start + 1), self._year(end)
        whole = sum(len(self._calendar.table(year).days) for year in range(first.year, last.year))
        return whole + last.rank[end + 1 - last.first] - first.rank[start + 1 - first.first]

    def advance(self, start: int, amount: int) -> int:
        table = self._year(start + 1)
        target = table.rank[start + 1 - table.first] + amount
        idle = 0
        while target > len(table.days):
            target -= len(table.days)
            idle = _idle(idle, len(table.days))
            table = self._calendar.table(table.year + 1)
        return table.days[target - 1]

    def retreat(self, end: int, amount: int) -> int:
        table = self._year(end)
        target = table.rank[end + 1 - table.first] - amount
        idle = 0
        while target < 0:
            table = self._calendar.table(table.year - 1)
            target += len(table.days)
            idle = _idle(idle, len(table.days))
        return table.days[target] - 1

    def spans(self, day: int) -> tuple[Span, ...]:
        if self.ends_at_midnight:
            return ((self._calendar.at(day, 0), self._calendar.at(day + 1, 0)),)
        return self._calendar.spans_of(day)

    def _year(self, day: int) -> YearTable:
        return self._calendar.table(date.fromordinal(day).year)


def scale_for(family: Family, calendar: Calendar, ends: Ends) -> Scale:
    """The scale on which a family counts. Months and fixed dates are measured in calendar days."""
    match family:
        case Family.URGENT:
            return Continuous()
        case Family.WORK_TIME:
            return Office(calendar)
        case Family.WORK_DAY:
            return WorkDays(calendar, ends)
        case Family.CALENDAR_DAY | Family.MONTH | Family.FIXED:
            return CalendarDays(calendar, ends)
        case _:
            assert_never(family)


def union(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The same stretches without overlaps, in order: what stood twice at once stood once."""
    merged: list[Gap] = []
    for start, end in sorted(gaps, key=lambda gap: gap[0]):
        if merged and (merged[-1][1] is None or merged[-1][1] >= start):
            last_start, last_end = merged[-1]
            merged[-1] = (last_start, None if last_end is None or end is None else max(last_end, end))
        else:
            merged.append((start, end))
    return tuple(merged)


def walk(scale: Scale, start: int, amount: int, gaps: tuple[Gap, ...]) -> int | None:
    """The least position with `amount` units after `start` outside the gaps; None: a gap has no end."""
    for stands, resumes in gaps:
        if resumes is not None and resumes <= start:
            continue
        running = scale.count(start, stands)
        if running >= amount:
            break
        if resumes is None:
            return None
        amount -= running
        start = resumes
    return scale.advance(start, amount)


def counted(scale: Scale, start: int, end: int, gaps: tuple[Gap, ...]) -> int:
    """Units in (start, end] outside the gaps; 0 where end ≤ start."""
    stood = sum(
        scale.count(max(start, stands), end if resumes is None else min(end, resumes))
        for stands, resumes in gaps
    )
    return scale.count(start, end) - stood


def _idle(years: int, found: int) -> int:
    if found:
        return 0
    if years >= YEARS_OF_NOTHING:
        raise ClockMisuse(f"no working time in {YEARS_OF_NOTHING} years")
    return years + 1
