"""The figures of a district: counts brought up to date when somebody asks, and the very cases behind each.

A rate is never stored: it is computed from the counts when it is shown. An indicator that cannot be kept by day (it
uses the present otherwise than in a comparison) is counted from the facts each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.app.reaching import Measures, reaches, sums, without
from bihuan.app.tallying import Ready, ready
from bihuan.core.counting import Counts
from bihuan.core.indicators import Facts, Figure, measure
from bihuan.core.programme import Indicator, Programme
from bihuan.core.reach import EVERYTHING, Reach
from bihuan.core.refusals import Refusal
from bihuan.core.tally import NO, UNKNOWN, YES
from bihuan.core.text import Text
from bihuan.store import tallies
from bihuan.store.lists import facts as stored_facts
from bihuan.store.session import Session
from bihuan.store.tallies import Found, Group, Narrow, Part

__all__ = ["LISTS", "POPULATIONS", "Found", "Narrow", "Part", "Tally", "cases", "facts_of", "populations", "tally"]

POPULATIONS = ("live", "history", "backlog", "demo")

POPULATION_NAMES: Mapping[str, Text] = {
    "live": Text("现行", "Live"),
    "history": Text("历史", "History"),
    "backlog": Text("积存", "Backlog"),
    "demo": Text("演示", "Demonstration"),
}

LISTS: Mapping[str, str] = {"counted": YES, "rest": NO, "unknown": UNKNOWN, "all": YES + NO}
"""The lists that a figure opens into → letters of their cases; `all` is the denominator."""

EVERY_CASE = 1_000
"""Numbers read at a time when all of a list are wanted."""

NONE = Counts(counted=0, rest=0, unknown=0, not_due=0)
WIDE = Narrow()
"""Narrowed to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """All that is counted of one programme in one population and period."""

    programme: Programme
    part: Part
    ready: Ready
    measures: Mapping[str, Counts]
    """The questions of every programme, and by whose word a figure counts, by id; without a case they count nothing."""
    figures: Mapping[str, tuple[Indicator, Counts]]
    """By the id of the indicator, in the programme's order."""
    as_of: datetime
    position: int
    """Every fact up to this one is counted."""
    within: Reach = EVERYTHING
    """Whose cases: those that this reach holds."""
    groups: tuple[Group, ...] = ()
    """What a reach that is not everything was counted from."""
    withheld: tuple[Group, ...] = ()
    """What was taken from the kept sums of everything: cases that are kept from the one who asks."""

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return self.measures["case.all"].counted

    @property
    def waiting(self) -> dict[str, int]:
        """Cases that stand where they were raised, by what is missing for somebody to go on with them."""
        found = {id_.partition(".")[2]: counts.counted for id_, counts in self.measures.items() if _waits(id_)}
        return {name: counted for name, counted in found.items() if counted and name != "all"}


def _waits(measure_: str) -> bool:
    return measure_.startswith("waiting.")


def tally(
    district: District,
    programme: Programme,
    population: str,
    *,
    as_of: datetime,
    since: date | None = None,
    until: date | None = None,
    within: Reach = EVERYTHING,
) -> Tally | Refusal:
    """What is counted of a programme within a reach, up to this moment."""
    part = Part(programme=programme.id, population=population, since=since, until=until)
    with district.door.readers.lend() as session:
        counts = ready(district, session, as_of)
        if isinstance(counts, Refusal):
            return counts
        plan, groups, away = counts.plan(programme), [], []
        with session.glance():
            if within.everything:
                away = tallies.withheld(session, district.id, part, within)
                kept: Measures = without(tallies.totals(session, district.id, part), sums(plan, away, _all).get("", {}))
            else:
                groups = tallies.groups(session, district.id, part, within)
                kept = sums(plan, groups, _all).get("", {})
    figures: dict[str, tuple[Indicator, Counts]] = {}
    for one in programme.indicators:
        if plan.place(one.id) is not None:
            figures[one.id] = (one, kept.get((one.window, one.id), NONE))
        else:
            figures[one.id] = (one, _measured(district, programme, one, counts, part, within).counts)
    beside = [(window, one.id) for window, ones in plan.windows.items() for one in ones if "." in one.id]
    return Tally(
        programme=programme,
        part=part,
        ready=counts,
        measures={id_: kept.get((window, id_), NONE) for window, id_ in beside},
        figures=figures,
        as_of=counts.reached.as_of,
        position=counts.reached.position,
        within=within,
        groups=tuple(groups),
        withheld=tuple(away),
    )


def _all(group: Group) -> str:
    return ""


def _measured(
    district: District, programme: Programme, indicator: Indicator, counts: Ready, part: Part, within: Reach,
    narrow: Narrow = WIDE,
) -> Figure:
    """Counted from the facts of all cases."""
    plan, said = counts.plan(programme), _said(programme, narrow)
    return measure(
        indicator,
        (
            facts for facts in facts_of(district, programme)
            if reaches(within, programme, facts) and all(facts.get(name) == value for name, value in said)
        ),
        population=part.population,
        as_of=counts.reached.as_of,
        since=part.since,
        until=part.until,
        levels=plan.levels,
        types=plan.types,
    )


def _said(programme: Programme, narrow: Narrow) -> list[tuple[str, str]]:
    """Which facts a narrowed list asks for."""
    held = [("lead", narrow.unit), (f"field_{programme.place_field}", narrow.area),
            (f"field_{programme.category_field}", narrow.category),
            *((f"field_{name}", value) for name, value in narrow.marks)]  # fmt: skip
    return [(name, value) for name, value in held if value is not None]


def cases(
    district: District, found: Tally, measure_: str, list_: str, *, after: str = "", size: int = 50,
    narrow: Narrow | None = None,
) -> Found:  # fmt: skip
    """A page of the cases behind one number. Raises KeyError for a measure or a list that there is not."""
    plan, letters = found.ready.plan(found.programme), LISTS[list_]
    if plan.place(measure_) is None:
        return _measured_cases(district, found, measure_, list_, narrow or Narrow(), after, size)
    with district.door.readers.lend() as session, session.glance():
        return tallies.cases(
            session, district.id, plan, found.part, measure_, letters,
            narrow=narrow, within=found.within, after=after, size=size,
        )


def _measured_cases(
    district: District, found: Tally, measure_: str, list_: str, narrow: Narrow, after: str, size: int
) -> Found:
    indicator, programme = found.figures[measure_][0], found.programme
    figure = _measured(district, programme, indicator, found.ready, found.part, found.within, narrow)
    lists = {"counted": figure.numerator, "rest": figure.rest, "unknown": figure.unknown}
    lists["all"] = (*figure.numerator, *figure.rest)
    left = [number for number in sorted(lists[list_]) if number > after]
    return Found((), tuple(left[:size]), left[size - 1] if len(left) > size else None)


def numbers(district: District, found: Tally, measure_: str, list_: str) -> Iterator[str]:
    """The numbers of all cases of a list."""
    after: str | None = ""
    while after is not None:
        page = cases(district, found, measure_, list_, after=after, size=EVERY_CASE)
        yield from page.numbers
        after = page.after


def facts_of(district: District, programme: Programme) -> Iterator[Facts]:
    """The facts of every case of a programme, a page at a time."""
    with district.door.readers.lend() as session:
        yield from stored_facts(session, district.id, programme.id)


def populations(district: District, programme: Programme, as_of: datetime) -> dict[str, int] | Refusal:
    """How many cases each population has; empty ones are left out."""
    with district.door.readers.lend() as session:
        return _populations(district, session, programme, as_of)


def _populations(
    district: District, session: Session, programme: Programme, as_of: datetime
) -> dict[str, int] | Refusal:
    counts = ready(district, session, as_of)
    if isinstance(counts, Refusal):
        return counts
    found = tallies.populations(session, district.id)
    held = {population: total for (name, population), total in found.items() if name == programme.id and total}
    return {name: held[name] for name in (*POPULATIONS, *sorted(set(held) - set(POPULATIONS))) if name in held}
