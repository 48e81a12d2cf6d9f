"""A case is raised for each entry while another runs: once, in its name, taken back if nobody began it by the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bihuan.app import screens
from bihuan.app.acts import context_of
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.for_each import raise_each
from bihuan.app.installation import Installation
from bihuan.core.case import Case
from bihuan.core.commands import SYSTEM, Person, Post, Raise, Take
from bihuan.core.programme import EachRule, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.store.lists import Filter, list_cases
from bihuan.web.show.screens import screen

COMMAND = Person(account="lai", posts=(Post(duty="command", unit="committee"),))
STREET, COMMUNITY, ELSEWHERE = "huangjinling", "hexie-jiayuan", "hubian"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def raised_for_each(district: District) -> tuple[Programme, EachRule]:
    return next((one, one.each) for one in district.programmes() if one.each is not None)


def points(district: District, rule: EachRule, population: str = "live") -> list[str]:
    """Two in the street, one of them in a community below it; one elsewhere; one that is left out."""
    found = []
    for n, (area, state) in enumerate(
        ((STREET, "watched"), (COMMUNITY, "watched"), (ELSEWHERE, "watched"), (STREET, rule.skip[0]))
    ):
        values = {"name": f"虚构低洼处{n}", "kind": "low", "area": area, "keeper": "municipal", "state": state}
        kinds = district.rules.registers[rule.register].fields["kind"].dictionary or ""
        values["kind"] = next(iter(district.rules.dictionaries[kinds].entries))
        asked = Enter(register=rule.register, key="", act=Act.OPEN, by=SYSTEM, since="2021-01-04", values=values,
                      population=population)  # fmt: skip
        answer = district.door.submit(district.id, asked, f"point-{population}-{n}")
        assert isinstance(answer, Accepted), answer
        found.append(answer.number)
    return found


def cases(district: District, programme: Programme) -> list[Case]:
    with district.door.look(district.id) as (session, ground):
        wanted = Filter(programme=programme.id)
        lines = list_cases(session, ground, COMMAND, district.programmes(), filter_=wanted, sort="number").lines
    return [line.case for line in lines]


def taken(district: District, case: Case, step: str, by: Person, request: str, **more: object) -> None:
    answer = district.door.submit(district.id, Take(case=case.id, step=step, by=by, **more), request)  # type: ignore[arg-type]
    assert isinstance(answer, Accepted), answer


def test_one_for_each_entry_of_the_area_once_and_taken_back_unless_begun(district: District) -> None:
    programme, rule = raised_for_each(district)
    cause = next(one for one in district.programmes() if one.id == rule.programme)
    near, below, _, _ = points(district, rule)
    assert raise_each(district).raised == 0, "nothing runs"
    asked = Raise(case="", number="", programme=cause.id, step="raise", by=COMMAND,
                  values={"area": STREET, "response": "three"})  # fmt: skip
    raised = district.door.submit(district.id, asked, "response")
    assert isinstance(raised, Accepted)
    assert raise_each(district).raised == 2 and raise_each(district).raised == 0, "once"
    found = cases(district, programme)
    assert sorted(str(one.fields[rule.entry]) for one in found) == sorted([near, below])
    assert {one.fields[rule.cause] for one in found} == {raised.number}
    assert {one.fields["area"] for one in found} == {STREET, COMMUNITY}
    assert {one.fields["response"] for one in found} == {"three"}
    programmes, board = district.rules.programmes, screens.board(district, COMMAND, programme)
    shown = screen(board, programmes, context_of(district), district.door.clock(), "zh")
    words = sorted(tile.card.words for column in shown.columns for tile in column.tiles)
    assert words == ["虚构低洼处0", "虚构低洼处1"], "cards without words say which point"
    begun, idle = found
    taken(district, begun, "send", COMMAND, "send", arguments={"unit": "municipal"})
    team = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))
    taken(district, begun, "sign", team, "sign")
    assert raise_each(district).withdrawn == 0, "it still runs"
    taken(district, replace(idle, id=raised.case), "lift", COMMAND, "lift", words={"answer": "雨停了"})
    assert raise_each(district).withdrawn == 1 and raise_each(district).withdrawn == 0
    after = {one.id: one for one in cases(district, programme)}
    assert after[idle.id].final and after[idle.id].counts[f"step:{rule.ends}"] == 1 and not after[begun.id].final
    again = district.door.submit(district.id, asked, "response-2")
    assert isinstance(again, Accepted)
    assert raise_each(district).raised == 1, "a new response orders again; who walks is not ordered twice"
    refused = district.door.submit(district.id, asked, "response-3")
    assert isinstance(refused, Refusal), "one response an area"


@pytest.mark.parametrize(("case", "entries", "found"), [("demo", "live", 0), ("demo", "demo", 2), ("live", "demo", 2)])
def test_a_made_up_case_reaches_no_real_entry(district: District, case: str, entries: str, found: int) -> None:
    _, rule = raised_for_each(district)
    points(district, rule, entries)
    asked = Raise(case="", number="", programme=rule.programme, step="raise", by=COMMAND, population=case,
                  values={"area": STREET, "response": "three"})  # fmt: skip
    assert isinstance(district.door.submit(district.id, asked, "response"), Accepted)
    assert raise_each(district).raised == found
