"""What is wrong with a working calendar, said before anybody uses it; a judgement is a list of problems.

May live here: checks of calendar values and their wording. May not: reading files, lines and columns
(`definitions` adds those), or anything that runs while a deadline is derived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bihuan.core.calendars import DAY_MINUTES, SATURDAY, Calendar, OfficeHours, YearPlan
from bihuan.core.text import Language, Text

PROBLEMS: Mapping[str, Text] = {
    "zone_unknown": Text("时区“{zone}”不存在", "there is no time zone “{zone}”"),
    "hours_missing": Text("没有任何办公时间", "no office hours at all"),
    "hours_empty": Text("自{since}起的办公时间没有任何时段", "the office hours from {since} have no session"),
    "hours_out_of_order": Text(
        "自{since}起的办公时间没有排在前一条之后",
        "the office hours from {since} do not come after those before them",
    ),
    "hours_begin_late": Text(
        "办公时间自{since}起才有规定，早于该日的{year}年没有办公时间",
        "office hours begin on {since}, but the plan of {year} is earlier",
    ),
    "session_impossible": Text(
        "自{since}起的时段{session}不成立：应在0至1440分之间且先开后关",
        "the session {session} of the hours from {since} must open before it closes, within 0 to 1440",
    ),
    "sessions_overlap": Text(
        "自{since}起的时段{session}与前一时段重叠或次序颠倒",
        "the session {session} of the hours from {since} overlaps the one before it or is out of order",
    ),
    "years_missing": Text("没有任何年度的放假安排", "no holiday plan of any year"),
    "year_gap": Text("缺少{year}年的放假安排，前后年度都有", "the holiday plan of {year} is missing between others"),
    "year_misfiled": Text("{year}年名下放的是{found}年的安排", "the plan filed under {year} is that of {found}"),
    "day_outside_year": Text("{day}不在{year}年内", "{day} is not in {year}"),
    "day_contradicts": Text("{day}既放假又上班", "{day} is both off and worked"),
    "makeup_on_weekday": Text("{day}是周一至周五，不是调休上班日", "{day} is a weekday, not a make-up working day"),
    "year_without_work": Text("{year}年没有一个工作日", "{year} has no working day"),
    "basis_missing": Text("{year}年的放假安排没有依据", "the holiday plan of {year} names no basis"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a calendar; `code` is a key of PROBLEMS."""

    code: str
    detail: Mapping[str, object] = field(default_factory=dict)

    def in_(self, language: Language) -> str:
        """The problem in words."""
        return PROBLEMS[self.code].in_(language, self.detail)


def validate(calendar: Calendar) -> tuple[Problem, ...]:
    """Everything wrong with a calendar; empty means that the clocks can use it without a surprise."""
    return (*_zone(calendar), *_hours(calendar), *_years(calendar))


def _zone(calendar: Calendar) -> Iterator[Problem]:
    try:
        ZoneInfo(calendar.zone)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError; odd names give the others.
        yield Problem("zone_unknown", {"zone": calendar.zone})


def _hours(calendar: Calendar) -> Iterator[Problem]:
    if not calendar.hours:
        yield Problem("hours_missing")
        return
    for earlier, later in zip(calendar.hours, calendar.hours[1:], strict=False):
        if later.since <= earlier.since:
            yield Problem("hours_out_of_order", {"since": later.since})
    for hours in calendar.hours:
        yield from _sessions(hours)
    since = calendar.hours[0].since
    if calendar.years and since > date(min(calendar.years), 1, 1):
        yield Problem("hours_begin_late", {"since": since, "year": min(calendar.years)})


def _sessions(hours: OfficeHours) -> Iterator[Problem]:
    if not hours.sessions:
        yield Problem("hours_empty", {"since": hours.since})
    closed = 0
    for opens, closes in hours.sessions:
        detail = {"since": hours.since, "session": f"{opens}–{closes}"}
        if not 0 <= opens < closes <= DAY_MINUTES:
            yield Problem("session_impossible", detail)
        elif opens < closed:
            yield Problem("sessions_overlap", detail)
        closed = max(closed, closes)


def _years(calendar: Calendar) -> Iterator[Problem]:
    if not calendar.years:
        yield Problem("years_missing")
        return
    for year in range(min(calendar.years), max(calendar.years) + 1):
        plan = calendar.years.get(year)
        if plan is None:
            yield Problem("year_gap", {"year": year})
        else:
            yield from _plan(calendar, year, plan)


def _plan(calendar: Calendar, year: int, plan: YearPlan) -> Iterator[Problem]:
    if plan.year != year:
        yield Problem("year_misfiled", {"year": year, "found": plan.year})
    if not plan.basis:
        yield Problem("basis_missing", {"year": year})
    for day in sorted(plan.off | plan.work):
        if day.year != year:
            yield Problem("day_outside_year", {"day": day, "year": year})
    for day in sorted(plan.off & plan.work):
        yield Problem("day_contradicts", {"day": day})
    for day in sorted(plan.work):
        if day.weekday() < SATURDAY:
            yield Problem("makeup_on_weekday", {"day": day})
    if not calendar.table(year).days:
        yield Problem("year_without_work", {"year": year})
