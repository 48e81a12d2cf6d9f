"""The district drawn from its own outlines: paths of an SVG with what stands in each area. Pure; no tile anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, radians

from bihuan.core.commands import Area
from bihuan.core.geo import Ring, bounds
from bihuan.core.text import Language
from bihuan.web.show.labels import common_tail, lines, mark, stand

WIDTH = 1000
EDGE = 20
"""Units of the picture, and the empty edge around what is drawn."""

BANDS = (0, 5, 10, 20)
"""Counts above which a shade begins: none, few, some, many, most."""

LINE, COUNT_LINE = 26, 40
"""Units from a line of a name to the next one, and from the last one to the count under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is written into an area."""

    x: int
    name: tuple[tuple[str, int], ...] = ()
    """The lines of its short name and where each stands: for a map that is large enough."""
    mark: str = ""
    """The number under which a list names it: for a map on a phone. Empty where nothing is counted."""
    mark_y: int = 0
    said: str = ""
    """The count, or what stands for one that is not shown."""
    said_y: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One of the smallest areas."""

    id: str
    title: str
    path: str
    label: Label
    shade: str
    address: str
    """Where a click leads, if anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """An area that holds others: its outline and where its name stands."""

    id: str
    title: str
    path: str
    x: int
    y: int
    label: Label
    """With what is counted of the area itself, where nobody said in which part of it."""


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

    key: tuple[tuple[str, str, str], ...] = ()
    """Mark, name and count of every area with a count, the fullest first: the list of a map that is small."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """The mark of each area with a count, by its id: for a table beside the map."""


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
    parents, titles = {areas[name].parent for name in known}, {name: areas[name].title.in_(language) for name in known}
    tail = common_tail([title for name, title in titles.items() if name not in parents])
    said = {name: _said(counts.get(name, 0), suppressed) for name in known} if counts is not None else {}
    marks = {name: mark(at) for at, name in enumerate(_fullest(said, counts or {}), 1)}

    def place(lon: float, lat: float) -> tuple[int, int]:
        return round(EDGE + (lon - west) * across), round(EDGE + (north - lat) * down)

    def path(ring: Ring) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in (place(*corner) for corner in ring)) + "Z"

    shapes, borders = [], []
    for name in sorted(known):
        ring, title = known[name], titles[name]
        middle = stand(ring)
        x, y = place(middle.lon, middle.lat)
        label = _label(x, y, title.removesuffix(tail), marks.get(name, ""), said.get(name, ""))
        if name in parents:
            over = title if areas[name].parent else ""
            borders.append(Border(id=name, title=over, path=path(ring), x=x, y=y, label=label))
            continue
        shade = _shade((counts or {}).get(name, 0)) if counts is not None else "plain"
        to = (addresses or {}).get(name, "")
        shapes.append(Shape(id=name, title=title, path=path(ring), label=label, shade=shade, address=to))
    return Drawn(
        width=WIDTH, height=round(2 * EDGE + (north - south) * down), across=across, down=down,
        west=west - EDGE / across, north=north + EDGE / down,
        shapes=tuple(shapes),
        borders=tuple(borders),
        key=tuple((marks[name], titles[name], said[name]) for name in marks),
        marks=marks,
    )  # fmt: skip


def _said(number: int | None, suppressed: str) -> str:
    return suppressed if number is None else str(number or "")


def _fullest(said: Mapping[str, str], counts: Mapping[str, int | None]) -> list[str]:
    """The areas with something to say, as the tables beside a map have them."""
    return sorted((name for name in said if said[name]), key=lambda name: (-(counts.get(name) or 0), name))


def _label(x: int, y: int, name: str, mark: str, said: str) -> Label:
    """The name in lines with the count below, the whole of it about the middle of the area."""
    rows = lines(name)
    tall = LINE * (len(rows) - 1) + (COUNT_LINE if said else 0)
    top = y - tall // 2
    placed = tuple((row, top + LINE * at) for at, row in enumerate(rows))
    below = top + tall
    return Label(x=x, name=placed, mark=mark, mark_y=below - COUNT_LINE, said=said, said_y=below)


def _shade(number: int | None) -> str:
    if number is None:
        return "few"
    return f"s{sum(number > band for band in BANDS)}"
