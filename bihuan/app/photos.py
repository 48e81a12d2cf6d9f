"""Photos on their way in: opened, turned upright, made smaller and written anew, so that nothing of the file that came
survives but the picture: no position, no camera, no hidden archive. What is no photo is refused by name.
"""

from __future__ import annotations

import io
import math
import re
import struct
import threading
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image

from bihuan.core.refusals import Refusal

MEGABYTES_MOST = 20
"""Of one photo as it comes; larger than what any phone takes."""
PHOTOS_MOST = 6
PIXELS_MOST = 52_000_000
"""Beyond this a picture is opened for harm (a decompression bomb), or stitched."""
SCANS_MOST = 30
"""Passes over a JPEG: cameras make one, programmes for the web a dozen. Each is a walk over all pixels for some seventy
bytes of file, so a file of one megabyte could keep a processor for half an hour."""
PARTS_MOST = 1_000
"""Parts of a JPEG: cameras write some dozens, a profile or a description in pieces some hundreds. The decoder joins
pieces of Exif one by one: 330,000 of them, in 20 MB, would hold up every thread for minutes."""
BETWEEN_MOST = 4_096
"""Bytes of a JPEG before its pixels that belong to no part; the decoder looks at each of them by itself."""
SIDE_MOST = 2_000
"""Pixels of the longer side as kept: enough to read a number plate, little enough for a phone line."""
SMALL_SIDE = 160
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")
"""What is decoded; each further format is more code that a stranger's bytes reach."""

_MARKER = re.compile(rb"\xff([^\x00\x01\xc8\xd0-\xd8\xf0-\xfd\xff])")
"""A marker of a JPEG that has a length or ends the picture (ITU-T T.81, table B.1); among pixels there is none. Those
reserved for extensions are passed over, as the decoder does."""
_JPEG, _SCAN, _END = b"\xff\xd8", 0xDA, 0xD9

_ORIENTATION = 0x0112
"""Exif 2.32, 4.6.4: which way up the camera was held."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error)
"""What decoders raise on damaged files is not one family; each of these has been seen."""

_DECODING = threading.Lock()
"""One picture at a time is held open in full, so that a handful of huge ones cannot take all memory."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; `whole` is False if it was cut off because it is too large."""

    name: str
    size: int
    content: BinaryIO
    whole: bool = True


def prepared(uploads: Iterable[Upload], room: int = PHOTOS_MOST) -> tuple[tuple[bytes, ...], Refusal | None]:
    """The photos that passed, each as it is kept, and why the first of the others did not: one that is none spoils no
    other. Of more than there is room for, none is opened. Empty files of a form count as none."""
    given = [upload for upload in uploads if upload.name or upload.size]
    if len(given) > room:
        return (), Refusal("photos-too-many", {"most": str(PHOTOS_MOST)})
    looked = [_clean(upload) for upload in given]
    faults = [one for one in looked if isinstance(one, Refusal)]
    return tuple(one for one in looked if not isinstance(one, Refusal)), next(iter(faults), None)


def small(photo: bytes) -> bytes:
    """A kept photo, small enough to stand in a page and to be recognised there."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(photo), formats=("JPEG",)) as whole:
        whole.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        whole.thumbnail((SMALL_SIDE, SMALL_SIDE))
        whole.save(out, "JPEG", quality=70)
    return out.getvalue()


def _clean(upload: Upload) -> bytes | Refusal:
    name = upload.name[:60]
    if not upload.whole or upload.size > MEGABYTES_MOST * 1024 * 1024:
        return Refusal("photo-too-large", {"name": name, "most": str(MEGABYTES_MOST)})
    try:
        with _DECODING, warnings.catch_warnings(action="ignore"):
            return _written_anew(upload.content)
    except (_TooManyPixels, Image.DecompressionBombError):
        return Refusal("photo-too-many-pixels", {"name": name})
    # Whatever else a stranger's bytes do to a decoder, the answer is the same: this is no photo we take.
    except _BROKEN:
        return Refusal("photo-not-one", {"name": name})


class _TooManyPixels(Exception):
    """Said before anything is decoded."""


def _written_anew(content: BinaryIO) -> bytes:
    """JPEG with the pixels and nothing else."""
    _look_at_parts(content)
    with Image.open(content, formats=FORMATS) as photo:
        if photo.width * photo.height > PIXELS_MOST:
            raise _TooManyPixels
        # A JPEG is decoded at a half, a quarter or an eighth at once where that is still enough, each side by itself.
        share = SIDE_MOST / max(photo.size)
        photo.draft("RGB", (math.ceil(photo.width * share), math.ceil(photo.height * share)))
        flat = _on_white(photo)
        turned = _UPRIGHT.get(_orientation(photo))
        flat.thumbnail((SIDE_MOST, SIDE_MOST))
        flat = flat if turned is None else flat.transpose(turned)
        # A picture of its own, so that no profile, comment or Exif block travels along in `info`.
        bare = Image.frombytes("RGB", flat.size, flat.tobytes())
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()


def _orientation(photo: Image.Image) -> int:
    """Which way up; as it lies where the block that says so is damaged, for the picture is none the worse."""
    try:
        found = photo.getexif().get(_ORIENTATION)
    except _BROKEN:
        return 1
    return found if isinstance(found, int) else 1


def _look_at_parts(content: BinaryIO) -> None:
    """Before anybody reads a JPEG: neither more passes nor more parts than a camera writes, and nothing between the
    parts that has to be looked for byte by byte. Raises _TooManyPixels, SyntaxError."""
    was = content.tell()
    content.seek(0)
    data = content.read()
    content.seek(was)
    if not data.startswith(_JPEG):
        return
    at, parts, scans, between = len(_JPEG), 0, 0, 0
    while (found := _MARKER.search(data, at)) and found[1][0] != _END:
        parts, scans = parts + 1, scans + (found[1][0] == _SCAN)
        between += 0 if scans else found.start() - at
        # Its own length follows, two bytes that count themselves.
        length = int.from_bytes(data[found.end() : found.end() + 2])
        if parts > PARTS_MOST or scans > SCANS_MOST or between > BETWEEN_MOST:
            raise _TooManyPixels
        if length < 2:
            raise SyntaxError("a part without a length")
        at = found.end() + length
    if not scans and len(data) - at > BETWEEN_MOST:
        raise _TooManyPixels


def _on_white(photo: Image.Image) -> Image.Image:
    """Without transparency: what was see-through becomes white."""
    if photo.mode in ("RGBA", "LA", "PA") or "transparency" in photo.info:
        seen = photo.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(ground, seen).convert("RGB")
    return photo if photo.mode == "RGB" else photo.convert("RGB")
