"""Reading entries back: one leaf into its fields, and the leaves of one stream as an unbroken chain. Nothing
is built here.

A chain is checked on v, c, n and h alone, so that leaves of later versions and of other vocabularies still
chain.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bihuan.transparency.canonical import Json, NotCanonical, canonical
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import hash_text


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """The first leaf of a stream that does not follow; `position` counts from 0."""

    position: int
    fault: Fault


def read_entry(entry: bytes) -> dict[str, Json] | None:
    """The fields of an entry by wire name, or None unless its bytes are the canonical form of an object."""
    try:
        fields = json.loads(entry)
        canonical_too = isinstance(fields, dict) and canonical(fields) == entry
    except (NotCanonical, ValueError, RecursionError):
        return None
    return fields if canonical_too else None


def verify_chain(entries: Sequence[bytes]) -> ChainBreak | None:
    """The first break in the leaves of one stream, given in order from leaf 0; None where all hold."""
    stream: Json = None
    previous: str | None = None
    for position, entry in enumerate(entries):
        fields = read_entry(entry)
        if fields is None:
            return _broken("not-canonical", position)
        if position == 0:
            stream = fields.get("c")
        if not isinstance(stream, str) or fields.get("c") != stream:
            return _broken("other-stream", position)
        if type(fields.get("n")) is not int or fields["n"] != position:
            return _broken("wrong-number", position)
        if fields.get("h") != previous or ("h" in fields) != (position > 0):
            return _broken("chain-broken", position)
        previous = hash_text(entry)
    return None


def _broken(code: str, position: int) -> ChainBreak:
    return ChainBreak(position, Fault(code, str(position)))
