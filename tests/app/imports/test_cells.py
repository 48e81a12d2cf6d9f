"""Cells: dates in every way of writing them, serial days against openpyxl, characters that must not pass."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

from bihuan.app.imports.cells import Moment, is_blank, read_count, read_moment, read_text
from bihuan.app.imports.fields import Dates
from bihuan.app.imports.problems import Problem

SHANGHAI = ZoneInfo("Asia/Shanghai")
CN = Dates(SHANGHAI)
NOW = datetime(2026, 11, 1, 4, tzinfo=UTC)
# Naive local times; China had summer time until 1991 and none after, so the offset is always +08:00 here.
LOCAL = st.datetimes(datetime(1992, 1, 1), datetime(2026, 10, 31)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
STYLES = (
    "{0.year}/{0.month}/{0.day} {0.hour}:{0.minute:02}:{0.second:02}",
    "{0.year}-{0.month:02}-{0.day:02} {0.hour:02}:{0.minute:02}:{0.second:02}",
    "{0.year}.{0.month}.{0.day}  {0.hour}:{0.minute:02}:{0.second:02}",
    "{0.year}年{0.month}月{0.day}日 {0.hour}时{0.minute}分{0.second}秒",
    "{0.year}年{0.month:02}月{0.day:02}日{0.hour:02}:{0.minute:02}:{0.second:02}",
    "{0.year}{0.month:02}{0.day:02}{0.hour:02}{0.minute:02}{0.second:02}",
    "{0.year}-{0.month:02}-{0.day:02}T{0.hour:02}:{0.minute:02}:{0.second:02}+08:00",
)


def utc(local: datetime) -> datetime:
    return (local - timedelta(hours=8)).replace(tzinfo=UTC)


def code(cell: object, dates: Dates = CN, mac_1904: bool = False) -> str:
    found = read_moment(cell, "时间", dates, NOW, mac_1904)  # type: ignore[arg-type]
    assert isinstance(found, Problem), found
    return found.code


@given(LOCAL, st.sampled_from(STYLES), st.booleans())
def test_every_way_of_writing_a_moment_gives_it_back(at: datetime, style: str, full_width: bool) -> None:
    text = style.format(at)
    if full_width:
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789:/"})
    assert read_moment(text, "时间", CN, NOW) == Moment(utc(at), "second")


@given(LOCAL, st.booleans(), st.booleans())
def test_serial_days_agree_with_openpyxl(at: datetime, mac_1904: bool, as_text: bool) -> None:
    days = to_excel(at, MAC_EPOCH if mac_1904 else WINDOWS_EPOCH)
    found = read_moment(str(days) if as_text else days, "时间", CN, NOW, mac_1904)
    assert isinstance(found, Moment)
    assert found.at == utc(at)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (60, None),
        (61, date(1900, 3, 1)),
        (43524, date(2019, 2, 28)),
    ],
)
def test_the_leap_day_of_1900_that_never_was(days: int, expected: date | None) -> None:
    old = Dates(ZoneInfo("UTC"), earliest=date(1899, 1, 1))
    found = read_moment(days, "时间", old, NOW)
    if expected is None:
        assert isinstance(found, Problem) and found.code == "date-impossible"
    else:
        assert found == Moment(datetime.combine(expected, time(), UTC), "day")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03/04/2019", "date-ambiguous"),
        ("13/04/2019", "date-ambiguous"),
        ("19-02-28", "date-ambiguous"),
        ("2019-02-29", "date-impossible"),
        ("2019-13-01", "date-impossible"),
        ("2019-02-28 24:00", "date-impossible"),
        ("2019-02-28 11:60", "date-impossible"),
        ("2019/2-28", "date-unreadable"),
        ("昨天下午", "date-unreadable"),
        ("2019-02-28 11:25:05 左右", "date-unreadable"),
        ("2026-11-01 12:00:01", "date-future"),
        ("2027年1月1日", "date-future"),
        ("3", "date-too-old"),
        ("9999-12-31T23:59:59-14:00", "date-impossible"),
        (True, "date-unreadable"),
        (time(11, 25), "date-unreadable"),
        (0.5, "date-unreadable"),
        (-1, "date-impossible"),
        (float("inf"), "date-impossible"),
        (float("nan"), "date-impossible"),
        ("1986-05-04 00:30:00", "date-too-old"),
    ],
)
def test_a_date_that_is_none_says_why(text: object, expected: str) -> None:
    assert code(text) == expected


def test_an_ambiguous_date_is_clear_once_the_order_is_stated() -> None:
    april = read_moment("03/04/2019", "时间", Dates(SHANGHAI, frozenset({"day-first"})), NOW)
    march = read_moment("03/04/2019", "时间", Dates(SHANGHAI, frozenset({"month-first"})), NOW)
    assert april == Moment(datetime(2019, 4, 2, 16, tzinfo=UTC), "day")
    assert march == Moment(datetime(2019, 3, 3, 16, tzinfo=UTC), "day")
    assert code("13/04/2019", Dates(SHANGHAI, frozenset({"month-first"}))) == "date-impossible"


def test_a_kind_the_mapping_does_not_list_is_refused() -> None:
    only = Dates(SHANGHAI, frozenset({"year-first"}))
    assert code(43524.5, only) == "date-not-listed"
    assert code("20190228", only) == "date-not-listed"
    assert isinstance(read_moment(datetime(2019, 2, 28, 11), "时间", only, NOW), Moment)  # noqa: DTZ001


def test_an_hour_that_clocks_skipped_does_not_exist() -> None:
    paris = Dates(ZoneInfo("Europe/Paris"))
    assert code("2019-03-31 02:30:00", paris) == "date-impossible"
    assert isinstance(read_moment("2019-03-31 03:30:00", "时间", paris, NOW), Moment)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("下午2:05", 14), ("上午12:05", 0), ("下午12:05", 12), ("下午14:05", 14), ("2:05 PM", 14), ("12:05 AM", 0)],
)
def test_halves_of_the_day(text: str, hour: int) -> None:
    found = read_moment(f"2019-02-28 {text}", "时间", Dates(ZoneInfo("UTC")), NOW)
    assert found == Moment(datetime(2019, 2, 28, hour, 5, tzinfo=UTC), "minute")


@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=12), st.integers(0, 0x9F))
def test_exactly_the_control_characters_are_refused_with_their_place(before: str, point: int) -> None:
    found = read_text(f"字{before}{chr(point)}后", "内容", 1000)
    if chr(point) in "\t\n\r" or 0x20 <= point < 0x7F:
        assert isinstance(found, str)
    else:
        assert isinstance(found, Problem) and found.code == "control-character"
        assert found.detail["position"] == len(before) + 2
        assert f"U+{point:04X}" in found.message("en")


def test_text_keeps_everything_but_line_ends() -> None:
    assert read_text(" =1+1\r\n二\r三\u200b ", "内容", 100) == " =1+1\n二\n三\u200b "
    assert read_text(37.0, "编号", 100) == "37"
    assert is_blank(" \u3000\u200b\ufeff\n") and read_text("\u3000", "内容", 100) is None


def test_the_limit_is_the_last_length_that_passes() -> None:
    assert read_text("字" * 10, "内容", 10) == "字" * 10
    found = read_text("字" * 11, "内容", 10)
    assert isinstance(found, Problem) and found.detail == {"length": 11, "limit": 10}


def test_a_number_beyond_fifteen_digits_has_lost_some() -> None:
    found = read_text(2.0190228112505001e16, "编号", 100)
    assert isinstance(found, Problem) and found.code == "number-lost-digits"
    assert read_text(999999999999999.0, "编号", 100) == "999999999999999"
    assert read_text("20190228112505001", "编号", 100) == "20190228112505001"


@pytest.mark.parametrize(("cell", "count"), [("3", 3), (3.0, 3), ("３", 3), ("", None), ("0", 0)])
def test_counts(cell: object, count: int | None) -> None:
    assert read_count(cell, "点赞") == count  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", ["-1", "1.5", "1,234", "三", 1e20, True])
def test_what_is_no_count(cell: object) -> None:
    assert isinstance(read_count(cell, "点赞"), Problem)  # type: ignore[arg-type]
