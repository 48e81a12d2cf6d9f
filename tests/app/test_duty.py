"""The plan of a unit on both engines: only by colleagues, only for colleagues, each change in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bihuan.app import duty
from bihuan.app.district import District
from bihuan.app.duty import Kind, Planned, Span
from bihuan.app.installation import Installation
from bihuan.app.journals import KINDS, Journal, Wanted, acts
from bihuan.core.commands import Person, Post
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import registers

UNIT, OTHER = "municipal", "education"


def handler(account: str, unit: str = UNIT) -> Person:
    return Person(account=account, posts=(Post(duty="handler", unit=unit),))


CHEN, LIU, WANG = handler("chen"), handler("liu"), handler("wang", OTHER)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as found:
        accounts = [registers.Account(id=p.account, title=Text(p.account, p.account)) for p in (CHEN, LIU, WANG)]
        held = [
            registers.DatedPost(account=p.account, post=p.posts[0], since=found.today()) for p in (CHEN, LIU, WANG)
        ]
        with found.door.readers.lend() as session, session.transaction():
            registers.put(session, found.id, registers.Registers(accounts=accounts, posts=held))
        yield found


def asked(district: District, kind: Kind, account: str, **other: object) -> Planned:
    now: datetime = district.door.clock()
    given = {"begins": now, "ends": now + timedelta(hours=8), **other}
    return Planned(kind=kind, unit=UNIT, account=account, **given)  # type: ignore[arg-type]


def now_on(district: District, person: Person) -> tuple[str, ...]:
    return duty.plans(district, person)[0].now


def test_everybody_until_a_shift_then_the_substitute_of_whoever_is_away(district: District) -> None:
    assert now_on(district, CHEN) == ("chen", "liu")
    assert isinstance(duty.plan(district, CHEN, asked(district, Kind.SHIFT, "chen")), Span)
    assert now_on(district, LIU) == ("chen",)
    away = duty.plan(district, CHEN, asked(district, Kind.LEAVE, "chen", substitute="liu"))
    assert now_on(district, LIU) == ("liu",)
    assert isinstance(away, Span) and duty.withdraw(district, LIU, away.id)
    assert not duty.withdraw(district, LIU, away.id)
    assert now_on(district, LIU) == ("chen",) and now_on(district, WANG) == ("wang",)
    entries, _ = acts(district, Journal.ADMINISTRATION, Wanted())
    written = [entry for entry in entries if entry.kind.startswith(("shift.", "leave."))]
    assert [entry.kind for entry in written] == ["leave.withdrawn", "leave.planned", "shift.planned"]
    assert {entry.kind for entry in written} <= set(KINDS) and written[0].actor == "liu"


@pytest.mark.parametrize(
    ("who", "changed", "code"),
    [
        (WANG, {}, "no-such-unit"),
        (CHEN, {"account": "wang"}, "field-missing"),
        (CHEN, {"begins": None}, "field-missing"),
        (CHEN, {"ends": None}, "field-missing"),
        (CHEN, {"kind": Kind.LEAVE}, "field-missing"),
        (CHEN, {"kind": Kind.LEAVE, "substitute": "chen"}, "field-missing"),
        (CHEN, {"kind": Kind.LEAVE, "substitute": "wang"}, "field-missing"),
    ],
)
def test_what_cannot_be_planned(district: District, who: Person, changed: dict[str, object], code: str) -> None:
    given = {"kind": Kind.SHIFT, "account": "chen", **changed}
    answer = duty.plan(district, who, asked(district, **given))  # type: ignore[arg-type]
    assert isinstance(answer, Refusal) and answer.code == code and answer.hint("en")
    assert now_on(district, CHEN) == ("chen", "liu")


def test_an_end_before_its_beginning_is_refused_with_what_would_do(district: District) -> None:
    now = district.door.clock()
    answer = duty.plan(district, CHEN, asked(district, Kind.SHIFT, "chen", ends=now - timedelta(hours=1)))
    assert isinstance(answer, Refusal) and answer.code == "field-invalid"


def test_nobody_takes_out_what_others_planned(district: District) -> None:
    span = duty.plan(district, CHEN, asked(district, Kind.SHIFT, "chen"))
    assert isinstance(span, Span) and not duty.withdraw(district, WANG, span.id)


def test_a_leave_is_written_down_by_oneself_or_by_the_head(district: District) -> None:
    """Where somebody heads the unit, nobody else puts a colleague on leave or takes a leave back."""
    boss = Person(account="boss", posts=(Post(duty="unit-head", unit=UNIT),))
    with district.door.readers.lend() as session, session.transaction():
        account = registers.Account(id="boss", title=Text("黄主任", "Huang"))
        post = registers.DatedPost(account="boss", post=boss.posts[0], since=district.today())
        registers.put(session, district.id, registers.Registers(accounts=[account], posts=[post]))
    refused = duty.plan(district, LIU, asked(district, Kind.LEAVE, "chen", substitute="liu"))
    assert isinstance(refused, Refusal) and refused.code == "leave-of-another" and "黄主任" in refused.hint("zh")
    own = duty.plan(district, CHEN, asked(district, Kind.LEAVE, "chen", substitute="liu"))
    assert isinstance(own, Span) and isinstance(duty.withdraw(district, LIU, own.id), Refusal)
    assert duty.withdraw(district, boss, own.id) is True
    assert isinstance(duty.plan(district, boss, asked(district, Kind.LEAVE, "chen", substitute="liu")), Span)
    assert isinstance(duty.plan(district, LIU, asked(district, Kind.SHIFT, "chen")), Span), "any colleague"
