"""One policy: nothing is allowed that isn't given, nobody judges the own work, whoever it is about stands aside."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import programme as p
from bihuan.core.access import Places, View, authorise, is_accused, view
from bihuan.core.case import Case
from bihuan.core.commands import SYSTEM, Person, Post
from bihuan.core.events import By
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import VERBS, Party
from tests.core.tiny import TINY
from tests.core.tiny_walk import (
    AMEI,
    AREAS,
    BOSS,
    CHEN,
    CHIEF,
    LAO_ZHOU,
    LIN,
    UNITS,
    XIAO_WU,
    Walk,
    answered,
    at_work,
    looked_at,
    person,
    sent,
)

PLACES = Places(units=UNITS, areas=AREAS)
NOBODY = Person(account="nobody")


def says(person_: Person, step: str, case: Case | None) -> str:
    """The role it may be taken in, or the code of the refusal."""
    found = authorise(person_, TINY.steps[step], case, TINY, PLACES)
    return found.role if isinstance(found, By) else found.code


def sees(person_: Person, case: Case) -> frozenset[str] | str:
    found = view(person_, case, TINY, PLACES)
    return found.sees if isinstance(found, View) else found.code


@pytest.mark.parametrize("step", TINY.steps)
def test_without_a_post_nothing_is_allowed(step: str) -> None:
    walk = at_work()
    case = None if step.startswith("tell") else walk.it
    assert says(NOBODY, step, case) == "role-not-allowed"
    assert walk.refused(step, NOBODY) in ("role-not-allowed", "no-such-step")


def test_without_a_post_nothing_is_shown() -> None:
    found = view(NOBODY, at_work().it, TINY, PLACES)
    assert isinstance(found, Refusal)
    assert found.code == "no-such-case"


@pytest.mark.parametrize(
    ("who", "step", "said"),
    [
        (LAO_ZHOU, "take_in", "desk"),
        (CHEN, "get", "hand"),
        (LIN, "get_help", "hand"),
        (person("hand", "street"), "get", "out-of-scope"),
        (person("hand", "c1"), "say", "out-of-scope"),
        (person("desk", "fire"), "look", "role-not-allowed"),
        (XIAO_WU, "look", "eye"),
        (BOSS, "look", "role-not-allowed"),
        (CHIEF, "press_more", "chief"),
        (BOSS, "press_more", "role-not-allowed"),
        (AMEI, "add", "citizen"),
        (Person(account="amei"), "add", "role-not-allowed"),
        (SYSTEM, "old_reply", "machine"),
        (Person(account="system"), "old_reply", "role-not-allowed"),
    ],
)
def test_who_may_do_what(who: Person, step: str, said: str) -> None:
    assert says(who, step, looked_at().it) == said


@pytest.mark.parametrize(
    ("unit", "areas", "place", "reached"),
    [
        ("street", "", "s", True),
        ("street", "", "c1", True),
        ("street", "", "s2", False),
        ("street", "", "zone", False),
        ("centre", "", "c2", True),
        ("c1", "", "c1", True),
        ("c1", "", "c2", False),
        ("street", "c2", "c2", True),
        ("street", "c2", "c1", False),
        ("street", "c2", "s", False),
        ("old", "", "c1", False),
        ("nowhere", "", "c1", False),
    ],
)
def test_an_area_reaches_what_lies_in_it(unit: str, areas: str, place: str, reached: bool) -> None:
    case = looked_at().it
    case = replace(case, fields={**case.fields, "area": place})
    who = person("local_eye", unit, areas=areas)
    assert says(who, "look", case) == ("local_eye" if reached else "out-of-scope")
    assert (sees(who, case) != "no-such-case") == reached


def test_a_case_without_a_place_is_in_no_area() -> None:
    walk = Walk().tell(values={"kind": "lane"})
    assert sees(person("local_eye", "centre"), walk.it) == "no-such-case"


def test_areas_that_lie_in_each_other_end_the_search() -> None:
    loop = {name: replace(AREAS["c1"], id=name, parent=other) for name, other in (("x", "y"), ("y", "x"))}
    case = replace(looked_at().it, fields={"area": "x"})
    found = authorise(person("local_eye", "street"), TINY.steps["look"], case, TINY, Places(units=UNITS, areas=loop))
    assert isinstance(found, Refusal)


def test_a_unit_reaches_what_it_has_and_no_longer_has() -> None:
    walk = sent()
    assert says(LIN, "say", walk.it) == "hand"
    walk.take("send", LAO_ZHOU, arguments={"unit": "street", "assist": ()}, words={"reason": "属地"})
    assert says(CHEN, "say", walk.it) == "out-of-scope"
    assert sees(CHEN, walk.it) == "no-such-case"


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (AMEI, {"words", "spot"}),
        (LAO_ZHOU, {"words", "spot"}),
        (CHEN, {"words", "spot", "result"}),
        (XIAO_WU, {"words", "result"}),
        (BOSS, {"words"}),
        (person("local_eye", "street"), {"result"}),
    ],
)
def test_the_mask_shows_what_the_roles_see_and_never_identity(who: Person, shown: set[str]) -> None:
    """The desk's role names `who`, which is identity: it stays hidden all the same."""
    assert sees(who, at_work().it) == shown


def test_the_mask_of_two_posts_is_what_both_see() -> None:
    both = Person(account="both", posts=(*BOSS.posts, *person("local_eye", "street").posts))
    found = view(both, at_work().it, TINY, PLACES)
    assert isinstance(found, View)
    assert set(found.roles) == {"boss", "local_eye"}
    assert found.sees == {"words", "result"}


def test_the_unit_it_is_about_stands_aside() -> None:
    case = replace(looked_at().it, fields={"about": "fire", "area": "c1"})
    assert says(CHEN, "say", case) == "recused"
    assert sees(CHEN, case) == "recused"
    many = Person(account="chen", posts=(*LAO_ZHOU.posts, *CHEN.posts), raiser=True)
    assert says(many, "say", case) == "recused"
    assert says(LAO_ZHOU, "say", case) == "desk"


def test_whoever_stands_below_the_unit_it_is_about_stands_aside() -> None:
    """A squad is not asked about its brigade; below the top stands everybody, and somebody has to answer."""
    fire = PLACES.units["fire"]
    squad = replace(fire, id="squad", parent="fire")
    top = replace(fire, id="top", parent=None)
    units = {**PLACES.units, "squad": squad, "top": top, "fire": replace(fire, parent="top")}
    assert {one for one in units if is_accused(one, "fire", units)} == {"fire", "squad"}
    assert {one for one in units if is_accused(one, "squad", units)} == {"squad"}
    assert {one for one in units if is_accused(one, "top", units)} == {"top"}
    loop = {**units, "top": replace(top, parent="fire")}
    assert not is_accused("squad", None, loop)
    case = replace(looked_at().it, fields={"about": "fire", "area": "c1"})
    many = Person(account="squaddie", posts=(*LAO_ZHOU.posts, Post(duty="handler", unit="squad")))
    found = view(many, case, TINY, replace(PLACES, units=units))
    assert isinstance(found, Refusal)
    assert found.code == "recused"


def test_an_interest_declared_in_a_case_ends_it() -> None:
    case = looked_at().it
    biased = replace(XIAO_WU, recused=frozenset({case.id}))
    assert says(biased, "look", case) == "recused"
    assert sees(biased, case) == "recused"


JUDGING = [step for step in TINY.steps.values() if VERBS[step.verb].judges]


@pytest.mark.parametrize("step", [step.id for step in JUDGING])
def test_nobody_judges_the_own_work(step: str) -> None:
    """In whatever role: as a colleague of the unit, as the very person, as the one who raised it."""
    case = looked_at().it
    duties = ("desk", "eye", "local_eye", "boss", "chief")
    colleague = Person(account="li", posts=tuple(Post(duty=duty, unit="fire") for duty in duties), raiser=True)
    two_hats = Person(
        account="li",
        posts=(*(Post(duty=d, unit="centre") for d in duties), Post(duty="hand", unit="fire")),
        raiser=True,
    )
    moved_on = Person(account="chen", posts=tuple(Post(duty=duty, unit="centre") for duty in duties), raiser=True)
    stranger = replace(moved_on, account="wang")
    for who in (colleague, two_hats, moved_on):
        assert says(who, step, case) == "own-work"
    assert says(stranger, step, case) != "own-work"


def test_whoever_found_it_may_say_whether_it_was_solved() -> None:
    """Raising a matter on patrol is no work on it."""
    patrol = replace(person("hand", "street"), raiser=True)
    walk = Walk().tell(by=person("hand", "street"), values={"kind": "lane", "area": "c1"})
    walk.take("take_in", LAO_ZHOU).take("send", LAO_ZHOU, arguments={"assist": ()}).take("get", CHEN)
    walk.take("finish", CHEN, words={"result": "清了"}, photos=("p",)).take("look", XIAO_WU, "yes")
    walk.take("close", LAO_ZHOU).take("answer", patrol, "yes")


def test_the_own_answer_is_no_satisfaction() -> None:
    walk = answered()
    assert walk.refused("answer", replace(CHEN, raiser=True), "yes") == "own-work"
    assert walk.refused("again", replace(CHEN, raiser=True)) == "own-work"


# ------------------------------------------------------------------------------------------------------------- laws

DUTIES = st.sampled_from([role.duty for role in TINY.roles.values()])
POSTS = st.builds(
    Post,
    duty=DUTIES,
    unit=st.sampled_from(sorted(UNITS)),
    areas=st.frozensets(st.sampled_from(sorted(AREAS)), max_size=2),
)
PEOPLE = st.builds(
    Person,
    account=st.just("p"),
    posts=st.lists(POSTS, max_size=4).map(tuple),
    raiser=st.booleans(),
    system=st.booleans(),
)
CASES = st.sampled_from([Walk().tell(values={"area": "c1"}).it, sent().it, at_work().it, looked_at().it, answered().it])


def allowed(who: Person, case: Case) -> set[str]:
    return {step for step in TINY.steps if says(who, step, case) in TINY.roles}


@given(PEOPLE, CASES, st.data())
def test_removing_posts_gives_no_wider_sight(who: Person, case: Case, data: st.DataObject) -> None:
    kept = tuple(post for post in who.posts if data.draw(st.booleans()))
    fewer = replace(who, posts=kept)
    before, after = sees(who, case), sees(fewer, case)
    if isinstance(after, frozenset):
        assert isinstance(before, frozenset)
        assert after <= before


@given(PEOPLE, CASES, st.data())
def test_removing_posts_allows_no_new_act_but_where_they_made_one_stand_aside(
    who: Person, case: Case, data: st.DataObject
) -> None:
    kept = tuple(post for post in who.posts if data.draw(st.booleans()))
    for step in allowed(replace(who, posts=kept), case) - allowed(who, case):
        assert says(who, step, case) == "own-work"


@given(PEOPLE, CASES, st.sampled_from(sorted(UNITS)), DUTIES)
def test_an_unrelated_post_gives_nothing(who: Person, case: Case, unit: str, duty: str) -> None:
    """A post of a unit scope in a unit without a task, or of an area scope elsewhere, changes no answer."""
    scope = TINY.roles[duty].scope
    if scope is p.Scope.DISTRICT or any(task.unit == unit for task in case.tasks.values()):
        return
    if scope is p.Scope.AREA:
        unit = "old"
    more = replace(who, posts=(*who.posts, Post(duty=duty, unit=unit)))
    assert allowed(more, case) == allowed(who, case)
    assert sees(more, case) == sees(who, case)


@given(PEOPLE, CASES)
def test_what_may_be_done_may_be_seen(who: Person, case: Case) -> None:
    if allowed(who, case):
        assert isinstance(view(who, case, TINY, PLACES), View)


@given(PEOPLE, CASES)
def test_the_party_that_acts_is_one_the_verb_allows(who: Person, case: Case) -> None:
    for step in TINY.steps.values():
        found = authorise(who, step, case, TINY, PLACES)
        if isinstance(found, By):
            assert found.party in VERBS[step.verb].parties
            assert found.party is not Party.SYSTEM or who.system
