"""What moves a deadline and what never does: extension, standstill, exemption, lapse, a calendar that changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bihuan.core.calendars import Calendar
from bihuan.core.clocks import derive
from bihuan.core.commands import Lapse, Reproject
from bihuan.core.events import ClockReprojected
from bihuan.core.programme import Limit
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import REQUESTS, RequestKind
from tests.core.calendar_cn import CN, HOURS
from tests.core.tiny_parts import budget, clock
from tests.core.tiny_walk import (
    AMEI,
    BOSS,
    CHEN,
    DISTRICT,
    LAO_ZHOU,
    TINY,
    XIAO_WU,
    Walk,
    answered,
    at_work,
    looked_at,
    programme,
    sent,
)

DONE = {"words": {"result": "清了"}, "photos": ("p1",)}
LATE = {"days": 20}


def asked(amount: str = "2 work_day") -> Walk:
    return at_work().take("more_time", CHEN, arguments={"amount": amount})


def test_an_extension_is_asked_for_decided_and_then_counts() -> None:
    walk = asked()
    handling, promise = walk.it.clocks["handling@t1"], walk.it.clocks["promise"]
    assert walk.refused("more_time", CHEN, arguments={"amount": "1 work_day"}) == "request-pending"
    walk.take("say_time", LAO_ZHOU, "granted")
    assert walk.it.clocks["handling@t1"].due - handling.due == timedelta(days=2)
    assert walk.it.clocks["promise"].due - promise.due == timedelta(days=2)
    assert walk.it.requests == {}
    assert walk.refused("say_time", LAO_ZHOU, "granted") == "no-request"


def test_a_request_and_a_clock_are_called_by_their_names() -> None:
    found = asked().try_("more_time", CHEN, arguments={"amount": "1 work_day"})
    assert isinstance(found, Refusal)
    assert found.message("zh") == "已有一份“延期”申请正在等待决定。"
    assert found.detail["kind"] == REQUESTS[RequestKind.EXTENSION]
    found = at_work().try_("forgive", CHEN)
    assert isinstance(found, Refusal)
    assert "某handling" in found.message("zh")


def test_a_refused_extension_moves_nothing() -> None:
    walk = asked()
    before = walk.it.clocks
    assert walk.take("say_time", LAO_ZHOU, "refused").it.clocks == before


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("11 work_day", "extension-too-long"),
        ("0 work_day", "field-invalid"),
        ("1 month", "field-invalid"),
        ("2 days", "field-invalid"),
        ("", "field-missing"),
        ("9999999999 work_day", "field-invalid"),
    ],
)
def test_an_extension_has_a_size(amount: str, said: str) -> None:
    assert at_work().refused("more_time", CHEN, arguments={"amount": amount}) == said


def test_an_extension_is_asked_for_in_time() -> None:
    assert at_work().wait(**LATE).refused("more_time", CHEN, arguments={"amount": "1 work_day"}) == "overdue"


def test_only_granted_extensions_are_counted() -> None:
    walk, more = at_work(), {"arguments": {"amount": "1 work_day"}}
    for outcome in ("refused", "granted", "refused", "granted"):
        walk.take("more_time", CHEN, **more).take("say_time", LAO_ZHOU, outcome)
    assert walk.refused("more_time", CHEN, **more) == "too-many"


@pytest.mark.parametrize("swept", [False, True])
def test_lateness_does_not_depend_on_when_the_sweep_runs(swept: bool) -> None:
    """Asked for in time, granted after the deadline: the same in the books, whether or not the clock lapsed between."""
    walk = asked("10 work_day").wait(days=8)
    if swept:
        walk.lapse("handling@t1")
        assert walk.it.clocks["handling@t1"].late
    walk.take("say_time", LAO_ZHOU, "granted")
    state = walk.it.clocks["handling@t1"]
    assert (state.late, state.lapsed) == (False, False)
    walk.take("finish", CHEN, **DONE)
    assert not walk.it.clocks["handling@t1"].late


def test_an_extension_too_short_to_help_leaves_it_late() -> None:
    walk = asked("1 work_day").wait(days=15).lapse("handling@t1").take("say_time", LAO_ZHOU, "granted")
    assert walk.it.clocks["handling@t1"].late


def test_a_broken_promise_is_not_mended_by_an_extension() -> None:
    walk = asked("10 work_day").wait(days=25)
    before = walk.it.clocks["promise"]
    assert walk.now > before.due
    walk.take("say_time", LAO_ZHOU, "granted")
    assert walk.it.clocks["promise"] == before


def standing() -> Walk:
    walk = at_work().wait(days=1).take("stop_time", CHEN, arguments={"reason": "expertise"})
    return walk.take("say_stop", LAO_ZHOU, "granted")


@pytest.mark.parametrize("reason", ["holiday", 7])
def test_time_stands_only_for_a_lawful_reason(reason: object) -> None:
    assert at_work().refused("stop_time", CHEN, arguments={"reason": reason}) == "field-invalid"
    assert at_work().refused("stop_time", CHEN, arguments={"reason": ""}) == "field-missing"


def test_a_standstill_is_taken_out_once_however_often_it_is_granted() -> None:
    walk = standing()
    stood = walk.it.clocks["handling@t1"]
    assert stood.suspended
    assert stood.suspensions[-1].basis == "law of expertise"
    walk.wait(hours=1).take("stop_time", CHEN, arguments={"reason": "hearing"}).take("say_stop", LAO_ZHOU, "granted")
    assert len(walk.it.clocks["handling@t1"].suspensions) == 1
    walk.wait(days=13, hours=23).take("go_on", CHEN)
    after = walk.it.clocks["handling@t1"]
    # Eleven working days are touched by the standstill and none of them counts: 8 March becomes 23 March.
    assert (after.suspended, after.due - stood.due) == (False, timedelta(days=15))
    assert not walk.it.clocks["standing"].running
    assert walk.refused("go_on", CHEN) == "already-done"


def test_a_standing_clock_does_not_lapse_and_is_not_late() -> None:
    walk = standing().wait(days=60)
    found = walk.ask(Lapse(case="k1", clock="handling@t1"))
    assert isinstance(found, Refusal)
    assert found.code == "clock-not-running"
    assert walk.refused("forgive", CHEN) == "clock-not-running"
    assert walk.refused("more_time", CHEN, arguments={"amount": "1 work_day"}) == "clock-not-running"
    walk.take("finish", CHEN, **DONE)
    assert not walk.it.clocks["handling@t1"].late


def test_a_standstill_ends_by_itself() -> None:
    walk = standing().wait(days=366).lapse("standing")
    assert not walk.it.clocks["handling@t1"].suspended
    assert not walk.it.clocks["promise"].suspended


def test_an_exemption_leaves_the_late_fact() -> None:
    walk = at_work()
    assert walk.refused("forgive", CHEN) == "clock-not-running"
    walk.wait(**LATE).lapse("handling@t1").take("forgive", CHEN).take("say_forgive", BOSS, "granted")
    for _ in range(2):
        state = walk.it.clocks["handling@t1"]
        assert (state.late, state.exempted) == (True, True)
        if state.running:
            walk.take("finish", CHEN, **DONE)


@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_an_end_is_asked_for_and_decided(outcome: str) -> None:
    walk = at_work().take("give_up", CHEN).take("say_end", LAO_ZHOU, outcome)
    assert (walk.it.stage, walk.it.outcome) == (("gone", "terminated") if outcome == "granted" else ("work", None))
    assert RequestKind.TERMINATION not in walk.it.requests


def test_a_clock_lapses_once_and_only_when_it_is_over() -> None:
    walk = sent()
    for moment, said in ((walk.it.clocks["signing@t1"].due, "not-due"), (datetime(2021, 4, 1, tzinfo=UTC), None)):
        walk.now = moment
        found = walk.ask(Lapse(case="k1", clock="signing@t1"))
        assert (found.code if isinstance(found, Refusal) else None) == said
    state = walk.it.clocks["signing@t1"]
    assert (state.lapsed, state.late, state.running) == (True, True, True)
    for name, said in (("signing@t1", "already-done"), ("answer", "clock-not-running"), ("never", "clock-not-running")):
        found = walk.ask(Lapse(case="k1", clock=name))
        assert isinstance(found, Refusal)
        assert found.code == said


def test_a_lapse_after_the_case_moved_on_only_records_that_time_ended() -> None:
    walk = sent().take("get", CHEN).take("finish", CHEN, **DONE).take("look", XIAO_WU, "yes").wait(days=9)
    walk.lapse("signing@t2")
    assert (walk.it.stage, walk.events[-1].step, str(walk.events[-1].verb)) == ("shut", "lapse", "lapse")


def test_late_is_after_the_deadline_and_stays() -> None:
    for extra, late in ((timedelta(0), False), (timedelta(microseconds=1), True)):
        walk = at_work()
        walk.now = walk.it.clocks["handling@t1"].due + extra
        walk.take("finish", CHEN, **DONE)
        assert walk.it.clocks["handling@t1"].late is late


def test_a_promise_broken_once_stays_broken_when_the_case_comes_back() -> None:
    walk = looked_at().take("look", XIAO_WU, "yes").wait(days=30).take("close", LAO_ZHOU).take("answer", AMEI, "no")
    assert walk.it.clocks["promise"].running
    assert walk.it.clocks["promise"].late


# ---------------------------------------------------------------------------------------------------- the calendar


def with_calendar(walk: Walk, calendar: Calendar) -> Walk:
    walk.context = replace(DISTRICT, calendars={"cn": calendar})
    return walk


def test_a_holiday_declared_later_moves_the_deadline_and_says_why() -> None:
    walk = at_work()
    before = walk.it.clocks["handling@t1"].due
    plan = CN.years[2021]
    off = replace(plan, off=plan.off | {date(2021, 3, 3)})
    with_calendar(walk, Calendar("cn", "2026-b", CN.zone, HOURS, {**CN.years, 2021: off}))
    found = walk.ask(Reproject(case="k1", reason="国务院通知"))
    assert not isinstance(found, Refusal)
    state = walk.it.clocks["handling@t1"]
    assert (state.due - before, state.calendar_edition) == (timedelta(days=1), "2026-b")
    moved = [effect for effect in found[0].effects if isinstance(effect, ClockReprojected)]
    assert {effect.reason for effect in moved} == {"国务院通知"}
    assert walk.ask(Reproject(case="k1", reason="again")) == ()
    for clock_ in walk.it.clocks.values():
        if clock_.running:
            assert clock_.due == derive(clock_.terms(), walk.context.calendars["cn"]).due


def test_a_changed_rule_moves_what_runs_only_when_asked_to() -> None:
    walk = at_work()
    walk.programme = programme(
        clocks={**TINY.clocks, "promise": replace(clock("promise", "20 work_day"), limits=_renamed("promise-limit"))}
    )
    assert walk.ask(Reproject(case="k1", reason="新规定")) == ()
    walk.ask(Reproject(case="k1", reason="新规定", rules=True))
    assert walk.it.clocks["promise"].budget == budget("20 work_day")
    assert walk.it.clocks["promise"].due == derive(walk.it.clocks["promise"].terms(), CN).due


def _renamed(id_: str) -> tuple[Limit, ...]:
    return tuple(replace(limit, id=id_) for limit in clock("promise", "20 work_day").limits)


def test_a_year_without_a_calendar_makes_it_provisional_and_the_plan_settles_it() -> None:
    walk = Walk(now=datetime(2026, 12, 28, 2, 0, tzinfo=UTC)).tell()
    guess = walk.it.clocks["promise"]
    assert guess.provisional
    assert not walk.it.clocks["answer"].provisional
    plan = replace(CN.years[2026], year=2027, off=frozenset({date(2027, 1, 1)}), work=frozenset())
    with_calendar(walk, Calendar("cn", "2027", CN.zone, HOURS, {**CN.years, 2027: plan}))
    walk.ask(Reproject(case="k1", reason="2027年安排公布"))
    sure = walk.it.clocks["promise"]
    assert (sure.provisional, sure.due - guess.due) == (False, timedelta(days=1))


def test_a_deadline_moved_away_takes_back_a_lapse() -> None:
    walk = sent().wait(days=9).lapse("handling@t1")
    plan = CN.years[2021]
    week = frozenset(date(2021, 3, day) for day in range(2, 20))
    with_calendar(walk, Calendar("cn", "x", CN.zone, HOURS, {**CN.years, 2021: replace(plan, off=plan.off | week)}))
    walk.ask(Reproject(case="k1", reason="停工"))
    state = walk.it.clocks["handling@t1"]
    assert (state.late, state.lapsed) == (False, False)


def test_nothing_ends_when_nobody_acts_on_a_confirmation() -> None:
    walk = answered().wait(days=4)
    assert walk.refused("again", AMEI) == "wrong-stage"
    assert walk.lapse("asking").it.stage == "redial"


def test_a_promise_that_runs_on_knows_the_calendar_of_today() -> None:
    walk = answered()
    week = frozenset(date(2021, 3, day) for day in range(8, 13))
    off = replace(CN.years[2021], off=CN.years[2021].off | week)
    with_calendar(walk, Calendar("cn", "x", CN.zone, HOURS, {**CN.years, 2021: off}))
    walk.ask(Reproject(case="k1", reason="停工"))
    before = walk.it.clocks["promise"].due
    walk.take("answer", AMEI, "no")
    assert walk.it.clocks["promise"].due - before == timedelta(days=7)
