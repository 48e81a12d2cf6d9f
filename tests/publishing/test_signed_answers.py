"""The reporter's signature at the door, on both engines: it is checked, kept in the leaf, and serves one answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bihuan.app.door import Door
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from bihuan.store.answering import place_of
from bihuan.store.jobs import Accepted, Signed
from bihuan.store.session import Session
from bihuan.transparency.canonical import b64url, from_b64url
from bihuan.transparency.receipt_key import check_leaf, key_hash, receipt_key, statement_of
from tests.store import tiny
from tests.store.loop import ask, go_round, report, take

CODE, OTHER = bytes(range(13)), bytes(range(1, 14))


def public(code: bytes) -> bytes:
    return receipt_key(code).public_key().public_bytes_raw()


def closed(door: Door, code: bytes = CODE) -> str:
    """A case that waits for its reporter's word."""
    answer = ask(door, report(), receipt_key=key_hash(public(code)))
    assert isinstance(answer, Accepted), answer
    go_round(door, answer.case, 6)
    return answer.case


def signed(session: Session, case: str, outcome: str = "yes", code: bytes = CODE, verb: str = "confirm") -> Signed:
    place = place_of(session, tiny.DISTRICT, case)
    assert place is not None
    text = statement_of(place.stream, place.last, verb, "satisfied", outcome)
    return Signed(b64url(public(code)), b64url(receipt_key(code).sign(text)))


def leaves(session: Session, case: str) -> list[dict[str, object]]:
    found, n = [], 0
    while row := session.row("leaf_of_event", (tiny.DISTRICT, case, n)):
        found.append(json.loads(bytes(row[0])))
        n += 1
    return found


def test_a_signed_answer_stands_in_its_leaf_and_anyone_can_check_it(door: Door, session: Session) -> None:
    case = closed(door)
    mark = signed(session, case)
    answer = ask(door, take(case, "confirm", "rose", "yes"), "once", signed=mark)
    assert isinstance(answer, Accepted), answer
    first, last = leaves(session, case)[0], leaves(session, case)[-1]
    assert (last["k"], last["r"], last["sig"], last["b"]) == ("confirm", "yes", mark.signature, last["h"])
    assert check_leaf(last, str(first["rk"])) is None
    again = ask(door, take(case, "confirm", "rose", "yes"), "once", signed=mark)
    assert isinstance(again, Accepted) and again.repeated


def damaged(mark: Signed) -> Signed:
    raw = bytearray(from_b64url(mark.signature) or b"")
    raw[7] ^= 1
    return replace(mark, signature=b64url(bytes(raw)))


@pytest.mark.parametrize("how", ["other receipt", "other answer", "other verb", "damaged", "of another case"])
def test_a_forged_or_moved_signature_is_refused_and_nothing_is_written(door: Door, session: Session, how: str) -> None:
    case, elsewhere = closed(door), closed(door)
    before = leaves(session, case)
    mark = {
        "other receipt": lambda: signed(session, case, code=OTHER),
        "other answer": lambda: signed(session, case, "no"),
        "other verb": lambda: signed(session, case, verb=str(Verb.RATE)),
        "damaged": lambda: damaged(signed(session, case)),
        "of another case": lambda: signed(session, elsewhere),
    }[how]()
    assert ask(door, take(case, "confirm", "rose", "yes"), signed=mark) == Refusal("signature-refused", {})
    assert leaves(session, case) == before
    assert isinstance(ask(door, take(case, "confirm", "rose", "yes"), signed=signed(session, case)), Accepted)


def test_a_signature_over_an_earlier_state_is_refused(door: Door, session: Session) -> None:
    """Reuse: what was signed before the matter moved on does not count after it."""
    answer = ask(door, report(), receipt_key=key_hash(public(CODE)))
    assert isinstance(answer, Accepted)
    go_round(door, answer.case, 5)
    early = signed(session, answer.case)
    assert isinstance(ask(door, take(answer.case, "close", "ann")), Accepted)
    refused = ask(door, take(answer.case, "confirm", "rose", "yes"), signed=early)
    assert refused == Refusal("signature-refused", {})


def test_a_case_without_a_receipt_key_takes_no_signature_but_an_answer(door: Door, session: Session) -> None:
    answer = ask(door, report())
    assert isinstance(answer, Accepted)
    go_round(door, answer.case, 6)
    mark = signed(session, answer.case)
    confirm = take(answer.case, "confirm", "rose", "yes")
    assert ask(door, confirm, signed=mark) == Refusal("signature-refused", {})
    assert isinstance(ask(door, confirm), Accepted)
    assert "sig" not in leaves(session, answer.case)[-1]


def test_no_office_can_lend_a_signature_to_another_step(door: Door, session: Session) -> None:
    answer = ask(door, report(), receipt_key=key_hash(public(CODE)))
    assert isinstance(answer, Accepted)
    mark = signed(session, answer.case, verb="dispatch")
    assert ask(door, take(answer.case, "give", "ann"), signed=mark) == Refusal("signature-refused", {})
