"""What a deadline says for itself, in both languages, read as a resident would read it."""

from __future__ import annotations

import re
from datetime import date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.clocks import (
    LINES,
    Budget,
    Direction,
    Ends,
    Suspension,
    Terms,
    TimeKind,
    derive,
    explain,
)
from bihuan.core.text import Text
from tests.core.calendar_cn import CN
from tests.core.clock_strategies import DAY_MOST, TIME_MOST, terms

CHINA = ZoneInfo("Asia/Shanghai")
START = datetime(2021, 9, 17, 16, 0, tzinfo=CHINA)
REASON = Text("等待补正材料", "waiting for missing papers")


def stood(start: str, end: str | None) -> Suspension:
    moments = [None if text is None else datetime.fromisoformat(text).replace(tzinfo=CHINA) for text in (start, end)]
    assert moments[0] is not None
    return Suspension(moments[0], moments[1], REASON, "行政许可法第四十五条")


LONG = Terms(
    clock="handling",
    budget=Budget(15, TimeKind.WORK_DAY),
    started_at=START,
    extensions=(Budget(2, TimeKind.WORK_DAY),),
    suspensions=(stood("2021-09-23 10:00", "2021-09-24 10:00"), stood("2021-09-24 09:00", "2021-09-24 11:00")),
    rule=Text("十分钟为民服务圈", "Ten-minute service circle"),
    edition="2019-07",
    basis="服务圈工作规程",
)


def test_a_whole_account_in_chinese() -> None:
    assert explain(derive(LONG, CN), "zh") == [
        "开始时间：2021年9月17日（周五）16:00。",
        "时限：15个工作日。",
        "2021年9月17日（周五）是开始的当天，不计入，从次日起算（民法典第二百零一条）。",
        "其间周末4天，不计入。",
        "其间放假：2021年9月19日（周日）至2021年9月21日（周二）、2021年10月1日（周五）至2021年10月7日（周四），不计入。",
        "调休上班的周末照常计入：2021年9月18日（周六）、2021年9月26日（周日）、2021年10月9日（周六）。",
        "2021年9月23日（周四）10:00至2021年9月24日（周五）10:00暂停，原因：等待补正材料（依据：行政许可法第四十五条）；"
        "涉及的2个工作日不计入（不足一日的当天也不计入）。",
        "2021年9月24日（周五）09:00至2021年9月24日（周五）11:00暂停，原因：等待补正材料（依据：行政许可法第四十五条）；"
        "涉及的1个工作日不计入（不足一日的当天也不计入）。",
        "暂停的时间有重叠，重叠部分只扣除一次。",
        "已批准延长：2个工作日。",
        "到期时间：2021年10月20日（周三）17:30（当日下班时）。",
        "规则：十分钟为民服务圈（版本2019-07）（依据：服务圈工作规程）。",
        "工作日历：cn（版本2026）。",
    ]


def test_a_whole_account_in_english() -> None:
    assert explain(derive(LONG, CN), "en") == [
        "Started: Fri 17 September 2021, 16:00.",
        "Time limit: 15 working days.",
        "Fri 17 September 2021 is the day of the start; it is not counted, the first day is the next "
        "(Civil Code, art. 201).",
        "Weekend days on the way, not counted: 4.",
        "Holidays on the way, not counted: Sun 19 September 2021 to Tue 21 September 2021, "
        "Fri 1 October 2021 to Thu 7 October 2021.",
        "Weekend days worked to make up for a holiday, counted: Sat 18 September 2021, Sun 26 September 2021, "
        "Sat 9 October 2021.",
        "Suspended from Thu 23 September 2021, 10:00 to Fri 24 September 2021, 10:00 because: waiting for missing "
        "papers (basis: 行政许可法第四十五条). Working days not counted, broken days included: 2.",
        "Suspended from Fri 24 September 2021, 09:00 to Fri 24 September 2021, 11:00 because: waiting for missing "
        "papers (basis: 行政许可法第四十五条). Working days not counted, broken days included: 1.",
        "Suspensions overlap; what overlaps is taken out only once.",
        "Extension granted: 2 working days.",
        "Due: Wed 20 October 2021, 17:30 (close of business on that day).",
        "Rule: Ten-minute service circle (edition 2019-07) (basis: 服务圈工作规程).",
        "Working calendar: cn (edition 2026).",
    ]


def _clock(amount: int, kind: TimeKind, start: datetime = START, **more: object) -> Terms:
    return Terms(clock="handling", budget=Budget(amount, kind), started_at=start, **more)  # type: ignore[arg-type]


NIGHT = START.replace(hour=22)
ONE_EACH = [
    LONG,
    _clock(2, TimeKind.URGENT_HOUR, suspensions=(stood("2021-09-17 17:00", "2021-09-17 18:00"),)),
    _clock(12, TimeKind.WORK_HOUR, NIGHT, suspensions=(stood("2021-09-19 17:00", "2021-09-20 18:00"),)),
    _clock(14, TimeKind.CALENDAR_DAY, suspensions=(stood("2021-09-19 17:00", "2021-09-19 18:00"),)),
    _clock(5, TimeKind.WORK_DAY, suspensions=(stood("2021-09-19 17:00", None),)),
    _clock(16, TimeKind.CALENDAR_DAY, datetime(2021, 10, 22, 9, tzinfo=CHINA), direction=Direction.BEFORE),
    _clock(19, TimeKind.CALENDAR_DAY, datetime(2021, 10, 22, 9, tzinfo=CHINA), direction=Direction.BEFORE),
    _clock(9, TimeKind.WORK_DAY, datetime(2026, 12, 28, 9, tzinfo=CHINA), ends=Ends.MIDNIGHT),
    Terms(clock="list", fixed=date(2021, 9, 30), started_at=START, suspensions=(stood("2021-09-18 17:00", None),)),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_is_reached_and_complete(language: str) -> None:
    accounts = [derive(each, CN) for each in ONE_EACH]
    assert {line.code for account in accounts for line in account.lines} == set(LINES)
    for account in accounts:
        for sentence in explain(account, language):  # type: ignore[arg-type]
            assert "{" not in sentence, sentence
            assert sentence.endswith("。" if language == "zh" else "."), sentence


@given(st.one_of(terms(TIME_MOST), terms(DAY_MOST), terms(DAY_MOST, Direction.BEFORE)))
def test_no_account_leaves_a_place_unfilled(drawn: Terms) -> None:
    found = derive(drawn, CN)
    for sentence in explain(found, "zh") + explain(found, "en"):
        assert "{" not in sentence
        assert "None" not in sentence


def test_both_languages_say_the_same_things() -> None:
    for code, text in LINES.items():
        places = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (text.zh, text.en)]
        assert places[0] == places[1], code
        assert not re.search(r"[,;()]|[a-z]", re.sub(r"\{\w+\}", "", text.zh)), code


def test_a_suspension_that_changes_nothing_is_said_to_change_nothing() -> None:
    told = derive(ONE_EACH[2], CN)
    assert "suspended_outside" in [line.code for line in told.lines]
    assert told.due == derive(_clock(12, TimeKind.WORK_HOUR, NIGHT), CN).due


def test_months_and_weekdays_are_named() -> None:
    told = explain(derive(_clock(1, TimeKind.URGENT_MINUTE, datetime(2021, 12, 26, 9, 5, 7, tzinfo=CHINA)), CN), "en")
    assert told[0] == "Started: Sun 26 December 2021, 09:05:07."
    assert told[1] == "Time limit: 1 minute without a break."
