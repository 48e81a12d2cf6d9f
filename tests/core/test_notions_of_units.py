"""What a unit does of itself: a case it keeps, a strike-off after its work, a turn that begins at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bihuan.core import programme as p
from bihuan.core.verbs import Party, TaskKind, TaskState, Verb
from tests.core.tiny import TINY
from tests.core.tiny_parts import clock, guard, step
from tests.core.tiny_walk import AMEI, BOSS, CHEN, LAO_ZHOU, LIN, Walk, looked_at, programme

DONE: dict[str, Any] = {"words": {"result": "清了"}, "photos": ("p1",)}


# ------------------------------------------------------------------------------------------------------ a case kept
def keeping() -> p.Programme:
    tell = replace(TINY.steps["tell"], keeps=True)
    moves = {"done": replace(tell.moves["done"], to="work", starts=("promise", "handling"))}
    return programme(steps={**TINY.steps, "tell": replace(tell, moves=moves)})


def test_what_a_unit_raises_for_itself_is_its_own_task_and_signed_for() -> None:
    walk = Walk(programme=keeping()).tell(CHEN)
    [task] = walk.it.tasks.values()
    assert (task.unit, task.kind, task.state, task.rule) == ("fire", TaskKind.LEAD, TaskState.SIGNED, "kept")
    assert "handling@t1" in walk.it.clocks, "the clocks of its task run"
    assert walk.refused("finish", LIN, **DONE) == "out-of-scope", "and of no other unit"
    walk.take("finish", CHEN, **DONE)


def test_nobody_judges_what_their_unit_keeps() -> None:
    walk = Walk(programme=keeping()).tell(CHEN).take("finish", CHEN, **DONE)
    eye = replace(CHEN, account="second", posts=(replace(CHEN.posts[0], duty="eye"),))
    assert walk.refused("look", eye, "yes") == "own-work"


def test_whoever_stands_for_no_unit_keeps_nothing() -> None:
    walk = Walk(programme=keeping()).tell(AMEI)
    assert walk.it.tasks == {}


# ------------------------------------------------------------------------------------- a strike-off after the work
def striking() -> p.Programme:
    strike = replace(TINY.steps["strike"], from_=("looked",))
    say = replace(TINY.steps["say_strike"], from_=("looked",))
    return programme(steps={**TINY.steps, "strike": strike, "say_strike": say})


def test_a_unit_applies_for_a_strike_off_when_its_work_is_done() -> None:
    walk = looked_at(programme=striking()).take("strike", CHEN)
    assert walk.refused("say_strike", CHEN, "granted") == "role-not-allowed", "it does not grant it to itself"
    assert walk.refused("strike", CHEN) == "request-pending"
    walk.take("say_strike", BOSS, "granted")
    assert walk.it.requests == {}


# --------------------------------------------------------------------------------------- a turn that has its moment
TURN = p.Field(id="turn", title=TINY.fields["on"].title, type=p.FieldType.INTERVAL)
START = datetime(2021, 3, 1, 12, tzinfo=UTC)
INTERVAL = f"{START.isoformat()}/{(START + timedelta(hours=6)).isoformat()}"
THERE = "minutes(turn - span(max(moments where verb == 'sign', at), now)) == 0 or reason_given"


def turn() -> p.Programme:
    signing = clock("signing_in", "15 urgent_minute", owner=Party.HANDLER, at_field="turn")
    tell = TINY.steps["tell"]
    asked = replace(
        tell,
        takes=(*tell.takes, p.Taking(field="turn", required=True)),
        moves={"done": replace(tell.moves["done"], starts=("signing_in", "answer"))},
    )
    over = step("over", Verb.FINISH, "hand", "work", task=TaskKind.LEAD, to="looked", guards=(guard("gap", THERE),))
    changed = programme(
        fields={**TINY.fields, "turn": TURN},
        clocks={**TINY.clocks, "signing_in": signing},
        steps={**TINY.steps, "tell": asked, "over": over},
    )
    return changed


def signed_in(at: datetime) -> Walk:
    values = {"kind": "lane", "area": "c1", "turn": INTERVAL}
    walk = Walk(programme=turn()).tell(values=values).take("take_in", LAO_ZHOU).take("send", LAO_ZHOU)
    walk.now = at
    return walk.take("get", CHEN)


def test_a_clock_starts_where_an_interval_begins() -> None:
    state = signed_in(START).it.clocks["signing_in"]
    assert (state.started_at, state.due) == (START, START + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("came", "left", "whole"), [(0, 360, True), (-9, 400, True), (40, 360, False), (0, 359, False)]
)
def test_minutes_that_nobody_was_there_are_counted(came: int, left: int, whole: bool) -> None:
    walk = signed_in(START + timedelta(minutes=came))
    walk.now = START + timedelta(minutes=left)
    if whole:
        walk.take("over", CHEN)
        return
    assert walk.refused("over", CHEN) == "guard"
    walk.take("over", CHEN, words={"reason": "途中被困"})
