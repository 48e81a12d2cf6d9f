"""Sums under a ledger: each amount in its own currency or measure, never one added to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bihuan.app.district import District
from bihuan.app.ledger import Asked, Row, rows
from bihuan.app.ledger_columns import Amount, Column
from bihuan.core.amounts import amount_text
from bihuan.core.commands import Person
from bihuan.core.text import Text

SUMMED_MOST = 1_000
"""Cases summed for a page; of more, only those on the page."""
PAGE = 200


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of one column in one currency or measure, and how many cases said something."""

    title: Text
    unit: Text
    text: str
    cases: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The line under a ledger: over how many cases, and whether those are all that the filter finds."""

    cases: int
    all: bool
    sums: tuple[Sum, ...]


def sums(district: District, person: Person, wanted: Asked, shown: Sequence[Row], *, whole: bool) -> Sums | None:
    """What the columns shown add up to, when the ledger is that of one mechanism; None if there is nothing to add up.
    `whole`: the rows shown are all there are. Only what the person may see is read, as for the page itself."""
    columns = tuple(one for one in wanted.columns if one.summed)
    if wanted.filter_.programme is None or not columns:
        return None
    at = [place for place, one in enumerate(wanted.columns) if one.summed]
    page = [tuple(row.values[place] for place in at) for row in shown]
    every = None if whole else _every(district, person, replace(wanted, columns=columns))
    found = [row.values for row in every] if every is not None else page
    added = tuple(_added(columns, found))
    return Sums(len(found), whole or every is not None, added) if added else None


def _every(district: District, person: Person, wanted: Asked) -> list[Row] | None:
    """Every row that the filter finds; None if they are too many to be read for a page."""
    found: list[Row] = []
    after = None
    while True:
        some, after = rows(district, person, wanted, after, PAGE)
        found += some
        if after is None:
            return found
        if len(found) >= SUMMED_MOST:
            return None


def _added(columns: Sequence[Column], found: Iterable[Sequence[object]]) -> Iterable[Sum]:
    kept: dict[tuple[int, Text, int], tuple[int, int]] = {}
    for values in found:
        for place, value in enumerate(values):
            if isinstance(value, Amount):
                of, n = (place, value.unit, value.decimals), value.value
            elif isinstance(value, int):
                of, n = (place, Text("", ""), 0), value
            else:
                continue
            total, cases = kept.get(of, (0, 0))
            kept[of] = total + n, cases + 1
    for (place, unit, decimals), (total, cases) in sorted(kept.items(), key=lambda one: (one[0][0], one[0][1].en)):
        yield Sum(columns[place].title, unit, amount_text(total, decimals, grouped=True), cases)
