"""Parts of a picture that are covered: what a form sends is read whole or not at all, and never comes out smaller."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.areas import AREAS_MOST, WHOLE, Area, areas_from, sole, within, written

_TICKS = st.integers(0, 999_999)


@st.composite
def sent(draw: st.DrawFn) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Left, top, width, height in millionths, inside the picture."""
    left, top = draw(_TICKS), draw(_TICKS)
    width, height = draw(st.integers(1, 1_000_000 - left)), draw(st.integers(1, 1_000_000 - top))
    return tuple(Fraction(one, 1_000_000) for one in (left, top, width, height))  # type: ignore[return-value]


def text_of(parts: list[tuple[Fraction, ...]]) -> str:
    return ";".join(",".join(f"{float(one):.6f}" for one in part) for part in parts)


@given(st.lists(sent(), max_size=AREAS_MOST))
def test_every_point_that_was_said_is_covered(parts: list[tuple[Fraction, ...]]) -> None:
    found = areas_from(text_of(parts))
    assert found is not None
    for left, top, width, height in parts:
        corners = [(x, y) for x in (left, left + width) for y in (top, top + height)]
        assert any(
            all(one.left <= x * WHOLE <= one.right and one.top <= y * WHOLE <= one.bottom for x, y in corners)
            for one in found
        ), (left, top, width, height)
    assert areas_from(written(found)) == found, "what is shown again in a form means the same"
    assert within(found, found) and sole(found) == found


@pytest.mark.parametrize(
    "text",
    [
        "0.5,0.5,0.6,0.1", "0.5,0.5,0.1,0.6", "1.1,0,0.1,0.1", "-0.1,0,0.1,0.1", "0,0,0,0.1", "0,0,0.1,0", "0,0,0.1",
        "0,0,0.1,0.1;", ";", "nan,0,0.1,0.1", "0,0,1e0,1", "0,0,0.1,0.1,0.1", "０,0,1,1", " 0,0,1,1", "0x0,0,1,1",
        "0" * 9_999,
        ";".join(["0,0,0.1,0.1"] * (AREAS_MOST + 1)),
    ],
)  # fmt: skip
def test_what_lies_outside_is_no_rectangle_or_is_too_many_is_none(text: str) -> None:
    assert areas_from(text) is None


def test_the_whole_picture_nothing_and_one_in_another() -> None:
    whole = Area(0, 0, WHOLE, WHOLE)
    assert areas_from("") == () and areas_from("0,0,1,1") == (whole,)
    assert areas_from("0.1,0.1,0.2,0.2;0,0,1,1;0,0,1,1") == (whole,), "overlapping ones are no error"
    assert within([Area(1, 1, 2, 2)], [whole]) and not within([whole], [Area(1, 1, 2, 2)]) and within([], [])
