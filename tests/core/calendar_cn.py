"""The official Chinese calendar built from the chinesecalendar package, for every test that needs working days.

May live here: building calendars out of that package. The pack's own file is data and is tested against this.
"""

from __future__ import annotations

from datetime import date

from chinese_calendar import constants

from bihuan.core.calendars import Calendar, OfficeHours, YearPlan

FIRST_YEAR, LAST_YEAR = 2004, 2026
WINTER = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))
SUMMER = ((8 * 60 + 30, 12 * 60), (14 * 60 + 30, 18 * 60))
HOURS = (
    OfficeHours(date(2004, 1, 1), WINTER, "test"),
    OfficeHours(date(2021, 5, 1), SUMMER, "test"),
    OfficeHours(date(2021, 10, 1), WINTER, "test"),
)


def year_plan(year: int) -> YearPlan:
    """One year of the package: weekdays off, weekend days worked."""
    off = frozenset(day for day in constants.holidays if day.year == year and day.weekday() < 5)
    work = frozenset(day for day in constants.workdays if day.year == year and day.weekday() >= 5)
    return YearPlan(year, off, work, "chinesecalendar")


def calendar_cn(hours: tuple[OfficeHours, ...] = HOURS, zone: str = "Asia/Shanghai") -> Calendar:
    """The working calendar of 2004–2026, with summer and winter hours in 2021."""
    years = {year: year_plan(year) for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    return Calendar("cn", "2026", zone, hours, years)


CN = calendar_cn()
