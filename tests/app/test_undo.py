"""Taking a step back through the door, on both engines with the real pack: notices, leaves, rebuilding, one batch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.acts import on_case
from bihuan.app.district import District
from bihuan.app.door import Accepted, Asked
from bihuan.app.installation import Installation
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.reading import inbox
from bihuan.app.notices.sending import tell
from bihuan.app.rebuilding import rebuild
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.indicators import facts_of
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import registers
from bihuan.store.state import case_from
from bihuan.verifier import verify

DESK = Person(account="desk-one", posts=(Post(duty="desk", unit="service-centre"),))
HAND = Person(account="hand-one", posts=(Post(duty="handler", unit="municipal"),))
BOSS = Person(account="boss-one", posts=(Post(duty="supervisor", unit="supervision-office"),))


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        session = opened.door.database.connect()
        people = (DESK, HAND, BOSS)
        made = registers.Registers(
            accounts=[registers.Account(id=one.account, title=Text(one.account, one.account)) for one in people],
            posts=[registers.DatedPost(account=p.account, post=p.posts[0], since=opened.today()) for p in people],
        )
        with session.transaction():
            registers.put(session, opened.id, made)
        session.close()
        yield opened


def act(district: District, by: Person, case: str, step: str, **more: object) -> Accepted | Refusal:
    command = Take(case=case, step=step, by=by, **more)  # type: ignore[arg-type]
    answer = district.door.submit(district.id, command, f"{case}-{step}-{district.door.clock().isoformat()}")
    return answer


def given(district: District) -> Accepted:
    """A matter that lies with the unit."""
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=Person(account="public", raiser=True),
        values={"channel": "web", "category": "street_light", "area": "jinling-road", "nature": "assistance"},
        words={"words": "路灯不亮"},
    )  # fmt: skip
    case = district.door.submit(district.id, command, "raise")
    assert isinstance(case, Accepted), case
    assert isinstance(act(district, DESK, case.case, "accept", values={"severity": "B"}), Accepted)
    assert isinstance(act(district, DESK, case.case, "dispatch", arguments={"unit": "municipal"}), Accepted)
    return case


def later(installation: Installation, **much: float) -> None:
    installation.clock.move(timedelta(**much))  # type: ignore[attr-defined]


def told(district: District, folder: Path, to: Person) -> int:
    tell(district, read_gateways("", {}, folder), district.door.clock())
    return len(inbox(district, to, "zh"))


def test_nobody_is_told_of_a_return_that_was_taken_back(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    case = given(district).case
    assert isinstance(act(district, HAND, case, "return", words={"reason": "点错了"}), Accepted)
    assert told(district, tmp_path, BOSS) == 0, "it waits"
    later(installation, seconds=59)
    assert told(district, tmp_path, BOSS) == 0
    back = act(district, HAND, case, "undo")
    assert isinstance(back, Accepted) and back.stage == "dispatched"
    later(installation, minutes=5)
    assert told(district, tmp_path, BOSS) == 0, "and is never sent"
    assert isinstance(act(district, HAND, case, "return", words={"reason": "确实不是我们的"}), Accepted)
    later(installation, seconds=60)
    assert told(district, tmp_path, BOSS) == 1, "what stands is told after its minute"


def test_after_its_minute_it_is_told_and_stands(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    case = given(district).case
    act(district, HAND, case, "return", words={"reason": "不是我们的"})
    later(installation, seconds=61)
    assert told(district, tmp_path, BOSS) == 1
    refused = act(district, HAND, case, "undo")
    assert isinstance(refused, Refusal) and refused.code == "undo-late"


def test_the_rows_and_the_leaves_say_the_same_as_the_facts(installation: Installation, district: District) -> None:
    case = given(district).case
    act(district, HAND, case, "sign")
    later(installation, minutes=3)
    finished = {"values": {"closing_condition": "explained"}, "words": {"result": "修好"}}
    assert isinstance(act(district, HAND, case, "finish", **finished), Accepted)
    later(installation, seconds=20)
    assert isinstance(act(district, HAND, case, "undo"), Accepted)
    session = district.door.database.connect()
    state = case_from(session.rows("case_state", (district.id, case))[0][0])
    facts = facts_of(state, district.zone)
    rows = [session.row("leaf_of_event", (district.id, case, n)) for n in range(state.n)]
    leaves = [json.loads(bytes(row[0])) for row in rows if row is not None]
    public = verify.Case(leaves[0])
    for leaf in leaves:
        public.tell(leaf)
    seen = public.facts({})
    assert leaves[-1]["k"] == "undo"
    assert facts["finished"] is False and facts["returns"] == 0
    assert {name: seen[name] for name in ("finished", "returns", "dispatched")} == {
        name: facts[name] for name in ("finished", "returns", "dispatched")
    }
    assert rebuild(district, session, write=False).difference is None
    assert rebuild(district, session, write=True).difference is None
    session.close()


def test_a_step_and_its_taking_back_in_one_batch(district: District) -> None:
    """The second sees the facts of the first, which are in no table yet."""
    case = given(district).case
    asked = [
        Asked(command=Take(case=case, step=step, by=HAND, words={"reason": "错"}), request_id=f"both-{step}")
        for step in ("return", "undo")
    ]
    first, second = district.door.submit_many(district.id, asked)
    assert isinstance(first, Accepted) and first.stage == "disputed"
    assert isinstance(second, Accepted) and second.stage == "dispatched"


def test_the_page_offers_it_for_a_minute_to_the_one_who_acted(installation: Installation, district: District) -> None:
    case = given(district)
    act(district, HAND, case.case, "sign")

    def offered(who: Person) -> bool:
        found = on_case(district, who, case.number)
        assert not isinstance(found, Refusal)
        assert not any(one.step.id == "undo" for one in found.closed), "no word where it is not possible"
        return any(one.step.id == "undo" for one in found.acts)

    assert offered(HAND) and not offered(DESK)
    later(installation, seconds=61)
    assert not offered(HAND)
