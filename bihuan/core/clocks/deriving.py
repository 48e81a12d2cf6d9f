"""From terms and a calendar to a deadline: a pure function, with the law of periods in it.

Civil Code (民法典) art. 201: the day of the start is not counted; periods in hours begin at once. Art. 202: a
period of months ends on the corresponding day, or the last day of the month. Art. 203: a last day that is a
holiday moves to the day after it; the last day ends at 24:00, or with the business of a place that has
business hours. Where a working-day clock ends on a working day by itself, art. 203 has nothing to move.
Administrative Licensing Law art. 82: its periods are working days.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from bihuan.core.calendars import Calendar, day_in, instant, moment
from bihuan.core.clocks.accounting import Course, account, first_office_day, last_office_day
from bihuan.core.clocks.kinds import Family
from bihuan.core.clocks.scales import CalendarDays, Gap, Office, Scale, WorkDays, scale_for, union, walk
from bihuan.core.clocks.terms import ClockMisuse, Deadline, Direction, Terms

STEPS_OFF = 7_320
"""Days off in a row (20 years) after which a calendar has no working day at all."""


def derive(terms: Terms, calendar: Calendar, *, as_of: datetime | None = None) -> Deadline:
    """The deadline of a clock, with its reasons.

    Day and month clocks end with the last day: at close of business where the calendar has office hours and
    the terms say `Ends.BUSINESS_CLOSE`, otherwise at 24:00. Suspensions are united first, so that nothing
    is taken out twice, and are taken out in the clock's own kind of time. While a suspension without end is
    in force `due` is None, and `if_resumed` tells the deadline if the clock were resumed at `as_of`.

    Raises ClockMisuse where the calendar cannot answer at all (office time without office hours).
    """
    course = run(terms, calendar)
    if_resumed = None
    if course.due is None and as_of is not None:
        resumed = run(_resumed(terms, as_of), calendar)
        if_resumed = None if resumed.due is None else moment(resumed.due)
        course = replace(course, years=course.years | resumed.years)
    missing = tuple(year for year in sorted(course.years) if not calendar.planned(year))
    return Deadline(
        due=None if course.due is None else moment(course.due),
        provisional=bool(missing),
        lines=account(terms, calendar, course, missing),
        if_resumed=if_resumed,
        years_without_plan=missing,
    )


def due_of(terms: Terms, calendar: Calendar) -> tuple[datetime, bool]:
    """The deadline alone, and whether it is provisional: what `derive` says, without the words that explain it.

    A clock that stands still has the deadline it would have if it went on at its last pause. Raises ClockMisuse.
    """
    budget = terms.budget
    if budget is None or terms.suspensions or terms.extensions:
        return _due_of(terms, calendar)
    # Without a standstill a period of days depends on the day of its start, not on the hour: most are known. Others
    # depend on the moment, which what is raised in one batch has in common.
    by_day = budget.family in _BY_DAY
    start = day_in(terms.started_at, calendar.tz) if by_day else instant(terms.started_at)
    key = (budget, start, terms.direction, terms.ends)
    known = calendar.ends.get(key)
    if known is None:
        if len(calendar.ends) >= REMEMBERED:
            calendar.ends.clear()
        known = calendar.ends[key] = _due_of(terms, calendar)
    return known


_BY_DAY = frozenset({Family.WORK_DAY, Family.CALENDAR_DAY, Family.MONTH})
REMEMBERED = 4_096
"""Ends of periods that a calendar remembers; far more than the days and limits in use."""


def _due_of(terms: Terms, calendar: Calendar) -> tuple[datetime, bool]:
    course = run(terms, calendar)
    years, due = course.years, course.due
    if due is None:
        resumed = run(_resumed(terms, terms.suspensions[-1].start), calendar)
        years, due = years | resumed.years, resumed.due
    if due is None:
        raise ClockMisuse(f"clock {terms.clock} has no deadline")
    return moment(due), not all(map(calendar.planned, years))


def run(terms: Terms, calendar: Calendar) -> Course:
    """How the clock ran, without words."""
    if terms.budget is None:
        return _fixed(terms, calendar)
    before = terms.direction is Direction.BEFORE
    match terms.budget.family:
        case Family.URGENT | Family.WORK_TIME:
            return _time_before(terms, calendar) if before else _time_after(terms, calendar)
        case Family.WORK_DAY | Family.CALENDAR_DAY | Family.MONTH | Family.FIXED:
            return _days_before(terms, calendar) if before else _days_after(terms, calendar)
        case _:
            assert_never(terms.budget.family)


def gaps_of(scale: Scale, terms: Terms) -> tuple[Gap, ...]:
    """The stretches of the scale that the suspensions take out, united and in order."""
    found = (
        scale.gap(instant(stood.start), None if stood.end is None else instant(stood.end))
        for stood in terms.suspensions
    )
    return union(gap for gap in found if gap is not None)


def days_of(terms: Terms, calendar: Calendar) -> int:
    """The size of a day or month clock in the days of its scale; months become days by art. 202."""
    if terms.budget is None or terms.budget.family is not Family.MONTH:
        return terms.size
    start = calendar.local(instant(terms.started_at)).date()
    return (months_from(start, terms.size) - start).days


def months_from(day: date, months: int) -> date:
    """The corresponding day months later (earlier if negative), or the last of the month (art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _time_after(terms: Terms, calendar: Calendar) -> Course:
    scale = _scale(terms, calendar)
    start = instant(terms.started_at)
    gaps = gaps_of(scale, terms) if terms.suspensions else ()
    due = walk(scale, start, terms.size, gaps)
    if not isinstance(scale, Office):
        return Course(scale, start, due, gaps)
    stopped = gaps[-1][0] if due is None else due
    days = (first_office_day(calendar, start), last_office_day(calendar, max(start, stopped)))
    return Course(scale, start, due, gaps, days=days, years=_years(*days))


def _time_before(terms: Terms, calendar: Calendar) -> Course:
    scale = _scale(terms, calendar)
    event = instant(terms.started_at)
    due = scale.retreat(event, terms.size)
    if not isinstance(scale, Office):
        return Course(scale, event, due)
    days = (first_office_day(calendar, due), last_office_day(calendar, event))
    return Course(scale, event, due, days=days, years=_years(*days))


def _days_after(terms: Terms, calendar: Calendar) -> Course:
    scale = _day_scale(terms, calendar)
    start = scale.start(instant(terms.started_at))
    gaps = gaps_of(scale, terms) if terms.suspensions else ()
    nominal = walk(scale, start, days_of(terms, calendar), gaps)
    last = None if nominal is None else roll(calendar, nominal, gaps)
    stopped = gaps[-1][0] if last is None else last
    if isinstance(scale, WorkDays):
        years = _years(start + 1, stopped)
    else:
        looked_up = {calendar.local(instant(edge)).toordinal() for edge in _edges(terms)}
        years = frozenset(date.fromordinal(day).year for day in looked_up if start < day <= stopped)
        if nominal is not None:
            years |= _years(nominal, stopped)
    due = None if last is None else scale.end_of(last)
    return Course(scale, start, due, gaps, days=(start + 1, stopped), nominal=nominal, last=last, years=years)


def _days_before(terms: Terms, calendar: Calendar) -> Course:
    """The mirror of art. 201 and 203: the day of the event is not counted, and a last day off moves earlier.

    Later would shorten the time that the notice is there to protect.
    """
    scale = _day_scale(terms, calendar)
    event = scale.start(instant(terms.started_at))
    if terms.budget is not None and terms.budget.family is Family.MONTH:
        nominal = months_from(date.fromordinal(event), -terms.size).toordinal()
    else:
        nominal = scale.retreat(event - 1, terms.size) + 1
    last = nominal
    while not calendar.works_on(last):
        last -= 1
        _require_progress(calendar, nominal - last)
    years = _years(last, event - 1 if isinstance(scale, WorkDays) else nominal)
    due = scale.end_of(last)
    return Course(scale, event, due, days=(last, event - 1), nominal=nominal, last=last, years=years)


def _fixed(terms: Terms, calendar: Calendar) -> Course:
    scale = CalendarDays(calendar, terms.ends)
    start = scale.start(instant(terms.started_at))
    if isinstance(terms.fixed, datetime):
        return Course(scale, start, instant(terms.fixed))
    if terms.fixed is None:
        raise ClockMisuse(f"clock {terms.clock} has neither budget nor date")
    last = terms.fixed.toordinal()
    years = frozenset[int]() if scale.ends_at_midnight else _years(last, last)
    return Course(scale, start, scale.end_of(last), nominal=last, last=last, years=years)


def roll(calendar: Calendar, day: int, gaps: tuple[Gap, ...]) -> int | None:
    """The first working day from `day` on (art. 203) on which the clock runs; None: it stands for good."""
    steps = 0
    while True:
        stood = next((gap for gap in gaps if gap[0] < day and (gap[1] is None or day <= gap[1])), None)
        if stood is not None:
            if stood[1] is None:
                return None
            day = stood[1] + 1
        elif calendar.works_on(day):
            return day
        else:
            day, steps = day + 1, steps + 1
            _require_progress(calendar, steps)


def _require_progress(calendar: Calendar, steps: int) -> None:
    if steps > STEPS_OFF:
        raise ClockMisuse(f"calendar {calendar.id} has no working day in 20 years")


def _resumed(terms: Terms, as_of: datetime) -> Terms:
    closed = tuple(
        stood if stood.end is not None else replace(stood, end=max(as_of, stood.start))
        for stood in terms.suspensions
    )
    return replace(terms, suspensions=closed)


def _edges(terms: Terms) -> tuple[datetime, ...]:
    return tuple(edge for stood in terms.suspensions for edge in (stood.start, stood.end) if edge is not None)


def _years(first: int, last: int) -> frozenset[int]:
    if last < first:
        return frozenset()
    return frozenset(range(date.fromordinal(first).year, date.fromordinal(last).year + 1))


def _scale(terms: Terms, calendar: Calendar) -> Scale:
    return scale_for(Family.FIXED if terms.budget is None else terms.budget.family, calendar, terms.ends)


def _day_scale(terms: Terms, calendar: Calendar) -> CalendarDays:
    scale = _scale(terms, calendar)
    assert isinstance(scale, CalendarDays)
    return scale
