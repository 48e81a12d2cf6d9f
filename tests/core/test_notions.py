"""The notions that stand beside the loop: keys freed by a stage, children asked for their facts, duties that return."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bihuan.core import programme as p
from bihuan.core.decide import Other
from bihuan.core.events import ClockStarted, Released
from bihuan.core.expressions import parse
from bihuan.core.verbs import Party, TaskKind, Verb
from tests.core.tiny import TINY
from tests.core.tiny_parts import budget, clock, guard, step
from tests.core.tiny_walk import CHEN, DISTRICT, LAO_ZHOU, Walk, answered, at_work, programme, sent

DONE: dict[str, Any] = {"words": {"result": "清了"}, "photos": ("p1",)}


# ------------------------------------------------------------------------------------------------------ reservations
def reserving(release: tuple[str, ...]) -> p.Programme:
    held = p.Reservation(key=parse("kind"), source="kind", release=release)
    return programme(steps={**TINY.steps, "send": replace(TINY.steps["send"], reserves=(held,))})


def test_a_key_is_free_when_the_case_reaches_a_stage_that_frees_it() -> None:
    walk = sent(programme=reserving(("looked", "gone")))
    assert walk.it.reserved == {"lane"}
    walk.take("get", CHEN)
    assert walk.it.reserved == {"lane"}
    walk.take("finish", CHEN, **DONE)
    assert walk.it.reserved == frozenset()
    assert [effect.key for effect in walk.events[-1].effects if isinstance(effect, Released)] == ["lane"]


def test_a_key_without_such_a_stage_is_held_to_the_end_and_after() -> None:
    walk = answered(programme=reserving(()))
    assert walk.it.reserved == {"lane"}


def test_a_key_that_another_case_holds_is_not_freed_by_this_one() -> None:
    walk = sent(programme=reserving(("looked",)))
    assert walk.case is not None
    walk.case = replace(walk.case, reserved=frozenset({"other"}))
    walk.take("get", CHEN).take("finish", CHEN, **DONE)
    assert walk.it.reserved == {"other"}


# ---------------------------------------------------------------------------------------------------------- children
OPENING = step("open_cover", Verb.PROGRESS, "hand", "work", spawns="cover")
CLOSED = guard("covers", "not any(children where open)")
WEIGHED = guard("weighed", "sum(children.size) <= 5")


def with_covers(*guards: p.Guard) -> p.Programme:
    finish = replace(TINY.steps["finish"], guards=guards)
    return programme(steps={**TINY.steps, "open_cover": OPENING, "finish": finish})


def cover(id_: str, *, final: bool = False, size: int | None = None, of: str = "cover") -> Other:
    stage = "over" if final else "up"
    return Other(id=id_, number=f"C-{id_}", final=final, programme=of, stage=stage, facts={"size": size})


def among(walk: Walk, *others: Other) -> Walk:
    walk.context = replace(DISTRICT, others={one.id: one for one in others})
    return walk


def test_a_case_can_not_finish_while_a_child_is_open() -> None:
    walk = among(at_work(programme=with_covers(CLOSED)), cover("a"), cover("b"))
    walk.take("open_cover", CHEN, arguments={"child": "a"}).take("open_cover", CHEN, arguments={"child": "b"})
    assert walk.refused("finish", CHEN, **DONE) == "guard"
    assert among(walk, cover("a", final=True), cover("b")).refused("finish", CHEN, **DONE) == "guard"
    among(walk, cover("a", final=True), cover("b", final=True)).take("finish", CHEN, **DONE)


def test_facts_of_children_are_summed_as_they_stand() -> None:
    walk = among(at_work(programme=with_covers(WEIGHED)), cover("a", size=4), cover("b", size=2))
    walk.take("open_cover", CHEN, arguments={"child": "a"}).take("open_cover", CHEN, arguments={"child": "b"})
    assert walk.refused("finish", CHEN, **DONE) == "guard"
    among(walk, cover("a", size=4), cover("b", size=1)).take("finish", CHEN, **DONE)


def test_a_child_whose_record_is_gone_counts_as_open() -> None:
    walk = among(at_work(programme=with_covers(CLOSED)), cover("a"))
    walk.take("open_cover", CHEN, arguments={"child": "a"})
    assert among(walk).refused("finish", CHEN, **DONE) == "guard"


@pytest.mark.parametrize(
    ("child", "code"),
    [(None, "no-such-case"), ("nowhere", "no-such-case"), ("done", "no-such-case"), ("strange", "no-such-case")],
)
def test_only_an_open_case_of_the_right_programme_becomes_a_child(child: str | None, code: str) -> None:
    walk = among(at_work(programme=with_covers()), cover("done", final=True), cover("strange", of="other"))
    arguments = {} if child is None else {"child": child}
    assert walk.refused("open_cover", CHEN, arguments=arguments) == code


def test_a_child_is_taken_once() -> None:
    walk = among(at_work(programme=with_covers()), cover("a")).take("open_cover", CHEN, arguments={"child": "a"})
    assert walk.refused("open_cover", CHEN, arguments={"child": "a"}) == "already-done"


# ------------------------------------------------------------------------------------------------- duties that return
ROUNDS = replace(
    clock("rounds", "1 urgent_hour", owner=Party.HANDLER, tasks=frozenset({TaskKind.LEAD})),
    every=budget("2 urgent_hour"),
)
REPORTED = step("patrol", Verb.PROGRESS, "hand", "work", task=TaskKind.LEAD, stops=("rounds",))


def on_duty(**more: Any) -> Walk:
    get = TINY.steps["get"]
    begun = replace(get, moves={"done": replace(get.moves["done"], starts=("rounds",))})
    duty = programme(clocks={**TINY.clocks, "rounds": ROUNDS}, steps={**TINY.steps, "get": begun, "patrol": REPORTED})
    return at_work(programme=duty, **more)


def runs(walk: Walk) -> list[tuple[str, datetime, bool, bool]]:
    return [
        (id_, one.started_at, one.running, one.late) for id_, one in walk.it.clocks.items() if one.name == "rounds"
    ]


def test_a_duty_done_in_time_comes_again_when_its_period_is_over() -> None:
    walk = on_duty()
    start = walk.now
    walk.wait(minutes=40).take("patrol", CHEN)
    second = start + timedelta(hours=2)
    assert runs(walk) == [("rounds@t1", start, False, False), ("rounds@t1#2", second, True, False)]
    assert walk.it.clocks["rounds@t1#2"].due == second + timedelta(hours=1)
    walk.wait(hours=1, minutes=50).take("patrol", CHEN)
    assert runs(walk)[-1] == ("rounds@t1#3", start + timedelta(hours=4), True, False), "no drift"


def test_a_duty_that_nobody_did_is_late_and_comes_again() -> None:
    walk = on_duty()
    start = walk.now
    walk.wait(hours=9).lapse("rounds@t1")
    assert runs(walk) == [("rounds@t1", start, False, True), ("rounds@t1#2", start + timedelta(hours=2), True, False)]
    for number in (2, 3, 4):
        walk.lapse(f"rounds@t1#{number}")
    found = runs(walk)
    assert [late for *_, late in found] == [True, True, True, True, False], "each period that passed is one"
    assert found[-1][1] == start + timedelta(hours=8)


def test_the_end_of_the_task_or_the_case_ends_the_series() -> None:
    walk = on_duty().take("give_up", CHEN).take("say_end", LAO_ZHOU, "granted")
    assert walk.it.final
    assert [id_ for id_, _, running, _ in runs(walk) if running] == []
    assert not any(isinstance(effect, ClockStarted) for effect in walk.events[-1].effects)
