"""A clock ahead of a date: what would be late the moment it begins is refused, with the first date that works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bihuan.core.clocks import Direction
from bihuan.core.commands import Raise
from bihuan.core.programme import Clock, Taking
from bihuan.core.refusals import Refusal
from tests.core.tiny_parts import clock
from tests.core.tiny_walk import AMEI, DISTRICT, TINY, Walk, programme

AHEAD = clock("ahead", "7 calendar_day", at_field="at", direction=Direction.BEFORE, in_time=True)


def planned(now: datetime, event: datetime, notice: Clock = AHEAD) -> tuple[Walk, Refusal | None]:
    """The tiny case raised with a date that a clock must end before."""
    tell = TINY.steps["tell"]
    takes = (*tell.takes, Taking(field="at", required=False))
    begun = replace(tell, takes=takes, moves={"done": replace(tell.moves["done"], starts=("ahead",))})
    rules = programme(clocks={**TINY.clocks, "ahead": notice}, steps={**TINY.steps, "tell": begun})
    walk = Walk(programme=rules, now=now)
    told = Raise(case="k1", number="T-1", programme="tiny", step="tell", by=AMEI, words={"words": "停电"},
                 values={"kind": "lane", "area": "c1", "at": event.isoformat()})  # fmt: skip
    found = walk.ask(told)
    return walk, found if isinstance(found, Refusal) else None


@pytest.mark.parametrize("minutes", range(0, 28 * 24 * 60, 7 * 60 + 13))
def test_a_clock_that_would_begin_late_is_refused_with_a_date_that_works(minutes: int) -> None:
    """Seven days back from a working day may be a day off, and then the day before it: no fixed distance is enough."""
    now = datetime(2021, 4, 20, 1, 30, tzinfo=UTC)  # The days off of May lie within the month that follows.
    event = now + timedelta(minutes=minutes)
    late, _ = planned(now, event, replace(AHEAD, in_time=False))
    walk, refusal = planned(now, event)
    assert (refusal is not None) == (late.it.clocks["ahead"].due < now)
    if refusal is None:
        assert walk.it.clocks["ahead"].due >= now
        return
    assert refusal.code == "begun-too-late" and walk.case is None
    works = str(refusal.detail["works"])
    assert works in refusal.hint("zh") and works in refusal.hint("en")
    moved = datetime.strptime(works, "%Y-%m-%d %H:%M").replace(tzinfo=DISTRICT.zone)
    assert planned(now, moved)[1] is None
    assert planned(now, moved - timedelta(days=1))[1] is not None, "the first of them"
