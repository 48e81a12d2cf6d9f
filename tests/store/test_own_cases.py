"""Whoever raised a case from a post reads it again as its raiser, with a part in it or without; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.core.commands import Person, Post
from bihuan.core.programme import Taking
from bihuan.core.refusals import Refusal
from bihuan.store import rebuild, receipts
from bihuan.store.jobs import Accepted
from bihuan.store.lists import Page
from bihuan.store.own_lists import knowing, raised_from
from bihuan.store.reading import Seen, read_case, read_own
from bihuan.store.session import Database
from tests.store import tiny
from tests.store.loop import ask, opened, take

REPORT = replace(tiny.PROGRAMME.steps["report"], by=("citizen", "desk", "worker"))
GIVE = replace(tiny.PROGRAMME.steps["give"], takes=(Taking(field="place"),))
RAISING = replace(tiny.PROGRAMME, steps={**tiny.PROGRAMME.steps, "report": REPORT, "give": GIVE})
RULES = replace(tiny.RULES, programmes={("small", "1"): RAISING})
COLLEAGUE = Person(account="bea", posts=(Post(duty="worker", unit="north"),))


@pytest.fixture
def door_(database: Database, clock: VirtualClock, tmp_path: Path) -> Iterator[Door]:
    made = Door(
        database, {tiny.DISTRICT: RULES}, masters=tiny.MASTERS, clock=clock, entropy=SeededEntropy(3),
        photos=tmp_path / "photos",
    )  # fmt: skip
    yield made
    made.close()


def own(door: Door, person: Person, case: str) -> Seen | Refusal:
    with door.look(tiny.DISTRICT) as (session, ground):
        return read_own(session, ground, person, case)


def test_a_unit_that_raised_a_case_reads_it_as_its_raiser_and_nobody_else_does(door_: Door) -> None:
    case = opened(door_, by="bo", area="n").case
    nothing = Refusal("no-such-case", {"case": case})
    with door_.look(tiny.DISTRICT) as (session, ground):
        assert read_case(session, ground, tiny.person("bo"), case) == nothing, "the unit has no part in it yet"
    for person in (tiny.person("bo"), COLLEAGUE):
        seen = own(door_, person, case)
        assert isinstance(seen, Seen) and [word.text for word in seen.words] == ["路灯不亮"], "no name, no telephone"
    strangers = [tiny.person(one) for one in ("su", "chen", "yu", "rose")] + [
        Person(account="bo", posts=(Post(duty="checker", unit="north"),)),
        replace(tiny.person("bo"), recused=frozenset({case})),
    ]
    assert [own(door_, one, case) for one in strangers] == [nothing] * len(strangers)
    assert isinstance(own(door_, tiny.person("bo"), "none"), Refusal)


def test_what_a_raiser_may_not_read_stays_closed_and_a_receipt_goes_before_the_post(
    door_: Door, clock: VirtualClock
) -> None:
    case = opened(door_, by="bo", area="n").case
    reason = take(case, "give", "ann", arguments={"unit": "south"}, words={"place": "后门", "reason": "内部意见"})
    ask(door_, reason)
    seen = own(door_, tiny.person("bo"), case)
    assert isinstance(seen, Seen) and {word.name for word in seen.words} <= {"what", "place"}, "no reason of colleagues"
    with door_.look(tiny.DISTRICT) as (session, _), session.transaction():
        receipts.put(session, tiny.DISTRICT, "h" * 64, case, receipts.Kind.RAISER, clock())
    assert isinstance(own(door_, tiny.person("bo"), case), Refusal), "whoever holds the receipt raised it"


def list_of(door: Door, person: Person, after: tuple[str, str] | None = None, size: int = 50) -> Page:
    with door.look(tiny.DISTRICT) as (session, ground):
        return raised_from(session, ground, person, [RAISING], after=after, size=size)


def ids(page: Page) -> list[str]:
    return [line.case.id for line in page.lines]


def test_what_was_raised_from_a_post_is_listed_page_by_page_for_those_at_it_and_a_rebuild_says_the_same(
    door_: Door, clock: VirtualClock
) -> None:
    mine: list[str] = []
    for n in range(7):
        clock.move(timedelta(minutes=n % 2))
        mine.append(opened(door_, by="bo", area="n").case)
        opened(door_, by=("rose", "ann")[n % 2], area="n")
    found: list[str] = []
    after = None
    for _ in range(4):
        page = list_of(door_, COLLEAGUE, after, 2)
        found, after = found + ids(page), page.after
    assert after is None and sorted(found) == sorted(mine) and found[0] in mine[-2:]
    assert ids(list_of(door_, tiny.person("bo"))) == found, "colleagues of that duty in that unit see the same"
    assert len(ids(list_of(door_, tiny.person("ann")))) == 3, "what the desk took down itself"
    strangers = [tiny.person(one) for one in ("su", "chen", "yu", "rose")]
    strangers.append(Person(account="bo", posts=(Post(duty="checker", unit="north"),)))
    assert [ids(list_of(door_, one)) for one in strangers] == [[]] * len(strangers)
    aside = replace(tiny.person("bo"), recused=frozenset({mine[3]}))
    with door_.look(tiny.DISTRICT) as (session, _), session.transaction():
        receipts.put(session, tiny.DISTRICT, "h" * 64, mine[5], receipts.Kind.RAISER, clock())
    assert {*ids(list_of(door_, aside))} == {*mine} - {mine[3], mine[5]}, "nor what somebody outside holds a receipt of"

    with door_.look(tiny.DISTRICT) as (session, _):

        def compared() -> str | None:
            difference = rebuild.compare(session, tiny.DISTRICT, RULES.of, tiny.ZONE, page=2).difference
            return None if difference is None else difference.table

        assert compared() is None
        session._raw.execute("DELETE FROM mention")
        assert compared() == "mention" and ids(list_of(door_, COLLEAGUE)) == []
        assert rebuild.rewrite(session, tiny.DISTRICT, RULES.of, tiny.ZONE, page=2).difference is None
        assert compared() is None and len(ids(list_of(door_, COLLEAGUE))) == 6


@pytest.mark.parametrize("together", [1, 3, 40], ids=lambda n: f"{n} a moment")
def test_a_page_goes_on_from_no_case_that_is_hidden_and_none_is_skipped_or_shown_twice(
    door_: Door, clock: VirtualClock, together: int
) -> None:
    """More hidden ones in a row than are looked at for one page, some or all of them raised at one moment."""
    cases: list[str] = []
    for n in range(30):
        clock.move(timedelta(minutes=n % together == 0))
        cases.append(opened(door_, by="bo", area="n").case)
    shown = {cases[0], cases[14], cases[29]}
    with door_.look(tiny.DISTRICT) as (session, _), session.transaction():
        for n, case in enumerate(cases):
            if case not in shown:
                receipts.put(session, tiny.DISTRICT, f"{n:064}", case, receipts.Kind.RAISER, clock())
    found: list[str] = []
    after: tuple[str, str] | None = None
    for _ in range(len(cases)):
        page = list_of(door_, COLLEAGUE, after, 1)
        found += ids(page)
        assert page.after is None or page.after[1] in shown | {""}, "no hidden case is named"
        assert page.after != after or page.after is None, "each page goes further"
        after = page.after
        if after is None:
            break
    assert after is None and len(found) == len(shown) and set(found) == shown


def test_a_case_knows_who_is_linked_to_it(door_: Door) -> None:
    one, other, third = (opened(door_, area="n").case for _ in range(3))
    for case in (one, third):
        assert isinstance(ask(door_, take(case, "tie", "ann", arguments={"other": other})), Accepted)
    with door_.look(tiny.DISTRICT) as (session, _):
        assert sorted(knowing(session, tiny.DISTRICT, other)) == sorted((one, third))
        assert knowing(session, tiny.DISTRICT, one) == knowing(session, "elsewhere", other) == ()
        assert rebuild.compare(session, tiny.DISTRICT, RULES.of, tiny.ZONE, page=2).difference is None
