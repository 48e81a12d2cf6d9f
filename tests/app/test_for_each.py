"""A case is raised for each entry while another runs: once, in its name, taken back if nobody began it by the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bihuan.app import screens
from bihuan.app.acts import OnCase, context_of, on_case
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.entering import kin_of, raised_for
from bihuan.app.for_each import Done, raise_each
from bihuan.app.installation import Installation
from bihuan.core.case import Case
from bihuan.core.commands import SYSTEM, Person, Post, Raise, Take
from bihuan.core.programme import EachRule, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.store.lists import Filter, list_cases
from bihuan.web.show.screens import screen

COMMAND = Person(account="lai", posts=(Post(duty="command", unit="committee"),))
TEAM = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))
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
    taken(district, begun, "sign", TEAM, "sign")
    assert raise_each(district).withdrawn == 0, "it still runs"
    taken(district, replace(idle, id=raised.case), "lift", COMMAND, "lift", words={"answer": "雨停了"})
    done = raise_each(district)
    assert (done.withdrawn, done.closed) == (1, 1) and raise_each(district) == Done(0, 0)
    after = {one.id: one for one in cases(district, programme)}
    assert after[idle.id].final and after[idle.id].counts[f"step:{rule.ends}"] == 1
    assert after[begun.id].final and after[begun.id].counts[f"step:{rule.closes}"] == 1
    again = district.door.submit(district.id, asked, "response-2")
    assert isinstance(again, Accepted)
    assert raise_each(district).raised == 2, "a new response orders again"
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


def responding(district: District, installation: Installation, level: str) -> tuple[Accepted, Case, Case]:
    """A response, a patrol that walks under it and one that nobody has."""
    programme, rule = raised_for_each(district)
    points(district, rule)
    asked = Raise(case="", number="", programme=rule.programme, step="raise", by=COMMAND,
                  values={"area": STREET, "response": level})  # fmt: skip
    raised = district.door.submit(district.id, asked, "response")
    assert isinstance(raised, Accepted) and raise_each(district).raised == 2
    walking, waiting = cases(district, programme)
    taken(district, walking, "send", COMMAND, "send", arguments={"unit": "municipal"})
    taken(district, walking, "sign", TEAM, "sign")
    installation.clock.move(timedelta(minutes=10))  # type: ignore[attr-defined]
    return raised, walking, waiting


def changed_to(district: District, raised: Accepted, level: str, request: str) -> None:
    asked = Take(case=raised.case, step="change", by=COMMAND, values={"response": level})
    assert isinstance(district.door.submit(district.id, asked, request), Accepted)


def test_what_changes_in_the_case_reaches_those_that_it_raised(installation: Installation, district: District) -> None:
    raised, walking, waiting = responding(district, installation, "three")
    programme, _ = raised_for_each(district)
    assert raise_each(district).followed == 0, "nothing has changed"
    changed_to(district, raised, "two", "up")
    assert raise_each(district).followed == 2 and raise_each(district) == Done(0, 0), "once"
    after = {one.id: one for one in cases(district, programme)}
    assert {one.fields["response"] for one in after.values()} == {"two"}
    assert after[waiting.id].stage == waiting.stage
    [rounds] = [one for one in after[walking.id].clocks.values() if one.name == "rounds" and one.running]
    now = installation.clock()
    assert rounds.due - now == timedelta(hours=1), "denser from now on"
    installation.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    taken(district, walking, "regrade_walking", COMMAND, "by-hand", values={"response": "one"})
    assert raise_each(district).followed == 0, "what the command set by hand for one point stays"
    installation.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
    changed_to(district, raised, "four", "down")
    assert raise_each(district).followed == 2
    lowered = next(one for one in cases(district, programme) if one.id == walking.id)
    [rounds] = [one for one in lowered.clocks.values() if one.name == "rounds" and one.running]
    assert rounds.due - installation.clock() == timedelta(hours=2)
    installation.clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
    changed_to(district, raised, "three", "again")
    installation.clock.move(timedelta(minutes=1))  # type: ignore[attr-defined]
    taken(district, walking, "regrade_walking", COMMAND, "by-hand-first", values={"response": "one"})
    assert raise_each(district).followed == 1, "so does what was set by hand before the change came through"


def test_what_goes_up_orders_again_what_had_stood_down_before_and_nothing_else(
    installation: Installation, district: District
) -> None:
    raised, walking, waiting = responding(district, installation, "three")
    programme, rule = raised_for_each(district)
    over = {"words": {"answer": "水退了"}}
    taken(district, walking, "stand_down", COMMAND, "down", **over)
    assert raise_each(district).raised == 0, "nothing has gone up"

    def level(to: str) -> int:
        installation.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
        changed_to(district, raised, to, f"to-{to}")
        installation.clock.move(timedelta(minutes=5))  # type: ignore[attr-defined]
        done = raise_each(district).raised
        assert raise_each(district) == Done(0, 0), "once"
        return done

    assert level("four") == 0, "a lower level orders nobody out"
    assert level("two") == 1, "the point that had stood down; the other runs and goes on"
    [new] = [one for one in cases(district, programme) if one.id not in (walking.id, waiting.id)]
    assert (new.fields[rule.entry], new.fields["response"]) == (walking.fields[rule.entry], "two")
    [same] = [one for one in cases(district, programme) if one.id == waiting.id]
    assert (same.stage, same.fields["response"]) == (waiting.stage, "two")
    for one in (new, same):
        taken(district, one, "call_off", COMMAND, f"off-{one.id}", **over)
    assert raise_each(district).raised == 0, "what was ended under the new level stays ended"
    assert level("one") == 2, "until it goes up again"


def test_what_a_guard_holds_back_goes_on_after_the_end(installation: Installation, district: District) -> None:
    raised, walking, waiting = responding(district, installation, "three")
    programme, _ = raised_for_each(district)
    danger = Raise(case="", number="", programme="flood-danger", step="report", by=TEAM, words={"words": "积水"},
                   values={"area": STREET, "danger": "road_water"})  # fmt: skip
    found = district.door.submit(district.id, danger, "danger")
    assert isinstance(found, Accepted), found
    taken(district, walking, "danger_found", TEAM, "found", arguments={"child": found.case})
    taken(district, replace(walking, id=raised.case), "lift", COMMAND, "lift", words={"answer": "雨停了"})
    assert raise_each(district) == Done(0, 1), "a danger is open there"
    after = {one.id: one for one in cases(district, programme)}
    assert not after[walking.id].final and after[waiting.id].final
    taken(district, replace(walking, id=found.case), "dismiss", COMMAND, "dismiss", words={"answer": "水已退"})
    assert raise_each(district) == Done(0, 0, closed=1)


def test_the_record_lists_what_was_raised_for_it_and_each_of_these_its_cause(
    installation: Installation, district: District
) -> None:
    raised, walking, waiting = responding(district, installation, "three")

    def at(case: str, person: Person = COMMAND) -> OnCase:
        seen = on_case(district, person, case)
        assert isinstance(seen, OnCase), seen
        return seen

    listed = raised_for(district, COMMAND, at(raised.number))
    assert listed is not None and not listed.more
    assert {one.line.case.id for one in listed.cases} == {walking.id, waiting.id}
    [cause] = kin_of(district, COMMAND, at(walking.number))
    assert cause.line.case.id == raised.case
    assert raised_for(district, COMMAND, at(walking.number)) is None, "nothing is raised for a patrol"
    assert kin_of(district, TEAM, at(walking.number, TEAM)) == (), "who may not see the response is told of none"
