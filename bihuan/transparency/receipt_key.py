"""The key in the reporter's hand: what it signs and how anyone checks that. No leaf is built here.

The receipt code makes an Ed25519 key; leaf 0 carries the hash of its public half. A signed leaf shows the
public key and names the leaf it answers: the office can neither sign in the reporter's name nor use a "yes" a
second time after the matter was reopened. It is not the key of the case: that one never leaves the vault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bihuan.transparency.canonical import Json, b64url, canonical, from_b64url
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import PublicFacts

CODE_BYTES_MIN = 13
"""The hash of the key is public and a code can be guessed at leisure: it needs 100 random bits."""

ANSWERS: Final = frozenset({"confirm", "rate", "dispute"})
"""Verbs by which the reporter answers, and which the receipt key signs."""

_KEY_LABEL = b"bihuan receipt key v1|"
_STATEMENT_LABEL = b"bihuan reporter statement v1\n"


def receipt_key(code: bytes) -> Ed25519PrivateKey:
    """The signing key of a receipt code (its random bytes, not its printed text). ValueError if too short."""
    if len(code) < CODE_BYTES_MIN:
        raise ValueError(f"a receipt code has at least {CODE_BYTES_MIN} bytes")
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(_KEY_LABEL + code).digest())


def key_hash(public: bytes) -> str:
    """What leaf 0 carries as `rk`."""
    return b64url(hashlib.sha256(public).digest())


def statement(facts: PublicFacts) -> bytes:
    """What the reporter signs: stream, leaf answered, verb; finding, answer and score if given."""
    return statement_of(facts.stream, facts.answers, facts.verb, facts.finding, facts.answer, facts.score)


def statement_of(
    stream: Json, answers: Json, verb: Json, finding: Json = None, answer: Json = None, score: Json = None
) -> bytes:
    """The same from its parts."""
    said = {"b": answers, "c": stream, "k": verb}
    said |= {wire: value for wire, value in (("f", finding), ("r", answer), ("s", score)) if value is not None}
    return _STATEMENT_LABEL + canonical(said)


def check_signature(facts: PublicFacts, promised: str) -> Fault | None:
    """None if `facts` is signed with the key whose hash leaf 0 carries (`promised`); otherwise what is wrong.

    The leaf answered must be the one before: so a signature serves once, and nobody can move it.
    """
    shown = (facts.signer, facts.signature, facts.answers, facts.previous)
    return _check(str(facts.number), *shown, promised, lambda: statement(facts))


def check_leaf(fields: Mapping[str, Json], promised: str) -> Fault | None:
    """The same for the fields of a leaf that was read."""
    said = [fields.get(wire) for wire in ("c", "b", "k", "f", "r", "s")]
    signer, signed, answers, before = (fields.get(wire) for wire in ("pk", "sig", "b", "h"))
    return _check(str(fields.get("n")), signer, signed, answers, before, promised, lambda: statement_of(*said))


def _check(
    where: str, signer: Json, signed: Json, answers: Json, before: Json, promised: str, text: Callable[[], bytes]
) -> Fault | None:
    public = from_b64url(signer) if isinstance(signer, str) else None
    signature = from_b64url(signed) if isinstance(signed, str) else None
    if not public or not signature:
        return Fault("not-signed", where)
    if key_hash(public) != promised:
        return Fault("other-receipt", where)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text())
    except (InvalidSignature, ValueError):
        return Fault("bad-signature", where)
    return None if answers == before else Fault("answers-other", where)
