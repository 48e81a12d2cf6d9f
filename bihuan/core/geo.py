"""Points and areas on the ground: is a point inside, which area is it in, and out of the shifted datum of Chinese maps.

Degrees, longitude first. Small areas are treated as flat; that is exact enough for a district and wrong for a
continent. No file and no map stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import cos, pi, radians, sin, sqrt

Ring = tuple[tuple[float, float], ...]
"""The corners of an area (longitude, latitude), without the first one again at the end."""

METRES_A_DEGREE = 111_320.0
"""Of latitude, on a sphere of the Earth's size."""


class Datum(StrEnum):
    """In which system a position is said."""

    WGS84 = "wgs84"
    """What a satellite fix gives."""
    GCJ02 = "gcj02"
    """What map services in mainland China must show: shifted by some hundred metres, differently everywhere."""


@dataclass(frozen=True, slots=True)
class Point:
    """A position in WGS84."""

    lon: float
    lat: float

    def written(self) -> str:
        """Latitude, longitude, to a metre."""
        return f"{self.lat:.5f}, {self.lon:.5f}"


_PAIR = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*[,，\s]\s*(-?[0-9]{1,3}(?:\.[0-9]{1,12})?)\s*", re.ASCII)


def read_point(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of `25.8312, 114.9021`; in China the larger one is the longitude. None if none."""
    found = _PAIR.fullmatch(text[:80])
    if found is None:
        return None
    one, other = float(found[1]), float(found[2])
    lat, lon = (one, other) if abs(one) <= 90 and abs(other) >= abs(one) else (other, one)
    return (lon, lat) if abs(lat) <= 90 and abs(lon) <= 180 else None


_PINNED = re.compile(r"（(-?[0-9]{1,2}\.[0-9]{5}), (-?[0-9]{1,3}\.[0-9]{5})）\s*\Z", re.ASCII)


def pinned(words: str, point: Point) -> str:
    """The words of a place with the position that was marked for it."""
    return f"{words.strip()}（{point.written()}）"


def unpinned(text: str) -> tuple[str, Point | None]:
    """The words of a place without the position at their end, and the position, if there is one."""
    found = _PINNED.search(text)
    if found is None:
        return text, None
    return text[: found.start()].strip(), Point(lon=float(found[2]), lat=float(found[1]))


def inside(point: Point, ring: Ring) -> bool:
    """Whether a point lies in an area (even-odd rule). On a border it is in one of two neighbours, never in both."""
    found, (before_lon, before_lat) = False, ring[-1]
    for lon, lat in ring:
        if (lat > point.lat) != (before_lat > point.lat):
            crossing = lon + (point.lat - lat) / (before_lat - lat) * (before_lon - lon)
            found ^= point.lon < crossing
        before_lon, before_lat = lon, lat
    return found


def area_of(point: Point, rings: Mapping[str, Ring]) -> str | None:
    """The first area that the point lies in."""
    return next((name for name, ring in rings.items() if inside(point, ring)), None)


def size_of(ring: Ring) -> float:
    """The area of a ring in square metres, whatever way round it runs."""
    flat = [(lon * cos(radians(ring[0][1])), lat) for lon, lat in ring]
    pairs = zip(flat, flat[1:] + flat[:1], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2 * METRES_A_DEGREE**2


def centre_of(ring: Ring) -> Point:
    """The middle of the corners: where a label goes."""
    return Point(sum(lon for lon, _ in ring) / len(ring), sum(lat for _, lat in ring) / len(ring))


def bounds(rings: Iterable[Ring]) -> tuple[float, float, float, float]:
    """West, south, east, north of them all. ValueError if there are none."""
    corners = [corner for ring in rings for corner in ring]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return min(lons), min(lats), max(lons), max(lats)


# The shift of GCJ-02 on the ellipsoid of Krassowsky, as it has been published many times since 2010; the standard
# itself is not public.
_AXIS, _FLATNESS = 6_378_245.0, 0.00669342162296594323


def _shift(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 105.0, lat - 35.0
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    bent = 1 - _FLATNESS * sin(radians(lat)) ** 2
    return (
        east * 180.0 / (_AXIS / sqrt(bent) * cos(radians(lat)) * pi),
        north * 180.0 / (_AXIS * (1 - _FLATNESS) / (bent * sqrt(bent)) * pi),
    )


def to_gcj02(point: Point) -> Point:
    """Where a Chinese map shows the point."""
    east, north = _shift(point.lon, point.lat)
    return Point(point.lon + east, point.lat + north)


def from_gcj02(shown: Point) -> Point:
    """The point that a Chinese map shows there, to a centimetre: the shift is nearly constant, so three rounds do."""
    found = shown
    for _ in range(4):
        east, north = _shift(found.lon, found.lat)
        found = Point(shown.lon - east, shown.lat - north)
    return found


def metres(one: Point, other: Point) -> float:
    """How far apart two near points are."""
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return METRES_A_DEGREE * sqrt(east**2 + (one.lat - other.lat) ** 2)
