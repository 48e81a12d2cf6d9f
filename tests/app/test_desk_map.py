"""The desk's map on both engines: it counts what the policy lets through, and a confidential matter only coarsely."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from bihuan.app.desk import Work
from bihuan.app.desk_map import placed
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.core.commands import Person, Post, Raise, Take

DESK = Person(account="desk-one", posts=(Post(duty="desk", unit="service-centre"),))
STRANGER = Person(account="s", posts=(Post(duty="handler", unit="education"),))
AREA = "jinling-road"
ids = count(1)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def raised(district: District, **values: str) -> Accepted:
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=Person(account="public", raiser=True),
        values={"channel": "web", "category": "street_light", **values}, words={"words": "路灯不亮"},
    )  # fmt: skip
    answer = district.door.submit(district.id, command, f"raise-{next(ids)}")
    assert isinstance(answer, Accepted), answer
    return answer


def test_each_matter_is_counted_once_where_it_lies(district: District) -> None:
    for _ in range(3):
        raised(district, area=AREA)
    raised(district, area="xiangjiang")
    raised(district)
    found = placed(district, DESK, "all")
    assert (found.cells[AREA], found.cells["xiangjiang"], found.nowhere) == (3, 1, 1)
    assert found.total == 5 and found.coarse == {} and not found.more


@pytest.mark.parametrize("nature", ["complaint", "report"])
def test_a_confidential_matter_is_never_where_it_is(district: District, nature: str) -> None:
    secret = nature if nature in _confidential(district) else next(iter(_confidential(district)))
    raised(district, area=AREA, nature=secret)
    raised(district, area=AREA)
    found = placed(district, DESK, "all")
    parent = district.places().areas[AREA].parent
    assert found.cells[AREA] == 1 and found.coarse == {parent: 1} and found.total == 2


def _confidential(district: District) -> set[str]:
    entries = district.rules.dictionaries["nature"].entries
    return {code for code, entry in entries.items() if entry.confidential}


def test_only_what_the_person_may_see_and_only_the_queue(district: District) -> None:
    case = raised(district, area=AREA)
    raised(district, area=AREA, accused_unit="service-centre")
    assert placed(district, STRANGER, "all").total == 0
    assert placed(district, DESK, "all").total == 1, "what is about the own unit does not exist"
    taken = Take(case=case.case, step="accept", by=DESK, values={"nature": "assistance", "severity": "B"})
    assert isinstance(district.door.submit(district.id, taken, "accept"), Accepted)
    assert placed(district, DESK, Work.ACCEPT).total == 0 and placed(district, DESK, Work.DISPATCH).total == 1
