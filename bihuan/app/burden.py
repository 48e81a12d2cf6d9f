"""Who carries how much: dispatched cases by the level of the unit that leads, month by month, and units late again.

From the counts kept by day; the same counts that the published figures are computed from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.app.figures import NONE
from bihuan.app.reaching import EVERYTHING, sums
from bihuan.app.tallying import ready
from bihuan.core.reach import Reach
from bihuan.core.refusals import Refusal
from bihuan.core.tally import RAISED
from bihuan.store import tallies
from bihuan.store.tallies import Part

LATE_AGAIN = 2
"""From how many late cases on a unit is late again and again."""


@dataclass(frozen=True, slots=True)
class Load:
    """One unit: dispatched cases that it leads, and how many of them it was late with (exempted or not)."""

    unit: str
    led: int
    late: int


@dataclass(frozen=True, slots=True)
class Burden:
    """Month → level of units → dispatched cases that are led there; and the load of each unit, most led first."""

    months: Mapping[str, Mapping[str, int]]
    loads: tuple[Load, ...]

    @property
    def late_again(self) -> tuple[Load, ...]:
        """Units late LATE_AGAIN times or more, the most often first."""
        return tuple(sorted((one for one in self.loads if one.late >= LATE_AGAIN), key=lambda one: -one.late))


def burden(
    district: District, population: str, as_of: datetime, since: date | None = None, within: Reach = EVERYTHING
) -> Burden | Refusal:
    """Over all programmes in force, for cases raised since a day; without those that are kept from the one who asks.
    Of a reach only that counts here: whoever sees a part of the district sees no burden."""
    levels = {id_: unit.level for id_, unit in district.places().units.items()}
    months: dict[str, Counter[str]] = {}
    led: Counter[str] = Counter()
    late: Counter[str] = Counter()
    with district.door.readers.lend() as session:
        counts = ready(district, session, as_of)
        if isinstance(counts, Refusal):
            return counts
        with session.glance():
            for programme in district.programmes():
                part = Part(programme=programme.id, population=population, since=since)
                # The question whose yes and no together are the dispatched cases.
                found = tallies.by_key_and_month(session, district.id, part, RAISED, "unit", "case.bounced")
                for unit, row in found.items():
                    for month, n in row:
                        dispatched = n.counted + n.rest
                        led[unit] += dispatched
                        months.setdefault(month, Counter())[levels.get(unit, "")] += dispatched
                for unit, measures in tallies.by_key(session, district.id, part, RAISED, "unit").items():
                    if "case.unit_late" in measures:
                        late[unit] += measures["case.unit_late"].counted
                away = tallies.withheld(session, district.id, part, within)
                every = sums(counts.plan(programme), away, lambda group: (group.unit, group.month))
                for (unit, month), less in every.items():
                    n = less.get((RAISED, "case.bounced"), NONE)
                    led[unit] -= n.counted + n.rest
                    months.setdefault(month, Counter())[levels.get(unit, "")] -= n.counted + n.rest
                    late[unit] -= less.get((RAISED, "case.unit_late"), NONE).counted
    kept = {month: row for month, row in months.items() if sum(row.values())}
    loads = [Load(unit, n, late[unit]) for unit, n in led.most_common() if unit and n]
    return Burden(months=dict(sorted(kept.items(), reverse=True)), loads=tuple(loads))
