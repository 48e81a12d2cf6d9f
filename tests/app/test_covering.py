"""The copy that is shown outside: of what is covered nothing is left in it, told by an oracle that knows no rectangle:
two photos that differ only where it is covered lead to the same bytes.
"""

from __future__ import annotations

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bihuan.app.covering import FILL, box_of, covered
from bihuan.app.photos import Upload, prepared
from bihuan.core.areas import WHOLE, Area

SIZES = st.tuples(st.integers(1, 150), st.integers(1, 150))


@st.composite
def areas(draw: st.DrawFn) -> Area:
    left, top = draw(st.integers(0, WHOLE - 1)), draw(st.integers(0, WHOLE - 1))
    return Area(left, top, draw(st.integers(left + 1, WHOLE)), draw(st.integers(top + 1, WHOLE)))


def kept(picture: Image.Image) -> bytes:
    """As photos are kept."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue()


def noise(size: tuple[int, int], chance: random.Random) -> Image.Image:
    return Image.frombytes("RGB", size, chance.randbytes(size[0] * size[1] * 3))


def said(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box of every pixel that the area touches, straight from its shares."""
    width, height = size
    ends = -(-area.right * width // WHOLE), -(-area.bottom * height // WHOLE)
    return area.left * width // WHOLE, area.top * height // WHOLE, *ends


@settings(max_examples=60, deadline=None)
@given(SIZES, st.lists(areas(), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_two_photos_that_differ_only_where_it_is_covered_are_shown_alike(
    size: tuple[int, int], chosen: list[Area], seed: int
) -> None:
    chance = random.Random(seed)
    one = noise(size, chance)
    other = one.copy()
    for area in chosen:
        left, top, right, bottom = said(area, size)
        other.paste(noise((right - left, bottom - top), chance), (left, top))
    # Not compared within the assertion: what differs between two files would be searched for minutes, byte by byte.
    alike = covered(kept(one), chosen) == covered(kept(other), chosen)
    assert alike


@settings(max_examples=40, deadline=None)
@given(SIZES, areas())
def test_every_pixel_that_was_named_is_filled(size: tuple[int, int], area: Area) -> None:
    """White shows through wherever one was missed; also an area thinner than a pixel covers the whole of it."""
    shown = Image.open(io.BytesIO(covered(kept(Image.new("RGB", size, "white")), [area])))
    named = shown.crop(said(area, size))
    assert named.width and named.height
    assert all(abs(most - one) < 30 and abs(least - one) < 30
               for (least, most), one in zip(named.getextrema(), FILL, strict=True))  # fmt: skip
    left, top, right, bottom = box_of(area, size)
    assert 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_taken_with_the_phone_turned_is_covered_where_people_see_it(orientation: int) -> None:
    """A red corner, upper left for who looks at it: the file lies as the camera was held."""
    upright = Image.new("RGB", (96, 64), "white")
    upright.paste("red", (0, 0, 32, 32))
    back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    lying = upright.transpose(back[orientation]) if orientation in back else upright
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    lying.save(file, "JPEG", exif=exif, quality=95)
    (photo,), refusal = prepared([Upload("photo.jpg", len(file.getvalue()), io.BytesIO(file.getvalue()))])
    assert refusal is None
    shown = Image.open(io.BytesIO(covered(photo, [Area(0, 0, WHOLE // 3, WHOLE // 2)])))
    pixels = shown.convert("RGB").tobytes()
    reds = [at for at in range(0, len(pixels), 3) if pixels[at] > 150 and pixels[at + 1] < 100]
    assert shown.size == (96, 64) and reds == [] and not shown.getexif() and "exif" not in shown.info


def test_with_nothing_covered_it_is_still_another_file() -> None:
    photo = kept(Image.new("RGB", (30, 20), "grey"))
    assert covered(photo, []) != photo and Image.open(io.BytesIO(covered(photo, []))).size == (30, 20)
