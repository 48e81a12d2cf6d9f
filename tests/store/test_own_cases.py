"""Whoever raised a case from a post reads it again as its raiser, with a part in it or without; nobody else does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.core.commands import Person, Post
from bihuan.core.programme import Taking
from bihuan.core.refusals import Refusal
from bihuan.store import receipts
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
