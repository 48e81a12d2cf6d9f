"""The rules of law about periods, each by an example reckoned by hand from a printed calendar."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bihuan.core.calendars import Calendar
from bihuan.core.clocks import (
    Budget,
    ClockMisuse,
    Deadline,
    Direction,
    Ends,
    Spent,
    Suspension,
    Terms,
    TimeKind,
    derive,
    elapsed,
    explain,
    occurrences,
    remaining,
)
from tests.core.calendar_cn import CN, HOURS, WINTER

CHINA = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A local moment, "2021-09-17 16:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def budget(text: str) -> Budget:
    read = Budget.parse(text)
    assert isinstance(read, Budget)
    return read


def due(limit: str, start: str, calendar: Calendar = CN, **more: object) -> str:
    found = deadline(limit, start, calendar, **more).due
    return "stands" if found is None else f"{found.astimezone(CHINA):%Y-%m-%d %H:%M}"


def deadline(limit: str, start: str, calendar: Calendar = CN, **more: object) -> Deadline:
    return derive(Terms(clock="handling", budget=budget(limit), started_at=at(start), **more), calendar)  # type: ignore[arg-type]


def stood(start: str, end: str | None) -> Suspension:
    return Suspension(at(start), None if end is None else at(end), "补正材料", "行政许可法第四十五条")


@pytest.mark.parametrize(
    ("limit", "start", "expected"),
    [
        # Hours and minutes begin at once (art. 201); urgent ones run through the night and the holiday.
        ("2 urgent_hour", "2021-09-30 23:30", "2021-10-01 01:30"),
        ("30 urgent_minute", "2021-10-02 12:00", "2021-10-02 12:30"),
        # Office time: over lunch, over night, over a weekend, over a holiday into a make-up Saturday.
        ("60 work_minute", "2021-07-01 11:30", "2021-07-01 15:00"),
        ("30 work_minute", "2021-07-01 11:30", "2021-07-01 12:00"),
        ("4 work_hour", "2021-07-01 17:00", "2021-07-02 11:30"),
        ("1 work_hour", "2021-07-02 17:30", "2021-07-05 09:00"),
        ("7 work_hour", "2021-10-08 08:30", "2021-10-08 17:30"),
        ("8 work_hour", "2021-10-08 08:30", "2021-10-09 09:30"),
        # Summer hours end with September: the same afternoon begins half an hour earlier in October.
        ("14 work_hour", "2021-09-30 08:30", "2021-10-08 17:30"),
        # The first day is not counted, whatever its hour; the last ends with the business of the day.
        ("1 work_day", "2021-07-01 00:00", "2021-07-02 18:00"),
        ("1 work_day", "2021-07-01 23:59", "2021-07-02 18:00"),
        ("1 work_day", "2021-07-03 10:00", "2021-07-05 18:00"),
        ("5 work_day", "2021-09-24 10:00", "2021-09-30 18:00"),
        ("15 work_day", "2021-09-17 16:00", "2021-10-14 17:30"),
        # A last day off moves to the next working day (art. 203), a make-up Saturday does not move.
        ("15 calendar_day", "2021-09-17 16:00", "2021-10-08 17:30"),
        ("1 calendar_day", "2021-10-08 10:00", "2021-10-09 17:30"),
        ("60 calendar_day", "2021-06-01 10:00", "2021-08-02 18:00"),
        # Months end on the corresponding day, or the last of the month (art. 202), in leap years too.
        ("1 month", "2023-01-31 10:00", "2023-02-28 17:30"),
        ("1 month", "2024-01-31 10:00", "2024-02-29 17:30"),
        ("12 month", "2024-02-29 10:00", "2025-02-28 17:30"),
        ("3 month", "2021-11-30 10:00", "2022-02-28 17:30"),
        ("1 month", "2021-09-05 10:00", "2021-10-08 17:30"),
    ],
)
def test_periods(limit: str, start: str, expected: str) -> None:
    assert due(limit, start) == expected


@pytest.mark.parametrize(
    ("limit", "event", "expected"),
    [
        ("24 urgent_hour", "2021-10-02 08:00", "2021-10-01 08:00"),
        ("7 calendar_day", "2021-07-16 08:00", "2021-07-09 18:00"),
        ("7 calendar_day", "2021-10-12 08:00", "2021-09-30 18:00"),  # 5 October is a holiday: moves earlier.
        ("3 work_day", "2021-10-11 08:00", "2021-09-30 18:00"),  # 9 October is worked, 8 October too.
        ("1 work_hour", "2021-10-08 09:00", "2021-09-30 17:30"),
        ("1 work_hour", "2021-10-08 09:30", "2021-10-08 08:30"),
        ("1 month", "2021-03-31 09:00", "2021-02-26 17:30"),  # 28 February is a Sunday.
    ],
)
def test_clocks_before_a_date(limit: str, event: str, expected: str) -> None:
    assert due(limit, event, direction=Direction.BEFORE) == expected


def test_a_day_ends_at_midnight_where_the_rule_says_so_or_there_are_no_office_hours() -> None:
    no_hours = Calendar("cn", "2026", "Asia/Shanghai", (), CN.years)
    assert due("1 work_day", "2021-07-01 10:00", ends=Ends.MIDNIGHT) == "2021-07-03 00:00"
    assert due("1 work_day", "2021-07-01 10:00", no_hours) == "2021-07-03 00:00"
    told = deadline("1 work_day", "2021-07-01 10:00", ends=Ends.MIDNIGHT)
    assert "到期时间：2021年7月2日（周五）24:00。" in explain(told, "zh")


@pytest.mark.parametrize(
    ("limit", "suspensions", "expected"),
    [
        # Friday evening to Monday morning: no office time and no working day is lost, so none is given back.
        ("3 work_day", [("2021-07-02 18:00", "2021-07-05 08:30")], "2021-07-06 18:00"),
        ("14 work_hour", [("2021-07-02 18:00", "2021-07-05 08:30")], "2021-07-05 10:00"),
        # The same weekend is time for an urgent clock.
        ("72 urgent_hour", [("2021-07-02 18:00", "2021-07-05 08:30")], "2021-07-07 00:30"),
        # Three listings of one week are one week; broken days are not whole days.
        ("3 work_day", [("2021-07-02 10:00", "2021-07-07 10:00")] * 3, "2021-07-12 18:00"),
        (
            "3 work_day",
            [("2021-07-02 10:00", "2021-07-06 10:00"), ("2021-07-05 09:00", "2021-07-07 10:00")],
            "2021-07-12 18:00",
        ),
        # Lunch is no office time.
        ("2 work_day", [("2021-07-02 12:00", "2021-07-02 14:30")], "2021-07-05 18:00"),
        ("2 work_day", [("2021-07-02 11:59", "2021-07-02 14:30")], "2021-07-06 18:00"),
        # Before the start, after the due time, of no length.
        ("2 work_day", [("2021-06-01 10:00", "2021-06-20 10:00")], "2021-07-05 18:00"),
        ("2 work_day", [("2021-07-05 18:00", None)], "2021-07-05 18:00"),
        ("2 work_day", [("2021-07-02 10:00", "2021-07-02 10:00")], "2021-07-05 18:00"),
        ("2 work_day", [("2021-07-05 17:59", None)], "stands"),
        # The last day, moved to Monday, is stood on and moves again.
        ("2 calendar_day", [("2021-07-05 09:00", "2021-07-05 10:00")], "2021-07-06 18:00"),
        ("2 calendar_day", [("2021-07-05 09:00", None)], "stands"),
        ("1 month", [("2021-07-10 09:00", "2021-07-12 10:00")], "2021-08-04 18:00"),
    ],
)
def test_suspensions(limit: str, suspensions: list[tuple[str, str | None]], expected: str) -> None:
    assert due(limit, "2021-07-01 10:00", suspensions=tuple(stood(*each) for each in suspensions)) == expected


def test_an_extension_is_more_budget() -> None:
    assert due("20 work_day", "2021-07-01 10:00") == "2021-07-29 18:00"
    assert due("20 work_day", "2021-07-01 10:00", extensions=(budget("10 work_day"),)) == "2021-08-12 18:00"
    assert due("1 work_hour", "2021-07-01 10:00", extensions=(budget("30 work_minute"),)) == "2021-07-01 11:30"


def test_a_fixed_date_is_what_it_says() -> None:
    def fixed(when: object, **more: object) -> Deadline:
        return derive(Terms(clock="list", started_at=at("2021-06-01 09:00"), fixed=when, **more), CN)  # type: ignore[arg-type]

    assert fixed(date(2021, 7, 2)).due == at("2021-07-02 18:00")
    assert fixed(date(2021, 7, 3)).due == at("2021-07-04 00:00")  # A Saturday someone named is a Saturday.
    assert fixed(date(2021, 7, 2), ends=Ends.MIDNIGHT).due == at("2021-07-03 00:00")
    assert fixed(at("2021-07-02 10:15")).due == at("2021-07-02 10:15")
    told = fixed(date(2021, 7, 2), suspensions=(stood("2021-06-10 09:00", None),))
    assert told.due == at("2021-07-02 18:00")
    assert "suspended_without_effect" in [line.code for line in told.lines]


@pytest.mark.parametrize(
    ("limit", "start", "missing"),
    [
        ("3 work_day", "2026-12-28 10:00", ()),  # 29, 30 and 31 December: the new year is not looked at.
        ("4 work_day", "2026-12-28 10:00", (2027,)),
        ("1 work_hour", "2026-12-31 16:30", ()),
        ("1 work_hour", "2026-12-31 16:31", (2027,)),
        ("1 work_hour", "2026-12-31 17:30", (2027,)),
        ("48 urgent_hour", "2026-12-31 16:31", ()),  # Urgent time does not ask for holidays.
        ("3 calendar_day", "2026-12-28 10:00", ()),
        ("4 calendar_day", "2026-12-28 10:00", (2027,)),
        ("13 month", "2026-12-28 10:00", (2028,)),  # Only its last day is looked at, and that is a Friday of 2028.
        ("300 work_day", "2026-12-28 10:00", (2027, 2028)),
        ("1 work_day", "2003-12-31 10:00", ()),
        ("1 work_day", "2003-12-30 10:00", (2003,)),
        ("1 work_hour", "2003-12-31 20:00", ()),
    ],
)
def test_a_year_without_a_plan_makes_a_deadline_provisional(limit: str, start: str, missing: tuple[int, ...]) -> None:
    found = deadline(limit, start)
    assert found.years_without_plan == missing
    assert found.provisional == bool(missing)
    assert ("provisional" in [line.code for line in found.lines]) == bool(missing)


def test_only_the_days_looked_up_make_a_deadline_provisional() -> None:
    to_2022 = Calendar("cn", "2022", "Asia/Shanghai", HOURS, {year: CN.years[year] for year in range(2004, 2023)})
    moved = deadline("10 calendar_day", "2022-12-21 10:00", to_2022)  # To Saturday 31 December, moved over New Year.
    assert moved.years_without_plan == (2023,)
    not_2022 = Calendar("cn", "x", "Asia/Shanghai", HOURS, {year: CN.years[year] for year in (2021, 2023)})
    short = stood("2022-12-30 17:00", "2022-12-30 17:15")  # Whether that is in business hours, the plan must say.
    assert deadline("20 calendar_day", "2022-12-20 10:00", not_2022).years_without_plan == ()
    assert deadline("20 calendar_day", "2022-12-20 10:00", not_2022, suspensions=(short,)).provisional


def test_clocks_before_a_date_are_provisional_too() -> None:
    ahead = deadline("3 work_day", "2027-01-05 10:00", direction=Direction.BEFORE)
    assert ahead.years_without_plan == (2027,)
    assert deadline("1 work_hour", "2027-01-01 08:00", direction=Direction.BEFORE).years_without_plan == ()


def test_used_and_left_by_hand() -> None:
    terms = Terms(clock="handling", budget=budget("2 calendar_day"), started_at=at("2021-07-01 10:00"))
    assert elapsed(terms, CN, at("2021-07-02 17:59")) == Spent(0, "day")
    assert elapsed(terms, CN, at("2021-07-02 18:00")) == Spent(1, "day")
    assert remaining(terms, CN, at("2021-07-04 10:00")) == Spent(1, "day")  # Saturday ended it; Monday is the last.
    assert remaining(terms, CN, at("2021-07-05 18:00")) == Spent(0, "day")
    assert remaining(terms, CN, at("2021-07-07 10:00")) == Spent(-1, "day")
    hour = Terms(clock="handling", budget=budget("2 work_hour"), started_at=at("2021-07-01 17:00"))
    assert elapsed(hour, CN, at("2021-07-02 08:00")) == Spent(60, "minute")
    assert remaining(hour, CN, at("2021-07-02 10:00")) == Spent(-30, "minute")


def test_used_and_left_of_clocks_bound_to_a_date() -> None:
    notice = Terms(
        clock="notice", budget=budget("24 urgent_hour"), started_at=at("2021-07-02 10:00"), direction=Direction.BEFORE
    )
    assert remaining(notice, CN, at("2021-07-01 09:00")) == Spent(60, "minute")
    assert elapsed(notice, CN, at("2021-07-01 09:00")) == Spent(0, "minute")
    assert elapsed(notice, CN, at("2021-07-01 12:00")) == Spent(120, "minute")
    fixed = Terms(clock="list", fixed=date(2021, 7, 9), started_at=at("2021-07-01 09:00"))
    assert remaining(fixed, CN, at("2021-07-05 09:00")) == Spent(5, "day")
    assert elapsed(fixed, CN, at("2021-07-05 09:00")) == Spent(3, "day")


def test_recurring_duties_do_not_drift() -> None:
    monthly = occurrences(budget("1 month"), at("2021-01-31 09:00"), CN, at("2021-05-31 17:29"))
    days = [f"{moment.astimezone(CHINA):%m-%d}" for moment in monthly]
    assert days == ["03-01", "03-31", "04-30"]  # 28 February is a Sunday; 31 May ends after `until`.
    weekly = occurrences(budget("7 calendar_day"), at("2021-09-24 09:00"), CN, at("2021-10-23 09:00"))
    days = [f"{moment.astimezone(CHINA):%m-%d}" for moment in weekly]
    assert days == ["10-08", "10-15", "10-22"]  # 1 and 8 October are one occurrence.


def test_misuse_is_refused_loudly() -> None:
    day, naive = budget("1 work_day"), datetime.fromisoformat("2021-07-01 10:00")
    good = {"clock": "handling", "budget": day, "started_at": at("2021-07-01 10:00")}
    for wrong in (
        {"started_at": naive},
        {"budget": None},
        {"fixed": date(2021, 7, 1)},
        {"extensions": (budget("8 work_hour"),)},
        {"extensions": (budget("1 calendar_day"),)},
        {"extensions": (budget("5000 work_day"),) * 11},
        {"extensions": (day,), "direction": Direction.BEFORE},
        {"started_at": at("1066-10-14 09:00")},
    ):
        with pytest.raises(ClockMisuse):
            Terms(**{**good, **wrong})  # type: ignore[arg-type]
    with pytest.raises(ClockMisuse):
        Suspension(at("2021-07-02 09:00"), at("2021-07-01 09:00"), "", "")
    with pytest.raises(ValueError, match="fixed"):
        Budget(1, TimeKind.FIXED)
    with pytest.raises(ClockMisuse):
        remaining(Terms(**good), CN, naive)  # type: ignore[arg-type]


def test_a_calendar_without_working_time_is_refused_and_does_not_hang() -> None:
    no_hours = Calendar("cn", "2026", "Asia/Shanghai", (), CN.years)
    with pytest.raises(ClockMisuse):
        deadline("1 work_hour", "2021-07-01 10:00", no_hours)


def test_the_latest_start_and_the_longest_budget_still_have_a_deadline() -> None:
    assert due("5220 work_day", "2999-12-31 10:00", extensions=(budget("5220 work_day"),) * 9).startswith("3200")


def test_hours_before_the_first_dated_ones_follow_the_first() -> None:
    assert HOURS[0].sessions == WINTER
    assert due("1 work_day", "2003-06-02 10:00") == "2003-06-03 17:30"
