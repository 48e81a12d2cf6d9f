"""A case about the unit that would act is for whoever stands in, and who only stands in reaches no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bihuan.core import programme as p
from bihuan.core.access import Places, View, absent, acting, authorise, spoken_to, view
from bihuan.core.commands import Person, Post
from bihuan.core.events import By
from bihuan.core.holding import holder_title
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party, Verb
from tests.core.tiny import TINY
from tests.core.tiny_walk import AREAS, UNITS, Walk

PLACES = Places(units=UNITS, areas=AREAS)
DEPUTY = p.Role(
    id="deputy", title=TINY.roles["desk"].title, party=Party.CENTRE, scope=p.Scope.DISTRICT, duty="deputy",
    seat="roads", stands_in=("desk",),
)  # fmt: skip
SEATED = replace(
    TINY, roles={**TINY.roles, "desk": replace(TINY.roles["desk"], seat="fire", stand_in="deputy"), "deputy": DEPUTY}
)
TIAN = Person(account="tian", posts=(Post(duty="deputy", unit="roads"),))
LAO_ZHOU_THERE = Person(account="there", posts=(Post(duty="desk", unit="fire"),))
DESK_ELSEWHERE = Person(account="else", posts=(Post(duty="desk", unit="roads"),))


def as_seated(person_: Person, step: str, about: str | None) -> str:
    case = replace(Walk().tell().it, fields={"about": about} if about else {})
    found = authorise(person_, SEATED.steps[step], case, SEATED, PLACES)
    return found.role if isinstance(found, By) else found.code


def test_a_case_about_the_unit_that_would_act_is_for_the_stand_in() -> None:
    assert as_seated(TIAN, "take_in", "fire") == "deputy"
    assert as_seated(LAO_ZHOU_THERE, "take_in", "fire") == "recused"
    # Whoever holds the role in another unit may act, too.
    assert as_seated(DESK_ELSEWHERE, "take_in", "fire") == "desk"


@pytest.mark.parametrize("about", [None, "roads"])
def test_a_stand_in_reaches_no_other_case(about: str | None) -> None:
    assert as_seated(TIAN, "take_in", about) in ("role-not-allowed", "out-of-scope", "recused")
    case = replace(Walk().tell().it, fields={"about": about} if about else {})
    assert isinstance(view(TIAN, case, SEATED, PLACES), Refusal)
    assert isinstance(view(TIAN, replace(case, fields={"about": "fire"}), SEATED, PLACES), View)


def test_a_stand_in_takes_only_what_its_side_may_do() -> None:
    """The close is the centre's: a leader who stands in for the desk accepts and does not close."""
    led = replace(TINY, roles={**TINY.roles, "desk": replace(TINY.roles["desk"], seat="fire", stand_in="chief")})
    closing = next(one for one in led.steps.values() if one.verb is Verb.CLOSE and "desk" in one.by)
    assert acting(led.steps["take_in"], {"desk"}, led) == ("desk", "chief")
    assert acting(closing, {"desk"}, led) == ("desk",)


def test_notices_and_words_name_the_stand_in() -> None:
    case = replace(Walk().tell().it, fields={"about": "fire"})
    away = absent(case, SEATED, UNITS)
    assert spoken_to("desk", away, SEATED) == "deputy" and spoken_to("eye", away, SEATED) == "eye"
    assert holder_title(SEATED, "new", None, away).zh == DEPUTY.title.zh
