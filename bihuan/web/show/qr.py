"""A QR code as SVG that a page can hold: paths only, no style, no other host. The text is whatever the camera reads."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString

QUIET = 2
"""Empty modules around it; the page's white adds the rest."""


def qr(text: str) -> SafeString:
    """The picture; it takes the size its place gives it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        border=QUIET, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
    )
    # Made here from modules alone: nothing of the text stands in it as text.
    return SafeString(drawn)
