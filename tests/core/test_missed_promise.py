"""A promise that only a deed keeps and that was not kept stays broken, whatever becomes of its deadline."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import programme as p
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from tests.core import naive
from tests.core.tiny import TINY
from tests.core.tiny_walk import CHEN, LAO_ZHOU, XIAO_WU, Walk, at_work, programme, with_step

KEPT = {"promise": str(Verb.CONTACT)}


def kept_by_contact() -> p.Programme:
    """The tiny programme: the promise ends with the finishing and runs on when the check says no, and only a contact
    keeps it; more time may be asked for again after that."""
    finish, look, more = (TINY.steps[name] for name in ("finish", "look", "more_time"))
    done, no = finish.moves["done"], look.moves["no"]
    steps = {
        "finish": replace(finish, moves={"done": replace(done, stops=(*done.stops, "promise"))}),
        "look": replace(look, moves={**look.moves, "no": replace(no, continues=("promise",))}),
        "more_time": replace(more, clock="rework"),
    }
    clocks = {**TINY.clocks, "promise": replace(TINY.clocks["promise"], kept_by=Verb.CONTACT)}
    return programme(steps={**with_step(finish).steps, **steps}, clocks=clocks)


def sent_back(contacted: bool, days: int) -> Walk:
    """Finished after some days, with a word to the one who raised it or without; the check sends it back."""
    walk = at_work(programme=kept_by_contact()).wait(days=days)
    if contacted:
        walk.take(next(one.id for one in TINY.steps.values() if one.verb is Verb.CONTACT), CHEN, "reached")
    walk.take("finish", CHEN, words={"result": "清了"}, photos=("p1",))
    return walk.take("look", XIAO_WU, "no")


@given(contacted=st.booleans(), days=st.integers(0, 40), grants=st.lists(st.integers(1, 5), min_size=1, max_size=3))
def test_no_grant_mends_what_was_never_done(contacted: bool, days: int, grants: list[int]) -> None:
    """Late is what was not done and what was past its time, before the grants and after them."""
    walk = sent_back(contacted, days)
    before = walk.it.clocks["promise"]
    assert before.running and before.missed is not contacted
    extended = 0
    for amount in grants:
        asked = walk.try_("more_time", CHEN, words={"reason": "远"}, arguments={"amount": f"{amount} work_day"})
        if isinstance(asked, Refusal):
            break
        walk.take("say_time", LAO_ZHOU, "granted")
        extended += 1
    after = walk.it.clocks["promise"]
    assert extended
    # A promise whose time is over takes no extension; one that was only not kept does.
    assert len(after.extensions) == (0 if walk.now > before.due else extended)
    assert after.missed is not contacted
    assert after.late is (before.late if contacted else True)
    assert naive.of_case(walk.it, {event.step for event in walk.events}) == naive.summary(
        naive.stored(walk.events), KEPT
    )
