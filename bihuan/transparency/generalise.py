"""How finely the public log may say who, where and what: a look-up in a finished table, made elsewhere.

The table holds the cells that had enough cases in the previous period; a small cell could be read as one
person. It is fixed before the period begins, so what is published never depends on the cases being published.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final, NamedTuple

OTHER: Final = "other"
"""Written for what is too rare to be named; never published per unit."""


class Cell(NamedTuple):
    """Who, where and about what. None stands for not known at this event and stays absent."""

    unit: str | None = None
    area: str | None = None
    category: str | None = None


_LADDER: tuple[tuple[bool, bool, bool], ...] = (
    (True, True, True),
    (True, False, True),
    (True, True, False),
    (True, False, False),
    (False, True, True),
    (False, False, True),
    (False, True, False),
)
"""What is kept, best first: the unit longest because it answers for the case, then the category."""


def generalise(table: Set[Cell], cell: Cell, *, settled: bool = False) -> Cell:
    """The finest form of `cell` in `table`, `other` for what had to go; all `other` if none is in it.

    The leaves of a case are linked. Place and category named before a unit answers, and the unit named afterwards,
    would together say more than the table allows; so without a unit nothing is named, unless it is `settled` that
    none will come.
    """
    ladder = _LADDER if settled or cell.unit is not None else ()
    for unit, area, category in ladder:
        coarse = Cell(_kept(cell.unit, unit), _kept(cell.area, area), _kept(cell.category, category))
        if coarse in table:
            return coarse
    return Cell(_kept(cell.unit, False), _kept(cell.area, False), _kept(cell.category, False))


def _kept(value: str | None, keep: bool) -> str | None:
    return value if keep or value is None else OTHER
