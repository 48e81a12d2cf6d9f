"""A tapped place as people read it: which area it lies in, a small picture of it, about where. Pure.

It is made of the words of a place that the reader may see, and of nothing else: whoever sees no place sees no pin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.core.commands import Area
from bihuan.core.geo import Ring, area_of, unpinned
from bihuan.core.programme import Field, FieldType
from bihuan.core.text import Language, Text
from bihuan.web.show.map import Drawn, drawn

ROUNDED = 4
"""Digits after the point of a degree that people are shown: ten metres, as near as a thumb on a small map comes."""
_WORDS = Text("在{area}内，{near}附近", "in {area}, near {near}")
_SAID = Text("{around}的示意图：标注的地点在{area}内", "Sketch of {around}: the place that was marked lies in {area}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a place is found on."""

    rings: Mapping[str, Ring]
    areas: Mapping[str, Area]
    drawn_by: Text | None
    """Whose outlines these are, as the pack says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the map of its surroundings."""

    map: Drawn
    x: int
    y: int
    area: str
    """The id of the area it lies in."""
    title: str
    """Which area, and about where in degrees."""
    said: str
    """The picture for those who do not see it."""
    around: str
    """What the picture shows."""
    drawn_by: str


def spot(text: str, ground: Ground, language: Language) -> Spot | None:
    """The place at the end of the words; None if none was marked, or none that lies here."""
    point = unpinned(text)[1]
    area = area_of(point, ground.rings) if point else None
    if point is None or area is None or area not in ground.areas:
        return None
    parent = ground.areas[area].parent
    near = {name: ring for name, ring in ground.rings.items() if _beside(name, area, parent, ground.areas)}
    picture = drawn(near, ground.areas, language)
    if picture is None:
        return None
    around = ground.areas[parent if parent is not None and parent in ground.areas else area].title.in_(language)
    title, shown = ground.areas[area].title.in_(language), f"{point.lat:.{ROUNDED}f}, {point.lon:.{ROUNDED}f}"
    return Spot(
        map=picture,
        x=round((point.lon - picture.west) * picture.across),
        y=round((picture.north - point.lat) * picture.down),
        area=area,
        title=_WORDS.in_(language).format(area=title, near=shown),
        said=_SAID.in_(language).format(around=around, area=title),
        around=around,
        drawn_by=ground.drawn_by.in_(language) if ground.drawn_by else "",
    )


def place_text(text: str, ground: Ground, language: Language) -> str:
    """The words of a place, with which area was marked instead of its bare position."""
    words, point = unpinned(text)
    found = spot(text, ground, language) if point else None
    return text if found is None else " · ".join(part for part in (words, found.title) if part)


def word_text(name: str, text: str, fields: Mapping[str, Field], ground: Ground, language: Language) -> str:
    """Any word as it was written, and a place as people read it."""
    return place_text(text, ground, language) if is_place(name, fields) else text


def spot_of(
    words: Iterable[tuple[str, str]], fields: Mapping[str, Field], ground: Ground, language: Language
) -> Spot | None:
    """The place that was said last, of all words with their names."""
    said = [text for name, text in words if is_place(name, fields)]
    return spot(said[-1], ground, language) if said else None


def is_place(name: str, fields: Mapping[str, Field]) -> bool:
    """Whether words of this name say where something is."""
    return name in fields and fields[name].type is FieldType.PLACE


def _beside(name: str, area: str, parent: str | None, areas: Mapping[str, Area]) -> bool:
    """Whether an area is drawn around the place: the areas beside it and the one that holds them."""
    return name in areas and (name in (area, parent) or (parent is not None and areas[name].parent == parent))
