"""Attacks on receipts and on the reporter's own word: what a receipt proves, and what only its owner can sign."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bihuan.app.door import Door
from bihuan.app.publishing import PublicLog, publish, receipt_of
from bihuan.store.session import Database
from bihuan.transparency.canonical import b64url
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import PublicFacts
from bihuan.transparency.receipt_key import check_signature, key_hash, receipt_key, statement
from bihuan.transparency.receipts import Receipt, check_receipt, read_receipt
from tests.publishing.logs import Three, public_log, trust
from tests.store import tiny
from tests.store.loop import opened


@pytest.fixture
def three() -> Three:
    return Three()


@pytest.fixture
def log(database: Database, door: Door, tmp_path: Path, three: Three) -> PublicLog:
    return public_log(database, door, tmp_path, three)


def receipt(log: PublicLog, case: str, n: int = 0) -> Receipt:
    written = receipt_of(log, case, n)
    assert isinstance(written, str), written
    found = read_receipt(written)
    assert isinstance(found, Receipt)
    return found


def test_a_receipt_is_forged_or_is_another_s(log: PublicLog, door: Door, three: Three) -> None:
    """Caught by the proof: under the cosigned root there is no such leaf; and mine is not yours."""
    mine, yours = opened(door).case, opened(door).case
    publish(log, now=door.clock(), pace=None)
    sound = receipt(log, mine)
    assert not isinstance(check_receipt(sound, trust(three)), Fault)
    invented = replace(sound, entry=(sound.entry or b"").replace(b'"raise"', b'"close"'))
    assert check_receipt(invented, trust(three)) == Fault("not-included", str(sound.index))
    own = receipt(log, yours).entry
    assert check_receipt(sound, trust(three), entry=own) == Fault("other-leaf", str(sound.index))


def test_the_office_closes_and_claims_that_the_reporter_is_satisfied() -> None:
    """Caught by the receipt key: the leaf has no signature, or one that the reporter's key did not make."""
    mine, other = receipt_key(bytes(range(16))), receipt_key(bytes(range(1, 17)))
    promised = key_hash(mine.public_key().public_bytes_raw())
    facts = PublicFacts(
        visibility="public", stream="A" * 22, number=7, previous="A" * 43, recorded=tiny.SINCE, verb="confirm",
        programme="small", finding="satisfied", answer="yes",
    )  # fmt: skip
    assert check_signature(facts, promised) == Fault("not-signed", "7")

    def signed(key: Ed25519PrivateKey) -> PublicFacts:
        said = replace(facts, answers="A" * 43, signer=b64url(key.public_key().public_bytes_raw()))
        return replace(said, signature=b64url(key.sign(statement(said))))

    assert check_signature(signed(mine), promised) is None
    assert check_signature(signed(other), promised) == Fault("other-receipt", "7")
    assert check_signature(replace(signed(mine), answer="no"), promised) == Fault("bad-signature", "7")
    assert check_signature(replace(signed(mine), answers="B" * 42 + "A"), promised) == Fault("bad-signature", "7")
