"""The private part of an event: one commitment in the leaf, and single fields shown later with proof. No leaf
lives here.

The scheme is that of RFC 9901 (SD-JWT) object disclosures. A field becomes a disclosure, base64url of the
JSON array [salt, name, value]; its digest is SHA-256 over that text; the leaf carries x, SHA-256 over the
canonical sorted list of digests. Only x is public, and the list is filled up with decoys, so neither the
fields nor their number can be read.

Everything is derived from the key of the case, so that a replay builds the same bytes. The key is used for
one thing, as a key of HMAC-SHA256, and the labels keep its uses apart: `case`, `salt|n|name`, `decoy|n|i`
here, and all labels of the vault begin with `vault|`. Fields that name a person are salted from a second key:
once that key is deleted, not even the holder of the case's key can test a guessed telephone number against a
digest. Keep the list of digests with the private part: after such an erasure it can't be derived again, and
the other fields still need it to be shown.

What a disclosure proves is that the field was committed to; that a leaf does not hold a second value under
the same name is shown only by disclosing all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from bihuan.transparency.canonical import Json, NotCanonical, b64url, canonical, check_plain, from_b64url, quoted
from bihuan.transparency.faults import Fault

KEY_BYTES = 32
SALT_BYTES = 16
PSEUDONYM_BYTES = 16

DECOYS_MIN = 2
BLOCK = 4
"""A list holds at least DECOYS_MIN decoys and is filled to a multiple of BLOCK. A fixed number of decoys
would let whoever is shown one field subtract it and see, say, whether a telephone number was left."""

RESERVED_NAMES = frozenset({"_sd", "..."})
"""Names that RFC 9901 section 4.2.1 keeps for itself."""

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, allow_nan=False, check_circular=False).encode
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


class Prf:
    """HMAC-SHA256 (RFC 2104) under one key, made ready once: a third of the cost of a fresh HMAC."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key of a case has {KEY_BYTES} bytes, not {len(key)}")
        block = key.ljust(64, b"\0")
        self._inner = hashlib.sha256(block.translate(_INNER))
        self._outer = hashlib.sha256(block.translate(_OUTER))

    def __call__(self, label: bytes) -> bytes:
        inner = self._inner.copy()
        inner.update(label)
        outer = self._outer.copy()
        outer.update(inner.digest())
        return outer.digest()


@lru_cache(maxsize=64)
def kept(key: bytes) -> Prf:
    """Made ready and kept: under a master key or what comes from one, which stay in memory anyway; never that of a
    case."""
    return Prf(key)


def case_pseudonym(case_key: bytes) -> str:
    """The name of a stream in the public log: random per key, not derivable from the case number."""
    return pseudonym_under(Prf(case_key))


def pseudonym_under(prf: Prf) -> str:
    """`case_pseudonym` of a key that is made ready already."""
    return b64url(prf(b"case")[:PSEUDONYM_BYTES])


def salt(case_key: bytes, n: int, name: str) -> bytes:
    """The 16-byte salt of field `name` of event `n`."""
    return _salt(Prf(case_key), n, name)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What goes into the leaf (`x`) and what stays in the vault to show fields later."""

    x: str
    digests: tuple[str, ...]
    """Sorted, decoys among them; handed over together with any disclosure."""
    disclosures: Mapping[str, str] = field(repr=False)
    """Field name to disclosure; whoever holds one can read the field."""


@dataclass(frozen=True, slots=True)
class Revealed:
    """A field as it was committed to."""

    name: str
    value: Json
    salt: str


def commit(
    case_key: bytes,
    n: int,
    private: Mapping[str, Json],
    *,
    identity: Mapping[str, Json] | None = None,
    identity_key: bytes | None = None,
    prf: Prf | None = None,
) -> Commitment:
    """Commit to the private part of event `n`; `identity` is salted from the reporter's own key.

    `prf` is that of `case_key`, where the caller has it ready.

    Raises NotCanonical for a value or name that can't be committed to, ValueError for a missing or short key
    or a name that is in both parts: faults of the program, caught before anything is written.
    """
    prf = prf or Prf(case_key)
    disclosures = {name: _disclose(_salt(prf, n, name), name, value) for name, value in private.items()}
    if identity:
        if identity_key is None or identity_key == case_key:
            raise ValueError("fields that name a person need the reporter's own key")
        if not disclosures.keys().isdisjoint(identity):
            raise ValueError("a field stands in the private part and in the identity part")
        own = Prf(identity_key)
        disclosures |= {name: _disclose(_salt(own, n, name), name, value) for name, value in identity.items()}
    real = [digest(disclosure) for disclosure in disclosures.values()]
    decoys = DECOYS_MIN + -(len(real) + DECOYS_MIN) % BLOCK
    digests = sorted(real + [b64url(prf(b"decoy|%d|%d" % (n, i))) for i in range(decoys)])
    # Digests are base64url: their canonical list needs no look at each of them.
    listed = '["' + '","'.join(digests) + '"]'
    x = b64url(hashlib.sha256(listed.encode()).digest())
    return Commitment(x, tuple(digests), disclosures)


def disclosure_of(key: bytes, n: int, name: str, value: Json) -> str:
    """The disclosure of one field of event `n`, made again from the key that it was salted with."""
    return _disclose(salt(key, n, name), name, value)


def digest(disclosure: str) -> str:
    """The digest of a disclosure: over its text (RFC 9901 section 4.2.3), not over the bytes inside."""
    return b64url(hashlib.sha256(disclosure.encode("ascii")).digest())


def commitment_of(digests: Sequence[str]) -> str:
    """`x` of a sorted list of digests. Raises NotCanonical for text with lone surrogates."""
    return b64url(hashlib.sha256(canonical(list(digests))).digest())


def reveal(disclosure: str) -> Revealed | Fault:
    """Read a disclosure, without checking it against a leaf."""
    data = from_b64url(disclosure)
    if data is None:
        return Fault("disclosure-malformed")
    try:
        array = json.loads(data.decode(), object_pairs_hook=_without_doubles)
        check_plain(array)
    except (ValueError, RecursionError):
        return Fault("disclosure-malformed")
    match array:
        case [str(salted), str(name), value] if salted and name:
            return Revealed(name, value, salted)
    return Fault("disclosure-malformed")


def check_disclosure(digests: Sequence[str], x: str, disclosure: str) -> Revealed | Fault:
    """The field that `disclosure` shows, if the leaf with commitment `x` and list `digests` holds it."""
    if any(left >= right for left, right in pairwise(digests)):
        return Fault("digests-unordered")
    revealed = reveal(disclosure)
    if isinstance(revealed, Fault):
        return revealed
    try:
        if commitment_of(digests) != x:
            return Fault("commitment-differs")
    except NotCanonical:
        return Fault("commitment-differs")
    return revealed if digest(disclosure) in digests else Fault("not-committed")


def _salt(prf: Prf, n: int, name: str) -> bytes:
    return prf(b"salt|%d|%s" % (n, name.encode(errors="surrogatepass")))[:SALT_BYTES]


def _disclose(salted: bytes, name: str, value: Json) -> str:
    if not name or name in RESERVED_NAMES:
        raise NotCanonical("a private field without a usable name")
    try:
        if type(value) is str:
            return b64url(f'["{b64url(salted)}", {quoted(name)}, {quoted(value)}]'.encode())
        check_plain(value, name)
        return b64url(_encode([b64url(salted), name, value]).encode())
    except UnicodeEncodeError:
        raise NotCanonical(f"{name}: text with a lone surrogate") from None


def _without_doubles(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Two values under one key would let two readers see two different things under the same digest."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key stands twice")
    return fields
