"""Telling people, on both engines with the real pack: who hears what, when, over which way, and what a fault does."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.notices import managing
from bihuan.app.notices.addressing import ways
from bihuan.app.notices.gateways import AppriseGateway, BadGateways, GatewayFault, read_gateways
from bihuan.app.notices.reading import counts, inbox, told_to_raiser, unread
from bihuan.app.notices.sending import book_of, tell
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.notices import Channel, Delivery, Wish
from bihuan.core.text import Text
from bihuan.store import notices, registers
from bihuan.store.state import case_from

DESK = Person(account="desk-one", posts=(Post(duty="desk", unit="service-centre"),))
HANDLER = Person(account="hand-one", posts=(Post(duty="handler", unit="municipal"),))
SECRET = "13900000000"


class Broken:
    """A gateway that is down."""

    def send(self, id_: str, address: str, subject: str, body: str) -> None:
        raise GatewayFault("down for maintenance")


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        session = opened.door.database.connect()
        with session.transaction():
            registers.put(session, opened.id, registers_of(opened, DESK, HANDLER))
        session.close()
        yield opened


def registers_of(opened: District, *people: Person) -> registers.Registers:
    return registers.Registers(
        accounts=[registers.Account(id=one.account, title=Text(one.account, one.account)) for one in people],
        posts=[
            registers.DatedPost(account=one.account, post=post, since=opened.today())
            for one in people
            for post in one.posts
        ],
    )


def raised(district: District, **words: str) -> Accepted:
    programme = district.programmes()[0]
    command = Raise(
        case="", number="", programme=programme.id, step="raise", by=Person(account="public", raiser=True),
        values={"channel": "web", "category": "street_light", "area": "jinling-road"},
        words={"words": "路灯不亮", "name": "王某", "phone": SECRET, **words},
    )  # fmt: skip
    answer = district.door.submit(district.id, command, f"raise-{len(words)}")
    assert isinstance(answer, Accepted), answer
    return answer


def dispatched(district: District) -> Accepted:
    case = raised(district)
    for step, more in (("accept", {}), ("dispatch", {"arguments": {"unit": "municipal"}})):
        values = {"nature": "assistance", "severity": "B"} if step == "accept" else {}
        command = Take(case=case.case, step=step, by=DESK, values=values, **more)  # type: ignore[arg-type]
        answer = district.door.submit(district.id, command, step)
        assert isinstance(answer, Accepted), answer
    return case


def sent(folder: Path, name: str) -> list[dict[str, str]]:
    file = folder / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


GATES = '[sms]\nurl = "file"\n[email]\nurl = "file"\n[robot.municipal]\nurl = "file"\n'


def test_each_hears_what_is_theirs_and_nothing_of_who_reported(district: District, tmp_path: Path) -> None:
    gateways = read_gateways(GATES, {}, tmp_path)
    case = dispatched(district)
    first = tell(district, gateways, district.door.clock())
    assert first.spread > 0 and first.failed == first.dead == 0
    told = [one["body"] for one in sent(tmp_path, "sms")]
    assert all(one["to"] == SECRET for one in sent(tmp_path, "sms"))
    assert told and all(case.number in body for body in told)
    robots = [one["body"] for one in sent(tmp_path, "robot.municipal")]
    assert robots and all("{" not in body for body in [*told, *robots])
    mine = inbox(district, HANDLER, "zh")
    assert [one.number for one in mine] == [case.number] and unread(district, HANDLER.account) == 1
    everything = [*robots, *(one.text for one in mine)]
    assert not any(secret in body for body in everything for secret in (SECRET, "王某", "路灯不亮"))
    assert case.number in told_to_raiser(district, case.case, "en")[0].text
    assert tell(district, gateways, district.door.clock()).idle


def test_a_unit_that_is_accused_later_is_told_nothing_more(district: District, tmp_path: Path) -> None:
    """The door gives no matter to the unit it is about; a unit may still become that after it was given the matter."""
    number = dispatched(district).case
    gateways = read_gateways(GATES, {}, tmp_path)
    with district.door.look(district.id) as (session, ground):
        notice = next(one for one in notices.of_case(session, district.id, number) if one.audience == "lead_unit")
        case = case_from(session.rows("case_state", (district.id, number))[0][0])
        programme = ground.programme_of(case.programme, case.edition)
        book = book_of(session, district, ground, gateways)
    told = ways(notice, case, programme, frozenset(), book, district.door.clock())
    assert {one.recipient for one in told} == {HANDLER.account, "municipal"}
    accused = replace(case, fields={**case.fields, programme.accused_field or "": "municipal"})
    (nobody,) = ways(notice, accused, programme, frozenset(), book, district.door.clock())
    assert nobody.state is Delivery.NOBODY, "and that nobody was told is seen"


def test_a_notice_is_read_by_its_owner_alone(district: District, tmp_path: Path) -> None:
    dispatched(district)
    tell(district, read_gateways("", {}, tmp_path), district.door.clock())
    ids = [one.id for one in inbox(district, HANDLER, "zh")]
    assert managing.mark_read(district, DESK.account, ids) == 0
    assert managing.mark_read(district, HANDLER.account, ids) == 1
    assert unread(district, HANDLER.account) == 0


def test_what_somebody_was_told_stays_what_they_were_told(district: District) -> None:
    """Whatever became of the case: a notice is the same whenever it is sent, or read once more."""
    case = raised(district)
    [first] = told_to_raiser(district, case.case, "en")
    due = district.door.clock()
    assert "—" not in first.text and f"{due:%Y}" in first.text
    by = Person(account="public", raiser=True)
    answer = district.door.submit(district.id, Take(case=case.case, step="withdraw", by=by), "withdraw")
    assert isinstance(answer, Accepted), answer
    assert told_to_raiser(district, case.case, "en")[-1] == first


def test_a_gateway_down_for_an_hour_loses_nothing_and_is_told_once(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    raised(district)
    good = read_gateways('[sms]\nurl = "file"\n', {}, tmp_path)
    bad = replace(good, by_channel={Channel.SMS: Broken()})
    down_until = clock() + timedelta(hours=1)
    while clock() < down_until:
        tell(district, bad, clock())
        clock.move_to(clock() + timedelta(minutes=1))
    assert counts(district)[Channel.SMS, Delivery.WAITING] == 1 and not sent(tmp_path, "sms")
    for _ in range(12):
        clock.move_to(clock() + timedelta(minutes=30))
        tell(district, good, clock())
    assert len(sent(tmp_path, "sms")) == 1
    assert counts(district)[Channel.SMS, Delivery.SENT] == 1


def test_what_is_given_up_is_kept_and_can_be_sent_again(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    raised(district)
    good = read_gateways('[sms]\nurl = "file"\n', {}, tmp_path)
    for _ in range(40):
        tell(district, replace(good, by_channel={Channel.SMS: Broken()}), clock())
        clock.move_to(clock() + timedelta(hours=1))
    assert counts(district)[Channel.SMS, Delivery.DEAD] == 1
    assert managing.revive_all(district) == 1
    tell(district, good, clock())
    assert len(sent(tmp_path, "sms")) == 1


def test_at_night_only_what_is_urgent_goes_out(installation: Installation, district: District, tmp_path: Path) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    clock.move_to(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))  # 23:00 in the district
    raised(district)
    gateways = read_gateways('[sms]\nurl = "file"\n', {}, tmp_path)
    tell(district, gateways, clock())
    assert not sent(tmp_path, "sms")
    clock.move_to(datetime(2026, 3, 3, 0, 0, tzinfo=UTC))  # 08:00
    tell(district, gateways, clock())
    assert len(sent(tmp_path, "sms")) == 1


def test_a_digest_is_one_message_at_its_hour(installation: Installation, district: District, tmp_path: Path) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    clock.move_to(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))  # 10:00 in the district
    session = district.door.database.connect()
    with session.transaction():
        session._raw.execute(
            "INSERT INTO people_sign_in (name, email, district, account, is_active, opened_at, must_change, password)"
            f" VALUES ('hand', 'hand@x.invalid', '{district.id}', '{HANDLER.account}', TRUE, '2026-03-02', FALSE, '!')"
        )
    session.close()
    managing.keep_wish(district, HANDLER.account, Wish(digest=time(17, 30)))
    case = dispatched(district)
    command = Take(case=case.case, step="remind", by=DESK)
    assert isinstance(district.door.submit(district.id, command, "remind"), Accepted)
    gateways = read_gateways('[email]\nurl = "file"\n', {}, tmp_path)
    tell(district, gateways, clock())
    assert not sent(tmp_path, "email")
    clock.move_to(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))
    tell(district, gateways, clock())
    [mail] = sent(tmp_path, "email")
    assert mail["to"] == "hand@x.invalid" and mail["subject"].endswith(f"{case.number} +1")
    assert all(len(part.strip()) > len(case.number) and case.number in part for part in mail["body"].split("\n\n"))
    assert mail["body"].count("\n\n") == 1 and counts(district)[Channel.EMAIL, Delivery.SENT] == 2


def test_an_account_without_a_holder_is_seen_not_lost(installation: Installation, tmp_path: Path) -> None:
    with installation.opened() as district:
        dispatched(district)
        tell(district, read_gateways("", {}, tmp_path), district.door.clock())
        assert counts(district)[Channel.INAPP, Delivery.NOBODY] == 1


def test_what_nobody_was_told_for_a_fortnight_is_passed_over(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    raised(district)
    clock.move(timedelta(days=15))
    gateways = read_gateways('[sms]\nurl = "file"\n', {}, tmp_path)
    assert tell(district, gateways, clock()).idle and not sent(tmp_path, "sms") and not counts(district)


def test_wishes_are_kept(district: District) -> None:
    wish = Wish(language="en", channels=frozenset({Channel.INAPP}), quiet=None, digest=time(8, 30))
    managing.keep_wish(district, HANDLER.account, wish)
    assert managing.wish_of(district, HANDLER.account) == wish
    assert managing.wish_of(district, DESK.account) == Wish()


@pytest.mark.parametrize(
    "text",
    ["[fax]\nurl = 'file'", "[sms]\nurl = 3", "[sms", "[sms]\nurl = 'x://${SMS_KEY}'"],
    ids="kind url toml key".split(),
)
def test_a_file_of_gateways_that_cannot_be_used_says_why(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadGateways, match="channels: "):
        read_gateways(text, {}, tmp_path)


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as taking one message needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        body = False
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if body:
                self.server.lines.append(line)  # type: ignore[attr-defined]
                if line == ".":
                    body = False
                    self.wfile.write(b"250 taken\r\n")
                continue
            word = line.split(" ")[0].upper()
            body = word == "DATA"
            self.wfile.write(b"354 go on\r\n" if body else b"221 bye\r\n" if word == "QUIT" else b"250 fine\r\n")
            if word == "QUIT":
                return


@contextmanager
def smtp() -> Iterator[tuple[int, list[str]]]:
    with socketserver.TCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.lines = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1], server.lines  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_a_real_mail_goes_over_a_real_connection_and_a_dead_one_is_a_fault() -> None:
    with smtp() as (port, lines):
        url = f"mailto://127.0.0.1:{port}?mode=insecure&from=bihuan@example.org&to={{address}}"
        AppriseGateway(url).send("id-1", "someone@example.org", "Number GZ1", "It is done.")
        text = "\n".join(lines)
    assert "To: someone@example.org" in text and "GZ1" in text
    with pytest.raises(GatewayFault):
        AppriseGateway(url).send("id-1", "someone@example.org", "Number GZ1", "It is done.")
