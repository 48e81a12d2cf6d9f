"""Parts of a picture that are covered before somebody sees it: read from a form, compared, never drawn. Pure.

A part is a rectangle in ten-thousandths of the picture as people see it (upright), from its left upper corner. What is
read is widened to whole ten-thousandths, so that no rounding uncovers a sliver.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = 10_000
"""The width, or the height, of a picture."""
AREAS_MOST = 24
"""Of one photo. Whoever needs more does not show it."""

_NUMBER = re.compile(r"[01](?:\.[0-9]{1,9})?", re.ASCII).fullmatch
_LENGTH_MOST = AREAS_MOST * 4 * 16


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle; the right and the lower edge are the first that do not belong to it."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, other: Area) -> bool:
        """Whether the other lies in it, whole."""
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


def areas_from(text: str) -> tuple[Area, ...] | None:
    """`left,top,width,height` of each in shares of the picture, `;` between them; none is empty. Those that lie in
    another are left out. None if it is anything else, or something of it lies outside the picture."""
    if not text:
        return ()
    if len(text) > _LENGTH_MOST or text.count(";") >= AREAS_MOST:
        return None
    found = [_one(part) for part in text.split(";")]
    if any(one is None for one in found):
        return None
    return sole(one for one in found if one is not None)


def _one(text: str) -> Area | None:
    parts = text.split(",")
    if len(parts) != 4 or not all(_NUMBER(part) for part in parts):
        return None
    left, top, width, height = (round(float(part) * 1_000_000_000) for part in parts)
    whole, step = 1_000_000_000, 1_000_000_000 // WHOLE
    # A share is written with few digits: the sum of two may stand a hair beyond the edge and means the edge.
    if not width or not height or left + width > whole + step or top + height > whole + step:
        return None
    area = Area(
        left // step,
        top // step,
        min(WHOLE, math.ceil((left + width) / step)),
        min(WHOLE, math.ceil((top + height) / step)),
    )
    return area if area.left < area.right and area.top < area.bottom else None


def sole(areas: Iterable[Area]) -> tuple[Area, ...]:
    """In order, each once, without those that lie in another."""
    known = sorted(set(areas))
    return tuple(one for one in known if not any(other != one and other.holds(one) for other in known))


def within(some: Iterable[Area], others: Iterable[Area]) -> bool:
    """Whether each of some lies in one of the others: all that some cover is covered by the others."""
    larger = tuple(others)
    return all(any(other.holds(one) for other in larger) for one in some)


def written(areas: Iterable[Area]) -> str:
    """As a form sends them."""
    return ";".join(
        f"{one.left / WHOLE:.4f},{one.top / WHOLE:.4f},"
        f"{(one.right - one.left) / WHOLE:.4f},{(one.bottom - one.top) / WHOLE:.4f}"
        for one in areas
    )
