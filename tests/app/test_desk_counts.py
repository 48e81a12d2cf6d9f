"""What the desk counts: as much as changed is looked at, and it says what counting everything anew says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from bihuan.app import desk, desk_counts
from bihuan.app.desk import Work
from bihuan.app.desk_counts import Counted
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.core.commands import Person, Post
from bihuan.store.session import Row, Session
from tests.app.test_desk import CHEN, DESK, counts, raised, step

COUNTING = {"open_places", "open_about", "open_requests", "streams_since", "places_of", "about_of", "requests_of"}
"""Statements that the counts are made of; each look asks for the places and people of the district besides."""


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def test_after_a_fact_only_what_it_changed_is_counted_again(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are open: the statements of a look and the rows that they bring depend on what changed alone."""
    read: list[tuple[str, int]] = []
    plain = Session.rows

    def rows(self: Session, name: str, parameters: Sequence[object]) -> list[Row]:
        found = plain(self, name, parameters)
        if name in COUNTING:
            read.append((name, len(found)))
        return found

    def cost() -> tuple[list[str], int]:
        read.clear()
        desk.board(district, DESK)
        return [name for name, _ in read], sum(n for _, n in read)

    monkeypatch.setattr(Session, "rows", rows)
    cases = [raised(district).case for _ in range(3)]
    assert cost()[0] == ["open_places", "open_about", "open_requests"]
    spent = []
    for open_ in (3, 12):
        cases += [raised(district).case for _ in range(open_ - len(cases))]
        cost()
        step(district, cases[-1] if open_ == 12 else cases[0], "accept", values={"category": "street_light"})
        spent.append(cost())
    assert spent[0] == spent[1] and spent[0][0] == ["streams_since", "places_of", "about_of", "requests_of"]
    assert spent[0][1] <= 6 and cost() == ([], 0)
    assert counts(district) == {Work.ACCEPT: 10, Work.DISPATCH: 2}


def test_counts_kept_up_are_those_of_counting_anew(district: District) -> None:
    """Through all of a way, a request and its decision, and an end."""
    def anew() -> Counted:
        desk_counts._KEPT.pop(district.door, None)
        return desk_counts.counted(district, clocks)

    clocks = tuple(sorted(desk.request_clocks(district.programmes())))
    one, two = raised(district).case, raised(district).case
    desk_counts.counted(district, clocks)
    ways = (
        lambda: step(district, one, "accept", values={"category": "street_light"}),
        lambda: step(district, one, "dispatch"),
        lambda: step(district, one, "sign", CHEN),
        lambda: step(district, one, "ask_extension", CHEN, arguments={"amount": "2 work_day"}, words={"reason": "等"}),
        lambda: step(district, one, "decide_extension", outcome="granted"),
        lambda: step(district, two, "reject", values={"not_accepted": "outside"}, words={"answer": "请向邻区反映"}),
    )
    for way in ways:
        way()
        kept = desk_counts.counted(district, clocks)
        fresh = anew()
        assert kept.position == fresh.position and set(kept.places) == set(fresh.places)
        assert dict(kept.requests) == dict(fresh.requests)


def test_no_number_tells_of_a_complaint_about_ones_own_unit(district: District) -> None:
    """What lists leave out is not counted: the accused desk counts without it, who stands in counts it alone."""
    raised(district)
    about = raised(district, "派单台的人态度很差。", accused_unit="service-centre").case
    deputy = Person(account="sun", posts=(Post(duty="deputy", unit="supervision-office"),))
    supervisor = Person(account="he", posts=(Post(duty="supervisor", unit="supervision-office"),))
    for person, seen in ((DESK, 1), (deputy, 1), (supervisor, 2)):
        found = desk.board(district, person)
        listed, _ = desk.waiting(district, person, Work.ACCEPT)
        counted = {one.work: one.count for one in found.queues if one.count}
        assert counted == {Work.ACCEPT: seen} and len(listed) == seen, person.account
        assert sum(n for _, n in found.areas) == seen
    [row], _ = desk.waiting(district, deputy, Work.ACCEPT)
    assert row.line.case.id == about
