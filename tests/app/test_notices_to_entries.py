"""Notices to the entries of a register, on both engines with the real pack: who, when, at which address, and what the
record shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bihuan.app.acts import OnCase, on_case
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.notices.delivered import Delivered, delivered
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.sending import tell
from bihuan.core.commands import SYSTEM, Person, Post, Raise, Take
from bihuan.core.notices import Channel, Delivery
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from tests.app.registers.filling import credit_code
from tests.app.test_notices import sent

OFFICE = Person(account="office", posts=(Post(duty="enterprise-office", unit="committee"),))
POWER = Person(account="power", posts=(Post(duty="handler", unit="power"),))
STREET, COMMUNITY, ELSEWHERE = "huangjinling", "hexie-jiayuan", "hubian"
SEALED = ("13900000001", "13900000002", "two@example.test", "邹经理")
GATES = '[sms]\nurl = "file"\n[email]\nurl = "file"\n'


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


def telling(district: District) -> Programme:
    return next(one for one in district.programmes() if any(t.to == "entries" for t in one.tellings.values()))


def firm(district: District, n: int, area: str, **words: str) -> str | Refusal:
    key = credit_code(Random(n))
    asked = Enter(register="enterprises", key=key, act=Act.OPEN, by=SYSTEM, since="2021-01-04",
                  values={"name": f"虚构企业{n}", "kind": "company", "area": area}, words=words)  # fmt: skip
    answer = district.door.submit(district.id, asked, f"firm-{n}")
    return answer if isinstance(answer, Refusal) else key


def firms(district: District) -> tuple[str, ...]:
    """One in the very area, one known by its street alone, one without an address, one elsewhere."""
    found = (
        firm(district, 1, COMMUNITY, phone=SEALED[0], contact=SEALED[3]),
        firm(district, 2, STREET, phone=SEALED[1], email=SEALED[2]),
        firm(district, 3, COMMUNITY),
        firm(district, 4, ELSEWHERE, phone="13900000004"),
    )
    assert all(isinstance(one, str) for one in found), found
    return found  # type: ignore[return-value]


def announced(district: District, begins: datetime, kind: str = "power_planned") -> str:
    programme = telling(district)
    hours = {"from_when": begins.isoformat(), "until_when": (begins + timedelta(hours=8)).isoformat()}
    raised = district.door.submit(
        district.id,
        Raise(case="", number="", programme=programme.id, step="plan", by=POWER,
              values={"kind": kind, "area": COMMUNITY, **hours}, words={"words": "更换变压器"}),
        f"plan-{kind}",
    )  # fmt: skip
    assert isinstance(raised, Accepted), raised
    done = district.door.submit(district.id, Take(case=raised.case, step="announce", by=OFFICE), f"tell-{kind}")
    assert isinstance(done, Accepted), done
    return raised.number


def shown(district: District, number: str, now: datetime) -> Delivered:
    on = on_case(district, OFFICE, number)
    assert isinstance(on, OnCase)
    found = delivered(district, OFFICE, on, now)
    assert found is not None
    return found


def test_every_firm_in_the_area_is_told_ahead_and_its_address_stays_sealed(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    here, street, mute, elsewhere = firms(district)
    gateways = read_gateways(GATES, {}, tmp_path)
    number = announced(district, clock() + timedelta(days=10))
    tell(district, gateways, clock())
    assert {one["to"] for one in sent(tmp_path, "sms")} == {SEALED[0], SEALED[1]}
    assert [one["to"] for one in sent(tmp_path, "email")] == [SEALED[2]]
    said = sent(tmp_path, "sms")[0]["body"]
    assert number in said and "2026年3月12日" in said and "更换变压器" not in said, "when and where, no words"
    found = shown(district, number, clock())
    assert {(one.key, one.channel, one.state) for one in found.lines} == {
        (here, Channel.SMS, Delivery.SENT), (street, Channel.SMS, Delivery.SENT),
        (street, Channel.EMAIL, Delivery.SENT), (mute, Channel.INAPP, Delivery.NOBODY),
    }  # fmt: skip
    assert elsewhere not in {one.key for one in found.lines}
    assert (found.concerned, found.told, found.unreached, found.late) == (3, 2, 1, 0)
    assert found.until is not None and clock() < found.until
    assert not any(one in repr(found) for one in SEALED)
    with district.door.readers.lend() as session:
        rows = repr(session.rows("deliveries_of_case", (district.id, _case(district, number))))
    assert not any(one in rows for one in SEALED), "nor does the table of deliveries hold one"
    late = shown(district, number, found.until + timedelta(minutes=1))
    assert late.late == 1, "who has no address was not told in time, and the record says so"


def _case(district: District, number: str) -> str:
    on = on_case(district, OFFICE, number)
    assert isinstance(on, OnCase)
    return on.seen.case.id


def test_at_night_firms_are_told_only_if_the_time_would_be_over_by_the_morning(
    installation: Installation, district: District, tmp_path: Path
) -> None:
    clock = installation.clock
    assert isinstance(clock, VirtualClock)
    firms(district)
    gateways = read_gateways(GATES, {}, tmp_path)
    clock.move_to(datetime(2026, 3, 2, 15, 0, tzinfo=UTC))  # 23:00 in the district
    announced(district, clock() + timedelta(days=10))
    tell(district, gateways, clock())
    assert not sent(tmp_path, "sms"), "there is time until the morning"
    announced(district, clock() + timedelta(hours=25), "power_temporary")
    tell(district, gateways, clock())
    assert len(sent(tmp_path, "sms")) == 2, "24 hours ahead is one hour from now"


def test_an_address_is_judged_when_it_is_entered(district: District) -> None:
    refused = firm(district, 5, COMMUNITY, phone="电话再说", email="not an address")
    assert isinstance(refused, Refusal)
    assert [(one.code, one.about) for one in refused.each] == [("field-invalid", "phone"), ("field-invalid", "email")]
