"""The funnel and the graphs of a register as a person may see them, as of a day. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bihuan.app.district import District
from bihuan.app.registers.reading import Seen, Wanted, book, one, page, seen_register
from bihuan.app.registers.telling import Book
from bihuan.core.commands import Person
from bihuan.core.events import Scalar
from bihuan.core.programme import PageKind
from bihuan.core.refusals import Refusal
from bihuan.core.registers import EXISTS, STATE, GraphRule, Register
from bihuan.core.registers.funnel import Funnel, Told, funnel
from bihuan.core.registers.graph import Graph, graphs
from bihuan.store import entry_reading as store

PAGE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What is asked of a funnel: whose stage `placed` lies within the days, as they stand on `day`."""

    day: date
    since: date | None = None
    until: date | None = None
    placed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelFound:
    """A funnel with the entries behind it."""

    form: Register
    funnel: Funnel
    seen: Mapping[str, Seen]
    told: Mapping[str, Told]
    book: Book


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphsFound:
    """The graphs of a register, with their entries and those of the groups that the person may see."""

    form: Register
    graphs: tuple[Graph, ...]
    seen: Mapping[str, Seen]
    groups: Mapping[str, Seen]
    leaders: Mapping[str, tuple[Seen, ...]]
    """Group → who leads it."""
    book: Book
    group_book: Book


def funnel_of(
    district: District, person: Person, register: str, asked: Period, population: str
) -> FunnelFound | Refusal:
    """The funnel of a register that has one."""
    form = _having(district, person, register, PageKind.FUNNEL)
    if isinstance(form, Refusal):
        return form
    seen = _every(district, person, form, asked.day, population, ended_too=True)
    with district.door.readers.lend() as session:
        first = store.first_days(session, district.id, form.id, list(seen), STATE, asked.day)
    told = {key: Told(key=key, values=found.found.values, first=first.get(key, {})) for key, found in seen.items()}
    counted = funnel(form, told.values(), asked.since, asked.until, asked.day, asked.placed)
    return FunnelFound(
        form=form, funnel=counted, seen=seen, told=told, book=book(district, form, seen.values(), asked.day)
    )


def graphs_of(district: District, person: Person, register: str, day: date, population: str) -> GraphsFound | Refusal:
    """The graphs of a register that has them."""
    form = _having(district, person, register, PageKind.GRAPH)
    if isinstance(form, Refusal):
        return form
    assert form.graph is not None
    seen = _every(district, person, form, day, population)
    found = graphs(form.graph, ((key, one.found.values) for key, one in seen.items()))
    above = form.fields[form.graph.group].register or ""
    groups = {graph.group: one(district, person, above, graph.group, day) for graph in found}
    shown = {key: group for key, group in groups.items() if isinstance(group, Seen)}
    return GraphsFound(
        form=form,
        graphs=found,
        seen=seen,
        groups=shown,
        leaders={graph.group: _leaders(district, person, form.graph, graph.group, day) for graph in found},
        book=book(district, form, seen.values(), day),
        group_book=book(district, district.rules.registers.get(above, form), shown.values(), day),
    )


def _leaders(district: District, person: Person, rule: GraphRule, group: str, day: date) -> tuple[Seen, ...]:
    if rule.leaders is None:
        return ()
    holding: dict[str, Scalar] = {rule.leaders.group: group, rule.leaders.when: True}
    found = page(district, person, Wanted(register=rule.leaders.register, day=day, holding=holding))
    return () if isinstance(found, Refusal) else found.entries


def _having(district: District, person: Person, register: str, kind: PageKind) -> Register | Refusal:
    """The declaration, if the person may see the register and it has such a page."""
    found = seen_register(district, person, register)
    if isinstance(found, Refusal):
        return found
    return found[0] if kind in found[0].pages else Refusal("no-such-register", {"register": register[:64]})


def _every(
    district: District, person: Person, form: Register, day: date, population: str, *, ended_too: bool = False
) -> dict[str, Seen]:
    """All entries in force of one population, as far as the person may see them; `ended_too` also those that were in
    force before the day."""
    found: dict[str, Seen] = {}
    wanted = Wanted(register=form.id, day=day, in_force=not ended_too, most=PAGE)
    while True:
        entries = page(district, person, wanted)
        if isinstance(entries, Refusal):
            return found
        mine = (seen for seen in entries.entries if seen.found.population == population)
        found |= {seen.found.key: seen for seen in mine if EXISTS in seen.found.values}
        if not entries.after:
            return found
        wanted = replace(wanted, after=entries.after)
