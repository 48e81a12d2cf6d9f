"""The copy of a photo that somebody outside sees: written anew each time, what is covered filled in one colour.

Filled, not blurred or made coarse: from those a number plate can be guessed back. Nothing but the pixels outside
travels along, not even what a JPEG smears over an edge.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable

from PIL import Image

from bihuan.core.areas import WHOLE, Area

BLOCK = 16
"""Pixels that a JPEG with halved colour squeezes together (ITU-T T.81, A.2): what stands in a block stands a little in
all of it, so a covered part is widened to whole blocks."""
SMEAR = 2
"""Pixels beyond a block into which decoders smooth its colour (libjpeg, fancy upsampling: one)."""
FILL = (64, 70, 78)
QUALITY = 82

_DRAWING = threading.Lock()
"""One at a time is held open in full, as with those that come in."""


def covered(photo: bytes, areas: Iterable[Area]) -> bytes:
    """A kept photo as it is shown outside; also with nothing covered it is another file than the kept one."""
    out = io.BytesIO()
    with _DRAWING, Image.open(io.BytesIO(photo), formats=("JPEG",)) as kept:
        shown = kept.convert("RGB")
        for area in areas:
            shown.paste(FILL, box_of(area, shown.size))
        # A picture of its own, so that nothing in `info` travels along.
        Image.frombytes("RGB", shown.size, shown.tobytes()).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def box_of(area: Area, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The pixels that are filled for an area of a picture of this size: never fewer than it names."""
    width, height = size
    return (
        max(0, area.left * width // WHOLE // BLOCK * BLOCK - SMEAR),
        max(0, area.top * height // WHOLE // BLOCK * BLOCK - SMEAR),
        min(width, _up(area.right * width) + SMEAR),
        min(height, _up(area.bottom * height) + SMEAR),
    )


def _up(scaled: int) -> int:
    """To the end of the block that the last pixel stands in."""
    return -(-scaled // (WHOLE * BLOCK)) * BLOCK
