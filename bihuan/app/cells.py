"""Which unit, area and category may be named together in public: those that had enough cases in a finished period.

The table is written into the pack before the next period begins, so that what is published never depends on the
cases being published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from datetime import date
from itertools import groupby, product

from bihuan.app.district import District
from bihuan.app.figures import facts_of
from bihuan.core.indicators import Facts
from bihuan.core.programme import Programme, Visibility
from bihuan.transparency.generalise import OTHER, Cell, generalise


def public_cells(district: District, population: str, since: date, until: date, finer: int = 0) -> list[Cell]:
    """Cells with as many cases raised in the period as the pack asks for; the first day to the last.

    Names of two or three parts may need more (`finer`): a margin, for the next period will not be like the last.
    """
    rows: Counter[Cell] = Counter()
    for programme in district.programmes():
        if programme.visibility is Visibility.PUBLIC:
            rows.update(_rows(programme, facts_of(district, programme), population, since, until))
    named = nameable(rows, district.pack.district.log.smallest, finer)
    return sorted(named, key=lambda cell: tuple(part or "" for part in cell))


def nameable(rows: Mapping[Cell, int], smallest: int, finer: int = 0) -> set[Cell]:
    """The cells that may be named, given how many cases there were of each unit, area and category.

    It is not enough that a form has enough cases: those that are named more finely leave it, and what remains could be
    one. Names of two or three parts need `finer` cases if that is more. So the table is tried on the same cases; what
    would be published of too few, or of none, is taken out, until nothing is.
    """
    counted: Counter[Cell] = Counter()
    for cell, cases in rows.items():
        for form in _forms(cell):
            counted[form] += cases
    table: set[Cell] = set()
    left = {cell for cell, cases in counted.items() if cases >= _least(cell, smallest, finer)}
    while left != table:
        table, found = left, published(rows, left)
        small = {_bare(cell) for cell, cases in found.items() if cases < _least(cell, smallest, finer)}
        left = {_bare(cell) for cell in found} - small
    return table


def _least(cell: Cell, smallest: int, finer: int) -> int:
    return max(smallest, finer) if sum(part is not None for part in _bare(cell)) > 1 else smallest


def published(rows: Mapping[Cell, int], table: Set[Cell]) -> dict[Cell, int]:
    """How many cases would be published under each name; what names nothing is left out."""
    wide = frozenset(form for cell in table for form in written(cell))
    found: Counter[Cell] = Counter()
    for cell, cases in rows.items():
        found[generalise(wide, cell, settled=True)] += cases
    return {cell: cases for cell, cases in found.items() if any(_bare(cell))}


def _bare(cell: Cell) -> Cell:
    return Cell(*(None if part == OTHER else part for part in cell))


def written(cell: Cell) -> Iterable[Cell]:
    """A row of the file stands for a part that is not named, and for one that is not known."""
    return (Cell(*parts) for parts in product(*((part,) if part else (None, OTHER) for part in cell)))


def _forms(cell: Cell) -> set[Cell]:
    """Every form in which a case may be named."""
    kept = (Cell(*(part if keep >> at & 1 else None for at, part in enumerate(cell))) for keep in range(1, 8))
    return set(kept) - {Cell()}


def _rows(programme: Programme, facts: Iterable[Facts], population: str, since: date, until: date) -> Iterable[Cell]:
    """Unit, area and category of each case of the period."""
    for row in facts:
        if row["population"] != population or not since.isoformat() <= str(row["raised_on"]) <= until.isoformat():
            continue
        names = "lead", f"field_{programme.place_field}", f"field_{programme.category_field}"
        found = [row.get(name) for name in names]
        yield Cell(*(str(value) if value is not None else None for value in found))


def file_of(cells: Iterable[Cell], edition: str, basis: str) -> str:
    """The cells as a file of the pack: a row for each set of areas that several categories share."""
    areas: dict[tuple[str | None, str | None], list[str | None]] = {}
    for cell in cells:
        areas.setdefault((cell.unit, cell.category), []).append(cell.area)
    rows: dict[tuple[str | None, bool, tuple[str | None, ...]], list[str | None]] = {}
    for (unit, category), found in areas.items():
        for named, part in groupby(sorted(found, key=lambda area: area or ""), key=lambda area: area is not None):
            rows.setdefault((unit, category is not None, (*part,) if named else ()), []).append(category)
    text = [f'[cells]\nedition = "{edition}"\nbasis = "{basis}"\n']
    for (unit, _, places), categories in rows.items():
        text.append("[[cell]]")
        for key, values in (("units", [unit]), ("areas", places), ("categories", categories)):
            if any(values):
                listed = ", ".join(f'"{value}"' for value in values)
                text.append(f"{key} = [{listed}]")
        text.append("")
    return "\n".join(text)
