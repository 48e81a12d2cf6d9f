"""A picture of a programme, made from its file alone: cards for stages, rows for steps, lines to where they lead.

    svg = draw(programme, "zh")

Deterministic and without any tool; `cards` says what is on it, `placing` where, `svg` how it looks. May live here:
only the function others call.
"""

from bihuan.core.programme import Programme
from bihuan.core.text import Language
from bihuan.definitions.drawing.cards import sheet_of
from bihuan.definitions.drawing.placing import place
from bihuan.definitions.drawing.svg import render


def draw(programme: Programme, language: Language) -> str:
    """The programme's loop as one SVG document; light and dark by the reader's setting."""
    return render(place(sheet_of(programme, language)))
