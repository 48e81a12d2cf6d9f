"""The reporter's signature: only the receipt makes it, and it serves one answer."""

from dataclasses import replace

import pytest

from bihuan.transparency.canonical import b64url
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import leaf_bytes
from bihuan.transparency.receipt_key import check_signature, key_hash, receipt_key, statement
from tests.transparency.test_leaf import CLOSED, HASH, RAISED, X

CODE = bytes(range(16))
KEY = receipt_key(CODE)
PUBLIC = KEY.public_key().public_bytes_raw()
PROMISED = key_hash(PUBLIC)


def signed(facts, key=KEY):
    return replace(
        facts,
        signer=b64url(key.public_key().public_bytes_raw()),
        signature=b64url(key.sign(statement(facts))),
    )


SATISFIED = signed(replace(CLOSED, verb="confirm", finding="satisfied", answer="yes", score=5, answers=HASH))


def test_a_signed_answer_verifies_and_fits_a_leaf():
    assert receipt_key(CODE).private_bytes_raw() == KEY.private_bytes_raw()
    assert check_signature(SATISFIED, PROMISED) is None
    assert isinstance(leaf_bytes(SATISFIED, X), bytes)
    assert isinstance(leaf_bytes(replace(RAISED, receipt_key=PROMISED), X), bytes)


@pytest.mark.parametrize(
    "changes",
    [
        {"answer": "no"},
        {"score": 1},
        {"answers": X},
        {"verb": "dispute"},
        {"stream": "A" * 22},
        {"finding": "solved"},
    ],
    ids=str,
)
def test_a_signature_does_not_cover_anything_else(changes):
    assert check_signature(replace(SATISFIED, **changes), PROMISED) == Fault("bad-signature", "1")


def test_another_receipt_or_none_is_refused():
    other = receipt_key(bytes(16))
    assert check_signature(signed(SATISFIED, other), PROMISED) == Fault("other-receipt", "1")
    assert check_signature(CLOSED, PROMISED) == Fault("not-signed", "1")
    damaged = replace(SATISFIED, signature=b64url(b"short"))
    assert check_signature(damaged, PROMISED) == Fault("bad-signature", "1")


def test_a_code_that_can_be_guessed_makes_no_key():
    with pytest.raises(ValueError, match="at least 13"):
        receipt_key(b"123456")


def test_a_signature_answers_the_leaf_before_it_only():
    moved = replace(SATISFIED, previous=X)
    assert check_signature(moved, PROMISED) == Fault("answers-other", "1")
