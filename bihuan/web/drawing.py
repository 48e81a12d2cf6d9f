"""A programme's picture, drawn once for each edition and language."""

from __future__ import annotations

from bihuan.core.programme import Programme
from bihuan.core.text import Language
from bihuan.definitions.drawing import draw

PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
"""A picture stands alone and loads nothing; only inside it may its own style rules apply."""

_kept: dict[tuple[str, str, str, Language], str] = {}


def drawn(programme: Programme, language: Language) -> str:
    """The SVG of one edition."""
    key = (programme.id, programme.edition, programme.hash, language)
    if key not in _kept:
        _kept[key] = draw(programme, language)
    return _kept[key]
