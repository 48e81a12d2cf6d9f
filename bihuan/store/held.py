"""Cases in memory between batches: what the writer knows of them, and when that may be believed. No statement here.

The writer is fenced by the head's position: while the head stands where our own last batch left it, nobody else
has written in this district, so every case remembered here is as it is in the database. Otherwise all is forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.core.access import Places
from bihuan.core.case import Case
from bihuan.store.leafing import Keys

REMEMBERED = 2_048
"""Cases kept in memory for each district; some ten kilobytes each."""


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

    __slots__ = ("_cases", "_limit", "_places", "_position", "_registers", "_version")

    def __init__(self, limit: int = REMEMBERED) -> None:
        self._cases: OrderedDict[str, Held] = OrderedDict()
        self._limit = limit
        self._position = -1
        self._registers = -1
        self._version: tuple[int, date] | None = None
        self._places: Places | None = None

    def trust(self, position: int, registers: int) -> None:
        """Forget everything unless the head stands where we left it; a register that changed, or a key that was
        erased, shows in `registers`."""
        if (position, registers) != (self._position, self._registers):
            self.forget()
        self._registers = registers

    def forget(self) -> None:
        """Know nothing."""
        self._cases.clear()
        self._position = -1

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

    def keep(self, position: int, cases: Iterable[Held]) -> None:
        """After a commit: how the cases of the batch stand, and where the head does."""
        for held in cases:
            self._cases[held.case.id] = held
            self._cases.move_to_end(held.case.id)
        while len(self._cases) > self._limit:
            self._cases.popitem(last=False)
        self._position = position
