"""Clocks at a date field: a day is kept until it ends, a moment until that moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from bihuan.core.clocks import derive
from tests.core.calendar_cn import CN
from tests.core.tiny_walk import TINY, Walk, programme


def test_a_field_that_names_a_day_keeps_until_it_ends_and_one_that_names_a_moment_until_then() -> None:
    by_day, by_moment = TINY.clocks["until"], replace(TINY.clocks["until"], id="hour", at_field="at")
    opening = TINY.steps["tell"]
    begun = replace(opening, moves={"done": replace(opening.moves["done"], starts=("until", "hour"))})
    changed = programme(clocks={**TINY.clocks, "hour": by_moment}, steps={**TINY.steps, "tell": begun})
    at = datetime(2021, 7, 30, 5, 30, tzinfo=UTC)
    walk = Walk(programme=changed).tell(values={"kind": "lane", "area": "c1", "on": "2021-07-30", "at": at.isoformat()})
    day, hour = walk.it.clocks["until"], walk.it.clocks["hour"]
    assert by_day.at_field == "on" and day.due.date() == date(2021, 7, 30) and day.due != at
    assert hour.due == at
    assert derive(hour.terms(), CN).due == at, "the stored fact gives the same again"
