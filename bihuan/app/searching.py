"""Looking for words in the cases that somebody may see, and keeping the index of them. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable

from bihuan.app.district import District
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.searching import LENGTH_MOST, question
from bihuan.store import indexing
from bihuan.store.searching import NUMBER, Hit, Hits, search
from bihuan.store.session import Session

__all__ = ["NUMBER", "Hit", "Hits", "build_index", "find", "gather_index"]


def find(district: District, person: Person, text: str, *, after: int | None = None, size: int = 20) -> Hits | Refusal:
    """The newest cases that hold what was typed, among those the person may see and in words the person may read."""
    asked = question(text)
    if not asked.grams:
        return Refusal("question-too-short", {"question": text.strip()[:LENGTH_MOST]})
    with district.door.look(district.id) as (session, ground):
        return search(session, ground, person, district.programmes(), asked, after=after, size=size)


def gather_index(district: District) -> int:
    """Move what was written lately into the blocks of the index, as far as there is much; how many rows."""
    total = 0
    with district.door.readers.lend() as session:
        while moved := indexing.gather(session, district.id):
            total += moved
    return total


def build_index(district: District, session: Session, progress: Callable[[int], None] | None = None) -> int:
    """Make the index anew from the vault; how many cases it holds."""
    with district.door.look(district.id) as (_, ground):
        return indexing.build(session, ground, progress)
