"""The keyed tokens of words, and the cases of a block that have one, as bytes. No statement here.

A token is 31 bits of HMAC-SHA256 under a key of the district, derived from a master key: without it nobody can ask
the index for a word. Two words may share a token; whoever finds a case by it opens the case and looks.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from bihuan.store.vault.crypto import Masters, of_master
from bihuan.transparency.disclosure import kept

BLOCK: Final = 4_096
"""Cases of one block."""
_MAP_BYTES: Final = BLOCK // 8
_CACHED: Final = 65_536
"""Tokens kept in memory; a busy district uses some ten thousand pairs of characters."""


def search_key(master: bytes, district: str) -> bytes:
    """The key under which a district's words are hashed; another for each district and master."""
    return of_master(master, b"vault|search|" + district.encode())


@lru_cache(maxsize=_CACHED)
def token(key: bytes, gram: str) -> int:
    """The token of one word or pair of characters."""
    return int.from_bytes(kept(key)(gram.encode())[:4], "big") >> 1


def tokens_of(masters: Masters, district: str, grams: Iterable[str]) -> bytes:
    """The tokens of an event under the current master, four bytes each, in an order that says nothing."""
    key = search_key(masters.keys[masters.current], district)
    found = sorted({token(key, gram) for gram in grams})
    return struct.pack(f">{len(found)}I", *found)


def ways_of(masters: Masters, district: str, grams: Iterable[str]) -> list[frozenset[int]]:
    """For each word the tokens it may have been written as: one for each master known now."""
    keys = [search_key(master, district) for master in masters.keys.values()]
    return [frozenset(token(key, gram) for key in keys) for gram in grams]


def unpacked(tokens: bytes) -> Iterator[int]:
    """The tokens of an event again."""
    return (found for (found,) in struct.iter_unpack(">I", tokens))


def packed(members: int) -> bytes:
    """The places in a block as bytes: two for each while that is shorter than a map of them all."""
    places = list(places_of(members))
    if 2 * len(places) < _MAP_BYTES:
        return struct.pack(f">{len(places)}H", *places)
    return members.to_bytes(_MAP_BYTES, "big")


def members_of(stored: bytes) -> int:
    """The places again: bit i is set if case i of the block has the token."""
    if len(stored) == _MAP_BYTES:
        return int.from_bytes(stored, "big")
    members = 0
    for (place,) in struct.iter_unpack(">H", stored):
        members |= 1 << place
    return members


def places_of(members: int) -> Iterator[int]:
    """The places that are set, the lowest first."""
    while members:
        lowest = members & -members
        yield lowest.bit_length() - 1
        members ^= lowest


def newest_of(members: int) -> Iterator[int]:
    """The places that are set, the highest first."""
    while members:
        place = members.bit_length() - 1
        yield place
        members ^= 1 << place
