"""An outcome can want a field that the step may else go without; a clock can be kept by a deed alone; what is known as
a case is raised is asked of nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bihuan.core import programme as p
from bihuan.core.access import confidential
from bihuan.core.notices import Channel
from bihuan.core.verbs import Verb
from tests.core.tiny import TINY
from tests.core.tiny_parts import text
from tests.core.tiny_walk import CHEN, XIAO_WU, Walk, at_work, programme, sent, with_step

CHECK = next(one for one in TINY.steps.values() if one.verb is Verb.CHECK and "eye" in one.by)


def asking() -> p.Programme:
    """The tiny programme, whose check says why not."""
    moves = {**CHECK.moves, "no": replace(CHECK.moves["no"], needs=("result",))}
    takes = (p.Taking(field="result", required=False),)
    return with_step(replace(CHECK, moves=moves, takes=takes, photos=0))


def done(programme_: p.Programme) -> Walk:
    walk = at_work(programme=programme_)
    return walk.take("finish", CHEN, words={"result": "清了"}, photos=("a",))


def test_a_no_of_the_check_needs_its_opinion_and_a_yes_does_not() -> None:
    walk = done(asking())
    assert walk.refused(CHECK.id, XIAO_WU, "no") == "field-missing"
    assert walk.refused(CHECK.id, XIAO_WU, "no", words={"result": " "}) == "field-missing"
    done(asking()).take(CHECK.id, XIAO_WU, "yes")
    walk.take(CHECK.id, XIAO_WU, "no", words={"result": "杂物还在"})


def kept_by_contact() -> p.Programme:
    return programme(clocks={**TINY.clocks, "handling": replace(TINY.clocks["handling"], kept_by=Verb.CONTACT)})


@pytest.mark.parametrize("outcome", [None, "reached", "missed"])
def test_a_clock_that_only_a_deed_keeps(outcome: str | None) -> None:
    """Finished in good time: kept after a contact or a recorded attempt, not kept without either."""
    walk = at_work(programme=kept_by_contact())
    if outcome is not None:
        step = next(one for one in TINY.steps.values() if one.verb is Verb.CONTACT)
        walk.take(step.id, CHEN, outcome)
    walk.take("finish", CHEN, words={"result": "清了"}, photos=("a",))
    state = next(one for one in walk.it.clocks.values() if one.name == "handling")
    assert not state.running and state.late is (outcome is None)


@pytest.mark.parametrize(("given", "left"), [({}, False), ({"phone": "13800000000"}, True)])
def test_whether_a_contact_was_left_is_worked_out(given: dict[str, str], left: bool) -> None:
    phone = p.Field(id="phone", title=text("phone"), type=p.FieldType.WORDS, identity=True, contact=Channel.SMS)
    known = p.Field(id="left", title=text("left"), type=p.FieldType.YES_NO)
    raise_ = replace(TINY.steps["tell"], takes=(*TINY.steps["tell"].takes, p.Taking(field="phone", required=False)))
    changed = programme(
        fields={**TINY.fields, "phone": phone, "left": known}, contact_field="left",
        steps={**TINY.steps, "tell": raise_},
    )  # fmt: skip
    assert Walk(programme=changed).tell(words={"words": "灯不亮", **given}).it.fields["left"] is left


def test_what_is_about_a_unit_is_confidential_before_anybody_calls_it_a_complaint() -> None:
    case = sent().it
    assert not confidential(case, TINY, {})
    assert confidential(replace(case, fields={**case.fields, "about": "fire"}), TINY, {})
