"""The one way to turn plain data into bytes that are hashed, and bytes into text. Nothing about leaves lives
here.

The bytes equal RFC 8785 (JCS) for what is allowed: text, whole numbers that every JSON reader keeps exact,
true, false, null, lists, and objects whose keys are ASCII. Floats are refused because their text differs
between languages; keys outside ASCII because JCS sorts by UTF-16 unit and Python by code point.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json] | None"

SAFE_INTEGER = 2**53 - 1
"""Largest whole number a double keeps exact (RFC 7493 section 2.2); JCS writes larger ones differently."""

DEPTH_MAX = 32
"""Nesting beyond this is refused, so that hostile input ends in an answer rather than in a full stack."""

_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


class NotCanonical(ValueError):
    """Data that has no canonical form here; the message names the place and never quotes the value."""


quoted = json.encoder.encode_basestring
"""A text as RFC 8785 writes it, with its quotation marks; in C, and a part of what `json` itself does."""


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of `value`. NotCanonical for floats, unsafe integers, odd keys, lone surrogates."""
    check_plain(value)
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        raise NotCanonical("text with a lone surrogate") from None


def canonical_flat(value: Mapping[str, Json]) -> bytes:
    """What `canonical` gives for an object of texts, lists of them and whole numbers under known names, at a third of
    its cost."""
    parts = []
    for name in sorted(value):
        one = value[name]
        if type(one) is str:
            parts.append(f'"{name}":{quoted(one)}')
        elif type(one) is int and -SAFE_INTEGER <= one <= SAFE_INTEGER:
            parts.append(f'"{name}":{one}')
        elif type(one) is list and set(map(type, one)) == _TEXT:
            parts.append(f'"{name}":[{",".join(map(quoted, one))}]')
        else:
            return canonical(value)
    try:
        return ("{" + ",".join(parts) + "}").encode()
    except UnicodeEncodeError:
        raise NotCanonical("text with a lone surrogate") from None


_TEXT = frozenset({str})


def check_plain(value: Json, where: str = "$", depth: int = 0) -> None:
    """Raise NotCanonical unless `value` is plain data as described above; `where` is its path."""
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if not -SAFE_INTEGER <= value <= SAFE_INTEGER:
            raise NotCanonical(f"{where}: whole number beyond 2^53 - 1")
    elif depth >= DEPTH_MAX:
        raise NotCanonical(f"{where}: nested deeper than {DEPTH_MAX}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical(f"{where}: a key that is not ASCII text")
            if type(inner) is not str:
                check_plain(inner, f"{where}.{key}", depth + 1)
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            if type(inner) is not str:
                check_plain(inner, f"{where}[{place}]", depth + 1)
    else:
        raise NotCanonical(f"{where}: {type(value).__name__} has no canonical form")


def b64url(data: bytes) -> str:
    """Base64url without padding (RFC 4648 section 5), the text form of every hash, salt and key in a leaf."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_URL, b"=").decode()


def from_b64url(text: str) -> bytes | None:
    """The bytes behind `text`, or None unless it is exactly what `b64url` writes (no spare bits)."""
    try:
        data = binascii.a2b_base64(text.encode("ascii").translate(_FROM_URL) + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError):
        return None
    return data if b64url(data) == text else None


_TO_URL = bytes.maketrans(b"+/", b"-_")
_FROM_URL = bytes.maketrans(b"-_", b"+/")
