"""Deadlines against a second way of reckoning: minute by minute, day by day (`clock_oracle`)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bihuan.core.clocks import (
    Budget,
    Direction,
    Ends,
    Spent,
    Suspension,
    Terms,
    TimeKind,
    derive,
    due_of,
    elapsed,
    occurrences,
    remaining,
)
from tests.core import clock_oracle as oracle
from tests.core.calendar_cn import CN, HOURS, calendar_cn
from tests.core.clock_strategies import DAY_MOST, TIME_MOST, moments, suspensions, terms

ALL_MOST = TIME_MOST | DAY_MOST


@settings(max_examples=150)
@given(terms(TIME_MOST))
def test_time_clocks_agree_with_a_walk_by_minutes(drawn: Terms) -> None:
    assert derive(drawn, CN).due == oracle.due(drawn)


@settings(max_examples=150)
@given(terms(DAY_MOST))
def test_day_clocks_agree_with_a_walk_by_days(drawn: Terms) -> None:
    assert derive(drawn, CN).due == oracle.due(drawn)


@settings(max_examples=60)
@example(Terms(clock="handling", budget=Budget(5, TimeKind.WORK_DAY), started_at=datetime(2021, 3, 1, tzinfo=UTC)), 60)
@given(terms(ALL_MOST, open_ended=False), st.integers(0, 24 * 60))
def test_a_due_time_that_is_remembered_is_the_one_that_is_derived(drawn: Terms, minutes: int) -> None:
    """`due_of` keeps ends of periods in the calendar: much that differs in one thing only is asked of one calendar."""
    calendar = replace(CN)
    plain = replace(drawn, extensions=(), suspensions=())
    asked = [
        replace(plain, budget=budget, started_at=at, direction=direction, ends=ends)
        for budget in (drawn.budget, Budget(1, drawn.kind), Budget(1, TimeKind.WORK_DAY))
        for at in (drawn.started_at, drawn.started_at + timedelta(minutes=minutes))
        for direction in Direction
        for ends in Ends
    ]
    for one in (*asked, drawn, *asked):
        derived = derive(one, CN)
        assert due_of(one, calendar) == (derived.due, derived.provisional)


@settings(max_examples=80)
@given(terms(ALL_MOST, Direction.BEFORE))
def test_clocks_before_a_date_agree_with_a_walk_back(drawn: Terms) -> None:
    assert derive(drawn, CN).due == oracle.due(drawn)


@given(terms(ALL_MOST), st.integers(0, 15 * 24 * 60))
def test_elapsed_agrees_with_the_walk(drawn: Terms, minutes: int) -> None:
    until = drawn.started_at + timedelta(minutes=minutes)
    if drawn.kind in TIME_MOST:
        assert elapsed(drawn, CN, until) == Spent(oracle.counted_minutes(drawn, until), "minute")
    else:
        assert elapsed(drawn, CN, until) == Spent(oracle.counted_days(drawn, until), "day")


@given(terms(ALL_MOST), st.integers(0, 30 * 24 * 60))
def test_something_is_left_exactly_until_due(drawn: Terms, minutes: int) -> None:
    due = derive(drawn, CN).due
    until = drawn.started_at + timedelta(minutes=minutes)
    assert (remaining(drawn, CN, until).amount > 0) == (due is None or until < due)
    if due is not None:
        assert remaining(drawn, CN, due).amount == 0
        assert remaining(drawn, CN, due + timedelta(days=40)).amount <= 0


@given(terms(TIME_MOST, open_ended=False), st.integers(0, 9 * 24 * 60))
def test_used_and_left_make_the_whole_budget(drawn: Terms, minutes: int) -> None:
    until = drawn.started_at + timedelta(minutes=minutes)
    both = elapsed(drawn, CN, until).amount + remaining(drawn, CN, until).amount
    due = derive(drawn, CN).due
    assert due is not None
    if until <= due:
        assert both == drawn.size // 60_000_000


@given(terms(ALL_MOST), st.integers(1, 20))
def test_more_budget_is_never_due_earlier(drawn: Terms, more: int) -> None:
    shorter = derive(drawn, CN).due
    longer = derive(replace(drawn, extensions=(*drawn.extensions, Budget(more, drawn.kind))), CN).due
    assert longer is None or (shorter is not None and shorter <= longer)


@given(st.data())
def test_more_suspension_is_never_due_earlier(data: st.DataObject) -> None:
    drawn = data.draw(terms(ALL_MOST))
    further = data.draw(suspensions(drawn.started_at))
    shorter = derive(drawn, CN).due
    longer = derive(replace(drawn, suspensions=drawn.suspensions + further), CN).due
    assert longer is None or (shorter is not None and shorter <= longer)


@given(terms(ALL_MOST))
def test_a_suspension_counts_once_however_often_it_is_listed(drawn: Terms) -> None:
    twice = replace(drawn, suspensions=drawn.suspensions + drawn.suspensions[::-1])
    assert derive(twice, CN).due == derive(drawn, CN).due


@given(terms(ALL_MOST))
def test_a_suspension_after_the_due_time_changes_nothing(drawn: Terms) -> None:
    due = derive(drawn, CN).due
    if due is not None:
        late = Suspension(due, None, "补正", "")
        assert derive(replace(drawn, suspensions=(*drawn.suspensions, late)), CN).due == due


@given(terms(ALL_MOST), st.integers(0, 20 * 24 * 60))
def test_a_standing_clock_tells_its_due_time_if_resumed(drawn: Terms, minutes: int) -> None:
    as_of = drawn.started_at + timedelta(minutes=minutes)
    told = derive(drawn, CN, as_of=as_of)
    ended = [replace(stood, end=stood.end or max(as_of, stood.start)) for stood in drawn.suspensions]
    assert (told.due or told.if_resumed) == derive(replace(drawn, suspensions=tuple(ended)), CN).due


@given(moments(), st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]))
def test_the_zone_in_which_a_moment_is_written_does_not_matter(start: datetime, zone: str) -> None:
    drawn = Terms(clock="handling", budget=Budget(5, TimeKind.WORK_DAY), started_at=start)
    assert derive(replace(drawn, started_at=start.astimezone(ZoneInfo(zone))), CN) == derive(drawn, CN)


@given(st.sampled_from([(k, n) for k, n in ALL_MOST.items()]), moments(), st.data())
def test_periods_end_where_clocks_of_their_multiples_do(
    kind_most: tuple[TimeKind, int], first: datetime, data: st.DataObject
) -> None:
    kind, most = kind_most
    period = Budget(data.draw(st.integers(max(1, most // 3), most)), kind)
    multiples = [
        derive(Terms(clock="duty", budget=Budget(period.amount * n, kind), started_at=first), CN).due for n in (1, 2, 3)
    ]
    last = multiples[-1]
    assert last is not None
    assert list(occurrences(period, first, CN, last)) == sorted({due for due in multiples if due})


@pytest.mark.parametrize("start", [datetime(2021, 3, 27, 12, tzinfo=UTC), datetime(2021, 10, 30, 12, tzinfo=UTC)])
def test_urgent_hours_are_real_hours_when_the_wall_clock_jumps(start: datetime) -> None:
    berlin = calendar_cn(zone="Europe/Berlin")
    urgent = Terms(clock="handling", budget=Budget(24, TimeKind.URGENT_HOUR), started_at=start)
    assert derive(urgent, berlin).due == start + timedelta(hours=24)


def test_day_clocks_follow_the_wall_clock_when_it_jumps() -> None:
    berlin = calendar_cn(HOURS[:1], "Europe/Berlin")
    start = datetime(2023, 3, 24, 12, tzinfo=ZoneInfo("Europe/Berlin"))  # Summer time begins on the 26th.
    day = Terms(clock="handling", budget=Budget(1, TimeKind.WORK_DAY), started_at=start)
    hours = Terms(clock="handling", budget=Budget(7, TimeKind.WORK_HOUR), started_at=start)
    assert derive(day, berlin).due == datetime(2023, 3, 27, 17, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert derive(hours, berlin).due == datetime(2023, 3, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))
