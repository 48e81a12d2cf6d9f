"""The leaf: what the public log says about one event, as bytes, and how leaves of one stream hang together.

Public fields are a closed list with fixed shapes; anything else about an event is private and enters through
the commitment. The tree, checkpoints and receipts do not live here; they take the bytes and hashes made here
as they are. The bytes are final: `h` of the next leaf is built on them, so they are stored as they are and
never written again.

| wire | field | wire | field | wire | field |
|---|---|---|---|---|---|
| v | version, 1 | k | verb | f | finding |
| c | stream | p | programme | r | answer |
| n | number | u | unit | l | late |
| h | previous | a | area | s | score |
| t | recorded | g | category | m | linked |
| o | occurred | due | due | i | imported |
| x | commitment | rk | receipt_key | b, pk, sig | answers, signer, signature |
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final, Literal

from bihuan.transparency.canonical import Json, NotCanonical, b64url, canonical_flat
from bihuan.transparency.disclosure import Commitment, Prf, commit, pseudonym_under
from bihuan.transparency.faults import Fault

VERSION: Final = 1
ENTRY_BYTES_MAX: Final = 65_535
"""An entry bundle of C2SP tlog-tiles writes the length of an entry in two bytes."""

Visibility = Literal["public", "opaque"]
Finding = Literal["closed", "solved", "satisfied"]
Answer = Literal["yes", "no", "unreachable", "explained"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFacts:
    """The part of one event that anyone may read; `unit`, `area` and `category` arrive generalised."""

    visibility: Visibility
    """`opaque` publishes only v, c, n, h, t and x; the rest of these facts is then committed to instead."""
    stream: str
    """Pseudonym of the stream: 16 bytes in base64url."""
    number: int
    """Counts the events of the stream from 0."""
    previous: str | None
    """Hash of leaf `number - 1`, 32 bytes in base64url; None for leaf 0 and only there."""
    recorded: date
    verb: str
    programme: str
    occurred: date | None = None
    """None where it is the day of recording; never later than that."""
    unit: str | None = None
    area: str | None = None
    category: str | None = None
    due: date | None = None
    finding: Finding | None = None
    answer: Answer | None = None
    late: bool | None = None
    """As the clock ruled: days alone can't judge a limit of two hours."""
    rulings: tuple[str, ...] = ()
    """`clock=kept`, `=late`, `=open`: what a published figure needs to know of a clock that this fact moved."""
    reached: bool = False
    """The one who raised it was reached; only where a published figure asks."""
    score: int | None = None
    """1 to 5."""
    linked: tuple[str, ...] = ()
    """Pseudonyms of the streams that this event ties to this one; written sorted."""
    imported: bool = False
    """True for history brought in from elsewhere: a population of its own, never mixed with live cases."""
    receipt_key: str | None = None
    """On leaf 0: SHA-256 of the public receipt key."""
    answers: str | None = None
    """Hash of the earlier leaf that the signer answers, so that a signature serves one round only."""
    signer: str | None = None
    """The public receipt key, shown for the first time here."""
    signature: str | None = None
    """Ed25519 over receipt_key.statement(facts); with `signer` and `answers`, or not at all."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A finished leaf: `entry` and `hash` go to the log, `commitment` keeps what is needed to show fields."""

    entry: bytes
    hash: bytes
    commitment: Commitment


_HASH16 = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]").fullmatch
_HASH32 = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]").fullmatch
_HASH64 = re.compile(r"[A-Za-z0-9_-]{85}[AQgw]").fullmatch
_SLUG = re.compile(r"[a-z][a-z0-9._-]{0,63}").fullmatch
_RULING = re.compile(r"[^\x00-\x20\x7f=]{1,64}=(kept|late|open)").fullmatch
_WORD = re.compile(r"[^\x00-\x20\x7f]{1,64}").fullmatch

_Test = Callable[[Any], object]
_Form = Callable[[Any], Json]


def _as_is(value: Json) -> Json:
    return value


_SPOKEN: tuple[tuple[str, str, _Test, _Form], ...] = (
    ("k", "verb", _SLUG, _as_is),
    ("p", "programme", _WORD, _as_is),
    ("o", "occurred", lambda day: isinstance(day, date), date.isoformat),
    ("u", "unit", _WORD, _as_is),
    ("a", "area", _WORD, _as_is),
    ("g", "category", _WORD, _as_is),
    ("due", "due", lambda day: isinstance(day, date), date.isoformat),
    ("f", "finding", frozenset(("closed", "solved", "satisfied")).__contains__, _as_is),
    ("r", "answer", frozenset(("yes", "no", "unreachable", "explained")).__contains__, _as_is),
    ("l", "late", frozenset((False, True)).__contains__, int),
    ("w", "rulings", lambda said: all(map(_RULING, said)), lambda said: sorted(set(said))),
    ("y", "reached", frozenset((False, True)).__contains__, int),
    ("s", "score", frozenset(range(1, 6)).__contains__, _as_is),
    ("m", "linked", lambda names: all(map(_HASH16, names)), lambda names: sorted(set(names))),
    ("i", "imported", frozenset((False, True)).__contains__, int),
    ("rk", "receipt_key", _HASH32, _as_is),
    ("b", "answers", _HASH32, _as_is),
    ("pk", "signer", _HASH32, _as_is),
    ("sig", "signature", _HASH64, _as_is),
)
"""Wire name, field, what a value must pass, and how it is written. An opaque leaf has none of these."""
_spoken_of = attrgetter(*(name for _, name, _, _ in _SPOKEN))


def leaf_bytes(facts: PublicFacts, x: str) -> bytes | Fault:
    """The entry of the log, canonical JSON of at most 65535 bytes, or what is wrong with the facts."""
    part = _frame(facts)
    if isinstance(part, Fault):
        return part
    spoken = spoken_part(facts)
    if isinstance(spoken, Fault):
        return spoken
    if not _HASH32(x):
        return Fault("bad-field", "x")
    part["x"] = x
    if facts.visibility == "public":
        part.update(spoken)
    try:
        entry = canonical_flat(part)
    except NotCanonical as problem:
        return Fault("bad-field", str(problem))
    return entry if len(entry) <= ENTRY_BYTES_MAX else Fault("leaf-too-long", str(len(entry)))


def leaf_hash(entry: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 of a zero byte and the entry."""
    return hashlib.sha256(b"\0" + entry).digest()


def build_leaf(
    case_key: bytes,
    facts: PublicFacts,
    private: Mapping[str, Json],
    *,
    identity: Mapping[str, Json] | None = None,
    identity_key: bytes | None = None,
    prf: Prf | None = None,
) -> Leaf | Fault:
    """Commitment, entry and hash of one event in one step; what an opaque leaf does not say is committed to.

    `prf` is that of `case_key`, where the caller has it ready. Raises what `commit` raises. A pseudonym that is not
    the key's own is a fault: such a leaf could never be shown.
    """
    prf = prf or Prf(case_key)
    if facts.stream != pseudonym_under(prf):
        return Fault("bad-field", "c")
    if facts.visibility == "opaque":
        spoken = spoken_part(facts)
        if isinstance(spoken, Fault):
            return spoken
        private = {**private, **{f"public.{name}": value for name, value in spoken.items()}}
    commitment = commit(case_key, facts.number, private, identity=identity, identity_key=identity_key, prf=prf)
    entry = leaf_bytes(facts, commitment.x)
    return entry if isinstance(entry, Fault) else Leaf(entry, leaf_hash(entry), commitment)


def spoken_part(facts: PublicFacts) -> dict[str, Json] | Fault:
    """The checked wire fields that a public leaf says and an opaque one does not; absent: not applicable."""
    spoken: dict[str, Json] = {}
    for (wire, name, passes, form), value in zip(_SPOKEN, _spoken_of(facts), strict=True):
        if value is None or value == () or (value is False and name in ("imported", "reached")):
            continue
        if not passes(value):
            return Fault("bad-field", wire)
        spoken[wire] = form(value)
    return _together(facts, spoken)


def _together(facts: PublicFacts, spoken: dict[str, Json]) -> dict[str, Json] | Fault:
    """Rules between fields."""
    if facts.occurred is not None:
        if facts.occurred > facts.recorded:
            return Fault("bad-field", "o")
        if facts.occurred == facts.recorded:
            del spoken["o"]  # one fact has one way of being written
    if facts.receipt_key is not None and facts.number != 0:
        return Fault("bad-field", "rk")
    if facts.answer is not None and facts.finding is None:
        return Fault("bad-field", "r")
    if len({facts.answers is None, facts.signer is None, facts.signature is None}) != 1:
        return Fault("bad-field", "sig")
    return spoken


def _frame(facts: PublicFacts) -> dict[str, Json] | Fault:
    """The fields every leaf has."""
    if facts.number < 0:
        return Fault("bad-field", "n")
    if not _HASH16(facts.stream):
        return Fault("bad-field", "c")
    part: dict[str, Json] = {
        "v": VERSION,
        "c": facts.stream,
        "n": facts.number,
        "t": facts.recorded.isoformat(),
    }
    if (facts.previous is None) != (facts.number == 0):
        return Fault("bad-field", "h")
    if facts.previous is not None:
        if not _HASH32(facts.previous):
            return Fault("bad-field", "h")
        part["h"] = facts.previous
    return part


def hash_text(entry: bytes) -> str:
    """The leaf hash as the next leaf of the stream carries it in `h`."""
    return b64url(leaf_hash(entry))
