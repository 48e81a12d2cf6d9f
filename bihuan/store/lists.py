"""Lists of cases: work queues, ledgers, and the facts that figures are counted from. Each row passes the policy.

The database narrows down to what a person may reach at all; `core.access.view` then decides on every single case,
so that a mistake in the narrowing can only hide.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from bihuan.core.access import View, view
from bihuan.core.case import Case
from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.core.reach import reach
from bihuan.core.refusals import Refusal
from bihuan.core.standing import Standing
from bihuan.store.projection import mark
from bihuan.store.reading import Ground
from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.store.state import case_from, unpacked

Sort = Literal["due", "raised", "number"]
SORTS: Mapping[Sort, tuple[str, str, int]] = {
    "due": ("by_due", "after_due", 2),
    "raised": ("by_raised", "after_raised", 3),
    "number": ("by_number", "after_number", 4),
}
"""Sort → part that orders, part that goes on after a row, and which column of the row the order is by."""

PAGE_MOST = 200
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a list is narrowed to; None leaves it open. All conditions hold together."""

    programme: str | None = None
    programmes: tuple[str, ...] | None = None
    """One of these."""
    stage: str | None = None
    final: bool | None = None
    standing: Standing | None = None
    """How far from its end (`core.standing`); for what is at its end ask `final`."""
    population: str | None = None
    lead_unit: str | None = None
    area: str | None = None
    category: str | None = None
    raised_since: datetime | None = None
    raised_before: datetime | None = None
    due_before: datetime | None = None
    supervised: int | None = None
    """At least this level of supervision."""
    supervised_below: int | None = None
    """Less than this level of supervision."""
    happened: int | None = None
    """Place, from 1, of a question of `core.tally` that counts the case."""
    grave: int | None = None
    """Place of the question whether a case is grave; it says yes."""
    not_grave: int | None = None
    """The same; it says no."""
    ids: tuple[str, ...] | None = None
    numbers: tuple[str, ...] | None = None
    places: frozenset[tuple[str, str]] | None = None
    """At one of these stages, each of its programme."""
    marks: tuple[tuple[str, str], ...] = ()
    """These fields hold these words of their dictionaries."""
    clocks: tuple[str, ...] | None = None
    """One of these clocks runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One case of a list."""

    case: Case
    ended: datetime | None
    next_due: datetime | None
    view: View


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some lines, and where the next page begins; None if there is none."""

    lines: tuple[Line, ...]
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A part that one of the person's units still owes."""

    case: Case
    task: str
    due: datetime | None
    view: View


def list_cases(
    session: Session,
    ground: Ground,
    person: Person,
    programmes: Sequence[Programme],
    *,
    filter_: Filter | None = None,
    sort: Sort = "due",
    after: tuple[str, str] | None = None,
    size: int = 50,
) -> Page:
    """One page of the cases that the person may see. `after` is that of the page before.

    Raises KeyError for a sort that is not in SORTS.
    """
    by, after_part, column = SORTS[sort]
    size = min(size, PAGE_MOST)
    asked = [conditions(session, one) for one in _apart(filter_ or Filter(), sort)]
    reach = reach_parts(session, ground, person, programmes)
    if reach is None:
        return Page(lines=(), after=None)
    lines: list[Line] = []
    # Where a page ends is told by what the person sees alone: a place of something kept from them would tell of it.
    seen = after
    while True:
        where = (after_part,) if after else ()
        rows: list[Row] = []
        for parts, given in asked:
            names = ["list_cases", *parts, *reach[0], *where, by]
            rows += session.composed(names, [ground.district, *given, *reach[1], *(after or ()), size + 1])
        if len(asked) > 1:
            rows = sorted(rows, key=lambda row: (row[column], row[5]))[: size + 1]
        for row in rows:
            after = (place_of(row[column]), str(row[5]))
            if (line := _line(row, ground, person)) is None:
                continue
            if len(lines) == size:
                return Page(lines=tuple(lines), after=seen)
            lines.append(line)
            seen = after
        if len(rows) <= size:
            return Page(lines=tuple(lines), after=None)


def mentions(
    session: Session,
    ground: Ground,
    person: Person,
    programmes: Sequence[Programme],
    register: str,
    key: str,
    *,
    after: tuple[str, str] | None = None,
    size: int = 50,
) -> Page:
    """One page of the cases that name an entry of a register and that the person may see, the newest first, found by
    an index. `programmes` are those in which somebody may see them; `after` is that of the page before."""
    reach = reach_parts(session, ground, person, programmes)
    if reach is None:
        return Page(lines=(), after=None)
    lines: list[Line] = []
    seen = after
    while True:
        names = ["list_mentions", *reach[0], *(("after_mention",) if after else ()), "by_mention"]
        rows = session.composed(names, [ground.district, register, key, *reach[1], *(after or ()), size + 1])
        for row in rows:
            after = (place_of(row[3]), row[4])
            if (line := _line(row, ground, person)) is None:
                continue
            if len(lines) == size:
                return Page(lines=tuple(lines), after=seen)
            lines.append(line)
            seen = after
        if len(rows) <= size:
            return Page(lines=tuple(lines), after=None)


def _apart(filter_: Filter, sort: Sort) -> tuple[Filter, ...]:
    """A list by due time as lists that an index has in that order: open and final cases, open ones stage by stage.
    Together they would all be sorted for each page."""
    if sort != "due" or filter_.ids is not None or filter_.numbers is not None:
        return (filter_,)
    if filter_.standing is not None:
        filter_ = replace(filter_, final=False)
    if filter_.final is None:
        return *_apart(replace(filter_, final=False), sort), replace(filter_, final=True)
    if filter_.final or filter_.places is None:
        return (filter_,)
    return tuple(
        replace(filter_, places=None, programme=programme, stage=stage)
        for programme, stage in sorted(filter_.places)
        if filter_.programme in (None, programme) and filter_.stage in (None, stage)
    )


def queue(session: Session, ground: Ground, person: Person, *, size: int = 100) -> tuple[Duty, ...]:
    """What the person's units still owe, by due time."""
    units = sorted({post.unit for post in person.posts})
    if not units:
        return ()
    owed: list[tuple[datetime, str, str, Row]] = []
    for unit in units:
        for row in session.rows("unit_tasks", (ground.district, unit, size)):
            owed.append((read_moment(row[1]) or _NEVER, row[3], row[0], row))
    duties: list[Duty] = []
    for _, _, task, (_, due, stored, _) in sorted(owed)[:size]:
        case = case_from(stored)
        allowed = view(person, case, ground.programme_of(case.programme, case.edition), ground.places)
        if isinstance(allowed, View):
            duties.append(Duty(case=case, task=task, due=read_moment(due), view=allowed))
    return tuple(duties)


def facts(session: Session, district: str, programme: str, page: int = 1_000) -> Iterator[Mapping[str, Any]]:
    """The facts of every case of a programme, in pages. For figures, which show no single person's case."""
    last = ""
    while True:
        rows = session.rows("case_facts", (district, programme, last, page))
        for _, stored in rows:
            yield json.loads(unpacked(stored))
        if len(rows) < page:
            return
        last = rows[-1][0]


def open_case_pages(session: Session, district: str, page: int) -> Iterator[list[tuple[str, int]]]:
    """Every case that is not final, with how many events it has: for whatever must look at all of them."""
    last = ""
    while rows := session.rows("open_cases", (district, last, page)):
        yield [(str(id_), int(n)) for id_, n in rows]
        last = str(rows[-1][0])


def _line(row: Sequence[Any], ground: Ground, person: Person) -> Line | None:
    case = case_from(row[0])
    allowed = view(person, case, ground.programme_of(case.programme, case.edition), ground.places)
    if isinstance(allowed, Refusal):
        return None
    return Line(case=case, ended=read_moment(row[1]), next_due=shown_due(row[2]), view=allowed)


def shown_due(stored: Any) -> datetime | None:
    """The due time of a row; None where nothing is due."""
    due = read_moment(stored)
    return None if due and due.year == 9999 else due


def place_of(value: Any) -> str:
    """A column that orders, as the next page is asked for with it."""
    return stored_moment(value) if isinstance(value, datetime) else str(value)


def conditions(session: Session, filter_: Filter) -> tuple[list[str], list[object]]:
    """The parts of a statement that narrow it down, and what is given to them."""
    parts: list[str] = []
    given: list[object] = []
    for name in Filter.__dataclass_fields__:
        value = getattr(filter_, name)
        if value is None or name in ("places", "marks"):
            continue
        if name == "final" and value is False:
            parts.append("only_open")
            continue
        parts.append(f"only_{name}")
        if isinstance(value, datetime):
            value = stored_moment(value)
        given.append(session.of_many(value) if isinstance(value, tuple) else value)
    if filter_.places is not None:
        parts += ["only_stages", "only_places"]
        given.append(session.of_many(sorted({stage for _, stage in filter_.places})))
        given.append(session.of_many(sorted("/".join(one) for one in filter_.places)))
    parts += ["only_mark"] * len(filter_.marks)
    given += [mark(*one) for one in filter_.marks]
    return parts, given


def reach_parts(
    session: Session, ground: Ground, person: Person, programmes: Sequence[Programme]
) -> tuple[list[str], list[object]] | None:
    """The parts that narrow a list to what the person's posts could reach; None if that is nothing."""
    found = reach(person, programmes, ground.places)
    if found.everything or found.nothing:
        return ([], []) if found.everything else None
    areas, units = session.of_many(sorted(found.areas)), session.of_many(sorted(found.units))
    return ["within_reach"], [areas, ground.district, units]
