"""Who has a case at each stage of the small programme, and that a notice to whoever has it is ordered to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bihuan.core.events import NoticeOrdered
from bihuan.core.holding import HOLDER, LEAD, holder_title, holders
from bihuan.core.programme import Move, Telling
from bihuan.core.text import Text
from tests.core.tiny import TINY
from tests.core.tiny_walk import AMEI, Walk, answered, at_work, looked_at, sent, with_step

HAS_IT = {
    "new": ("desk",),
    "ready": ("desk",),
    "given": (LEAD,),
    "argued": ("boss",),
    "work": (LEAD,),
    "looked": ("eye", "local_eye"),
    "shut": ("desk",),
    "asked": ("desk",),  # It waits for the citizen; the centre answers for it meanwhile.
    "redial": ("eye",),
    "done": ("desk",),
}


@pytest.mark.parametrize(("stage", "has_it"), HAS_IT.items())
def test_who_has_a_case_is_whom_its_stage_waits_for(stage: str, has_it: tuple[str, ...]) -> None:
    assert holders(TINY, stage, led=True) == has_it


def test_without_a_unit_in_charge_no_unit_has_it() -> None:
    assert holders(TINY, "work", led=False) == ("desk",)


def test_a_programme_without_a_centre_has_nobody_to_answer_for_it() -> None:
    roles = {name: one for name, one in TINY.roles.items() if name != "desk"}
    alone = replace(TINY, roles={**roles, "desk": replace(TINY.roles["desk"], duty="")})
    assert holders(alone, "asked", led=True) == ()


def test_the_unit_is_called_by_its_title_and_a_role_by_its_own() -> None:
    unit = Text("路灯所", "Lamps")
    assert holder_title(TINY, "work", unit) == unit
    assert holder_title(TINY, "new", None) == Text(TINY.roles["desk"].title.zh, "the desk")
    assert holder_title(TINY, "looked", unit).en == "the eye, the local_eye"


HURRIED = replace(
    with_step(replace(TINY.steps["hurry"], moves={"done": Move(tells=("hurried",))})),
    tellings={**TINY.tellings, "hurried": Telling(id="hurried", to=HOLDER, text=Text("催", "Hurry"))},
)


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        (lambda: Walk(programme=HURRIED).tell(), ("desk",)),
        (lambda: sent(programme=HURRIED), (LEAD,)),
        (lambda: at_work(programme=HURRIED), (LEAD,)),
        (lambda: looked_at(programme=HURRIED), ("eye", "local_eye")),
        (lambda: answered(programme=HURRIED), ("desk",)),
    ],
)
def test_a_notice_to_whoever_has_it_names_them_in_the_fact(stands: Callable[[], Walk], told: tuple[str, ...]) -> None:
    walk = stands().take("hurry", AMEI)
    assert tuple(one.to for one in walk.events[-1].effects if isinstance(one, NoticeOrdered)) == told


def test_of_a_case_that_moves_on_who_gets_it_is_told_and_of_one_that_ends_who_had_it() -> None:
    """A no of the reporter sends it to whoever gives it again, not to the unit before; a withdrawal tells the unit."""
    answer, back_out = TINY.steps["answer"], TINY.steps["back_out"]
    moves = {**answer.moves, "no": replace(answer.moves["no"], tells=("hurried",))}
    ends = {"done": replace(back_out.moves["done"], tells=("hurried",))}
    steps = {**TINY.steps, "answer": replace(answer, moves=moves), "back_out": replace(back_out, moves=ends)}
    telling = replace(HURRIED, steps=steps)
    walk = answered(programme=telling).take("answer", AMEI, "no")
    assert [one.to for one in walk.events[-1].effects if isinstance(one, NoticeOrdered)] == ["desk"]
    walk = at_work(programme=telling).take("back_out", AMEI)
    assert [one.to for one in walk.events[-1].effects if isinstance(one, NoticeOrdered)] == [LEAD]
