"""Who opens an identity, for what, and what stays behind: on both engines, with the real pack."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.entropy import SeededEntropy
from bihuan.app.identity import CALLED, OPENED, REFUSED, Opening, open_identity
from bihuan.app.installation import Installation
from bihuan.app.limits import RULES, Guard
from bihuan.app.openings import openings, openings_of_case
from bihuan.app.relay import Call, Connection, FileRelay, relayed_call
from bihuan.core.commands import Person, Post, Raise
from bihuan.core.refusals import Refusal
from bihuan.store import journal
from bihuan.store.journal import Journal, Wanted
from bihuan.store.state import case_from

WHO, NUMBER = "陈阿妹", "13907970000"
CASE = "a" * 32
ACCUSED = "fire"
DESK = Person(account="lao_zhou", posts=(Post(duty="desk", unit="centre"),))
CALLER = Person(account="xiao_lin", posts=(Post(duty="caller", unit="centre"),))
LEADER = Person(account="director_liu", posts=(Post(duty="leader", unit="centre"),))
WORDS = "地址有两处同名，要问清是哪一处"


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        unit = next(iter(opened.places().units))
        values = {"channel": "web", "accused_unit": ACCUSED if ACCUSED in opened.places().units else unit}
        words = {"words": "路灯不亮", "name": WHO, "phone": NUMBER}
        asked = Raise(
            case=CASE, number="", programme="ten-minute-circle", step="raise",
            by=Person(account="amei", raiser=True), values=values, words=words,
        )  # fmt: skip
        assert isinstance(opened.door.submit(opened.id, asked, "one"), Accepted)
        yield opened


def entries(district: District) -> list[journal.Entry]:
    with district.door.readers.lend() as session:
        assert journal.first_break(session, district.id, Journal.ACCESS) is None
        return journal.page(session, district.id, Journal.ACCESS, Wanted())


def test_what_is_opened_is_written_down_first_and_the_case_knows_nothing(district: District) -> None:
    opened = open_identity(district, DESK, CASE, "verify", WORDS)
    assert isinstance(opened, Opening)
    assert {text for _, text in opened.values} == {WHO, NUMBER} and opened.account == DESK.account
    (entry,) = entries(district)
    assert (entry.kind, entry.actor, entry.about, entry.n) == (OPENED, "lao_zhou", CASE, opened.entry)
    assert entry.detail["purpose"] == "verify" and entry.detail["fields"] == "email name phone"
    assert all(secret not in entry.body for secret in (WHO, NUMBER, WORDS))
    assert openings(district, Wanted()).entries[0].reason == WORDS
    with district.door.readers.lend() as session:
        assert len(session.rows("case_events", (district.id, CASE))) == 1


def test_nothing_is_shown_when_the_entry_cannot_be_written(district: District) -> None:
    class Full(Exception):
        pass

    def broken(statement: str, when: str) -> None:
        if (statement, when) == ("add_journal_entry", "before"):
            raise Full

    with district.door.readers.lend() as session:
        session._hook = broken
    with pytest.raises(Full):
        open_identity(district, DESK, CASE, "verify", WORDS)
    assert entries(district) == []


@pytest.mark.parametrize(
    ("purpose", "words", "code"),
    [
        ("curiosity", WORDS, "purpose-needed"),
        ("", WORDS, "purpose-needed"),
        ("verify", "  x ", "purpose-unexplained"),
    ],
)
def test_without_a_purpose_and_a_reason_nothing_opens(district: District, purpose: str, words: str, code: str) -> None:
    refused = open_identity(district, DESK, CASE, purpose, words)
    assert isinstance(refused, Refusal) and refused.code == code and entries(district) == []


def test_a_role_that_the_pack_does_not_list_opens_nothing_and_the_try_is_kept(district: District) -> None:
    refused = open_identity(district, LEADER, CASE, "verify", WORDS)
    assert isinstance(refused, Refusal) and refused.code == "identity-not-yours"
    assert [(one.kind, one.actor) for one in entries(district)] == [(REFUSED, "director_liu")]


def test_the_accused_unit_and_whoever_is_recused_do_not_even_find_the_case(district: District) -> None:
    with district.door.readers.lend() as session:
        case = case_from(session.rows("case_state", (district.id, CASE))[0][0])
    unit = str(case.fields["accused_unit"])
    accused = replace(DESK, account="mole", posts=(*DESK.posts, Post(duty="desk", unit=unit)))
    recused = replace(DESK, recused=frozenset({CASE}))
    for person in (accused, recused):
        refused = open_identity(district, person, CASE, "verify", WORDS)
        assert isinstance(refused, Refusal) and refused.code == "no-such-case"
        call = relayed_call(district, nobody, person, CASE, "verify", WORDS, SeededEntropy(1))
        assert isinstance(call, Refusal) and call.code == "no-such-case"
    assert {one.kind for one in entries(district)} == {REFUSED}
    assert isinstance(open_identity(district, DESK, "f" * 32, "verify", WORDS), Refusal)
    assert len(entries(district)) == 4


def nobody(connection: Connection) -> None:
    raise AssertionError("the exchange was asked")


def test_a_call_gives_a_code_and_keeps_the_number_for_the_exchange(district: District, tmp_path: Path) -> None:
    file = tmp_path / "relay" / "calls.jsonl"
    call = relayed_call(district, FileRelay(file), CALLER, CASE, "call_back", "结案第二天回访", SeededEntropy(5))
    assert isinstance(call, Call) and len(call.code) == 6 and NUMBER not in repr(call)
    line = json.loads(file.read_text("utf-8"))
    assert (line["number"], line["code"], line["caller"]) == (NUMBER, call.code, "xiao_lin")
    assert file.stat().st_mode & 0o077 == 0
    (entry,) = entries(district)
    assert entry.kind == CALLED and NUMBER not in entry.body and call.code not in entry.body


def test_a_number_leaves_the_file_when_its_code_ends(district: District, tmp_path: Path) -> None:
    clock, file = district.door.clock, tmp_path / "relay" / "calls.jsonl"
    assert isinstance(clock, VirtualClock)
    relay = FileRelay(file)
    assert relay.forget(clock()) == 0 and not file.exists()
    for seed in (1, 2):
        call = relayed_call(district, relay, CALLER, CASE, "call_back", "结案第二天回访", SeededEntropy(seed))
        assert isinstance(call, Call)
        clock.move(timedelta(minutes=31))
    [line] = file.read_text("utf-8").splitlines()
    assert json.loads(line)["code"] == call.code
    file.write_text(f"{line}\nhalf a li", "utf-8")
    assert relay.forget(call.until - timedelta(seconds=1)) == 1 and file.read_text("utf-8") == f"{line}\n"
    assert relay.forget(call.until) == 1 and file.read_text("utf-8") == ""
    assert file.stat().st_mode & 0o077 == 0
    assert not any(NUMBER in one.read_text("utf-8") for one in file.parent.iterdir())


def test_an_exchange_that_fails_leaves_no_entry_of_a_call(district: District) -> None:
    with pytest.raises(AssertionError, match="exchange"):
        relayed_call(district, nobody, CALLER, CASE, "call_back", "结案第二天回访", SeededEntropy(5))
    assert entries(district) == []


def test_the_call_back_officer_sees_the_name_and_never_the_number(district: District) -> None:
    opened = open_identity(district, CALLER, CASE, "call_back", "结案第二天回访")
    assert isinstance(opened, Opening) and [text for _, text in opened.values] == [WHO]


def test_the_person_sees_who_looked_without_the_officers_name(district: District) -> None:
    open_identity(district, DESK, CASE, "verify", WORDS)
    open_identity(district, LEADER, CASE, "verify", WORDS)
    (seen,) = openings_of_case(district, CASE)
    assert seen.unit is not None and seen.purpose is not None and seen.reason == WORDS
    assert seen.account == "" and "zhou" not in repr(seen)


def test_too_many_openings_are_no_work_on_cases(installation: Installation, district: District) -> None:
    most = RULES[Guard.IDENTITY][0].most
    for _ in range(most):
        assert isinstance(open_identity(district, DESK, CASE, "verify", WORDS), Opening)
    refused = open_identity(district, DESK, CASE, "verify", WORDS)
    assert isinstance(refused, Refusal) and refused.code == "too-many-tries"
    assert isinstance(installation.clock, VirtualClock)
    installation.clock.move(timedelta(hours=1))
    assert isinstance(open_identity(district, DESK, CASE, "verify", WORDS), Opening)
    seen = openings(district, Wanted(), page=5)
    assert (seen.total, len(seen.entries)) == (most + 1, 5)
    assert {str(pattern.kind) for pattern, _ in seen.patterns} == {"many", "again"}


def test_erasing_the_person_erases_the_reason_and_leaves_the_entry(district: District) -> None:
    open_identity(district, DESK, CASE, "verify", WORDS)
    with district.door.readers.lend() as session, session.transaction():
        session.run("erase_key", (district.id, CASE, "reporter"))
    (entry,) = openings(district, Wanted()).entries
    assert entry.reason is None and entry.purpose is not None
    opened = open_identity(district, DESK, CASE, "verify", WORDS)
    assert isinstance(opened, Opening) and opened.values == ()
