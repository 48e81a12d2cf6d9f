"""What a leader looks at first: counts of a programme, by unit, by month, and who is late again and again.

Everything here is read from the kept counts and opens into the ledger; no case is looked at one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.app import figures
from bihuan.app.district import District
from bihuan.app.figures import Tally
from bihuan.app.months import Month as CalendarMonth
from bihuan.app.months import this_month
from bihuan.app.reaching import Measures, reach_of, sums, without
from bihuan.core.access import Places
from bihuan.core.commands import Person
from bihuan.core.counting import Counts
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.tally import RAISED
from bihuan.core.text import Text
from bihuan.store import tallies
from bihuan.store.tallies import Group

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
    areas: Mapping[str, Counts]
    """Area → how many of its cases are open."""


def programmes_of(district: District, person: Person) -> tuple[Programme, ...]:
    """Those whose counts this person may open: in which a role of theirs reaches any case; one always stands."""
    every = district.programmes()
    return tuple(one for one in every if not reach_of(district, person, one).nothing) or every[:1]


def counted(district: District, person: Person, population: str) -> tuple[Tally, ...] | Refusal:
    """Counts of the cases that this person reaches, up to now, programme by programme: in each as far as the person's
    roles there go, so that every number opens into as many cases."""
    tallies_ = []
    for programme in programmes_of(district, person):
        within = reach_of(district, person, programme)
        found = figures.tally(district, programme, population, as_of=district.door.clock(), within=within)
        if isinstance(found, Refusal):
            return found
        tallies_.append(found)
    return tuple(tallies_)


def picture(district: District, found: Tally) -> Picture:
    """What is behind the counts of one programme: units, areas, months."""
    parts = _parts(district, found)
    places = district.places()
    loads = {id_: _unit(id_, places, row) for id_, row in parts.units.items() if id_}
    return Picture(
        tally=found,
        units=tuple(sorted(loads.values(), key=_heaviest)),
        months=_months(parts.along, this_month(district)),
        again=_again(loads, parts.late),
        areas={id_: row["case.open"] for id_, row in parts.areas.items() if id_ and "case.open" in row},
    )


def units(district: District, found: Tally) -> tuple[Load, ...]:
    """What each unit has of the cases of a tally whose period is made of whole months; the heaviest first."""
    parts = _parts(district, found)
    places = district.places()
    return tuple(sorted((_unit(id_, places, row) for id_, row in parts.units.items() if id_), key=_heaviest))


ByKey = Mapping[str, Mapping[str, Counts]]


@dataclass(frozen=True, slots=True)
class _Parts:
    """The same cases by unit, by area, along time: measure → counts for each."""

    units: ByKey
    areas: ByKey
    along: ByKey
    """Measure → month → counts."""
    late: Mapping[str, Sequence[tuple[str, Counts]]]


def _parts(district: District, found: Tally) -> _Parts:
    if not found.within.everything:
        return _summed_parts(found, found.groups)
    kept = _kept_parts(district, found)
    return _less(kept, _summed_parts(found, found.withheld)) if found.withheld else kept


def _kept_parts(district: District, found: Tally) -> _Parts:
    with district.door.readers.lend() as session, session.glance():
        place = (session, district.id, found.part)
        return _Parts(
            units=tallies.by_key(*place, RAISED, "unit"),
            areas=tallies.by_key(*place, RAISED, "area"),
            along={one: dict(tallies.along_time(*place, RAISED, one)) for one in ("case.all", "case.open")},
            late=tallies.by_key_and_month(*place, RAISED, "unit", "case.unit_late"),
        )


def _less(kept: _Parts, away: _Parts) -> _Parts:
    """Without what is kept from the one who asks; a unit or an area that had nothing else is not named."""
    return _Parts(
        units=_rows_without(kept.units, away.units),
        areas=_rows_without(kept.areas, away.areas),
        along={one: without(row, away.along[one]) for one, row in kept.along.items()},
        late={
            unit: tuple(without(dict(months), dict(away.late.get(unit, ()))).items())
            for unit, months in kept.late.items()
        },
    )


def _rows_without(kept: ByKey, away: ByKey) -> ByKey:
    left = {key: without(row, away.get(key, {})) for key, row in kept.items()}
    return {key: row for key, row in left.items() if row.get("case.all", NONE).counted}


def _summed_parts(found: Tally, of: Sequence[Group]) -> _Parts:
    plan = found.ready.plan(found.programme)
    groups = [group for group in of if group.placed == RAISED]
    months = sums(plan, groups, lambda group: group.month)
    late: dict[str, list[tuple[str, Counts]]] = {}
    for (unit, month), row in sorted(sums(plan, groups, lambda group: (group.unit, group.month)).items()):
        if (RAISED, "case.unit_late") in row:
            late.setdefault(unit, []).append((month, row[RAISED, "case.unit_late"]))
    return _Parts(
        units={id_: _bare(row) for id_, row in sums(plan, groups, lambda group: group.unit).items()},
        areas={id_: _bare(row) for id_, row in sums(plan, groups, lambda group: group.area).items()},
        along={
            one: {month: row[RAISED, one] for month, row in months.items() if (RAISED, one) in row}
            for one in ("case.all", "case.open")
        },
        late=late,
    )


def _bare(row: Measures) -> Mapping[str, Counts]:
    return {measure: counts for (_, measure), counts in row.items()}


def _unit(id_: str, places: Places, row: Mapping[str, Counts]) -> Load:
    known = places.units.get(id_)
    return Load(id=id_, title=known.title if known else Text(id_, id_), measures=row)


def _heaviest(load: Load) -> tuple[int, int, str]:
    return (-load.of("case.overdue").counted, -load.of("case.open").counted, load.id)


def _months(along: Mapping[str, Mapping[str, Counts]], now: CalendarMonth) -> tuple[Month, ...]:
    """From the first month with a case to this one, those without any too: a picture of time has no holes."""
    raised, still = along["case.all"], along["case.open"]
    first = min((month for month, counts in raised.items() if month and counts.counted), default="")
    found, at = [], now
    while first and str(at) >= first:
        counts = (raised.get(str(at), NONE).counted, still.get(str(at), NONE).counted)
        found.append(Month(month=str(at), raised=counts[0], open=counts[1]))
        at = at.before
    return tuple(reversed(found))


def _again(loads: Mapping[str, Load], late: Mapping[str, Sequence[tuple[str, Counts]]]) -> tuple[Again, ...]:
    found = []
    for id_, months in late.items():
        broken = tuple((month, counts) for month, counts in months if counts.counted)
        if id_ in loads and len(broken) >= AGAIN:
            found.append(Again(load=loads[id_], months=broken[-12:]))
    return tuple(sorted(found, key=lambda one: (-len(one.months), -sum(c.counted for _, c in one.months), one.load.id)))
