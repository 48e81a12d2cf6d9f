"""Of two steps with one verb, the one that a guard refuses whatever is typed is not offered, and it is said why."""

from __future__ import annotations

from dataclasses import replace

from bihuan.core import programme as p
from bihuan.core.decide.offering import offers
from bihuan.core.verbs import Verb
from tests.core.tiny import TINY
from tests.core.tiny_parts import guard
from tests.core.tiny_walk import LAO_ZHOU, XIAO_WU, looked_at

CLOSE = TINY.steps["close"]


def closing(**guards: str) -> dict[str, str | None]:
    """Each way to close with what refuses it, on a case of the kind `lane`."""
    ways = {name: replace(CLOSE, id=name, guards=(guard(name, source),)) for name, source in guards.items()}
    programme: p.Programme = replace(TINY, steps={**TINY.steps, **ways, "close": replace(CLOSE, from_=("asked",))})
    walk = looked_at(programme=programme).take("look", XIAO_WU, "yes")
    found = offers(walk.it, LAO_ZHOU, programme, walk.context, walk.now, {Verb.CLOSE})
    return {one.step.id: one.refusal and one.refusal.code for one in found}


def test_a_trap_beside_the_right_way_is_closed() -> None:
    assert closing(one="kind == 'lane'", other="kind != 'lane'") == {"one": None, "other": "guard"}


def test_what_the_form_decides_and_the_only_way_stay_open() -> None:
    assert closing(one="kind != 'lane'") == {"one": None}, "its guard is told when it is tried, with the way out"
    assert closing(one="kind == 'lane'", other="photos > 0") == {"one": None, "other": None}
