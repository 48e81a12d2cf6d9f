"""Cases in memory between batches: what the writer knows of them, and when that may be believed. No statement here.

The writer is fenced by the head's position: while the head stands where our own last batch left it, nobody else
has written in this district, so every case remembered here is as it is in the database. Otherwise all is forgotten.
What a batch will have written is remembered when it is handed to the database, so that the next one can be worked out
meanwhile; if it fails, whoever comes next has to forget.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.core.access import Places
from bihuan.core.case import Case
from bihuan.core.records import filled_at_once
from bihuan.store.jobs import Accepted
from bihuan.store.leafing import Keys
from bihuan.store.session import Row

REMEMBERED = 2_048
"""Cases kept in memory for each district; some ten kilobytes each."""


@filled_at_once
@dataclass(frozen=True, slots=True)
class Held:
    """A case and what a writer needs to go on with it."""

    case: Case
    ended: datetime | None
    leaf_hash: bytes
    keys: Keys | None
    """None if the key was erased: nothing can be written about the case any more."""


class Memory:
    """The cases of one district that were touched last."""

    __slots__ = ("_cases", "_limit", "_places", "_version", "answers", "head")

    def __init__(self, limit: int = REMEMBERED) -> None:
        self._cases: OrderedDict[str, Held] = OrderedDict()
        self._limit = limit
        self.head: Row | None = None
        """The head's row as our last batch leaves it; None if nothing is known."""
        self.answers: Mapping[str, tuple[bytes, Accepted]] = {}
        """Request id → content and answer of our last batch."""
        self._version: tuple[int, date] | None = None
        self._places: Places | None = None

    def trust(self, head: Row) -> None:
        """Forget everything unless the head stands where we left it; a register that changed, or a key that was
        erased, shows in it too."""
        if self.head is None or (self.head[0], self.head[3]) != (head[0], head[3]):
            self.forget()

    def forget(self) -> None:
        """Know nothing."""
        self._cases.clear()
        self.head, self.answers = None, {}

    def places(self, version: int, day: date, load: Callable[[], Places]) -> Places:
        """Units and areas, read again when a register changed or a new day began."""
        if self._places is None or self._version != (version, day):
            self._places, self._version = load(), (version, day)
        return self._places

    def get(self, case: str) -> Held | None:
        """The case, if it is remembered."""
        held = self._cases.get(case)
        if held is not None:
            self._cases.move_to_end(case)
        return held

    def keep(self, head: Row, cases: Iterable[Held], answers: Mapping[str, tuple[bytes, Accepted]]) -> None:
        """How the cases of a batch and the head will stand once it is committed, and what it answered."""
        for held in cases:
            self._cases[held.case.id] = held
            self._cases.move_to_end(held.case.id)
        while len(self._cases) > self._limit:
            self._cases.popitem(last=False)
        self.head, self.answers = head, answers
