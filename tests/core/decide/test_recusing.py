"""A unit that a case turns out to be about loses its part, whatever step says so and wherever the case stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bihuan.core import programme as p
from bihuan.core.access import view
from bihuan.core.events import RoundBegan
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import TaskState, Verb
from tests.core.tiny import OPEN, TINY
from tests.core.tiny_parts import step
from tests.core.tiny_walk import AMEI, CHEN, LAO_ZHOU, LIN, XIAO_WU, Walk, answered, at_work, looked_at, sent

NAMING = replace(
    TINY,
    steps={**TINY.steps, "name": step("name", Verb.SUPPLEMENT, "desk", OPEN, takes="about")},
    recusal=p.Move(to="ready", continues=("promise",)),
)


def disputed(**more: p.Programme) -> Walk:
    return sent(**more).take("give_back", CHEN)


@pytest.mark.parametrize("stands", [sent, at_work, disputed, looked_at])
def test_the_unit_in_charge_loses_the_case_at_once(stands: Callable[..., Walk]) -> None:
    """Wherever the case stands before it is closed; its clocks end with its part, the promise runs on."""
    walk = stands(programme=NAMING).take("name", LAO_ZHOU, values={"about": "fire"})
    assert walk.it.stage == "ready" and walk.it.lead is None
    assert {task.state for task in walk.it.tasks.values() if task.unit == "fire"} == {TaskState.REVOKED}
    assert walk.it.clocks["promise"].running
    assert not any(one.running for one in walk.it.clocks.values() if one.task == "t1")
    assert isinstance(view(CHEN, walk.it, NAMING, walk.context.places), Refusal)
    assert walk.refused("say", CHEN, words={"result": "我们解释一下"}) == "recused"
    assert walk.refused("send", LAO_ZHOU, arguments={"unit": "fire"}) == "recused"
    walk.take("send", LAO_ZHOU, arguments={"unit": "roads"}, words={"reason": "回避"})
    assert walk.it.lead is not None and walk.it.lead.unit == "roads"


def test_work_that_was_finished_begins_anew_with_another_unit() -> None:
    walk = looked_at(programme=NAMING).take("name", LAO_ZHOU, values={"about": "fire"})
    walk.take("send", LAO_ZHOU, arguments={"unit": "roads"}, words={"reason": "回避"})
    assert [one.cause for one in walk.events[-1].effects if isinstance(one, RoundBegan)] == ["redispatch"]


def test_who_assists_loses_only_that() -> None:
    """Roads assist; the case stays where it is and with whom it is."""
    walk = at_work(programme=NAMING).take("name", LAO_ZHOU, values={"about": "roads"})
    assert walk.it.stage == "work" and walk.it.lead is not None and walk.it.lead.unit == "fire"
    assert walk.it.tasks["t2"].state is TaskState.REVOKED
    assert walk.refused("say", LIN, words={"result": "x"}) == "recused"


def test_what_it_asked_for_is_not_granted() -> None:
    walk = at_work(programme=NAMING)
    walk.take("more_time", CHEN, words={"reason": "远"}, arguments={"amount": "2 work_day"})
    walk.take("name", LAO_ZHOU, values={"about": "fire"})
    assert walk.it.requests == {} and "granted:extension" not in walk.it.counts


def test_a_closed_case_keeps_it_and_a_reopening_gives_it_to_nobody_accused() -> None:
    """Named after the close the unit keeps what it did; when the case comes back, it is not theirs to do again."""
    walk = answered(programme=NAMING).take("name", LAO_ZHOU, values={"about": "fire"})
    assert walk.it.stage == "asked" and walk.it.tasks["t1"].state is TaskState.FINISHED
    walk.take("answer", AMEI, "yes").take("again", AMEI)
    assert walk.it.stage == "ready" and walk.it.lead is None and walk.it.clocks["promise"].running
    assert not any(one.running and one.task == "t1" for one in walk.it.clocks.values())


def test_another_unit_than_the_one_named_keeps_its_work() -> None:
    walk = looked_at(programme=NAMING).take("name", LAO_ZHOU, values={"about": "street"})
    assert walk.it.stage == "looked"
    walk.take("look", XIAO_WU, "yes")
