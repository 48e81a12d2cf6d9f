"""Who only follows a matter is told of its turns, by an address that nobody sees, and learns nothing but the public."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bihuan.app import receipts
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.reading import inbox, lines
from bihuan.app.notices.sending import tell
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.notices import Channel, Delivery
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import registers

DESK = Person(account="desk-one", posts=(Post(duty="desk", unit="service-centre"),))
HANDLER = Person(account="hand-one", posts=(Post(duty="handler", unit="municipal"),))
SECRET = "13900000000"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        session = opened.door.database.connect()
        people = (DESK, HANDLER)
        made = registers.Registers(
            accounts=[registers.Account(id=one.account, title=Text(one.account, one.account)) for one in people],
            posts=[registers.DatedPost(account=p.account, post=p.posts[0], since=opened.today()) for p in people],
        )
        with session.transaction():
            registers.put(session, opened.id, made)
        session.close()
        yield opened


def raised(district: District) -> Accepted:
    command = Raise(
        case="", number="", programme="ten-minute-circle", step="raise", by=Person(account="public", raiser=True),
        values={"channel": "web", "category": "street_light", "area": "jinling-road"},
        words={"words": "路灯不亮", "name": "王某", "phone": SECRET},
    )  # fmt: skip
    answer = district.door.submit(district.id, command, "raise")
    assert isinstance(answer, Accepted), answer
    return answer


def sent(folder: Path, name: str) -> list[dict[str, str]]:
    file = folder / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


FRIEND = "13711111111"
ALL_GATES = '[sms]\nurl = "file"\n[email]\nurl = "file"\n'


def followed(district: District, number: str, contact: str) -> receipts.Held:
    given = receipts.follow(district, number, receipts.new_token(district))
    assert isinstance(given, receipts.Given)
    held = receipts.open_code(district, written(given.code))
    assert isinstance(held, receipts.Held)
    assert receipts.tell_follower(district, held, contact) is None
    return held


def accepted_and_given(district: District, case: str) -> None:
    values = {"nature": "assistance", "severity": "B"}
    for step, more in (("accept", {"values": values}), ("dispatch", {"arguments": {"unit": "municipal"}})):
        answer = district.door.submit(district.id, Take(case=case, step=step, by=DESK, **more), f"{case}{step}")  # type: ignore[arg-type]
        assert isinstance(answer, Accepted), answer


def test_who_follows_is_told_what_is_public_and_nobody_learns_of_it(district: District, tmp_path: Path) -> None:
    case = raised(district)
    friend, mail = followed(district, case.number, FRIEND), followed(district, case.number, "a@example.test")
    silent = receipts.follow(district, case.number, receipts.new_token(district))
    assert isinstance(silent, receipts.Given)
    accepted_and_given(district, case.case)
    tell(district, read_gateways(ALL_GATES, {}, tmp_path), district.door.clock())
    (text,) = [one for one in sent(tmp_path, "sms") if one["to"] == FRIEND]
    (letter,) = sent(tmp_path, "email")
    assert letter["to"] == "a@example.test"
    unit = district.places().units["municipal"].title
    for body in (text["body"], letter["body"]):
        assert case.number in body
        assert not any(word in body for word in ("路灯", "王某", SECRET, unit.zh, unit.en, "{"))
    heard = [one.text for one in (*inbox(district, HANDLER, "zh"), *inbox(district, DESK, "zh"))]
    assert heard and not any("关注" in one or FRIEND in one for one in heard)
    assert receipts.followed_by(district, friend) is Channel.SMS
    assert receipts.followed_by(district, mail) is Channel.EMAIL
    kept = [one for state in Delivery for one in lines(district, state) if one.follower]
    assert len(kept) == 2 and not any(FRIEND in str(one) or "example" in str(one) for one in kept)


def test_who_follows_on_an_english_page_is_told_in_english(district: District, tmp_path: Path) -> None:
    case = raised(district)
    held = followed(district, case.number, FRIEND)
    followed(district, case.number, "13722222222")
    assert receipts.tell_follower(district, held, FRIEND, "en") is None
    accepted_and_given(district, case.case)
    tell(district, read_gateways(ALL_GATES, {}, tmp_path), district.door.clock())
    told = {one["to"]: one["body"] for one in sent(tmp_path, "sms")}
    assert "您关注的事项" in told["13722222222"]
    assert "which you follow" in told[FRIEND] and "关注" not in told[FRIEND]


def test_a_follower_who_stops_hears_nothing_more(district: District, tmp_path: Path) -> None:
    case = raised(district)
    held = followed(district, case.number, FRIEND)
    assert receipts.tell_follower(district, held, "") is None and receipts.followed_by(district, held) is None
    accepted_and_given(district, case.case)
    tell(district, read_gateways(ALL_GATES, {}, tmp_path), district.door.clock())
    assert not [one for one in sent(tmp_path, "sms") if one["to"] == FRIEND]


@pytest.mark.parametrize("typed", ["call me", "12", "a@b", "13711111111; DROP", "@", "a b@c.de"])
def test_what_reaches_nobody_is_refused(district: District, typed: str) -> None:
    case = raised(district)
    held = followed(district, case.number, FRIEND)
    refused = receipts.tell_follower(district, held, typed)
    assert isinstance(refused, Refusal) and refused.code == "field-invalid"
    assert receipts.followed_by(district, held) is Channel.SMS, "what stood stands"


def test_the_code_of_the_raiser_is_no_follower(district: District) -> None:
    case = raised(district)
    held = replace(followed(district, case.number, FRIEND), kind=receipts.Kind.RAISER)
    assert isinstance(receipts.tell_follower(district, held, FRIEND), Refusal)


def test_a_followers_address_is_sealed_and_goes_with_the_case(district: District) -> None:
    case = raised(district)
    held = followed(district, case.number, FRIEND)
    session = district.door.database.connect()
    rows = session.rows("follower_contacts", (district.id, case.case))
    assert len(rows) == 1 and FRIEND.encode() not in bytes(rows[0][2])
    with session.transaction():
        session.run("erase_key", (district.id, case.case, "case"))
    session.close()
    assert receipts.followed_by(district, held) is None
