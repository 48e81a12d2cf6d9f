"""Which unit, area and category may be named together in public: those that had enough cases in a finished period.

The table is written into the pack before the next period begins, so that what is published never depends on the
cases being published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from bihuan.app.district import District
from bihuan.app.figures import facts_of
from bihuan.core.indicators import Facts
from bihuan.core.programme import Programme, Visibility
from bihuan.transparency.generalise import Cell


def public_cells(district: District, population: str, since: date, until: date) -> list[Cell]:
    """Cells with at least as many cases, raised in the period, as the pack asks for; the first day to the last."""
    counted: Counter[Cell] = Counter()
    for programme in district.programmes():
        if programme.visibility is Visibility.PUBLIC:
            counted.update(_forms(programme, facts_of(district, programme), population, since, until))
    smallest = district.pack.district.log.smallest
    named = (cell for cell, count in counted.items() if count >= smallest and any(cell))
    return sorted(named, key=lambda cell: tuple(part or "" for part in cell))


def _forms(
    programme: Programme, facts: Iterable[Facts], population: str, since: date, until: date
) -> Iterable[Cell]:
    """Every form in which a case may be named, at dispatch and before it."""
    for row in facts:
        if row["population"] != population or not since.isoformat() <= str(row["raised_on"]) <= until.isoformat():
            continue
        names = "lead", f"field_{programme.place_field}", f"field_{programme.category_field}"
        found = [row.get(name) for name in names]
        known = [str(value) if value is not None else None for value in found]
        forms = {Cell(*(one if keep >> at & 1 else None for at, one in enumerate(known))) for keep in range(1, 8)}
        yield from forms


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
