"""The account of how a clock ran, line by line, as codes and values; the words are in `explaining`.

May live here: which facts a deadline owes to whoever asks why. May not: counting, or any wording.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bihuan.core.calendars import Calendar, instant
from bihuan.core.clocks.kinds import Family
from bihuan.core.clocks.scales import Gap, Office, Scale, WorkDays
from bihuan.core.clocks.terms import Direction, Line, Suspension, Terms
from bihuan.core.records import filled_at_once

DayRange = tuple[date, date]


@filled_at_once
@dataclass(frozen=True, slots=True)
class Course:
    """How a clock ran. `start` and gaps are positions of the scale, `due` an instant, days are ordinals."""

    scale: Scale
    start: int
    due: int | None
    gaps: tuple[Gap, ...] = ()
    days: tuple[int, int] = (1, 0)
    """First and last day that was looked at one by one; empty for a clock that needs no working days."""
    nominal: int | None = None
    """The last day before a move off a day not worked."""
    last: int | None = None
    years: frozenset[int] = frozenset()
    """Years whose holiday plan the counting looked at."""


def account(terms: Terms, calendar: Calendar, course: Course, missing: tuple[int, ...]) -> tuple[Line, ...]:
    """The lines of a deadline, in the order in which a person would reckon it."""
    lines = [*_opening(terms, calendar, course)]
    if isinstance(course.scale, Office | WorkDays):
        lines += _skipped(calendar, course)
    if terms.suspensions:
        lines += _suspensions(terms, calendar, course)
    lines += (Line("extended", {"budget": extension}) for extension in terms.extensions)
    lines += _end(terms, calendar, course)
    if missing:
        lines.append(Line("provisional", {"years": missing, "calendar": calendar.id}))
    if terms.rule or terms.edition or terms.basis:
        lines.append(Line("rule", {"rule": terms.rule, "edition": terms.edition, "basis": terms.basis}))
    if course.years:
        lines.append(
            Line("calendar", {"calendar": calendar.title or calendar.id, "edition": calendar.edition})
        )
    return tuple(lines)


def first_office_day(calendar: Calendar, at: int) -> int:
    """The first day on which office time can count from an instant on: not the same day after its close."""
    day = calendar.local(at).toordinal()
    hours = calendar.hours_on(date.fromordinal(day))
    closes = hours.sessions[-1][1] if hours is not None and hours.sessions else 0
    return day if at < calendar.at(day, closes) else day + 1


def last_office_day(calendar: Calendar, at: int) -> int:
    """The last day on which office time can count up to an instant: not the same day before opening."""
    day = calendar.local(at).toordinal()
    hours = calendar.hours_on(date.fromordinal(day))
    opens = hours.sessions[0][0] if hours is not None and hours.sessions else 0
    return day if at > calendar.at(day, opens) else day - 1


def _opening(terms: Terms, calendar: Calendar, course: Course) -> Iterator[Line]:
    start = instant(terms.started_at)
    at = calendar.local(start)
    if terms.budget is None:
        yield Line("started", {"at": at})
        return
    if terms.direction is Direction.BEFORE:
        yield Line("event", {"at": at})
        yield Line("limit_before", {"budget": terms.budget})
    else:
        yield Line("started", {"at": at})
        yield Line("limit", {"budget": terms.budget})
    match terms.budget.family:
        case Family.URGENT:
            yield Line("runs_through")
        case Family.WORK_TIME:
            yield from _office_hours(terms, calendar, course, start)
        case _:
            code = "event_day_not_counted" if terms.direction is Direction.BEFORE else "first_day_not_counted"
            yield Line(code, {"day": at.date()})


def _office_hours(terms: Terms, calendar: Calendar, course: Course, start: int) -> Iterator[Line]:
    first, last = (date.fromordinal(day) for day in course.days)
    if last >= first:
        current = calendar.hours_on(first)
        later = [hours for hours in calendar.hours if first < hours.since <= last]
        for hours in [current, *later]:
            if hours is not None:
                yield Line("office_hours", {"since": max(first, hours.since), "sessions": hours.sessions})
    if terms.direction is Direction.AFTER:
        opens = course.scale.advance(start, 1) - 1
        if opens > start:
            yield Line("counting_begins", {"at": calendar.local(opens)})


def _skipped(calendar: Calendar, course: Course) -> Iterator[Line]:
    weekends = 0
    holidays: list[DayRange] = []
    makeup: list[DayRange] = []
    for first, last, holiday in _runs(calendar, *course.days):
        if holiday:
            holidays.append((date.fromordinal(first), date.fromordinal(last)))
        else:
            weekends += last - first + 1
    for year in _years_of(*course.days):
        for day in calendar.table(year).makeup:
            if course.days[0] <= day <= course.days[1]:
                makeup.append((date.fromordinal(day), date.fromordinal(day)))
    if weekends:
        yield Line("weekends_skipped", {"n": weekends})
    if holidays:
        yield Line("holidays_skipped", {"days": tuple(holidays)})
    if makeup:
        yield Line("makeup_counted", {"days": tuple(makeup)})


def _runs(calendar: Calendar, first: int, last: int) -> list[tuple[int, int, bool]]:
    """Runs of days not worked within [first, last], joined over New Year."""
    found: list[tuple[int, int, bool]] = []
    for year in _years_of(first, last):
        runs = calendar.table(year).runs
        for index in range(
            bisect_left(runs, first, key=_end_of_run), bisect_right(runs, last, key=_start_of_run)
        ):
            start, end, holiday = runs[index]
            start, end = max(start, first), min(end, last)
            if found and found[-1][1] == start - 1:
                found[-1] = (found[-1][0], end, found[-1][2] or holiday)
            else:
                found.append((start, end, holiday))
    return found


def _start_of_run(run: tuple[int, int, bool]) -> int:
    return run[0]


def _end_of_run(run: tuple[int, int, bool]) -> int:
    return run[1]


def _years_of(first: int, last: int) -> range:
    if last < first:
        return range(0)
    return range(date.fromordinal(first).year, date.fromordinal(last).year + 1)


def _suspensions(terms: Terms, calendar: Calendar, course: Course) -> Iterator[Line]:
    moves = terms.budget is not None and terms.direction is Direction.AFTER
    told = 0
    for stood in sorted(terms.suspensions, key=lambda each: each.start):
        if course.due is not None and instant(stood.start) >= course.due:
            continue  # After the due moment there was nothing left to stop.
        if stood.end is not None and stood.end <= terms.started_at:
            continue
        yield _suspension(stood, terms, calendar, course, moves=moves)
        told += moves
    if told > len([gap for gap in course.gaps if gap[1] is None or gap[1] > course.start]):
        yield Line("suspensions_united")


def _suspension(stood: Suspension, terms: Terms, calendar: Calendar, course: Course, *, moves: bool) -> Line:
    start = instant(stood.start)
    end = None if stood.end is None else instant(stood.end)
    detail: dict[str, object] = {"start": calendar.local(start), "reason": stood.reason, "basis": stood.basis}
    if end is not None:
        detail["end"] = calendar.local(end)
    if not moves:
        return Line("suspended_without_effect", detail)
    if end is None:
        return Line("suspended_open", detail)
    gap = course.scale.gap(start, end)
    taken = 0 if gap is None or gap[1] is None else course.scale.count(max(course.start, gap[0]), gap[1])
    if not taken:
        return Line("suspended_outside", detail)
    match terms.kind:
        case "work_day":
            return Line("suspended_work_days", detail | {"n": taken})
        case "calendar_day" | "month":
            return Line("suspended_days", detail | {"n": taken})
        case _:
            return Line("suspended", detail)


def _end(terms: Terms, calendar: Calendar, course: Course) -> Iterator[Line]:
    if course.nominal is not None and course.last is not None and course.last != course.nominal:
        code = "moved" if course.last > course.nominal else "moved_back"
        yield Line(code, {"day": date.fromordinal(course.nominal), "to": date.fromordinal(course.last)})
    if course.due is None:
        yield Line("standing")
        return
    at = calendar.local(course.due)
    if course.last is None:
        yield Line("due", {"at": at})
    elif at.date().toordinal() > course.last:
        yield Line("due_day_end", {"day": at.date() - timedelta(days=1)})
    else:
        yield Line("due_close", {"at": at})
