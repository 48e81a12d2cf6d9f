"""The read model made again from the facts alone, beside the rows that stand or in their place.

Works through a district stream by stream, some hundred cases at a time, so that memory stays bounded however large
the district is. Facts are only read; what makes a row is `projection`, the same as for the writer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.core.codec import UnreadableEvent
from bihuan.core.programme import Programme
from bihuan.store.replaying import TABLES, Difference, Page, plain, replay
from bihuan.store.session import Row, Session
from bihuan.store.state import case_from, stored_state, unpacked

PAGE = 500
"""Cases in memory at a time."""

LAST = "z" * 64
"""Sorts after every id of a case (hex digits, small letters) under any collation."""

PROJECTED = {"case_row": "put_cases", "task_row": "put_tasks", "mention": "put_mentions", "deadline": "put_deadlines",
             "reservation": "put_reservations", "entry_row": "put_entries",
             "register_value": "add_register_values"}  # fmt: skip
"""Tables that can be dropped and written again. Notices can't: whether they were sent is known nowhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What was gone through, and the first difference; None means equal."""

    cases: int
    events: int
    difference: Difference | None


Progress = Callable[[int, int], None]
"""Told how many cases and events are done."""


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
        for name in ("forget_cases", "forget_tasks", "forget_mentions", "forget_deadlines", "forget_reservations",
                     "forget_entries", "forget_register_values"):  # fmt: skip
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
) -> Iterator[Page]:
    """Pages that together cover every id there can be, so that a row without facts is met too."""
    first = ""
    while True:
        streams = session.rows("streams_after", (district, first, size))
        last = streams[-1][0] if len(streams) == size else LAST
        page = Page(first, last)
        rows = session.rows("events_between", (district, first, last))
        for stream, events in groupby(rows, key=lambda row: row[0]):
            replay(page, stream, list(events), programme_of, zone)
            if page.broken is not None:
                break
        yield page
        if last == LAST:
            return
        first = last


def _compare_page(session: Session, district: str, page: Page) -> Difference | None:
    for table, (statement, key, columns) in TABLES.items():
        at = [list(columns).index(name) for name in key]
        rows = [plain(row) for row in session.rows(statement, (district, page.first, page.last))]
        stored = {tuple(row[i] for i in at): row for row in rows}
        rebuilt = {place: plain(row) for place, row in page.rows[table].items()}
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
