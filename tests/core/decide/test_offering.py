"""What is offered agrees with what `decide` then says: compared at every state of random walks, for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bihuan.core.commands import Person
from bihuan.core.decide.offering import NOBODYS, offers
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from tests.core.tiny import TINY
from tests.core.tiny_parts import budget
from tests.core.tiny_walk import (
    AMEI,
    AREAS,
    CHEN,
    DISTRICT,
    LAO_ZHOU,
    NOON,
    Walk,
    answered,
    at_work,
    sent,
    with_step,
)
from tests.loop.walker import Walker

OF_THE_FORM = {
    "field-missing", "field-invalid", "field-unknown", "reason-needed", "no-route", "no-such-unit", "no-such-case",
    "evidence-missing", "guard", "extension-too-long", "self-link", "recused", "reserved", "already-done",
}  # fmt: skip
"""What a filled-in form may still be refused for although the step is open."""


def people(walker: Walker) -> list[Person]:
    return [one for held in walker.people.values() for one in held if not one.system]


def answers(walker: Walker, step: Step, who: Person, chance: Random) -> set[str]:
    """What `decide` says to forms filled in at random: codes of refusals, and `yes`."""
    found = set()
    for _ in range(3):
        for outcome in step.moves:
            said = walker.ask(walker.candidate(chance, step, who, outcome))
            found.add(said.code if isinstance(said, Refusal) else "yes")
    return found


def disagreements(walker: Walker, chance: Random) -> list[tuple[str, str, str]]:
    assert walker.case is not None
    found = []
    for who in people(walker):
        offered = {one.step.id: one for one in offers(walker.case, who, TINY, DISTRICT, walker.now)}
        for step in TINY.steps.values():
            if step.verb in NOBODYS or step.history:
                continue
            said, one = answers(walker, step, who, chance), offered.get(step.id)
            if one is not None and one.open:
                if not said & {"yes", *OF_THE_FORM}:
                    found.append((who.account, step.id, f"offered, but {said}"))
            elif "yes" in said:
                found.append((who.account, step.id, f"not offered ({one and one.refusal}), but it can be done"))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_what_is_offered_is_what_decide_allows(seed: int) -> None:
    chance = Random(seed)
    walker = Walker(programme=TINY, context=DISTRICT, now=NOON, units=["fire", "roads", "c1"], areas=list(AREAS))
    for _ in range(14):
        possible = walker.enabled(chance, moving=chance.random() < 0.4)
        if possible:
            walker.carry_out(chance.choice(possible)[1])
        walker.now += timedelta(minutes=chance.choice((1, 30, 600)))
        if walker.case is not None:
            assert disagreements(walker, chance) == []


def test_a_stranger_is_offered_nothing() -> None:
    assert offers(at_work().it, Person(account="nobody"), TINY, DISTRICT, NOON) == ()


def test_the_catalogue_is_named_with_the_step_that_dispatches() -> None:
    walk = Walk().tell(values={"area": "c1"}).take("take_in", LAO_ZHOU, values={"kind": "lane", "area": "c1"})
    found = [one for one in offers(walk.it, LAO_ZHOU, TINY, DISTRICT, walk.now) if one.suggestion is not None]
    assert [one.open for one in found] == [True]


def test_why_not_is_said_for_what_is_theirs_but_not_now() -> None:
    walk = at_work()
    closed = {one.step.id: one.refusal.code for one in offers(walk.it, CHEN, TINY, DISTRICT, walk.now) if one.refusal}
    assert closed["get"] == "already-done" and closed["go_on"] == "already-done"


def code_of(walk: Walk, who: Person, step: str) -> str:
    """Why the step can't be taken now, by the offer and by `decide` alike; empty if it can."""
    one = next(one for one in offers(walk.it, who, TINY, DISTRICT, walk.now) if one.step.id == step)
    said = one.refusal.code if one.refusal else ""
    if said:
        assert walk.refused(step, who) == said
    return said


def test_a_window_that_is_over_is_no_way_out() -> None:
    walk = sent()
    assert code_of(walk, CHEN, "give_back") == ""
    assert code_of(walk.wait(days=30), CHEN, "give_back") == "window-closed"


def test_what_can_be_done_once_is_offered_once() -> None:
    walk = answered()
    walk.take(next(step.id for step in TINY.steps_from(walk.it.stage) if step.verb is Verb.CONFIRM), AMEI, "yes")
    rated = next(step for step in TINY.steps.values() if step.verb is Verb.RATE)
    assert code_of(walk, AMEI, rated.id) == ""
    walk.take(rated.id, AMEI, arguments={"score": 4})
    assert code_of(walk, AMEI, rated.id) == "too-many"


@pytest.mark.parametrize("amount", ["1 urgent_hour", "1 work_day", ""])
def test_what_counts_another_way_can_t_be_longer_whatever_is_asked(amount: str) -> None:
    """A limit of days and an allowance in hours: no amount would do, so the answer says that, and no form opens."""
    hours = replace(TINY.steps["more_time"], most=budget("5 urgent_hour"))
    walk = at_work(programme=with_step(hours))
    found = walk.try_("more_time", CHEN, arguments={"amount": amount})
    assert isinstance(found, Refusal) and found.code == "not-extendable"
    assert "5 working days" in found.message("en") and "5 hours" in found.message("en")
    offered = {one.step.id: one for one in offers(walk.it, CHEN, walk.programme, DISTRICT, walk.now)}
    refusal = offered["more_time"].refusal
    assert refusal is not None and refusal.code == "not-extendable"
