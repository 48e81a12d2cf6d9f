"""Keys that cases hold, as a decision asks about them. What a key is, and who may hold it, is decided in the core."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bihuan.core.case import Case
from bihuan.core.decide import other_of
from bihuan.core.decide.situation import Holding
from bihuan.core.events import Event
from bihuan.core.programme import Programme
from bihuan.core.records import filled_at_once


@filled_at_once
@dataclass(frozen=True, slots=True)
class Taken:
    """The keys that cases other than this one hold; each is looked up when a decision asks for it, not before."""

    holder: Callable[[str], str | None]
    case: str

    def __contains__(self, key: object) -> bool:
        return self.holder(str(key)) not in (None, self.case)


def holding(case: Case, facts: Sequence[Event], programme_of: Callable[[str, str], Programme]) -> Holding:
    """A case that holds a key, with the unit in charge, or before there is one that of whoever raised it."""
    unit = case.lead.unit if case.lead is not None else facts[0].by.unit
    return Holding(case=other_of(case, programme_of(case.programme, case.edition)), unit=unit)
