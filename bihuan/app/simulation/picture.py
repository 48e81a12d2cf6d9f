"""Draws the small pictures that stand for photos: a street of our own, with something in the way before the work and
nothing after it. No place and nobody is on them.
"""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from bihuan.core.verbs import Moment

WIDTH, HEIGHT = 240, 180
GROUND, ROAD = 96, 124
"""Where the houses stand and where the road begins, in pixels from the top."""
MUD, WATER, LAMP = (96, 72, 52), (112, 134, 150), (250, 220, 120)


def picture(seed: int, moment: Moment | None = None) -> bytes:
    """A JPEG, the same for the same number; with a moment, the same street before or after."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _sky(seed))
    draw = ImageDraw.Draw(image)
    _houses(draw, seed)
    draw.rectangle((0, GROUND, WIDTH, ROAD), fill=(176, 178, 168))
    draw.rectangle((0, ROAD, WIDTH, HEIGHT), fill=(104, 106, 106))
    for left in range(-10, WIDTH, 48):
        draw.rectangle((left, 150, left + 24, 153), fill=(226, 226, 216))
    _lamp(draw, lit=moment is Moment.AFTER)
    if moment is not Moment.AFTER:
        _heap(draw, seed)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _sky(seed: int) -> tuple[int, int, int]:
    return (150 + seed * 37 % 50, 176 + seed * 71 % 40, 196 + seed * 113 % 40)


def _houses(draw: ImageDraw.ImageDraw, seed: int) -> None:
    for n in range(5):
        left, top = n * 50 - seed % 17, 24 + (seed * (n + 3) * 29) % 40
        shade = 150 + (seed * (n + 1) * 53) % 70
        draw.rectangle((left, top, left + 44, GROUND), fill=(shade, shade - 14, shade - 26))
        for y in range(top + 8, GROUND - 10, 16):
            for x in range(left + 6, left + 38, 12):
                draw.rectangle((x, y, x + 6, y + 8), fill=(88, 104, 120))


def _lamp(draw: ImageDraw.ImageDraw, *, lit: bool) -> None:
    draw.rectangle((200, 34, 203, ROAD), fill=(70, 72, 72))
    draw.ellipse((190, 26, 212, 40), fill=LAMP if lit else (90, 92, 92))


def _heap(draw: ImageDraw.ImageDraw, seed: int) -> None:
    """What somebody reported: rubble beside a puddle."""
    left = 40 + seed * 31 % 80
    draw.ellipse((left + 30, 146, left + 116, 168), fill=WATER)
    draw.polygon([(left, 150), (left + 22, 112), (left + 44, 104), (left + 70, 128), (left + 82, 150)], fill=MUD)
    for n in range(6):
        x, y = left + 8 + n * 12, 138 - (n * 17 + seed) % 22
        draw.rectangle((x, y, x + 9, y + 7), fill=(132 + n * 12, 118 + n * 8, 104))
