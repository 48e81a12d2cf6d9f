"""What is written into the areas of a map: short names in lines, numbers that lead to a list, and where they stand.

What may live here: pure functions of outlines and names. Nothing is counted or drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from math import hypot

from bihuan.core.geo import Point, Ring, inside

GRID = 11
"""Points tried in each direction for the place of a label."""
HAN_LINE, LATIN_LINE = 5, 12
"""Signs that a line of a name holds at most: about as wide as an area of a district of twenty communities."""
_CIRCLED = ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1))
"""First and last number of each row of circled numbers, and its first sign in Unicode."""


def mark(number: int) -> str:
    """A number in a circle; in brackets beyond fifty, where Unicode has none."""
    for first, last, sign in _CIRCLED:
        if first <= number <= last:
            return chr(sign + number - first)
    return f"({number})"


def common_tail(names: Sequence[str]) -> str:
    """What all names end in (`社区`, ` community`), which a map need not say again; nothing of a single name.

    A word of a spaced name stays whole, and so does a name that is nothing but the tail.
    """
    backwards = takewhile(lambda signs: len(set(signs)) == 1, zip(*(reversed(name) for name in names), strict=False))
    tail = "".join(signs[0] for signs in backwards)[::-1] if len(names) > 1 else ""
    if any(" " in name for name in names):
        tail = tail[tail.index(" ") :] if " " in tail else ""
    return "" if len(tail) < 2 or any(name == tail for name in names) else tail


def lines(name: str) -> tuple[str, ...]:
    """A name in lines: broken between words, Han names between signs into lines of like length."""
    if " " not in name:
        rows = -(-len(name) // HAN_LINE)
        long = -(-len(name) // rows) if rows and not name.isascii() else len(name) or 1
        return tuple(name[at : at + long] for at in range(0, len(name), long))
    found: list[str] = []
    for word in name.split():
        if found and len(found[-1]) + 1 + len(word) <= LATIN_LINE:
            found[-1] += " " + word
        else:
            found.append(word)
    return tuple(found)


@lru_cache(maxsize=512)
def stand(ring: Ring) -> Point:
    """Where a label stands: of a grid of points within, the one farthest from the border. The first corner if none is.

    The middle of the corners, as one would take it first, lies on the border of an area that is bent.
    """
    west, east = min(lon for lon, _ in ring), max(lon for lon, _ in ring)
    south, north = min(lat for _, lat in ring), max(lat for _, lat in ring)
    tried = [
        Point(west + (east - west) * (column + 0.5) / GRID, south + (north - south) * (row + 0.5) / GRID)
        for column in range(GRID)
        for row in range(GRID)
    ]
    within = [point for point in tried if inside(point, ring)]
    return max(within, key=lambda point: _to_border(point, ring), default=Point(*ring[0]))


def _to_border(point: Point, ring: Ring) -> float:
    """Degrees to the nearest side; a degree of either kind is taken alike, which is near enough for a label."""
    sides = zip(ring, ring[1:] + ring[:1], strict=True)
    return min(_to_side(point, one, other) for one, other in sides)


def _to_side(point: Point, one: tuple[float, float], other: tuple[float, float]) -> float:
    across, up = other[0] - one[0], other[1] - one[1]
    long = across * across + up * up
    along = ((point.lon - one[0]) * across + (point.lat - one[1]) * up) / long if long else 0.0
    along = min(1.0, max(0.0, along))
    return hypot(point.lon - one[0] - along * across, point.lat - one[1] - along * up)
