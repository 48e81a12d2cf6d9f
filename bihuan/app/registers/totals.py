"""Sums over a list of entries: each amount in its own currency or measure, never one added to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bihuan.app.district import District
from bihuan.app.registers.reading import Wanted, page
from bihuan.core.amounts import amount_text
from bihuan.core.commands import Person
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal

SUMMED_MOST = 2_000
"""Entries summed for a page; of more, only the number is told."""
SUMMED = (FieldType.MONEY, FieldType.QUANTITY)


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of one field in one currency or measure."""

    field: str
    unit: str
    sum: int
    entries: int
    text: str
    """The sum as people read it, without its unit."""


def totals(district: District, person: Person, wanted: Wanted, names: Iterable[str]) -> tuple[Total, ...] | None:
    """The sums of the amounts among these fields; None if there are too many entries."""
    found = page(district, person, replace(wanted, after="", most=SUMMED_MOST))
    if isinstance(found, Refusal) or found.after:
        return None
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for seen in found.entries:
        shown = {one.id for one in seen.fields}
        for name in names:
            known = found.form.fields.get(name)
            value = seen.found.values.get(name)
            if known is None or name not in shown or known.type not in SUMMED or not isinstance(value, int):
                continue
            said = known.currency_field or known.measure_field
            unit = known.currency or known.measure or str(seen.found.values.get(said or "") or "?")
            total, entries = sums.get((name, unit), (0, 0))
            sums[name, unit] = total + value, entries + 1
    return tuple(_total(found.form.fields[name], unit, *both) for (name, unit), both in sums.items())


def _total(field: Field, unit: str, total: int, entries: int) -> Total:
    return Total(field.id, unit, total, entries, amount_text(int(total), field.decimals, grouped=True))
