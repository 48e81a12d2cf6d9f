"""What a person may read: scope on every reading, words by role, and a case out of reach does not exist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.core.commands import Person, Post
from bihuan.core.refusals import Refusal
from bihuan.store.lists import SORTS, Filter, Page, Sort, facts, list_cases, queue
from bihuan.store.reading import Seen, case_of_number, read_case
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, take


def look(door: Door, by: str, case: str) -> Seen | Refusal:
    with door.look(tiny.DISTRICT) as (session, ground):
        return read_case(session, ground, tiny.person(by), case)


def listed(door: Door, by: str, **more: object) -> Page:
    with door.look(tiny.DISTRICT) as (session, ground):
        return list_cases(session, ground, tiny.person(by), [tiny.PROGRAMME], **more)  # type: ignore[arg-type]


def ids(page: Page) -> list[str]:
    return [line.case.id for line in page.lines]


def test_words_are_shown_by_role_and_identity_to_nobody(door: Door) -> None:
    case = opened(door).case
    for by, seen in (("ann", ["路灯不亮"]), ("rose", ["路灯不亮"]), ("chen", []), ("yu", [])):
        found = look(door, by, case)
        assert isinstance(found, Seen)
        assert [word.text for word in found.words] == seen
    assert found.case.stage == "new" and [event.step for event in found.events] == ["report"]


def test_a_case_out_of_reach_answers_as_one_that_is_not_there(door: Door) -> None:
    case = opened(door, area="n").case
    strangers = [tiny.person("bo"), tiny.person("su"), Person(account="nobody"),
                 Person(account="x", posts=(Post(duty="steward", unit="south"),)),
                 Person(account="y", posts=(Post(duty="desk", unit="zone"),), recused=frozenset({case}))]  # fmt: skip
    with door.look(tiny.DISTRICT) as (session, ground):
        for stranger in strangers:
            found = read_case(session, ground, stranger, case)
            assert found == Refusal("no-such-case", {"case": case})
        assert read_case(session, ground, tiny.person("ann"), "none") == Refusal("no-such-case", {"case": "none"})
        assert case_of_number(session, tiny.DISTRICT, "20260302-000001") == case


def test_a_unit_reaches_a_case_once_it_has_a_part_in_it(door: Door) -> None:
    case = opened(door, area="n").case
    assert ids(listed(door, "bo")) == []
    go_round(door, case, 1)
    assert isinstance(look(door, "bo", case), Seen)
    assert ids(listed(door, "bo")) == [case] and ids(listed(door, "su")) == []
    with door.look(tiny.DISTRICT) as (session, ground):
        (duty,) = queue(session, ground, tiny.person("bo"))
        assert (duty.case.id, duty.task, duty.due) == (case, "t1", tiny.START + timedelta(minutes=30))
        assert queue(session, ground, tiny.person("su")) == ()


def test_lists_narrow_by_area_and_by_filter(door: Door) -> None:
    north, south = opened(door, area="n").case, opened(door, area="s").case
    go_round(door, south, worker="su")
    assert set(ids(listed(door, "ann"))) == {north, south}
    assert ids(listed(door, "yu")) == [north]
    assert ids(listed(door, "rose")) == []
    for filter_, expected in (
        (Filter(final=True), [south]), (Filter(final=False), [north]), (Filter(area="s"), [south]),
        (Filter(stage="new", programme="small", population="live"), [north]), (Filter(lead_unit="north"), []),
        (Filter(ids=(north,)), [north]), (Filter(due_before=tiny.START + timedelta(days=9)), [north]),
        (Filter(raised_before=tiny.START), []), (Filter(supervised=1), []),
        (Filter(category="road", final=True), [south]),
    ):  # fmt: skip
        assert ids(listed(door, "ann", filter_=filter_)) == expected, filter_


@pytest.mark.parametrize("sort", list(SORTS))
def test_pages_follow_one_another_without_hole_or_double(door: Door, clock: VirtualClock, sort: Sort) -> None:
    cases = []
    for i in range(7):
        cases.append(opened(door, area="s" if i % 2 else "n").case)
        if i % 3:
            clock.move(timedelta(minutes=5))
    for by, expected in (("ann", cases), ("yu", cases[::2])):
        found: list[str] = []
        after = None
        for _ in range(10):
            page = listed(door, by, sort=sort, after=after, size=2)
            found += ids(page)
            after = page.after
            if after is None:
                break
        assert sorted(found) == sorted(expected)
        if sort == "number":
            assert found == expected[::-1]


def test_a_sort_of_ones_own_is_refused(door: Door) -> None:
    with pytest.raises(KeyError):
        listed(door, "ann", sort="facts; DROP TABLE event")


def test_facts_come_for_every_case_of_the_programme(door: Door) -> None:
    cases = {opened(door).case for _ in range(3)}
    with door.readers.lend() as session:
        assert {one["case"] for one in facts(session, tiny.DISTRICT, "small", page=2)} == cases


def test_a_clock_that_ran_out_lapses_once(door: Door, clock: VirtualClock) -> None:
    case = opened(door).case
    go_round(door, case, 1)
    assert door.lapse_due(tiny.DISTRICT) == []
    clock.move(timedelta(minutes=31))
    ((command, outcome),) = door.lapse_due(tiny.DISTRICT)
    assert (command.case, command.clock) == (case, "sign_in@t1") and not isinstance(outcome, Refusal)
    assert door.lapse_due(tiny.DISTRICT) == []
    found = look(door, "ann", case)
    assert isinstance(found, Seen) and found.case.clocks["sign_in@t1"].lapsed
    assert not isinstance(ask(door, take(case, "sign", "bo")), Refusal)
