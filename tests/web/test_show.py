"""Presenters: bars that hide nothing, periods that cannot be read. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.arguments import REASON
from bihuan.core.commands import Area
from bihuan.core.decide import Context
from bihuan.core.programme import Field, FieldType
from bihuan.core.text import LANGUAGES, Text
from bihuan.web.show.case import case_view, value_text
from bihuan.web.show.dates import due_text, period
from bihuan.web.show.desk import heading
from bihuan.web.show.figures import LEAST, bar
from bihuan.web.show.inputs import areas
from bihuan.web.show.ledger import between
from bihuan.web.show.securing import browser_of
from tests.core.test_standing_in import DEPUTY, SEATED
from tests.core.tiny import TINY
from tests.core.tiny_walk import AMEI, CHEN, DISTRICT, LAO_ZHOU, NOON, Walk, answered, at_work, sent

AREAS = {
    "east-2": Area(id="east-2", title=Text("东二社区", "East 2"), parent="east"),
    "all": Area(id="all", title=Text("全区", "Zone"), parent=None),
    "east": Area(id="east", title=Text("东街", "East Street"), parent="all"),
    "west": Area(id="west", title=Text("西街", "West Street"), parent="all"),
    "east-1": Area(id="east-1", title=Text("东一社区", "East 1"), parent="east"),
    "park": Area(id="park", title=Text("公园", "Park"), parent="all"),
    "west-1": Area(id="west-1", title=Text("西一社区", "West 1"), parent="west"),
    "lone": Area(id="lone", title=Text("飞地", "Exclave"), parent=None),
}


def test_areas_are_offered_street_by_street_and_the_whole_comes_last() -> None:
    groups = [(group.title, [code for code, _ in group.choices]) for group in areas(AREAS, "zh")]
    assert groups == [
        ("", ["lone"]), ("全区", ["park"]), ("东街", ["east", "east-2", "east-1"]), ("西街", ["west", "west-1"]),
        ("", ["all"]),
    ]  # fmt: skip
    assert "说不清" in areas(AREAS, "zh")[-1].choices[0][1] and "don't know" in areas(AREAS, "en")[-1].choices[0][1]
    assert sorted(code for _, codes in groups for code in codes) == sorted(AREAS), "each once"


def test_a_ledger_says_in_words_from_when_until_when() -> None:
    first, last = "2026-01-01", "2026-02-01"
    found = [between(*days) for days in (("", ""), (first, ""), ("", last), (first, last))]
    assert [one.zh for one in found] == ["全部日期", "2026-01-01 起", "截至 2026-02-01", "2026-01-01 至 2026-02-01"]
    assert not any("…" in one.zh + one.en for one in found)


ZONE = ZoneInfo("Asia/Shanghai")
COUNTS = st.integers(0, 20_000)


def share(width: str) -> float:
    return float(width.rstrip("%"))


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_a_bar_shows_every_part_that_exists_and_none_that_does_not(a: int, b: int, c: int, d: int) -> None:
    drawn = bar(a, b, c, d)
    for cases, width in ((a, drawn.counted), (b, drawn.rest), (c, drawn.unknown)):
        assert (share(width) > 0) == (cases > 0)
        if cases:
            assert share(width) == pytest.approx(100 * cases / (a + b + c + d), abs=3 * LEAST)
    assert share(drawn.rest_from) == share(drawn.counted)
    assert share(drawn.unknown_from) == pytest.approx(share(drawn.counted) + share(drawn.rest), abs=0.02)
    assert share(drawn.unknown_from) + share(drawn.unknown) <= 100.02


@pytest.mark.parametrize("typed", [("2026-13-01", ""), ("gestern", ""), ("2026-03-02", "2026-03-01"), ("", "９")])
def test_a_period_that_cannot_be_read_is_said_and_open(typed: tuple[str, str]) -> None:
    read = period(*typed)
    assert (read.since, read.until) == (None, None)
    assert read.wrong is not None and read.wrong.zh and read.wrong.en


def test_a_period_has_its_days() -> None:
    assert (period("2026-03-01", "").since, period("2026-03-01", "").wrong) == (date(2026, 3, 1), None)


def test_the_end_of_a_day_is_24_00_of_that_day() -> None:
    midnight = datetime(2026, 3, 5, 16, 0, tzinfo=UTC)
    assert due_text(midnight, ZONE, "zh") == "2026年3月5日（周四）24:00"
    assert due_text(midnight, ZONE, "en") == "Thu 5 March 2026, 24:00"
    assert due_text(datetime(2026, 3, 5, 9, 59, 59, tzinfo=UTC), ZONE, "zh") == "2026年3月5日（周四）17:59"


def test_a_session_names_its_browser_and_system() -> None:
    said = {
        "Mozilla/5.0 (Windows NT 10.0; x64) Chrome/130.0 Safari/537.36 Edg/130.0": "Edge · Windows",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0": "WeChat · iPhone",
        "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36": "Chrome · Android",
        "curl/8.1": "curl/8.1",
        "": "",
    }
    for agent, expected in said.items():
        found = browser_of(agent)
        assert (found if isinstance(found, str) else found.en) == expected


def test_days_and_moments_among_the_facts_are_written_as_people_write_them() -> None:
    """And in the district's zone, whatever zone they were typed in."""
    context = Context(zone=ZONE, calendars={}, dictionaries={}, units={}, areas={})
    begins, ends = "2026-12-13T00:00:00+00:00", "2026-12-13T18:30:00+08:00"
    facts = {FieldType.INSTANT: begins, FieldType.INTERVAL: f"{begins}/{ends}", FieldType.DATE: "2026-12-13"}
    said = {
        (kind, language): value_text(Field(id="at", title=Text("时间", "Time"), type=kind), value, context, language)
        for kind, value in facts.items()
        for language in LANGUAGES
    }
    assert said[FieldType.INSTANT, "en"] == "Sun 13 December 2026, 08:00"
    assert said[FieldType.INTERVAL, "en"] == "Sun 13 December 2026, 08:00 – Sun 13 December 2026, 18:30"
    assert said[FieldType.DATE, "zh"] == "2026年12月13日"
    assert said[FieldType.INTERVAL, "zh"] == "2026年12月13日（周日）08:00 – 2026年12月13日（周日）18:30"


def test_who_stands_in_is_named_as_long_as_it_waits_for_them() -> None:
    about = replace(Walk().tell().it, fields={"about": "fire"})
    seen = case_view(about, (), SEATED, DISTRICT, NOON, "en")
    assert seen.stand_in == f"the {DEPUTY.title.en}"
    assert case_view(replace(about, fields={}), (), SEATED, DISTRICT, NOON, "en").stand_in is None
    assert case_view(replace(about, final=True), (), SEATED, DISTRICT, NOON, "en").stand_in is None


def way(walk: Walk) -> list[tuple[str, str, bool]]:
    seen = case_view(walk.it, tuple(walk.events), walk.programme, DISTRICT, NOON, "en")
    return [(mark.title, mark.state, mark.day is not None) for mark in seen.path]


def test_a_case_that_was_cut_short_shows_what_it_reached_and_then_its_end() -> None:
    """No later name of the way: nobody came that far."""
    end, begun = (TINY.stages["gone"].title.en, "end", True), (TINY.outward["open"].en, "done", True)
    short = [
        Walk().tell().take("back_out", AMEI),
        sent().take("back_out", AMEI),
        Walk().tell().take("refuse", LAO_ZHOU, words={"result": "此处不收"}),
        Walk().tell().take("pass_on", LAO_ZHOU),
        at_work().take("give_up", CHEN, arguments={"reason": "不属实"}).take("say_end", LAO_ZHOU, "granted"),
    ]
    assert [way(one) for one in short] == [[begun, end]] * len(short)
    refused = at_work().take("give_up", CHEN, arguments={"reason": "不属实"}).take("say_end", LAO_ZHOU, "refused")
    assert way(refused) == [(TINY.outward["open"].en, "here", True), (TINY.outward["over"].en, "ahead", False)]
    whole = answered().take("answer", AMEI, "yes").wait(days=16).lapse("reopening")
    assert way(whole) == [begun, (TINY.outward["over"].en, "done", True)], "the whole way was gone"


def test_at_the_desk_a_reason_is_not_read_as_part_of_the_message() -> None:
    name, field = next((name, one) for name, one in TINY.fields.items() if one.private)
    assert heading(name, TINY, "zh") == field.title.zh
    assert (heading(REASON, TINY, "zh"), heading(REASON, TINY, "en")) == ("理由", "Reason")
    assert heading("none", TINY, "zh") == ""
