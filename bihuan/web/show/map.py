"""The district drawn from its own outlines: paths of an SVG with what stands in each area. Pure; no tile anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians

from bihuan.core.commands import Area
from bihuan.core.geo import Ring, bounds, centre_of
from bihuan.core.text import Language

WIDTH = 1000
EDGE = 20
"""Units of the picture, and the empty edge around what is drawn."""

BANDS = (0, 5, 10, 20)
"""Counts above which a shade begins: none, few, some, many, most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One of the smallest areas."""

    id: str
    title: str
    path: str
    x: int
    y: int
    shade: str
    said: str
    address: str
    """Where a click leads, if anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """An area that holds others: its outline and where its name stands."""

    title: str
    path: str
    x: int
    y: int
    said: str = ""
    """What is counted of the area itself, where nobody said in which part of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture of the district, and how to get from its units to degrees."""

    width: int
    height: int
    west: float
    north: float
    across: float
    """Units for one degree of longitude."""
    down: float
    """Units for one degree of latitude."""
    shapes: tuple[Shape, ...]
    borders: tuple[Border, ...]


def drawn(
    rings: Mapping[str, Ring],
    areas: Mapping[str, Area],
    language: Language,
    counts: Mapping[str, int | None] | None = None,
    suppressed: str = "",
    addresses: Mapping[str, str] | None = None,
) -> Drawn | None:
    """The picture; None where the pack draws nothing. `suppressed` is what stands for a count that is not shown."""
    known = {name: ring for name, ring in rings.items() if name in areas}
    if not known:
        return None
    west, south, east, north = bounds(known.values())
    across = (WIDTH - 2 * EDGE) / (east - west)
    down = across / cos(radians((south + north) / 2))
    parents = {areas[name].parent for name in known}

    def place(lon: float, lat: float) -> tuple[int, int]:
        return round(EDGE + (lon - west) * across), round(EDGE + (north - lat) * down)

    def path(ring: Ring) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in (place(*corner) for corner in ring)) + "Z"

    shapes, borders = [], []
    for name in sorted(known):
        ring, title = known[name], areas[name].title.in_(language)
        middle = centre_of(ring)
        x, y = place(middle.lon, middle.lat)
        number = (counts or {}).get(name, 0)
        said = suppressed if number is None else str(number or "") if counts is not None else ""
        if name in parents:
            borders.append(Border(title=title if areas[name].parent else "", path=path(ring), x=x, y=y, said=said))
            continue
        shade = _shade(number) if counts is not None else "plain"
        to = (addresses or {}).get(name, "")
        shapes.append(Shape(id=name, title=title, path=path(ring), x=x, y=y, shade=shade, said=said, address=to))
    height = round(2 * EDGE + (north - south) * down)
    origin = {"west": west - EDGE / across, "north": north + EDGE / down}
    return Drawn(
        width=WIDTH, height=height, across=across, down=down, shapes=tuple(shapes), borders=tuple(borders), **origin
    )


def _shade(number: int | None) -> str:
    if number is None:
        return "few"
    return f"s{sum(number > band for band in BANDS)}"
