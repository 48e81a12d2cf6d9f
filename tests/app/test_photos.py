"""Photos on their way in: the picture survives and nothing else; what is none is refused by name."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile

import pytest
from PIL import Image, ImageChops, ImageOps

from bihuan.app.photos import PHOTOS_MOST, SIDE_MOST, SMALL_SIDE, Upload, prepared, small
from bihuan.core.refusals import Refusal

SECRET = b"position 25.83 114.90"


def upload(content: bytes, name: str = "IMG_1.jpg", *, whole: bool = True) -> Upload:
    return Upload(name, len(content), io.BytesIO(content), whole)


def picture(size: tuple[int, int] = (900, 600), form: str = "JPEG", **more: object) -> bytes:
    out = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(out, form, **more)
    return out.getvalue()


def with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[274] = SECRET.decode(), 6
    exif[0x8825] = {1: "N", 2: (25.0, 49.0, 48.0)}
    return picture(exif=exif, comment=SECRET, icc_profile=SECRET) + b"PK\x03\x04" + SECRET


def taken(content: bytes) -> bytes:
    (photo,), refusal = prepared([upload(content)])
    assert refusal is None
    return photo


def kept(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(taken(content)))


def refused(*uploads: Upload) -> Refusal:
    photos, refusal = prepared(uploads)
    assert photos == () and refusal is not None
    return refusal


def test_nothing_but_the_picture_survives() -> None:
    content = with_metadata()
    assert content.count(SECRET) >= 3
    found = taken(content)
    assert SECRET not in found
    image = Image.open(io.BytesIO(found))
    assert dict(image.getexif()) == {} and not {"exif", "comment", "icc_profile"} & set(image.info)


def test_it_stands_upright_and_is_no_larger_than_needed() -> None:
    exif = Image.Exif()
    exif[274] = 6
    assert kept(picture((900, 600), exif=exif)).size == (600, 900)
    assert max(kept(picture((5000, 3000))).size) == SIDE_MOST


def test_each_way_up_is_turned_upright() -> None:
    """Against Pillow's own way, which writes the whole Exif block anew and falls over damaged ones."""
    for way in range(1, 9):
        exif = Image.Exif()
        exif[274] = way
        content = picture((300, 200), exif=exif)
        wanted = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
        difference = ImageChops.difference(kept(content), wanted)
        assert kept(content).size == wanted.size and max(high for _, high in difference.getextrema()) < 8, way


def test_a_damaged_exif_block_costs_no_photo() -> None:
    """A tag whose type is words where a number belongs: seen from phones, and what a fuzzer finds first."""
    exif = Image.Exif()
    exif[274], exif[0x010F] = 6, "maker"
    content = bytearray(picture((300, 200), exif=exif))
    block = content.index(b"Exif\x00\x00") + 6
    order = "<" if content[block : block + 2] == b"II" else ">"
    at = content.index(struct.pack(f"{order}HH", 274, 3), block)
    for kind in range(13):
        content[at + 2 : at + 4] = struct.pack(f"{order}H", kind)
        assert kept(bytes(content)).size in ((300, 200), (200, 300)), kind


def test_what_was_see_through_becomes_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert kept(out.getvalue()).getpixel((20, 20)) == (255, 255, 255)


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.jpg", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"MZ" + bytes(200),
        b"\xff\xd8\xff\xe0" + bytes(200),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"\x00\x00\x00\x18ftypheic" + bytes(300),
        picture()[:400],
        _archive(),
        b"%!PS-Adobe-3.0 EPSF-3.0\n(r) file",
        picture(form="TIFF"),
    ],
    ids=["program", "head only", "svg", "html", "heic", "cut off", "archive", "postscript", "tiff"],
)
def test_what_is_no_photo_is_refused_by_its_name(content: bytes) -> None:
    refusal = refused(upload(content, "evil.jpg"))
    assert refusal.code == "photo-not-one"
    assert "evil.jpg" in refusal.message("zh") and "JPEG" in refusal.hint("en")


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    refusal = refused(upload(out.getvalue()))
    assert refusal.code == "photo-too-many-pixels"


def test_a_photo_of_endless_passes_is_refused_and_one_of_the_web_is_not() -> None:
    """Each pass costs seventy bytes in the file and a walk over all pixels, while every other photo waits."""
    ordinary = picture((64, 64), progressive=True)
    again = ordinary[ordinary.rindex(b"\xff\xda") : -2]
    assert kept(ordinary).size == (64, 64)
    assert kept(ordinary[:-2] + b"\xff\xd9" + again * 200).size == (64, 64), "what stands behind the end is not read"
    refusal = refused(upload(ordinary[:-2] + again * 200 + b"\xff\xd9"))
    assert refusal.code == "photo-too-many-pixels"


def test_a_photo_of_endless_parts_is_refused_before_the_decoder_joins_them() -> None:
    """Parts of Exif are joined one by one: 20 MB of them would take minutes, and no other thread would run."""
    ordinary = picture((64, 64))
    exif = b"\xff\xe1\x00\x3aExif\0\0" + bytes(50)
    assert kept(ordinary[:2] + exif * 300 + ordinary[2:]).size == (64, 64)
    for many in (
        exif * 5_000,
        b"\xff" * 100_000,
        b"\xff\xd9" * 50_000,
        b"\xff\xf0" * 50_000,
        b"\xff\xd0" * 50_000,
        b"\xff\xf0\xff\xff" + exif * 5_000,
    ):
        refusal = refused(upload(ordinary[:2] + many + ordinary[2:]))
        assert refusal.code == "photo-too-many-pixels"
    empty = refused(upload(ordinary[:2] + b"\xff\xe1\x00\x00" * 500 + ordinary[2:]))
    assert empty.code == "photo-not-one"


def test_a_file_that_is_too_large_and_too_many_files() -> None:
    too_large = refused(upload(b"x", whole=False))
    too_many = refused(*[upload(picture())] * (PHOTOS_MOST + 1))
    assert too_large.code == "photo-too-large"
    assert too_many.code == "photos-too-many"


def test_an_empty_field_of_a_form_is_no_photo() -> None:
    assert prepared([upload(b"", "")]) == ((), None)


def test_one_that_is_none_spoils_no_other() -> None:
    photos, refusal = prepared([upload(picture()), upload(b"none", "b.jpg"), upload(picture((30, 20)))])
    assert len(photos) == 2 and refusal is not None and "b.jpg" in refusal.message("zh")
    assert prepared([upload(picture())] * 2, room=1)[1] is not None, "what is kept already takes its room"


def test_a_photo_in_small_is_small() -> None:
    image = Image.open(io.BytesIO(small(taken(picture((900, 600))))))
    assert max(image.size) == SMALL_SIDE


PEAK = """
import io, sys
from bihuan.app.photos import Upload, prepared
def most():
    with open("/proc/self/status") as lines:
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024
content = sys.stdin.buffer.read()
before = most()
(photo,), refusal = prepared([Upload("a.jpg", len(content), io.BytesIO(content))])
print(most() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what Linux counts")
def test_a_photo_of_a_phone_is_never_held_whole() -> None:
    """Twelve megapixels are 48 MB as Pillow holds them, and were held twice, and in part a third time."""
    content = picture((4032, 3024))
    said = subprocess.run([sys.executable, "-c", PEAK], input=content, capture_output=True, check=True).stdout
    assert int(said) < 60
