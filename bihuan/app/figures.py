"""The figures of a district, counted from its cases when somebody asks. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.core.indicators import Facts, Figure, measure
from bihuan.core.programme import FieldType, Indicator, Programme
from bihuan.store.lists import facts as stored_facts

POPULATIONS = ("live", "history", "backlog", "demo")

_TYPES = {FieldType.DATE: "date", FieldType.INSTANT: "instant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All indicators of one programme in one population."""

    programme: Programme
    population: str
    cases: int
    figures: tuple[tuple[Indicator, Figure], ...]
    waiting: dict[str, int]
    """Cases that stand where they were raised, by what is missing for somebody to go on with them."""


def table(
    district: District,
    programme: Programme,
    population: str,
    *,
    as_of: datetime,
    since: date | None = None,
    until: date | None = None,
    only: str | None = None,
) -> Table:
    """Count the indicators of a programme; `only` counts one of them."""
    facts = [row for row in facts_of(district, programme) if row["population"] == population]
    levels = {unit.id: unit.level for unit in district.places().units.values()}
    types = {f"field_{name}": _TYPES.get(kind.type, "text") for name, kind in programme.fields.items()}
    wanted = [indicator for indicator in programme.indicators if only in (None, indicator.id)]
    figures = tuple(
        (
            indicator,
            measure(
                indicator,
                facts,
                population=population,
                as_of=as_of,
                since=since,
                until=until,
                levels=levels,
                types=types,
            ),
        )
        for indicator in wanted
    )
    return Table(
        programme=programme,
        population=population,
        cases=len(facts),
        figures=figures,
        waiting=dict(_waiting(programme, facts)),
    )


def facts_of(district: District, programme: Programme) -> Iterator[Facts]:
    """The facts of every case of a programme, a page at a time."""
    with district.door.readers.lend() as session:
        yield from stored_facts(session, district.id, programme.id)


def populations(district: District, programme: Programme) -> dict[str, int]:
    """How many cases each population has; empty ones are left out."""
    counted = Counter(str(row["population"]) for row in facts_of(district, programme))
    return {name: counted[name] for name in (*POPULATIONS, *sorted(set(counted) - set(POPULATIONS))) if counted[name]}


def _waiting(programme: Programme, facts: list[Facts]) -> Counter[str]:
    """What the cases at the first stage lack: place, category, time; `nothing` if they only wait their turn."""
    counted: Counter[str] = Counter()
    for row in facts:
        if row["stage"] != programme.start:
            continue
        missing = [
            name
            for name in (programme.place_field, programme.category_field)
            if name is not None and row.get(f"field_{name}") is None
        ]
        missing += [name for name in row if name.endswith("_unknown") and row[name] is True]
        counted.update(missing or ["nothing"])
    return counted
