"""What a leader looks at first: counts of a programme, by unit, by month, and who is late again and again.

Everything here is read from the kept counts and opens into the ledger; no case is looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.app import figures
from bihuan.app.district import District
from bihuan.app.figures import Tally
from bihuan.core.access import Places
from bihuan.core.counting import Counts
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.tally import RAISED
from bihuan.core.text import Text
from bihuan.store import tallies

NONE = Counts(counted=0, rest=0, unknown=0, not_due=0)

AGAIN = 3
"""Months with a broken time limit from which a unit counts as late again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one unit has."""

    id: str
    title: Text
    measures: Mapping[str, Counts]

    def of(self, measure: str) -> Counts:
        """One measure; none if it counts nothing."""
        return self.measures.get(measure, NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One month: what was raised in it, and what became of that."""

    month: str
    raised: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A unit that broke time limits in several months."""

    load: Load
    months: tuple[tuple[str, Counts], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The whole screen."""

    tally: Tally
    units: tuple[Load, ...]
    months: tuple[Month, ...]
    again: tuple[Again, ...]


def picture(district: District, programme: Programme, population: str) -> Picture | Refusal:
    """Counts of all cases up to now."""
    found = figures.tally(district, programme, population, as_of=district.door.clock())
    if isinstance(found, Refusal):
        return found
    places = district.places()
    with district.door.readers.lend() as session, session.glance():
        units = tallies.by_key(session, district.id, found.part, RAISED, "unit")
        late = tallies.by_key_and_month(session, district.id, found.part, RAISED, "unit", "case.unit_late")
        along: Mapping[str, Mapping[str, Counts]] = {
            measure: dict(tallies.along_time(session, district.id, found.part, RAISED, measure))
            for measure in ("case.all", "case.open")
        }
    loads = {id_: _unit(id_, places, row) for id_, row in units.items() if id_}
    return Picture(
        tally=found,
        units=tuple(sorted(loads.values(), key=_heaviest)),
        months=_months(along),
        again=_again(loads, late),
    )


def _unit(id_: str, places: Places, row: Mapping[str, Counts]) -> Load:
    known = places.units.get(id_)
    return Load(id=id_, title=known.title if known else Text(id_, id_), measures=row)


def _heaviest(load: Load) -> tuple[int, int, str]:
    return (-load.of("case.overdue").counted, -load.of("case.open").counted, load.id)


def _months(along: Mapping[str, Mapping[str, Counts]]) -> tuple[Month, ...]:
    return tuple(
        Month(month=month, raised=counts.counted, open=along["case.open"].get(month, NONE).counted)
        for month, counts in sorted(along["case.all"].items())
        if month and counts.counted
    )


def _again(loads: Mapping[str, Load], late: Mapping[str, Sequence[tuple[str, Counts]]]) -> tuple[Again, ...]:
    found = []
    for id_, months in late.items():
        broken = tuple((month, counts) for month, counts in months if counts.counted)
        if id_ in loads and len(broken) >= AGAIN:
            found.append(Again(load=loads[id_], months=broken[-12:]))
    return tuple(sorted(found, key=lambda one: (-len(one.months), -sum(c.counted for _, c in one.months), one.load.id)))
