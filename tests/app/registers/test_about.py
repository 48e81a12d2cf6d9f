"""What the page of an entry tells of the cases about it, as a programme's `[about]` says."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.registers import reading
from bihuan.app.registers.about import NOT_YET, Told
from bihuan.app.registers.referring import cases_about
from bihuan.core.commands import SYSTEM, Person, Post, Raise, Take
from bihuan.core.registers import Act, Enter
from bihuan.core.text import Text
from tests.app.registers.filling import credit_code

OFFICE = Person(account="office", posts=(Post(duty="enterprise-office", unit="economy"),))


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def firm(district: District, n: int) -> str:
    """A firm of the register."""
    key, said = credit_code(Random(f"about-{n}")), {"name": f"虚构企业{n}", "kind": "company"}
    asked = Enter(register="enterprises", key=key, act=Act.OPEN, by=SYSTEM, since="2020-01-01", values=said)
    answer = district.door.submit(district.id, asked, f"firm-{n}")
    assert isinstance(answer, Accepted), answer
    return key


def raised(district: District, tag: str, **values: str) -> Accepted:
    asked = Raise(
        case="", number="", programme="enterprise-requests", step="raise", by=OFFICE, values=values,
        words={"words": "申请补贴的材料不齐"},
    )  # fmt: skip
    answer = district.door.submit(district.id, asked, tag)
    assert isinstance(answer, Accepted), answer
    return answer


def told(district: District, key: str) -> tuple[list[Told], tuple[tuple[Text, int], ...]]:
    """Of the one mechanism that has cases about this firm."""
    seen = reading.one(district, SYSTEM, "enterprises", key, district.today())
    assert isinstance(seen, reading.Seen)
    [group] = cases_about(district, OFFICE, seen, district.door.clock()).groups
    return list(group.told), group.counts


def test_each_thing_told_has_its_source_and_cases_without_an_outcome_count_by_their_stage(district: District) -> None:
    mine, other = firm(district, 1), firm(district, 2)
    raised(district, "one", enterprise=mine, need="finance")
    levelled = raised(district, "two", enterprise=mine)
    raised(district, "theirs", enterprise=other)
    said = {"level": "district", "need": "labour", "enterprise": mine}
    took = Take(case=levelled.case, step="level", by=OFFICE, values=said)
    assert isinstance(district.door.submit(district.id, took, "level"), Accepted)
    cases, counts = told(district, mine)
    assert sorted((one.zh, n) for one, n in counts) == [("待交办", 1), ("待分级", 1)]
    needs = [next(value for title, value in one.values if title.en == "Kind") for one in cases]
    assert sorted(one.zh for one in needs if isinstance(one, Text)) == ["用工", "融资贷款"]
    assert {value for one in cases for title, value in one.values if title.en == "Lead"} == {None}, "nobody has it"
    assert {value for one in cases for title, value in one.values if title.en == "Found solved"} == {NOT_YET}
    assert len(told(district, other)[0]) == 1, "another firm's is told of that one"
