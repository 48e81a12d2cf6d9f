"""A marked place is a pin among its surroundings and words, for those who may see the place and for nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.commands import Area
from bihuan.core.geo import Point, pinned, unpinned
from bihuan.core.text import LANGUAGES, Text
from bihuan.web.show.pin import Ground, place_text, spot

HERE = Point(lon=2.75, lat=40.5)
RINGS = {
    "west": ((0.0, 40.0), (2.0, 40.0), (2.0, 41.0), (0.0, 41.0)),
    "east": ((2.0, 40.0), (4.0, 40.0), (4.0, 41.0), (2.0, 41.0)),
    "street": ((0.0, 40.0), (4.0, 40.0), (4.0, 41.0), (0.0, 41.0)),
    "far": ((7.0, 40.0), (8.0, 40.0), (8.0, 41.0), (7.0, 41.0)),
    "all": ((0.0, 40.0), (8.0, 40.0), (8.0, 41.0), (0.0, 41.0)),
}
AREAS = {
    "all": Area(id="all", title=Text("全区", "All"), parent=None),
    "street": Area(id="street", title=Text("大街", "Street"), parent="all"),
    "far": Area(id="far", title=Text("远", "Far"), parent="all"),
    "west": Area(id="west", title=Text("西", "West"), parent="street"),
    "east": Area(id="east", title=Text("东", "East"), parent="street"),
}
GROUND = Ground(rings=RINGS, areas=AREAS, drawn_by=Text("示意图", "a sketch"))


@given(st.text(), st.floats(-90, 90), st.floats(-180, 180))
def test_a_position_comes_off_the_words_as_it_went_on(words: str, lat: float, lon: float) -> None:
    said, point = unpinned(pinned(words, Point(lon, lat)))
    assert said == words.strip() and point is not None and point.written() == Point(lon, lat).written()


@pytest.mark.parametrize("text", ["", "三栋后门", "三栋（25.8, 114.9）后门", "（二楼）", "(25.86610, 114.91300)"])
def test_what_is_no_position_stays_words(text: str) -> None:
    assert unpinned(text) == (text, None) and spot(text, GROUND, "zh") is None
    assert place_text(text, GROUND, "zh") == text


def test_the_pin_stands_where_it_was_tapped_among_the_areas_beside_it() -> None:
    found = spot(pinned("后门", HERE), GROUND, "zh")
    assert found is not None
    assert found.area == "east" and "东" in found.title
    assert "40.5000, 2.7500" in found.title and "40.50000" not in found.title
    assert {one.id for one in found.map.shapes} == {"west", "east"}, "neither what is far nor what holds them"
    share = (found.x - 20) / (found.map.width - 40)
    assert abs(share - HERE.lon / 4) < 0.01 and abs(found.y / found.map.height - 0.5) < 0.02


def test_it_is_told_in_words_in_both_languages() -> None:
    text = pinned("后门", HERE)
    assert place_text(text, GROUND, "zh") == "后门 · 在东内，40.5000, 2.7500附近"
    assert place_text(pinned("", HERE), GROUND, "en") == "in East, near 40.5000, 2.7500"
    for language in LANGUAGES:
        found = spot(text, GROUND, language)
        assert found is not None and AREAS["east"].title.in_(language) in found.said


def test_a_position_outside_or_without_outlines_stays_as_it_was_written() -> None:
    away = pinned("后门", Point(20.0, 20.0))
    assert spot(away, GROUND, "zh") is None and place_text(away, GROUND, "zh") == away
    bare = replace(GROUND, rings={})
    assert spot(pinned("后门", HERE), bare, "zh") is None
