"""Words within a ledger, and whose mechanisms a ledger is of, with the real pack on both engines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

import pytest

from bihuan.app import ledger
from bihuan.app.acts import on_case
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.ledger_sums import sums
from bihuan.app.ledger_words import Sought, sought
from bihuan.app.reaching import standing
from bihuan.core.commands import Person, Post, Raise
from bihuan.core.refusals import Refusal
from bihuan.core.searching import question
from bihuan.store.within import Within, holding

AMEI = Person(account="amei", raiser=True)
LIU = Person(account="liu", posts=(Post(duty="supervisor", unit="committee"),))
LEI = Person(account="lei", posts=(Post(duty="leader", unit="committee"),))
ids = count(1)


def raised(district: District, words: str, area: str = "xiangjiang") -> None:
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
        values={"channel": "web", "area": area, "reachable": True}, words={"words": words},
    )  # fmt: skip
    assert isinstance(district.door.submit(district.id, command, f"w{next(ids)}"), Accepted)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        for words in ("灯不亮", "路面坑", "噪声"):
            raised(opened, words)
        yield opened


def numbers(district: District, sent_: Mapping[str, str]) -> list[str]:
    return [one.number for one in ledger.all_rows(district, LIU, ledger.asked(district, sent_))]


def holders(district: District, typed: str, sent_: Mapping[str, str], person: Person = LIU) -> tuple[list[str], Sought]:
    """Numbers of the cases of a ledger in which words stand, page by page, and how the search ended."""
    found = sought(district, person, ledger.asked(district, sent_), typed)
    assert not isinstance(found, Refusal) and found[1] is not None
    return [one.number for one in ledger.all_rows(district, person, found[0])], found[1]


def test_words_narrow_a_ledger_beside_its_filters_to_what_the_viewer_may_read(district: District) -> None:
    every = {"state": "all", "sort": "number"}
    newest, middle, oldest = numbers(district, every)
    assert holders(district, "路面", every) == ([middle], Sought("路面", 1, True))
    assert holders(district, "噪声", every)[0] == [newest] and holders(district, oldest, every)[0] == [oldest]
    assert holders(district, "灯不 不亮", every)[0] == [oldest] and holders(district, "灯亮", every)[0] == []
    for missed in ({"category": "street_light"}, {"area": "hubian"}, {"until": "2026-03-01"}, {"stage": "closed"}):
        assert holders(district, "路面", every | missed)[0] == [], missed
    assert holders(district, "路面", every | {"area": "xiangjiang", "state": "open"})[0] == [middle]
    # Somebody whose unit has no part in it reads none of it, and is told of no case that holds the words.
    stranger = Person(account="guest", posts=(Post(duty="handler", unit="market"),))
    assert holders(district, "路面", every, stranger) == ([], Sought("路面", 0, True))
    for short in ("灯", "!", "灯 不"):
        refusal = sought(district, LIU, ledger.asked(district, every), short)
        assert isinstance(refusal, Refusal) and refusal.code == "question-too-short", short
    plain = ledger.asked(district, every)
    assert sought(district, LIU, plain, "  ") == (plain, None)


def test_a_search_that_stops_says_so_and_finds_by_the_smaller_side(district: District) -> None:
    """Of many cases the newest; of words in more cases than are tried, what the filter leaves, if it is few enough."""
    by = {"state": "all", "sort": "number"}
    before = numbers(district, by)
    for area in ("hubian", "xiangjiang"):
        raised(district, "共同的话", area)
    second, first = numbers(district, by)[:2]
    assert {second, first}.isdisjoint(before)

    def held(sent_: Mapping[str, str], most: int, tried: int, opened: int = 99) -> tuple[list[str], bool]:
        with district.door.look(district.id) as (session, ground):
            asked = Within(
                person=LIU, programmes=district.programmes(), filter_=ledger.asked(district, sent_).filter_,
                question=question("共同的话"),
            )  # fmt: skip
            found = holding(session, ground, asked, most=most, tried=tried, opened=opened)
        seen = {number: on_case(district, LIU, number) for number in numbers(district, by)}
        named = {on.seen.case.id: number for number, on in seen.items() if not isinstance(on, Refusal)}
        return [named[id_] for id_ in found.ids], found.all

    assert held(by, 10, 10) == ([second, first], True)
    assert held(by, 1, 10) == ([second], False), "more than are shown"
    assert held(by, 2, 10) == ([second, first], True), "just as many as are shown"
    assert held({**by, "area": "hubian"}, 10, 1) == ([first], True), "more than are tried; the filter leaves one"
    assert held({**by, "area": "xiangjiang"}, 10, 1) == ([second], False), "neither side is small enough"
    assert held({**by, "is.channel": "web"}, 10, 1) == ([second], False), "no index knows it: only the newest"
    assert held({**by, "is.channel": "web"}, 10, 9) == ([second, first], True)
    assert held(by, 10, 10, 1) == ([second], False), "no more than may be opened"
    assert held(by, 10, 10, 2) == ([second, first], True)


@pytest.mark.parametrize(
    ("duty", "unit", "expected"),
    [
        ("command", "flood-command", {"flood-danger", "open-cover", "flood-shift", "flood-patrol", "flood-response"}),
        ("livelihood", "livelihood-office", {"practical-deeds", "research-visits"}),
    ],
)
def test_a_centre_has_the_ledger_of_its_own_mechanisms_alone(
    district: District, duty: str, unit: str, expected: set[str]
) -> None:
    person = Person(account="own", posts=(Post(duty=duty, unit=unit),))
    among = standing(district, person)
    assert among == expected
    wanted = ledger.asked(district, {"state": "all"}, (), among)
    assert ledger.rows(district, person, wanted) == ((), None), "no case of other mechanisms, though its reach is wide"
    one = ledger.asked(district, {"state": "all"}, (), frozenset({"practical-deeds"}))
    assert one.filter_.programme == "practical-deeds" and any(column.field for column in one.columns)
    other = ledger.asked(district, {"programme": "ten-minute-circle"}, (), among)
    assert not any(column.field for column in other.columns), "nothing of a mechanism that is not theirs is offered"
    assert sums(district, person, wanted, (), whole=True) is None
    wide = Person(account="all", posts=(*person.posts, *LIU.posts, *LEI.posts))
    every = ledger.asked(district, {"state": "all"}, (), standing(district, wide))
    assert len(ledger.rows(district, wide, every)[0]) == 3
