"""Working days against the chinesecalendar package for every day it knows, and what a calendar is refused for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest

from bihuan.core.calendar_check import PROBLEMS, validate
from bihuan.core.calendars import Calendar, OfficeHours, YearPlan, instant, moment
from tests.core.calendar_cn import CN, FIRST_YEAR, HOURS, LAST_YEAR, SUMMER, WINTER

PACK_FILE = Path(__file__).parents[2] / "districts/ganzhou-etdz/calendars/cn.toml"
EVERY_DAY = [
    date(FIRST_YEAR, 1, 1) + timedelta(days=n)
    for n in range((date(LAST_YEAR, 12, 31) - date(FIRST_YEAR, 1, 1)).days + 1)
]


def test_every_day_from_2004_to_2026_agrees_with_chinesecalendar() -> None:
    wrong = [day for day in EVERY_DAY if CN.is_working_day(day) != chinese_calendar.is_workday(day)]
    assert len(EVERY_DAY) == 8401
    assert wrong == []


def test_the_file_of_the_pack_agrees_with_chinesecalendar() -> None:
    """The file is read by its plainest meaning here; the loader has tests of its own."""
    pack = tomllib.loads(PACK_FILE.read_text(encoding="utf-8"))
    plans = {year["year"]: year for year in pack["year"]}
    assert sorted(plans) == list(range(FIRST_YEAR, LAST_YEAR + 1))
    wrong = [day for day in EVERY_DAY if _worked(plans[day.year], day) != chinese_calendar.is_workday(day)]
    assert wrong == []
    assert all(year["basis"].startswith(f"{{holidays-{year['year']}}}") for year in pack["year"])


def test_the_file_of_the_pack_makes_a_calendar_without_problems() -> None:
    pack = tomllib.loads(PACK_FILE.read_text(encoding="utf-8"))
    hours = tuple(OfficeHours(each["since"], _sessions(each["sessions"]), each["basis"]) for each in pack["hours"])
    years = {
        each["year"]: YearPlan(each["year"], frozenset(each["off"]), frozenset(each["work"]), each["basis"])
        for each in pack["year"]
    }
    head = pack["calendar"]
    calendar = Calendar(head["id"], head["edition"], head["zone"], hours, years)
    assert validate(calendar) == ()
    assert calendar.hours_on(date(2021, 7, 1)) == replace(
        hours[0], since=date(2021, 5, 1), sessions=SUMMER, basis=calendar.hours[5].basis
    )


def test_a_year_without_a_plan_follows_the_weekday_rule() -> None:
    assert CN.planned(2026)
    assert not CN.planned(2027)
    assert CN.is_working_day(date(2027, 1, 1))
    assert not CN.is_working_day(date(2027, 1, 2))


def test_hours_are_dated() -> None:
    found = [CN.hours_on(day) for day in (date(2021, 4, 30), date(2021, 5, 1), date(2021, 10, 1), date(1999, 1, 1))]
    assert [each.sessions for each in found if each] == [WINTER, SUMMER, WINTER, WINTER]
    assert replace(CN, hours=()).hours_on(date(2021, 5, 1)) is None


def test_a_day_closes_with_its_last_session_and_a_day_off_at_midnight() -> None:
    friday, saturday = date(2021, 7, 2).toordinal(), date(2021, 7, 3).toordinal()
    assert moment(CN.close_of(friday)) == datetime(2021, 7, 2, 10, tzinfo=UTC)
    assert moment(CN.close_of(saturday)) == datetime(2021, 7, 3, 16, tzinfo=UTC)
    assert [moment(opens) for opens, _ in CN.spans_of(friday)] == [
        datetime(2021, 7, 2, 0, 30, tzinfo=UTC),
        datetime(2021, 7, 2, 6, 30, tzinfo=UTC),
    ]
    assert CN.spans_of(saturday) == ()


def test_instants_lose_nothing() -> None:
    precise = datetime(2021, 7, 2, 10, 11, 12, 131415, tzinfo=UTC)
    assert moment(instant(precise)) == precise


def test_round_the_clock_sessions_are_allowed() -> None:
    open_always = Calendar("duty", "1", "Asia/Shanghai", (OfficeHours(date(2004, 1, 1), ((0, 1440),)),), CN.years)
    assert validate(open_always) == ()
    day = date(2021, 7, 1).toordinal()
    assert moment(open_always.close_of(day)) - moment(open_always.spans_of(day)[0][0]) == timedelta(days=1)


PLAN_2021 = CN.years[2021]


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, set()),
        ({"zone": "Asia/Ganzhou"}, {"zone_unknown"}),
        ({"zone": "../etc"}, {"zone_unknown"}),
        ({"zone": ""}, {"zone_unknown"}),
        ({"hours": ()}, {"hours_missing"}),
        ({"hours": (OfficeHours(date(2004, 1, 1), ()),)}, {"hours_empty"}),
        ({"hours": (*HOURS, HOURS[1])}, {"hours_out_of_order"}),
        ({"hours": HOURS[1:]}, {"hours_begin_late"}),
        ({"hours": (OfficeHours(date(2004, 1, 1), ((720, 510),)),)}, {"session_impossible"}),
        ({"hours": (OfficeHours(date(2004, 1, 1), ((510, 1441),)),)}, {"session_impossible"}),
        ({"hours": (OfficeHours(date(2004, 1, 1), ((510, 720), (700, 900))),)}, {"sessions_overlap"}),
        ({"hours": (OfficeHours(date(2004, 1, 1), ((870, 1050), (510, 720))),)}, {"sessions_overlap"}),
        ({"years": {}}, {"years_missing"}),
        ({"years": {2021: PLAN_2021, 2023: CN.years[2023]}}, {"year_gap"}),
        ({"years": {2021: replace(PLAN_2021, year=2020)}}, {"year_misfiled"}),
        ({"years": {2021: replace(PLAN_2021, basis="")}}, {"basis_missing"}),
        ({"years": {2021: replace(PLAN_2021, off=frozenset({date(2022, 1, 3)}))}}, {"day_outside_year"}),
        ({"years": {2021: replace(PLAN_2021, off=PLAN_2021.work)}}, {"day_contradicts"}),
        ({"years": {2021: replace(PLAN_2021, work=frozenset({date(2021, 7, 1)}))}}, {"makeup_on_weekday"}),
        (
            {
                "years": {
                    2021: YearPlan(2021, frozenset(day for day in EVERY_DAY if day.year == 2021), frozenset(), "x")
                }
            },
            {"year_without_work"},
        ),
    ],
)
def test_what_is_wrong_with_a_calendar_is_said(changed: dict[str, Any], codes: set[str]) -> None:
    problems = validate(replace(CN, **changed))
    assert {problem.code for problem in problems} == codes
    for problem in problems:
        assert "{" not in problem.in_("zh") + problem.in_("en")


def test_every_problem_has_a_calendar_above_that_has_only_it() -> None:
    marks = test_what_is_wrong_with_a_calendar_is_said.pytestmark
    assert set().union(*(codes for _, codes in marks[0].args[1])) == set(PROBLEMS)


def _worked(plan: Mapping[str, Any], day: date) -> bool:
    return day in plan["work"] if day.weekday() >= 5 else day not in plan["off"]


def _sessions(texts: list[str]) -> tuple[tuple[int, int], ...]:
    def minutes(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    return tuple((minutes(text[:5]), minutes(text[6:])) for text in texts)
