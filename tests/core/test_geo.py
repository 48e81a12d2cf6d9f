"""Points and areas: against published pairs, a slow oracle, and properties."""

from __future__ import annotations

import math
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.geo import Point, Ring, area_of, centre_of, from_gcj02, inside, metres, read_point, size_of, to_gcj02

PACK = Path(__file__).resolve().parents[2] / "districts" / "ganzhou-etdz"
chinese = st.builds(Point, st.floats(100, 120), st.floats(20, 45))


@given(chinese)
def test_out_of_the_shifted_datum_and_back(point: Point) -> None:
    assert metres(from_gcj02(to_gcj02(point)), point) < 0.01


@given(chinese)
def test_the_shift_is_some_hundred_metres_and_no_more(point: Point) -> None:
    assert 10 < metres(to_gcj02(point), point) < 1_000


def _winding(point: Point, ring: Ring) -> bool:
    """Inside if the corners, seen from the point, turn once around it: an oracle of another kind."""
    turned = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        a, b = math.atan2(y0 - point.lat, x0 - point.lon), math.atan2(y1 - point.lat, x1 - point.lon)
        turned += (b - a + math.pi) % (2 * math.pi) - math.pi
    return abs(turned) > math.pi


@given(st.floats(114.83, 115.01), st.floats(25.77, 25.91))
def test_inside_is_what_winding_says(lon: float, lat: float) -> None:
    point = Point(lon, lat)
    for ring in rings().values():
        assert inside(point, ring) == _winding(point, ring)


@given(st.floats(114.85, 114.99), st.floats(25.78, 25.90))
def test_the_drawn_areas_leave_no_gap_and_do_not_overlap(lon: float, lat: float) -> None:
    drawn, parents, point = rings(), parents_of(), Point(lon, lat)
    smallest = [name for name in drawn if name not in parents.values() and inside(point, drawn[name])]
    whole = next(name for name in drawn if not parents[name])
    assert len(smallest) == inside(point, drawn[whole])


def test_a_label_lies_in_its_area_and_is_found_again() -> None:
    drawn = dict(sorted(rings().items(), key=lambda pair: size_of(pair[1])))
    parents = parents_of()
    for name in drawn:
        if name not in parents.values():
            assert area_of(centre_of(drawn[name]), drawn) == name


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("25.8312, 114.9021", (114.9021, 25.8312)),
        ("114.9021，25.8312", (114.9021, 25.8312)),
        ("25.8312 114.9021", (114.9021, 25.8312)),
        ("", None),
        ("gate 3", None),
        ("25.8", None),
        ("1e3, 2", None),
        ("114.9, 200", None),
    ],
)
def test_a_position_is_read_either_way_round(typed: str, found: tuple[float, float] | None) -> None:
    assert read_point(typed) == found


def rings() -> dict[str, Ring]:
    drawn = tomllib.loads((PACK / "registers" / "boundaries.toml").read_text("utf-8"))["boundary"]
    return {one["area"]: tuple(_corner(part) for part in one["ring"].split(",")) for one in drawn}


def _corner(text: str) -> tuple[float, float]:
    lon, lat = re.findall(r"[0-9.]+", text)
    return float(lon), float(lat)


def parents_of() -> dict[str, str]:
    areas = tomllib.loads((PACK / "registers" / "areas.toml").read_text("utf-8"))["area"]
    return {name: one.get("parent", "") for name, one in areas.items()}
