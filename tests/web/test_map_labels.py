"""What is written into the areas of a map: names without what all share, in lines, inside their area, with a number."""

from __future__ import annotations

import pytest

from bihuan.core.commands import Area
from bihuan.core.geo import Ring, centre_of, inside
from bihuan.core.text import Text
from bihuan.web.show.labels import common_tail, lines, mark, stand
from bihuan.web.show.map import drawn

BENT: Ring = ((0.0, 0.0), (10.0, 0.0), (10.0, 1.0), (1.0, 1.0), (1.0, 10.0), (0.0, 10.0))
"""An area like an L: the middle of its corners lies outside."""


def square(west: float, south: float) -> Ring:
    return ((west, south), (west + 1, south), (west + 1, south + 1), (west, south + 1))


RINGS = {"all": ((0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)), "one": square(0, 0), "other": square(1, 0)}
AREAS = {
    "all": Area(id="all", title=Text("全区", "The whole"), parent=None),
    "one": Area(id="one", title=Text("河东社区", "East community"), parent="all"),
    "other": Area(id="other", title=Text("河西社区", "West community"), parent="all"),
}


def test_a_label_stands_inside_an_area_that_is_bent() -> None:
    assert not inside(centre_of(BENT), BENT)
    assert inside(stand(BENT), BENT)


@pytest.mark.parametrize(
    ("names", "tail"),
    [
        (("河东社区", "河西社区"), "社区"),
        (("East community", "West community"), " community"),
        (("East community", "community"), ""),
        (("河东社区",), ""),
        (("东区", "西区"), ""),
        (("甲", "乙"), ""),
    ],
)
def test_what_all_names_end_in_is_left_out(names: tuple[str, ...], tail: str) -> None:
    assert common_tail(names) == tail


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("民生路", ("民生路",)),
        ("阳光和谐家园", ("阳光和", "谐家园")),
        ("Jinbang Road", ("Jinbang Road",)),
        ("Sunshine Harmony Home", ("Sunshine", "Harmony Home")),
        ("719", ("719",)),
        ("", ()),
    ],
)
def test_a_name_is_broken_into_lines_of_like_length(name: str, rows: tuple[str, ...]) -> None:
    assert lines(name) == rows


def test_marks_go_on_beyond_fifty() -> None:
    assert [mark(number) for number in (1, 20, 21, 36, 50, 51)] == ["①", "⑳", "㉑", "㊱", "㊿", "(51)"]


def test_the_fullest_area_has_the_first_mark_and_the_key_names_it() -> None:
    picture = drawn(RINGS, AREAS, "zh", {"one": 2, "other": 7})
    assert picture is not None
    assert picture.key == (("①", "河西社区", "7"), ("②", "河东社区", "2"))
    assert picture.marks == {"other": "①", "one": "②"}
    assert [row for shape in picture.shapes for row, _ in shape.label.name] == ["河东", "河西"]


def test_a_count_that_is_not_shown_is_marked_and_says_nothing_of_its_size() -> None:
    picture = drawn(RINGS, AREAS, "en", {"one": None, "other": None}, "<5")
    assert picture is not None
    assert picture.key == (("①", "East community", "<5"), ("②", "West community", "<5"))
    assert drawn(RINGS, AREAS, "en", {}).key == ()  # type: ignore[union-attr]
