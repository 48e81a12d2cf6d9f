"""What the public sees of registers that make series: each series with its points, and goals with their progress.

Only registers that are shown to the public, only entries in force, only open fields: the checker sees to the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.app.registers.telling import Book
from bihuan.core.registers import Register, Showing
from bihuan.core.registers.series import Line, Progress, lines, progress
from bihuan.store import entry_reading as store
from bihuan.store.session import Session

PAGE = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the district stands, by its own registers."""

    series: tuple[tuple[Register, tuple[Line, ...]], ...]
    goals: tuple[tuple[Register, tuple[Progress, ...]], ...]
    book: Book


def standing(district: District, population: str, day: date, known_by: datetime = store.EVER) -> Standing:
    """Series and goals as of a day, as they were known at a moment, of the entries of one population."""
    forms = {id_: form for id_, form in district.rules.registers.items() if form.showing is Showing.PUBLIC}
    series: list[tuple[Register, tuple[Line, ...]]] = []
    known: dict[tuple[str, str], Line] = {}
    with district.door.readers.lend() as session:
        for id_, form in forms.items():
            if form.series is not None:
                found = lines(id_, form.series, entries_of(session, district.id, id_, population, day, known_by))
                known |= {(id_, point.key): line for line in found for point in line.points}
                series.append((form, found))
        goals = [
            (form, tuple(
                progress(form, key, values, known, forms)
                for key, values in entries_of(session, district.id, form.id, population, day, known_by)
            ))
            for form in forms.values()
            if form.goal is not None
        ]  # fmt: skip
    rules = district.rules
    book = Book(zone=rules.zone, dictionaries=rules.dictionaries, places=district.places(), titles={})
    return Standing(tuple(series), tuple(goals), book)


def entries_of(
    session: Session, district: str, register: str, population: str, day: date, known: datetime = store.EVER,
    *, in_force: bool = True,
) -> Iterator[tuple[str, Mapping[str, str | int | bool | None]]]:  # fmt: skip
    """Code and values of every entry in force, as written down before a moment; or of those ended, too."""
    after = ""
    while True:
        wanted = store.Wanted(register=register, day=day, known=known, in_force=in_force, after=after, most=PAGE)
        found = store.entries(session, district, wanted)
        yield from ((one.key, one.values) for one in found if one.population == population)
        if len(found) < PAGE:
            return
        after = found[-1].key
