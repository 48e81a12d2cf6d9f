"""A ledger narrowed to the cases in which words stand (only what the viewer may read is looked at, decision 0011), and
the entry that is written when words leave in a file (0036). Nothing is ordered or shown here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.app.district import District
from bihuan.app.journals import Act, note
from bihuan.app.ledger import Asked
from bihuan.app.ledger_columns import Column
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.searching import LENGTH_MOST, question
from bihuan.store.lists import Filter, list_cases
from bihuan.store.within import HELD_MOST, Within, holding


@dataclass(frozen=True, slots=True)
class Sought:
    """How a search within a ledger ended."""

    words: str
    cases: int
    all: bool
    """False: older cases may hold the words too."""
    back_to: datetime | None = None
    """When the oldest of the cases was raised, if these are not all."""


def sought(district: District, person: Person, wanted: Asked, typed: str) -> tuple[Asked, Sought | None] | Refusal:
    """The same ledger of those cases alone that hold what was typed; as it is, if nothing was."""
    words = " ".join(typed.split())[:LENGTH_MOST]
    if not words:
        return wanted, None
    asked = question(words)
    if not asked.grams:
        return Refusal("question-too-short", {"question": words})
    programmes = district.programmes()
    with district.door.look(district.id) as (session, ground):
        found = holding(session, ground, Within(
            person=person, programmes=programmes, filter_=wanted.filter_, question=asked
        ))  # fmt: skip
        back_to = None
        if not found.all and found.ids:
            last = list_cases(session, ground, person, programmes, filter_=Filter(ids=found.ids[-1:]), size=1)
            back_to = last.lines[0].case.occurred_at if last.lines else None
    narrowed = replace(wanted, filter_=replace(wanted.filter_, ids=found.ids))
    return narrowed, Sought(words, len(found.ids), found.all, back_to)


def note_taken(district: District, person: Person, columns: Sequence[Column], rows: int) -> None:
    """Write down that words left as a file: who took them, which columns, of how many cases. Reading them on a record
    leaves no entry, and no case is named here: what is told is that they were taken together."""
    taken = [one.id for one in columns if one.sealed]
    if taken and rows:
        detail = {"what": "words", "rows": str(rows)}
        note(district, Act(actor=person.account, kind="words.exported", about=person.account, detail=detail))


__all__ = ["HELD_MOST", "Sought", "note_taken", "sought"]
