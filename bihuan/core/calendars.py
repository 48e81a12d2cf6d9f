"""Working calendars as values, and the per-year tables that make looking a day up fast.

May live here: what a calendar is, and which days and minutes it works. May not: deadlines (`clocks`), reading
files (`definitions`), judging a calendar (`calendar_check`; a calendar is judged before it is used, never
at use).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from bihuan.core.text import Text

DAY_MINUTES = 24 * 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SATURDAY = 5

Span = tuple[int, int]
"""From (included) to (excluded), in microseconds since 1970-01-01T00:00Z."""


def instant(moment: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z; whole numbers, so that nothing is lost in sums."""
    return (moment - EPOCH) // MICROSECOND


def moment(at: int) -> datetime:
    """The UTC moment of a number of microseconds since 1970-01-01T00:00Z."""
    return EPOCH + timedelta(microseconds=at)


def day_in(moment: datetime, zone: ZoneInfo) -> date:
    """The day it is in a zone at a moment."""
    return _day_in(moment if moment.tzinfo is UTC else moment.astimezone(UTC), zone)


@lru_cache(maxsize=4096)
def _day_in(moment: datetime, zone: ZoneInfo) -> date:
    """In UTC only: in a zone with summer time two moments may be equal that are not the same."""
    return moment.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The sessions of a working day from a date on, until the next dated hours begin (summer, winter)."""

    since: date
    sessions: tuple[tuple[int, int], ...]
    """(opens, closes) in minutes of the local day, in order; a lunch break is the gap between two."""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What one year's holiday notice changes about the rule "Monday to Friday are worked"."""

    year: int
    off: frozenset[date]
    """Days not worked; naming weekend days too does no harm."""
    work: frozenset[date]
    """Make-up working days on weekends (调休)."""
    basis: str


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year compiled: a question about its days is an index or a bisection. Days are ordinals."""

    year: int
    planned: bool
    first: int
    """Ordinal of 1 January."""
    rank: tuple[int, ...]
    """rank[i] = working days among the first i days of the year; one entry more than there are days."""
    days: tuple[int, ...]
    """The working days, in order."""
    runs: tuple[tuple[int, int, bool], ...]
    """Runs of days not worked: first, last (included), whether a holiday is in it (else a weekend)."""
    makeup: tuple[int, ...]
    """Weekend days that are worked."""


@dataclass(frozen=True, slots=True)
class SessionTable:
    """The office sessions of one year as spans of real time, with running totals. Microseconds throughout."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    before: tuple[int, ...]
    """Time worked in the year before each session."""
    through: tuple[int, ...]
    """Time worked in the year up to the end of each session."""
    total: int

    def worked(self, at: int) -> int:
        """Time worked in this year up to a moment."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at, self.closes[index]) - self.opens[index]


@dataclass(frozen=True)
class Calendar:
    """A working calendar: zone, dated office hours, one plan a year. Not `slots`: it keeps compiled tables.

    The tables are a pure function of the fields, made when first needed and kept (two threads may both make
    one; they make the same). Equality and hash look at the fields alone. A year without a plan follows the
    weekday rule; whoever counts through it must say so (`planned`).
    """

    id: str
    edition: str
    zone: str
    hours: tuple[OfficeHours, ...]
    """In order of `since`; days before the first one follow the first one. Empty: days only, no hours."""
    years: Mapping[int, YearPlan] = field(hash=False)
    title: Text | None = None
    _tables: dict[int, YearTable] = field(default_factory=dict, init=False, repr=False, compare=False)
    _sessions: dict[int, SessionTable] = field(default_factory=dict, init=False, repr=False, compare=False)
    ends: dict[Hashable, tuple[datetime, bool]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Ends of periods found before; what the key is, `clocks.deriving` knows."""

    @cached_property
    def tz(self) -> ZoneInfo:
        """The zone's rules. Raises ZoneInfoNotFoundError for a name `calendar_check` would have refused."""
        return ZoneInfo(self.zone)

    @cached_property
    def _since(self) -> tuple[date, ...]:
        return tuple(hours.since for hours in self.hours)

    def planned(self, year: int) -> bool:
        """Whether the holiday plan of the year is known."""
        return year in self.years

    def table(self, year: int) -> YearTable:
        """The compiled days of a year, planned or not."""
        found = self._tables.get(year)
        if found is None:
            found = self._tables[year] = _year_table(year, self.years.get(year))
        return found

    def sessions(self, year: int) -> SessionTable:
        """The compiled office sessions of a year."""
        found = self._sessions.get(year)
        if found is None:
            found = self._sessions[year] = self._session_table(year)
        return found

    def works_on(self, day: int) -> bool:
        """Whether the day (an ordinal) is a working day."""
        table = self.table(date.fromordinal(day).year)
        index = day - table.first
        return table.rank[index + 1] > table.rank[index]

    def is_working_day(self, day: date) -> bool:
        """Whether the day is a working day: a planned make-up day or a weekday that is not off."""
        return self.works_on(day.toordinal())

    def hours_on(self, day: date) -> OfficeHours | None:
        """The office hours in force on a day, worked or not; None for a calendar without hours."""
        if not self.hours:
            return None
        return self.hours[max(0, bisect_right(self._since, day) - 1)]

    def at(self, day: int, minute: int) -> int:
        """The instant of a minute of a local day; minute 1440 is the day's end, 24:00."""
        if minute == DAY_MINUTES:
            day, minute = day + 1, 0
        local = datetime.combine(date.fromordinal(day), time(minute // 60, minute % 60), self.tz)
        return instant(local)

    def local(self, at: int) -> datetime:
        """The moment as the clock on the wall of this calendar's zone shows it."""
        return moment(at).astimezone(self.tz)

    def spans_of(self, day: int) -> tuple[Span, ...]:
        """The office sessions of a day; none on a day not worked, and none in a calendar without hours."""
        hours = self.hours_on(date.fromordinal(day))
        if hours is None or not self.works_on(day):
            return ()
        return tuple((self.at(day, opens), self.at(day, closes)) for opens, closes in hours.sessions)

    def close_of(self, day: int) -> int:
        """When the business of a day closes; 24:00 on a day not worked and in a calendar without hours."""
        hours = self.hours_on(date.fromordinal(day))
        if hours is None or not hours.sessions or not self.works_on(day):
            return self.at(day, DAY_MINUTES)
        return self.at(day, hours.sessions[-1][1])

    def _session_table(self, year: int) -> SessionTable:
        spans = [span for day in self.table(year).days for span in self.spans_of(day)]
        before, through, total = [], [], 0
        for opens, closes in spans:
            before.append(total)
            total += closes - opens
            through.append(total)
        return SessionTable(
            opens=tuple(span[0] for span in spans),
            closes=tuple(span[1] for span in spans),
            before=tuple(before),
            through=tuple(through),
            total=total,
        )


def _year_table(year: int, plan: YearPlan | None) -> YearTable:
    first = date(year, 1, 1).toordinal()
    off = {day.toordinal() for day in plan.off} if plan else set()
    work = {day.toordinal() for day in plan.work} if plan else set()
    rank, days, makeup = [0], [], []
    runs: list[tuple[int, int, bool]] = []
    for day in range(first, date(year, 12, 31).toordinal() + 1):
        weekend = (day + 6) % 7 >= SATURDAY  # Ordinal 1 was a Monday.
        working = day in work or not (weekend or day in off)
        rank.append(rank[-1] + working)
        if working:
            days.append(day)
            if weekend:
                makeup.append(day)
        elif runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day, runs[-1][2] or day in off)
        else:
            runs.append((day, day, day in off))
    return YearTable(year, plan is not None, first, tuple(rank), tuple(days), tuple(runs), tuple(makeup))
