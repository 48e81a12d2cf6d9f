"""How alike two messages are, and whether they can be about one place: for suggestions with their reasons. Pure.

Alike words are not one matter: neighbours of two estates send the same text about two broken gates. Where both
messages name places and no name fits, they are different matters, however alike they sound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bihuan.core.searching import folded, grams

ALIKE = 0.28
"""Share of common pairs of characters from which on two messages are worth comparing by a person."""
SHOWN = 5
"""Common pieces shown as the reason."""

_ESTATE = r"花园|家园|公寓|广场|大厦|新村|之城|苑|园|湾|城"
_ROUND = r"小区|社区|村|(?<![道公马铁])路(?!灯|面)|(?<![临沿])街|巷"
_PLACE = re.compile(rf"[一-鿿A-Za-z0-9]{{1,6}}?(?:(?P<estate>{_ESTATE})|{_ROUND})")
"""The name of an estate, or of what lies round it; estates say more, so they are compared first."""
_SHORTEST = 3
"""Characters that two names of a place share at their end at least: the last of the name and its kind."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two messages have in common."""

    share: float
    """Common pairs of characters by all that either has: 0 to 1."""
    common: tuple[str, ...]
    """The longest stretches that stand in both."""
    elsewhere: bool
    """Both name places, and none of them fits: not one matter."""


def likeness(one: str, other: str) -> Likeness:
    """Compare two messages as they were written."""
    mine, theirs = grams(one), grams(other)
    either = mine | theirs
    share = len(mine & theirs) / len(either) if either else 0.0
    return Likeness(share, stretches(one, other), _elsewhere(one, other))


def places(text: str, *, estates: bool = False) -> frozenset[str]:
    """What in a message looks like the name of an estate, a road or a village; read from the ends of such names."""
    found = _PLACE.finditer(folded(text).text)
    return frozenset(one.group() for one in found if not estates or one["estate"])


def _elsewhere(one: str, other: str) -> bool:
    mine, theirs = places(one, estates=True), places(other, estates=True)
    if not (mine and theirs):
        mine, theirs = places(one), places(other)
    return bool(mine and theirs) and not any(_same(a, b) for a in mine for b in theirs)


def _same(one: str, other: str) -> bool:
    length = min(len(one), len(other), _SHORTEST)
    return one[-length:] == other[-length:]


def stretches(one: str, other: str, most: int = SHOWN) -> tuple[str, ...]:
    """The longest pieces of text that both have, at least two characters, none inside another."""
    mine, theirs = folded(one).text, folded(other).text
    found: list[str] = []
    at = 0
    while at < len(mine) - 1:
        length = 0
        while at + length < len(mine) and mine[at : at + length + 1] in theirs:
            length += 1
        piece = mine[at : at + length].strip(" ，。、；：！？,.;:!?\n")
        if len(piece) >= 2 and grams(piece):
            found.append(piece)
        at += max(length, 1)
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True)[:most])
