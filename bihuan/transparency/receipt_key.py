"""The key in the reporter's hand: what it signs and how anyone checks that. No leaf is built here.

The receipt code makes an Ed25519 key; leaf 0 carries the hash of its public half. A signed leaf shows the
public key and names the leaf it answers: the office can neither sign in the reporter's name nor use a "yes" a
second time after the matter was reopened. It is not the key of the case: that one never leaves the vault.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bihuan.transparency.canonical import Json, b64url, canonical, from_b64url
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import PublicFacts

CODE_BYTES_MIN = 13
"""The hash of the key is public and a code can be guessed at leisure: it needs 100 random bits."""

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
    said: dict[str, Json] = {"b": facts.answers, "c": facts.stream, "k": facts.verb}
    optional: dict[str, Json] = {"f": facts.finding, "r": facts.answer, "s": facts.score}
    said.update((wire, value) for wire, value in optional.items() if value is not None)
    return _STATEMENT_LABEL + canonical(said)


def check_signature(facts: PublicFacts, promised: str) -> Fault | None:
    """None if `facts` is signed with the key whose hash leaf 0 carries (`promised`); otherwise what is wrong.

    That `answers` is the hash of an earlier leaf of the stream, and of no other signed leaf's, is for the
    reader of the whole stream to see.
    """
    public = from_b64url(facts.signer or "")
    signature = from_b64url(facts.signature or "")
    if not public or not signature:
        return Fault("not-signed", str(facts.number))
    if key_hash(public) != promised:
        return Fault("other-receipt", str(facts.number))
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement(facts))
    except (InvalidSignature, ValueError):
        return Fault("bad-signature", str(facts.number))
    return None
