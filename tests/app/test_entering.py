"""What staff raise belongs to the population of the installation, what comes of a case to that of the case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bihuan.app import entering
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.core.commands import SYSTEM, Person, Post, Take
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.store.reading import read_case

COMMAND = Person(account="lai", posts=(Post(duty="command", unit="flood-command"),))
TEAM = Person(account="team", posts=(Post(duty="handler", unit="municipal"),))


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def entered(
    district: District, who: Person, programme: str, parent: entering.Parent | None = None, **values: Scalar
) -> Accepted:
    [entry] = [one for one in entering.entries(district, who) if one.programme.id == programme]
    words = {"words": "积水"} if programme == "flood-danger" else {}
    done = entering.enter(district, who, entry, values, words, f"r-{programme}", parent=parent,
                          population="live" if parent else "demo")  # fmt: skip
    assert isinstance(done, Accepted), done
    return done


def population(district: District, who: Person, case: str) -> str:
    with district.door.look(district.id) as (session, ground):
        seen = read_case(session, ground, who, case)
    assert not isinstance(seen, Refusal), seen
    return seen.case.population


def test_what_staff_raise_in_a_demonstration_is_marked_and_so_is_what_comes_of_it(district: District) -> None:
    place = {"area": "huangjinling", "response": "three", "place": "低洼路口"}
    values: dict[str, Scalar] = {"name": "低洼段", "kind": "flooding", "area": "huangjinling", "keeper": "municipal"}
    point = Enter(register="hazard-points", key="", act=Act.OPEN, by=SYSTEM, since="2021-01-04", values=values)
    opened = district.door.submit(district.id, point, "point")
    assert isinstance(opened, Accepted), opened
    patrol = entered(district, COMMAND, "flood-patrol", point=opened.number, **place)
    assert population(district, COMMAND, patrol.case) == "demo"
    for who, step in ((COMMAND, "send"), (TEAM, "sign")):
        arguments: dict[str, Scalar | tuple[str, ...]] = {"unit": "municipal"} if step == "send" else {}
        asked = Take(case=patrol.case, step=step, by=who, arguments=arguments)
        assert isinstance(answer := district.door.submit(district.id, asked, step), Accepted), answer
    parent = entering.parent_of(district, TEAM, patrol.number, "danger_found")
    assert isinstance(parent, entering.Parent), parent
    danger = entered(district, TEAM, "flood-danger", parent, area="huangjinling", danger="road_water")
    assert population(district, COMMAND, danger.case) == "demo", "whatever the installation says by then"
