"""A second, slow way to every deadline: walking minute by minute and day by day, with naive local times.

Shares with the engine nothing but its input values: working days come from the chinesecalendar package itself,
local time is a fixed eight hours ahead of UTC, and no table, bisection or zone database is used.
May live here: the walkers. Only whole minutes go in, so nothing is lost by walking in minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import chinese_calendar

from bihuan.core.clocks import Ends, Suspension, Terms, TimeKind
from tests.core.calendar_cn import HOURS, LAST_YEAR

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CHINA = timedelta(hours=8)
URGENT = {TimeKind.URGENT_MINUTE: 1, TimeKind.URGENT_HOUR: 60}
OFFICE = {TimeKind.WORK_MINUTE: 1, TimeKind.WORK_HOUR: 60}

Stood = tuple[datetime, datetime | None]


def works(day: date) -> bool:
    """Whether the day is worked, beyond the package's last year by the weekday alone."""
    return day.weekday() < 5 if day.year > LAST_YEAR else chinese_calendar.is_workday(day)


def wall(moment: datetime) -> datetime:
    """Local time in China, naive."""
    return moment.astimezone(UTC).replace(tzinfo=None) + CHINA


def utc(local: datetime | None) -> datetime | None:
    """Back from local time in China."""
    return None if local is None else (local - CHINA).replace(tzinfo=UTC)


@cache
def sessions(day: date) -> list[tuple[datetime, datetime]]:
    """The office sessions of a day; none if it is not worked."""
    hours = [each for each in HOURS if each.since <= day][-1]
    midnight = datetime.combine(day, time())
    return [(midnight + a * MINUTE, midnight + b * MINUTE) for a, b in hours.sessions] if works(day) else []


def due(terms: Terms) -> datetime | None:
    """The due moment in UTC; None while the clock stands for good."""
    forward = terms.direction == "after"
    if terms.kind in URGENT or terms.kind in OFFICE:
        return utc(_minutes_forward(terms) if forward else _minutes_backward(terms))
    return utc(_days_forward(terms) if forward else _days_backward(terms))


def counted_minutes(terms: Terms, until: datetime) -> int:
    """Minutes counted from the start to a moment."""
    now, end, used = wall(terms.started_at), wall(until), 0
    stood = _stood(terms.suspensions)
    while now < end:
        used += _runs(terms, now, stood)
        now += MINUTE
    return used


def counted_days(terms: Terms, until: datetime) -> int:
    """Days counted and over at a moment."""
    day, end, used = wall(terms.started_at).date() + DAY, wall(until), 0
    stood = _stood(terms.suspensions)
    while _end_of(day, terms.ends) <= end:
        used += _counts(day, terms, stood)
        day += DAY
    return used


def _minutes_forward(terms: Terms) -> datetime | None:
    left = _amount(terms, {**URGENT, **OFFICE})
    now, stood = wall(terms.started_at), _stood(terms.suspensions)
    while left:
        if stood and any(end is None and now >= start for start, end in stood):
            return None
        left -= _runs(terms, now, stood)
        now += MINUTE
    return now


def _minutes_backward(terms: Terms) -> datetime:
    left = _amount(terms, {**URGENT, **OFFICE})
    now = wall(terms.started_at)
    while left:
        now -= MINUTE
        left -= _runs(terms, now, [])
    return now


def _days_forward(terms: Terms) -> datetime | None:
    start, stood = wall(terms.started_at).date(), _stood(terms.suspensions)
    if terms.kind is TimeKind.MONTH:
        left = (_corresponding(start, _amount(terms, {TimeKind.MONTH: 1})) - start).days
    else:
        left = _amount(terms, {TimeKind.WORK_DAY: 1, TimeKind.CALENDAR_DAY: 1})
    day = start
    while left:
        day += DAY
        if _for_good(day, terms, stood):
            return None
        left -= _counts(day, terms, stood)
    while not works(day) or not _counts(day, terms, stood):
        day += DAY
        if _for_good(day, terms, stood):
            return None
    return _end_of(day, terms.ends)


def _days_backward(terms: Terms) -> datetime:
    day = wall(terms.started_at).date()
    if terms.kind is TimeKind.MONTH:
        day = _corresponding(day, -_amount(terms, {TimeKind.MONTH: 1}))
    else:
        left = _amount(terms, {TimeKind.WORK_DAY: 1, TimeKind.CALENDAR_DAY: 1})
        while left:
            day -= DAY
            left -= terms.kind is TimeKind.CALENDAR_DAY or works(day)
    while not works(day):
        day -= DAY
    return _end_of(day, terms.ends)


def _amount(terms: Terms, sizes: dict[TimeKind, int]) -> int:
    granted = [terms.budget, *terms.extensions]
    return sum(each.amount * sizes[each.kind] for each in granted if each is not None)


def _stood(suspensions: tuple[Suspension, ...]) -> list[Stood]:
    return [(wall(each.start), None if each.end is None else wall(each.end)) for each in suspensions]


def _standing(now: datetime, stood: list[Stood]) -> bool:
    return any(start <= now and (end is None or now < end) for start, end in stood)


def _runs(terms: Terms, now: datetime, stood: list[Stood]) -> bool:
    if _standing(now, stood):
        return False
    return terms.kind in URGENT or any(opens <= now < closes for opens, closes in sessions(now.date()))


def _end_of(day: date, ends: Ends) -> datetime:
    today = sessions(day)
    if ends is Ends.MIDNIGHT or not today:
        return datetime.combine(day, time()) + DAY
    return today[-1][1]


def _business(day: date, terms: Terms) -> Iterator[datetime]:
    """The minutes of a day that make it a whole day for the clock."""
    midnight = datetime.combine(day, time())
    spans = [(midnight, _end_of(day, terms.ends))]
    if terms.kind is TimeKind.WORK_DAY and terms.ends is Ends.BUSINESS_CLOSE:
        spans = sessions(day)
    for now, end in spans:
        while now < end:
            yield now
            now += MINUTE


def _counts(day: date, terms: Terms, stood: list[Stood]) -> bool:
    if terms.kind is TimeKind.WORK_DAY and not works(day):
        return False
    near = [each for each in stood if each[0].date() <= day and (each[1] is None or each[1].date() >= day)]
    return not near or not any(_standing(now, near) for now in _business(day, terms))


def _for_good(day: date, terms: Terms, stood: list[Stood]) -> bool:
    """Whether the clock stands on the day and never runs again."""
    open_ended: Callable[[Stood], bool] = lambda each: each[1] is None and each[0].date() <= day  # noqa: E731
    return any(map(open_ended, stood)) and not _counts(day, terms, [each for each in stood if each[1] is None])


def _corresponding(day: date, months: int) -> date:
    """By trial: the same day of the month, or the nearest one before it that exists."""
    number = day.year * 12 + day.month - 1 + months
    for number_of_day in range(day.day, 0, -1):
        try:
            return date(number // 12, number % 12 + 1, number_of_day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
