"""Who may open the identity of whoever raised a case, and how far lists reach: never wider than the one policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.access import Opens, View, confidential, identities, view
from bihuan.core.case import Case
from bihuan.core.commands import Person
from bihuan.core.programme import Validity
from bihuan.core.reach import reach
from bihuan.core.refusals import Refusal
from tests.core.test_access import CASES, PEOPLE, PLACES
from tests.core.tiny import TINY
from tests.core.tiny_walk import AMEI, AREAS, BOSS, CHEN, DISTRICT, LAO_ZHOU, LIN, at_work, person, sent

LISTED = replace(
    TINY,
    roles={
        **TINY.roles,
        "desk": replace(TINY.roles["desk"], identifies=frozenset({"who", "words"})),
        "hand": replace(TINY.roles["hand"], relays=frozenset({"who"})),
        "citizen": replace(TINY.roles["citizen"], identifies=frozenset({"who"})),
    },
)
"""A name that the desk opens, units call through the exchange, and nobody opens as the one who raised it."""


def opened(who: Person, case: Case) -> tuple[set[str], set[str]] | str:
    """What is shown and what may be called, or the code of the refusal."""
    found = identities(who, case, LISTED, PLACES)
    return (set(found.shown), set(found.called)) if isinstance(found, Opens) else found.code


@pytest.mark.parametrize(
    ("who", "found"),
    [
        (LAO_ZHOU, ({"who"}, {"who"})),
        (CHEN, (set(), {"who"})),
        (person("hand", "street"), "identity-not-yours"),
        (BOSS, "identity-not-yours"),
        (AMEI, "identity-not-yours"),
    ],
    ids=["desk", "unit", "another unit", "not listed", "raiser"],
)
def test_identity_opens_by_a_listed_role_that_reaches_the_case(
    who: Person, found: tuple[set[str], set[str]] | str
) -> None:
    assert opened(who, at_work().it) == found


def test_whoever_it_is_about_opens_nothing_whatever_else_they_are() -> None:
    case = at_work().it
    about = replace(case, fields={**case.fields, "about": "fire"})
    many = Person(account="chen", posts=(*LAO_ZHOU.posts, *CHEN.posts))
    assert opened(CHEN, about) == opened(many, about) == "recused"
    assert opened(replace(LAO_ZHOU, recused=frozenset({case.id})), case) == "recused"
    assert opened(LAO_ZHOU, about) == ({"who"}, {"who"})


def test_a_unit_whose_part_went_elsewhere_calls_nobody() -> None:
    walk = sent().take("send", LAO_ZHOU, arguments={"unit": "roads"}, words={"reason": "更近"})
    assert opened(CHEN, walk.it) == "identity-not-yours"
    assert opened(LIN, walk.it) == (set(), {"who"})


@given(PEOPLE, CASES, st.sampled_from(sorted(AREAS)))
def test_lists_reach_every_case_that_may_be_seen(who: Person, case: Case, place: str) -> None:
    """The reach is what a list asks the database for; a case outside it would be missing without a word."""
    posted, placed = replace(who, raiser=False, system=False), replace(case, fields={**case.fields, "area": place})
    far = reach(posted, [TINY], PLACES)
    seen = view(posted, placed, TINY, PLACES)
    if isinstance(seen, View):
        assert far.everything or place in far.areas or {task.unit for task in placed.tasks.values()} & far.units
    if far.nothing:
        assert isinstance(seen, Refusal)


def test_an_area_holds_everything_below_it() -> None:
    assert reach(person("local_eye", "centre"), [TINY], PLACES).areas == set(AREAS)
    assert reach(person("local_eye", "street"), [TINY], PLACES).areas == {"s", "c1", "c2"}
    assert reach(person("local_eye", "street", areas="c2"), [TINY], PLACES).areas == {"c2"}


def test_a_word_that_made_a_case_confidential_keeps_it_so() -> None:
    """Also when the word has left the dictionary since; another word of the same case opens nothing again."""
    day = Validity(since=date(2000, 1, 1), until=date(2000, 1, 2))
    kinds = DISTRICT.dictionaries["kinds"]
    secret = replace(kinds.entries["noise"], confidential=True, valid=day)
    known = {"kinds": replace(kinds, entries={**kinds.entries, "noise": secret})}
    case = sent().it
    assert not confidential(case, TINY, known)
    assert confidential(replace(case, fields={**case.fields, "kind": "noise"}), TINY, known)
