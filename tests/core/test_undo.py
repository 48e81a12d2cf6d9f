"""Taking the last step back: the case stands as before, no fact is gone, and who is late or overtaken is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core import events as e
from bihuan.core.case import Case, fold
from bihuan.core.clocks import Budget
from bihuan.core.commands import Take
from bihuan.core.decide.offering import offers
from bihuan.core.decide.undoing import length
from bihuan.core.indicators import facts_of
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from tests.core import naive
from tests.core.tiny import TINY
from tests.core.tiny_walk import (
    AMEI,
    CHEN,
    DISTRICT,
    LAO_ZHOU,
    LIN,
    NOON,
    UNITS,
    XIAO_WU,
    ZONE,
    Walk,
    at_work,
    looked_at,
    sent,
    with_step,
)
from tests.loop.walker import Walker

UNDO = "oops"
OWN = ("n", "counts", "moments", "worked", "undone")
"""What a case that took a step back has of its own: facts were added, and somebody worked on it."""


def matters(case: Case) -> dict[str, Any]:
    """Everything of a case that a step can move."""
    kept = {name: getattr(case, name) for name in Case.__dataclass_fields__ if name not in OWN}
    ours = (f"step:{UNDO}", f"verb:{Verb.CORRECT}")
    counts = {name: times for name, times in case.counts.items() if not name.startswith(ours)}
    return {**kept, "counts": counts, "moments": {k: v for k, v in case.moments.items() if not k.startswith("correct")}}


def stood(walk: Walk, act: Callable[[Walk], object]) -> None:
    """An act and its taking back leave the case as it was."""
    before = walk.it
    act(walk)
    assert matters(walk.it) != matters(before)
    walk.wait(seconds=30)
    walk.take(UNDO, CHEN)
    assert matters(walk.it) == matters(before)
    assert facts_of(walk.it, ZONE) == facts_of(before, ZONE)
    history = naive.stored(walk.events)
    assert naive.of_case(walk.it, {event["step"] for event in history}) == naive.summary(history)
    assert walk.it.undone == (walk.it.n - 2,)
    assert fold(walk.events) == walk.it


ACTS: dict[str, tuple[Callable[[], Walk], Callable[[Walk], object]]] = {
    "sign": (sent, lambda w: w.take("get", CHEN)),
    "return": (sent, lambda w: w.take("give_back", CHEN)),
    "contact": (at_work, lambda w: w.take("phone", CHEN, "reached")),
    "progress": (at_work, lambda w: w.take("say", CHEN)),
    "extension": (at_work, lambda w: w.take("more_time", CHEN, arguments={"amount": "2 work_day"})),
    "standstill": (at_work, lambda w: w.take("stop_time", CHEN, arguments={"reason": "hearing"})),
    "finish": (at_work, lambda w: w.take("finish", CHEN, words={"result": "清了"}, photos=("p1",))),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_case_stands_as_it_did(act: str) -> None:
    start, does = ACTS[act]
    stood(start(), does)


def test_a_clock_that_stood_still_stands_still_again() -> None:
    walk = at_work().take("stop_time", CHEN, arguments={"reason": "hearing"}).take("say_stop", LAO_ZHOU, "granted")
    walk.wait(days=2)
    assert any(clock.suspended for clock in walk.it.clocks.values())
    stood(walk, lambda w: w.take("finish", CHEN, words={"result": "清了"}, photos=("p1",)))


def test_a_deadline_that_was_missed_is_missed_no_more_once_the_finish_is_taken_back() -> None:
    walk = at_work().wait(days=30)
    stood(walk, lambda w: w.take("finish", CHEN, words={"result": "清了"}, photos=("p1",)))
    assert not any(clock.late for clock in walk.it.clocks.values())


def test_what_was_done_twice_counts_once() -> None:
    walk = at_work().take("phone", CHEN, "reached").wait(minutes=5)
    first = walk.it.moments["contact:reached"]
    walk.take("phone", CHEN, "reached").take(UNDO, CHEN)
    assert walk.it.moments["contact:reached"] == first
    assert walk.it.counts["verb:contact"] == 1
    assert "contacted" in next(iter(walk.it.tasks.values())).marks


def test_no_fact_is_removed() -> None:
    walk = looked_at()
    facts = list(walk.events)
    walk.take(UNDO, CHEN)
    assert walk.events[:-1] == facts
    assert walk.events[-2].step == "finish" and walk.events[-2].words == ("result",)


def test_a_minute_is_a_minute() -> None:
    walk = looked_at()
    assert walk.wait(seconds=60).try_(UNDO, CHEN) and walk.it.stage == "work"
    walk = looked_at().wait(seconds=60, microseconds=1)
    assert walk.refused(UNDO, CHEN) == "undo-late"


def test_only_the_one_who_took_it() -> None:
    colleague = replace(CHEN, account="chens-colleague")
    assert looked_at().refused(UNDO, colleague) == "undo-overtaken"
    assert looked_at().refused(UNDO, LAO_ZHOU) == "role-not-allowed"


def test_not_after_somebody_else_acted() -> None:
    walk = looked_at().take("add", AMEI, words={"words": "又堵上了"})
    assert walk.refused(UNDO, CHEN) == "undo-overtaken"
    walk = at_work().take("phone", CHEN, "reached").take("say", XIAO_WU)
    assert walk.refused(UNDO, CHEN) == "undo-overtaken"


def test_not_after_a_clock_acted() -> None:
    walk = sent().wait(hours=7).take("say", LIN)
    walk.lapse("signing@t1")
    assert walk.refused(UNDO, LIN) == "undo-overtaken"


def test_once_is_once() -> None:
    walk = looked_at().take(UNDO, CHEN)
    assert walk.refused(UNDO, CHEN) == "nothing-to-undo"


def test_it_can_be_done_again_and_taken_back_again() -> None:
    walk = looked_at().take(UNDO, CHEN)
    walk.take("finish", CHEN, words={"result": "这次清了"}, photos=("p2",)).take(UNDO, CHEN)
    assert walk.it.undone == (walk.it.n - 4, walk.it.n - 2) and walk.it.stage == "work"
    walk.take("finish", CHEN, words={"result": "这次清了"}, photos=("p2",))
    assert walk.it.stage == "looked" and walk.it.counts["verb:finish"] == 1


def test_what_others_were_given_stays_given() -> None:
    walk = at_work().take("whistle", CHEN, arguments={"units": ("street",)})
    assert walk.refused(UNDO, CHEN) == "nothing-to-undo"


def test_whoever_took_it_back_has_still_worked_on_it() -> None:
    """Nobody gets to judge a case by having taken the own work back."""
    walk = sent().take("get", CHEN).take(UNDO, CHEN)
    assert {"chen", "fire"} <= walk.it.worked


def test_its_notices_wait_as_long() -> None:
    step = replace(TINY.steps["finish"], moves={"done": replace(TINY.steps["finish"].moves["done"], tells=("sent",))})
    walk = at_work(programme=with_step(step))
    walk.take("finish", CHEN, words={"result": "清了"}, photos=("p1",))
    (told,) = [effect for effect in walk.events[-1].effects if isinstance(effect, e.NoticeOrdered)]
    assert told.held == walk.now + timedelta(minutes=1)
    sending = next(event for event in walk.events if event.step == "send")
    assert [x.held for x in sending.effects if isinstance(x, e.NoticeOrdered)] == [None], "what can't be taken back"


def test_it_is_offered_while_it_is_possible() -> None:
    walk = looked_at()

    def offered() -> bool:
        context = replace(walk.context, stream=lambda: walk.events)
        return any(one.step.id == UNDO and one.open for one in offers(walk.it, CHEN, TINY, context, walk.now))

    assert offered()
    walk.wait(seconds=61)
    assert not offered()


def test_a_correction_that_names_no_step_takes_nothing_back() -> None:
    walk = at_work().take("fix", LAO_ZHOU, values={"size": 3})
    assert walk.it.counts["correction"] == 1 and walk.it.fields["size"] == 3 and walk.it.undone == ()


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_after_any_history_a_step_taken_back_leaves_what_was(seed: int) -> None:
    draw = Random(seed)
    walker = Walker(TINY, DISTRICT, NOON, [unit for unit in UNITS if unit not in ("centre", "old")], ["c1", "c2", "s"])
    for _ in range(25):
        walker.now += timedelta(minutes=draw.choice([2, 30, 600, 3000]))
        able = walker.enabled(draw)
        lasting = [one for one in able if not any(getattr(effect, "final", False) for effect in one[1][0].effects)]
        if not lasting:
            break
        step, events = draw.choice(lasting)
        before = walker.case
        walker.carry_out(events)
        if before is None or step.id not in TINY.steps[UNDO].undoes or events[0].by.party != "handler":
            continue
        by = next(p for people in walker.people.values() for p in people if p.account == events[0].by.account)
        back = walker.ask(Take(case="k", step=UNDO, by=by))
        assert not isinstance(back, Refusal), back
        walker.carry_out(back)
        assert walker.case is not None
        assert matters(walker.case) == matters(before)


def test_a_minute_of_the_pack_is_a_minute_of_the_wall() -> None:
    minute = Budget.parse("1 urgent_minute")
    assert isinstance(minute, Budget) and length(minute) == timedelta(minutes=1)
