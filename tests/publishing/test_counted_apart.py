"""Satisfaction by whose word: signed answers, call-backs and the rest are counted apart, and a forged mark is named."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from bihuan.transparency.canonical import b64url, canonical
from bihuan.transparency.declarations import FigureClaim, declaration
from bihuan.transparency.leaf import hash_text
from bihuan.transparency.receipt_key import key_hash, receipt_key, statement_of
from bihuan.verifier import verify
from tests.publishing.forging import chained, changed, publish_forged, root_of
from tests.publishing.logs import ORIGIN
from tests.publishing.test_verifying import DAY, first_lie, lies

CONFIRM = {"k": "confirm", "p": "small", "f": "satisfied", "r": "yes"}
BY = {"v": 1, "programme": "small", "population": True, "due": True,
      "numerator": ["==", ["name", "satisfied"], "yes"]}  # fmt: skip


def reported(number: int, last: dict[str, Any], *, sign: str = "own") -> list[bytes]:
    """A case that its reporter answers, signed with the `own` receipt, with `another`, or with a mark moved here."""
    code = hashlib.sha256(bytes([number])).digest()[:13]
    key = receipt_key(code)
    public = key.public_key().public_bytes_raw()
    stream = b64url(hashlib.sha256(code).digest()[:16])
    entries = chained(stream, {"k": "raise", "p": "small", "rk": key_hash(public)}, {"k": "close", "p": "small"}, last)
    if not sign:
        return entries
    answers = hash_text(entries[0 if sign == "moved" else 1])
    used = receipt_key(bytes(13)) if sign == "another" else key
    text = statement_of(stream, answers, last["k"], last.get("f"), last.get("r"), last.get("s"))
    mark = {"b": answers, "pk": b64url(used.public_key().public_bytes_raw()), "sig": b64url(used.sign(text))}
    return [*entries[:2], changed(entries[2], **mark)]


def claim_of(entries: list[bytes], by: dict[str, int], text: bytes) -> bytes:
    claim = FigureClaim(
        programme="small", indicator="happy", edition="1", definition=hashlib.sha256(text).digest(), since=None,
        until=None, size=len(entries), root=root_of(entries), numerator=5, denominator=6, value="83.3%", by=by,
    )  # fmt: skip
    return declaration("figure", ORIGIN, 0, None, DAY, claim.fields())


def test_signed_answers_and_call_backs_are_counted_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calls = {**CONFIRM, "k": "call_back"}
    cases = [reported(1, CONFIRM), reported(2, CONFIRM), reported(3, CONFIRM, sign=""), reported(4, calls, sign=""),
             reported(5, calls, sign=""), reported(6, {**CONFIRM, "r": "no"})]  # fmt: skip
    entries, text = [leaf for case in cases for leaf in case], canonical(BY)
    honest, inflated = {"called": 2, "signed": 2, "unsigned": 1}, {"called": 0, "signed": 5, "unsigned": 0}
    sound = tmp_path / "sound"
    head = (len(entries),)
    publish_forged(sound, [*entries, claim_of(entries, honest, text)], head, definitions={"small.happy.1": text})
    assert lies(sound) == []
    assert verify.main([str(sound)]) == 0
    assert "5 / 6 = 83.3%, called 2, signed 2, unsigned 1" in capsys.readouterr().out
    liar = tmp_path / "liar"
    head = (len(entries),)
    publish_forged(liar, [*entries, claim_of(entries, inflated, text)], head, definitions={"small.happy.1": text})
    assert lies(liar) == ["figure"]


@pytest.mark.parametrize("how", ["another", "moved"])
def test_a_signature_in_the_log_that_does_not_hold_is_named(tmp_path: Path, how: str) -> None:
    sound, forged = reported(1, CONFIRM), reported(2, CONFIRM, sign=how)
    publish_forged(tmp_path, [*sound, *forged])
    assert first_lie(tmp_path) == ("signed", (5,))


def test_a_signed_word_that_was_changed_is_named(tmp_path: Path) -> None:
    case = reported(1, {**CONFIRM, "r": "no"})
    publish_forged(tmp_path, [*case[:2], changed(case[2], r="yes")])
    assert first_lie(tmp_path) == ("signed", (2,))
