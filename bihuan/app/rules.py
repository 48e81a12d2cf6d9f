"""What a district's pack says, as one value: programmes by edition, calendars, dictionaries. Loaded elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bihuan.core.access import confidential
from bihuan.core.calendars import Calendar
from bihuan.core.case import Case
from bihuan.core.programme import Dictionary, Programme
from bihuan.core.registers import Register
from bihuan.transparency.generalise import Cell

DAYS_KEPT = 16
"""An import of old years asks for many days, a page for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one district."""

    zone: ZoneInfo
    programmes: Mapping[tuple[str, str], Programme]
    """By id and edition: all that an open case may still need, not only those in force."""
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    dictionaries: Mapping[str, Dictionary] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    cells: Set[Cell] | None = None
    prefix: str = ""
    """What case numbers begin with."""
    _days: dict[date, Mapping[str, Programme]] = field(default_factory=dict, init=False, compare=False, repr=False)
    """Worked out once a day; every page and every command asks."""

    def cells_for(self, case: Case, programme: Programme) -> Set[Cell] | None:
        """The cells that may be named of this case: none at all of one that is confidential."""
        return frozenset() if confidential(case, programme, self.dictionaries) else self.cells

    def of(self, programme: str, edition: str) -> Programme:
        """One edition. Raises KeyError."""
        return self.programmes[programme, edition]

    def current(self, programme: str, day: date) -> Programme | None:
        """The edition in force on a day; of several the one that began last."""
        return self._in_force(day).get(programme)

    def known(self, day: date) -> tuple[str, ...]:
        """Ids of the programmes in force on a day, in the order of their codes, which is the district's own."""
        return tuple(self._in_force(day))

    def in_force(self, day: date) -> tuple[Programme, ...]:
        """The programmes in force on a day, in the same order."""
        return tuple(self._in_force(day).values())

    def _in_force(self, day: date) -> Mapping[str, Programme]:
        found = self._days.get(day)
        if found is None:
            covering = [one for one in self.programmes.values() if one.valid.covers(day)]
            newest = {one.id: one for one in sorted(covering, key=lambda one: (one.valid.since, one.edition))}
            found = {one.id: one for one in sorted(newest.values(), key=lambda one: (one.code, one.id))}
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            self._days[day] = found
        return found
