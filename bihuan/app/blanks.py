"""Blanks that a reply template leaves to whoever answers: a hint in brackets, which must not reach the one answered."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bihuan.app.district import District
from bihuan.core.arguments import REASON
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb

_BLANK = re.compile(r"（[^（）{}]+）|\([^(){}]+\)")
"""Brackets around a place, as in “({number})”, are none: the place is filled for the case."""


def templates_of(programme: Programme, step: Step | None) -> str | None:
    """The dictionary of templates for what a step writes to the one who raised the case; None where it has none."""
    if step is None:
        return None
    return step.replies or (programme.replies if step.verb is Verb.CLOSE else None)


def blanks_of(district: District, programme: Programme) -> frozenset[str]:
    """What the reply templates of all its steps put between brackets in either language, with the brackets."""
    named = {programme.replies, *(step.replies for step in programme.steps.values())} - {None}
    books = [book for id_, book in district.rules.dictionaries.items() if id_ in named]
    texts = [one.definition for book in books for one in book.entries.values()]
    return frozenset(blank for text in texts for said in (text.zh, text.en) for blank in _BLANK.findall(said))


def unfinished(district: District, programme: Programme, step: str, words: Mapping[str, str]) -> Refusal | None:
    """The first text that still holds such a blank as the template has it, said about its field; None if none does.

    A reason may quote one: it is how an answer is sent back; not where the step's own templates begin it.
    """
    known = programme.steps.get(step)
    quotes = known is None or known.replies is None
    blanks = blanks_of(district, programme)
    for name, text in words.items():
        if not (quotes and name == REASON) and (left := sorted((one for one in blanks if one in text), key=text.index)):
            return Refusal("reply-unfinished", {"blanks": " ".join(left)}, about=name)
    return None
