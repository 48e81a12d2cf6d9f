"""Blanks that a reply template leaves to whoever answers: a hint in brackets, which must not reach the one answered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bihuan.app.district import District
from bihuan.core.arguments import REASON
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal

_BLANK = re.compile(r"（[^（）{}]+）|\([^(){}]+\)")
"""Brackets around a place, as in “({number})”, are none: the place is filled for the case."""


def blanks_of(district: District, programme: Programme) -> frozenset[str]:
    """What the programme's reply templates put between brackets in either language, with the brackets."""
    dictionary = district.rules.dictionaries.get(programme.replies or "")
    texts = [one.definition for one in dictionary.entries.values()] if dictionary is not None else []
    return frozenset(blank for text in texts for said in (text.zh, text.en) for blank in _BLANK.findall(said))


def unfinished(district: District, programme: Programme, words: Mapping[str, str]) -> Refusal | None:
    """The first text that still holds such a blank as the template has it, said about its field; None if none does.

    A reason may quote one: it is how an answer is sent back.
    """
    blanks = blanks_of(district, programme)
    for name, text in words.items():
        if name != REASON and (left := sorted((one for one in blanks if one in text), key=text.index)):
            return Refusal("reply-unfinished", {"blanks": " ".join(left)}, about=name)
    return None
