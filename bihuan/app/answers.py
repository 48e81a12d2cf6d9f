"""What the reporter signs when answering: the statement, its place in the log, and the signature made from the code.

The page signs in the browser. Where it can't, the code that came with the form signs here, and the page says what that
proves less (docs/decisions/0015). No page stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app.district import District
from bihuan.app.receipts import Held, Kind
from bihuan.core.commands import Take
from bihuan.core.verbs import Verb
from bihuan.store.answering import place_of
from bihuan.store.jobs import Signed
from bihuan.transparency.canonical import Json, b64url, from_b64url
from bihuan.transparency.receipt_key import ANSWERS, key_hash, receipt_key, statement_of

__all__ = ["Signed", "Signing", "offered", "sign", "signing"]


@dataclass(frozen=True, slots=True)
class Signing:
    """What an answer to a case would be about now."""

    stream: str
    answers: str
    """Hash of the last leaf."""


def signing(district: District, held: Held) -> Signing | None:
    """None if this code signs nothing: the case was recorded without a key, or the code was given anew later."""
    if held.kind is not Kind.RAISER:
        return None
    with district.door.readers.lend() as session:
        found = place_of(session, district.id, held.case)
    if found is None or found.promised != key_hash(_public(held.code)):
        return None
    return Signing(found.stream, found.last)


def said(verb: Verb, outcome: str, score: object) -> dict[str, Json]:
    """Finding, answer and score as the leaf will show them, by wire name."""
    match verb:
        case Verb.CONFIRM:
            return {"f": "satisfied", "r": outcome}
        case Verb.RATE if isinstance(score, int):
            return {"s": score}
        case _:
            return {}


def sign(about: Signing, code: bytes, verb: Verb, command: Take) -> Signed | None:
    """The signature of an answer, made from the code; None for a step that nobody signs."""
    if str(verb) not in ANSWERS:
        return None
    parts = said(verb, command.outcome, command.arguments.get("score"))
    text = statement_of(about.stream, about.answers, str(verb), parts.get("f"), parts.get("r"), parts.get("s"))
    return Signed(b64url(_public(code)), b64url(receipt_key(code).sign(text)))


def offered(signer: str, signature: str) -> Signed | None:
    """A signature as a form brings it; None if it is not two texts of the right form."""
    public, signed = from_b64url(signer), from_b64url(signature)
    right = public is not None and signed is not None and (len(public), len(signed)) == (32, 64)
    return Signed(signer, signature) if right else None


def _public(code: bytes) -> bytes:
    return receipt_key(code).public_key().public_bytes_raw()
