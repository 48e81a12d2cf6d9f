"""The read model made again from the facts alone, beside the rows that stand or in their place.

Works through a district stream by stream, some hundred cases at a time, so that memory stays bounded however large
the district is. Facts are only read; what makes a row is `projection`, the same as for the writer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.core.case import Case, evolve
from bihuan.core.codec import UnreadableEvent, event_from
from bihuan.core.programme import Programme
from bihuan.store import projection
from bihuan.store.session import Row, Session, stored_moment
from bihuan.store.state import case_from, stored_state, unpacked
from bihuan.transparency.chain import read_entry
from bihuan.transparency.leaf import hash_text, leaf_hash

PAGE = 500
"""Cases in memory at a time."""

LAST = "z" * 64
"""Sorts after every id of a case (hex digits, small letters) under any collation."""

TABLES: Mapping[str, tuple[str, Sequence[str], Sequence[str]]] = {
    "case_row": ("cases_between", ("id",), projection.CASE_COLUMNS),
    "task_row": ("tasks_between", ("case_id", "task"), projection.TASK_COLUMNS),
    "deadline": ("deadlines_between", ("case_id", "clock"), projection.DEADLINE_COLUMNS),
    "reservation": ("reservations_between", ("key",), projection.RESERVATION_COLUMNS),
    "outbox": ("outbox_between", ("id",), projection.OUTBOX_COLUMNS),
}
"""Table → statement that reads its rows of a range of cases, key, columns."""

PROJECTED = {"case_row": "put_cases", "task_row": "put_tasks", "deadline": "put_deadlines",
             "reservation": "put_reservations"}  # fmt: skip
"""Tables that can be dropped and written again. Notices can't: whether they were sent is known nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first place where the rows are other than the facts say. A missing row has no column."""

    table: str
    key: tuple[object, ...]
    column: str | None
    stored: object
    rebuilt: object


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What was gone through, and the first difference; None means equal."""

    cases: int
    events: int
    difference: Difference | None


Progress = Callable[[int, int], None]
"""Told how many cases and events are done."""


@dataclass(slots=True)
class _Page:
    """What the facts of some streams lead to."""

    first: str
    last: str
    cases: int = 0
    events: int = 0
    broken: Difference | None = None
    rows: dict[str, dict[tuple[object, ...], Row]] = field(default_factory=lambda: {name: {} for name in TABLES})


def compare(
    session: Session,
    district: str,
    programme_of: Callable[[str, str], Programme],
    zone: ZoneInfo,
    *,
    progress: Progress | None = None,
    page: int = PAGE,
    sample: int | None = None,
) -> Rebuilt:
    """Whether the rows are what the facts lead to. Sees one state of the database, so it may run beside the writer.

    With `sample`, only so many cases or a few more, in the order of their ids; the head is not counted after then.
    """
    cases = events = 0
    with session.glance():
        for part in _pages(session, district, programme_of, zone, page):
            cases, events = cases + part.cases, events + part.events
            difference = part.broken or _compare_page(session, district, part)
            if difference is not None:
                return Rebuilt(cases=cases, events=events, difference=difference)
            if sample is not None and cases >= sample:
                return Rebuilt(cases=cases, events=events, difference=None)
            if progress is not None:
                progress(cases, events)
        return Rebuilt(cases=cases, events=events, difference=_compare_head(session, district, cases, events))


def rewrite(
    session: Session,
    district: str,
    programme_of: Callable[[str, str], Programme],
    zone: ZoneInfo,
    *,
    progress: Progress | None = None,
    page: int = PAGE,
) -> Rebuilt:
    """Drop the read model and write it again, in one transaction that locks the district's writer out.

    Facts that do not hold together are not built on: nothing is changed then, and the difference is named.
    """
    cases = events = 0
    with session.transaction() as transaction:
        session.row("lock_head", (district,))
        for name in ("forget_cases", "forget_tasks", "forget_deadlines", "forget_reservations"):
            session.run(name, (district,))
        for part in _pages(session, district, programme_of, zone, page):
            if part.broken is not None:
                transaction.dropped = True
                return Rebuilt(cases=cases, events=events, difference=part.broken)
            for table, statement in PROJECTED.items():
                session.write(statement, district, list(part.rows[table].values()))
            cases, events = cases + part.cases, events + part.events
            if progress is not None:
                progress(cases, events)
    return Rebuilt(cases=cases, events=events, difference=None)


def _pages(
    session: Session, district: str, programme_of: Callable[[str, str], Programme], zone: ZoneInfo, size: int
) -> Iterator[_Page]:
    """Pages that together cover every id there can be, so that a row without facts is met too."""
    first = ""
    while True:
        streams = session.rows("streams_after", (district, first, size))
        last = streams[-1][0] if len(streams) == size else LAST
        page = _Page(first, last)
        rows = session.rows("events_between", (district, first, last))
        for stream, events in groupby(rows, key=lambda row: row[0]):
            _replay(page, stream, list(events), programme_of, zone)
            if page.broken is not None:
                break
        yield page
        if last == LAST:
            return
        first = last


def _replay(
    page: _Page, stream: str, rows: Sequence[Row], programme_of: Callable[[str, str], Programme], zone: ZoneInfo
) -> None:
    case: Case | None = None
    ended: datetime | None = None
    hash_, leaf_before = b"", None
    for _, n, position, body, leaf, stored_hash, *columns in rows:
        event = event_from(body)
        case = evolve(case, event)
        ended = projection.ended_at(ended, case, event)
        hash_ = bytes(stored_hash)
        said = (event.case, event.n, event.recorded, event.occurred, str(event.verb), event.step, case.programme)
        page.broken = (
            page.broken
            or _check_event(position, (stream, n, *columns), said, bytes(leaf), hash_)
            or _check_chain(position, n, bytes(leaf), leaf_before)
        )
        leaf_before = bytes(leaf)
        for row in projection.outbox_rows(event, position):
            page.rows["outbox"][(row[0],)] = row[:-1]
        page.events += 1
    if case is None:
        return
    try:
        programme = programme_of(case.programme, case.edition)
    except KeyError:
        programme = None
    page.cases += 1
    page.rows["case_row"][(case.id,)] = projection.case_row(case, ended, hash_, programme, zone)
    page.rows["task_row"].update(projection.task_rows(case))
    page.rows["deadline"].update(projection.deadline_rows(case))
    page.rows["reservation"] |= {(key,): (key, case.id) for key in case.reserved}


_EVENT_COLUMNS = ("stream", "n", "recorded", "occurred", "verb", "step", "programme")


def _check_event(position: int, columns: Row, said: Row, leaf: bytes, stored_hash: bytes) -> Difference | None:
    """The columns of an event's row against its body, and its leaf against the hash of it."""
    columns_, said_ = _plain(columns), _plain(said)
    for name, stored, rebuilt in zip(_EVENT_COLUMNS, columns_, said_, strict=True):
        if stored != rebuilt:
            return Difference(table="event", key=(position,), column=name, stored=stored, rebuilt=rebuilt)
    if leaf_hash(leaf) != stored_hash:
        return Difference(
            table="event", key=(position,), column="leaf_hash", stored=stored_hash.hex(), rebuilt=leaf_hash(leaf).hex()
        )
    return None


def _check_chain(position: int, n: int, leaf: bytes, before: bytes | None) -> Difference | None:
    """Whether a leaf follows the one before it in its stream: same stream, next number, that leaf's hash."""
    said, earlier = read_entry(leaf) or {}, read_entry(before) if before is not None else None
    expected = {
        "c": earlier.get("c") if earlier else said.get("c"),
        "n": n,
        "h": hash_text(before) if before is not None else None,
    }
    for name, rebuilt in expected.items():
        if said.get(name) != rebuilt:
            where = f"leaf.{name}"
            return Difference(table="event", key=(position,), column=where, stored=said.get(name), rebuilt=rebuilt)
    return None


def _compare_page(session: Session, district: str, page: _Page) -> Difference | None:
    for table, (statement, key, columns) in TABLES.items():
        at = [list(columns).index(name) for name in key]
        rows = [_plain(row) for row in session.rows(statement, (district, page.first, page.last))]
        stored = {tuple(row[i] for i in at): row for row in rows}
        rebuilt = {place: _plain(row) for place, row in page.rows[table].items()}
        for place in sorted(stored.keys() | rebuilt.keys(), key=str):
            difference = _compare_row(table, place, columns, stored.get(place), rebuilt.get(place))
            if difference is not None:
                return difference
    return None


def _compare_row(
    table: str, place: tuple[object, ...], columns: Sequence[str], stored: Row | None, rebuilt: Row | None
) -> Difference | None:
    if stored is None or rebuilt is None:
        return Difference(table=table, key=place, column=None, stored=stored and "a row", rebuilt=rebuilt and "a row")
    for name, there, made in zip(columns, stored, rebuilt, strict=True):
        if there != made and not (name in _SAME and _SAME[name](there, made)):
            return Difference(table=table, key=place, column=name, stored=there, rebuilt=made)
    return None


def _same_state(stored: bytes | str, rebuilt: bytes) -> bool:
    """Whether other bytes are the same state: another zlib may have compressed it, or an older form is left."""
    try:
        return stored_state(case_from(stored)) == rebuilt
    except UnreadableEvent:
        return False


def _same_facts(stored: bytes | str, rebuilt: bytes) -> bool:
    """The same for facts, whose JSON is sorted; what is unknown stands in an older form as null."""
    try:
        known = {name: value for name, value in json.loads(unpacked(stored)).items() if value is not None}
        return known == json.loads(unpacked(rebuilt))
    except (UnreadableEvent, ValueError):
        return False


_SAME: Mapping[str, Callable[[Any, bytes], bool]] = {"state": _same_state, "facts": _same_facts}


def _compare_head(session: Session, district: str, cases: int, events: int) -> Difference | None:
    head = session.row("head", (district,)) or (0, 0)
    counted = session.row("count_events", (district,)) or (0, 0)
    for column, stored, rebuilt in (
        ("position", head[0], counted[1]), ("position", head[0], counted[0]),
        ("position", head[0], events), ("cases", head[1], cases),
    ):  # fmt: skip
        if stored != rebuilt:
            return Difference(table="head", key=(district,), column=column, stored=stored, rebuilt=rebuilt)
    return None


def _plain(row: Sequence[Any]) -> Row:
    """A row in one form, whichever engine or function it came from."""
    return tuple(
        stored_moment(value)
        if isinstance(value, datetime)
        else bytes(value)
        if isinstance(value, memoryview)
        else value
        for value in row
    )
