"""Whoever is named for duty, stands in or is written down as away is told of it, on both engines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app import duty
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.duty import Kind, Span
from bihuan.app.notices import managing, planned
from bihuan.app.notices.gateways import Gateways, read_gateways
from bihuan.app.notices.reading import counts, inbox, lines
from bihuan.app.notices.sending import book_of, tell
from bihuan.core.commands import Person
from bihuan.core.notices import Channel, Delivery
from bihuan.store import notices
from tests.app.test_duty import CHEN, LIU, WANG, asked, district

__all__ = ["district"]


@pytest.fixture
def gateways(tmp_path: Path) -> Gateways:
    return read_gateways("", {}, tmp_path)


def told(district: District, gateways: Gateways, person: Person) -> Sequence[str]:
    tell(district, gateways, district.door.clock())
    return [one.text for one in inbox(district, person, "zh")]


def test_who_is_named_for_tonight_is_told_and_who_named_them_is_not(district: District, gateways: Gateways) -> None:
    span = duty.plan(district, CHEN, asked(district, Kind.SHIFT, "liu"))
    assert isinstance(span, Span)
    (text,) = told(district, gateways, LIU)
    unit = district.places().units["municipal"].title.zh
    assert "由您在" in text and unit in text and "{" not in text and "None" not in text
    assert told(district, gateways, CHEN) == [] and told(district, gateways, WANG) == []
    (english,) = inbox(district, LIU, "en")
    assert english.text.startswith("You are on duty at") and english.new
    assert managing.mark_read(district, "liu", [inbox(district, LIU, "zh")[0].id]) == 1
    assert duty.withdraw(district, CHEN, span.id)
    assert sorted(told(district, gateways, LIU)) == sorted(["取消：" + text, text])
    assert tell(district, gateways, district.door.clock()).idle, "once"


def test_who_names_oneself_is_told_nothing(district: District, gateways: Gateways) -> None:
    assert isinstance(duty.plan(district, LIU, asked(district, Kind.SHIFT, "liu")), Span)
    assert told(district, gateways, LIU) == []


def test_a_substitute_is_told_and_so_is_whoever_others_write_down_as_away(
    district: District, gateways: Gateways
) -> None:
    assert isinstance(duty.plan(district, CHEN, asked(district, Kind.LEAVE, "chen", substitute="liu")), Span)
    (text,) = told(district, gateways, LIU)
    assert "chen不在" in text and "替班" in text
    assert told(district, gateways, CHEN) == []
    assert isinstance(duty.plan(district, LIU, asked(district, Kind.LEAVE, "chen", substitute="liu")), Span)
    (text,) = told(district, gateways, CHEN)
    assert "给您记了请假" in text and "替班：liu" in text


def test_what_was_taken_back_before_anybody_was_told_is_not_told_as_planned(
    district: District, gateways: Gateways
) -> None:
    span = duty.plan(district, CHEN, asked(district, Kind.SHIFT, "liu"))
    assert isinstance(span, Span) and duty.withdraw(district, CHEN, span.id)
    (text,) = told(district, gateways, LIU)
    assert text.startswith("取消：")


def test_quiet_hours_hold_unless_the_duty_begins_in_them(district: District, gateways: Gateways) -> None:
    clock = district.door.clock
    assert isinstance(clock, VirtualClock)
    late = clock().replace(hour=15, minute=0) + timedelta(days=1)  # 23:00 in the district
    clock.move_to(late)
    soon = duty.plan(district, CHEN, asked(district, Kind.SHIFT, "liu", begins=late + timedelta(hours=1),
                                           ends=late + timedelta(hours=8)))  # fmt: skip
    later = duty.plan(district, CHEN, asked(district, Kind.SHIFT, "liu", begins=late + timedelta(hours=30),
                                            ends=late + timedelta(hours=38)))  # fmt: skip
    assert isinstance(soon, Span) and isinstance(later, Span)
    with district.door.look(district.id) as (session, ground):
        book = book_of(session, district, ground, gateways)
        new = notices.waiting(session, district.id, clock(), 10)
        due = {}
        for one in new:
            plan = planned.read(session, district, one)
            assert plan is not None
            due[plan.span.id] = {way.due for way in planned.ways(one, plan, book, clock())}
    assert due[soon.id] == {late}
    assert due[later.id] == {late + timedelta(hours=9)}, "eight in the morning"


def test_the_house_sees_how_they_went_and_no_name(district: District, gateways: Gateways) -> None:
    duty.plan(district, CHEN, asked(district, Kind.SHIFT, "liu"))
    tell(district, gateways, district.door.clock())
    assert counts(district)[Channel.INAPP, Delivery.WAITING] == 1
    (line,) = lines(district, Delivery.WAITING)
    assert (line.number, line.title.zh, line.raiser) == ("", "值班", False)
