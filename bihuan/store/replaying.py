"""One stream of facts made into rows again, and each fact held against its columns and its leaf. For the rebuild."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.core.case import Case, evolve
from bihuan.core.codec import entry_event_from, event_from
from bihuan.core.programme import Programme
from bihuan.core.registers import Entry, evolve_entry
from bihuan.store import projection
from bihuan.store.entry_rows import ENTRY_COLUMNS, VALUE_COLUMNS, VERB, entry_row, value_rows
from bihuan.store.session import Row, stored_moment
from bihuan.transparency.chain import read_entry
from bihuan.transparency.leaf import hash_text, leaf_hash

TABLES: Mapping[str, tuple[str, Sequence[str], Sequence[str]]] = {
    "case_row": ("cases_between", ("id",), projection.CASE_COLUMNS),
    "task_row": ("tasks_between", ("case_id", "task"), projection.TASK_COLUMNS),
    "mention": ("mentions_between", ("case_id", "register", "key"), projection.MENTION_COLUMNS),
    "deadline": ("deadlines_between", ("case_id", "clock"), projection.DEADLINE_COLUMNS),
    "reservation": ("reservations_between", ("key",), projection.RESERVATION_COLUMNS),
    "entry_row": ("entry_rows_between", ("register", "key"), ENTRY_COLUMNS),
    "register_value": ("register_values_between", ("register", "key", "field", "since", "position"), VALUE_COLUMNS),
    "outbox": ("outbox_between", ("id",), projection.OUTBOX_COLUMNS),
}
"""Table → statement that reads its rows of a range of cases, key, columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first place where the rows are other than the facts say. A missing row has no column."""

    table: str
    key: tuple[object, ...]
    column: str | None
    stored: object
    rebuilt: object


@dataclass(slots=True)
class Page:
    """What the facts of some streams lead to."""

    first: str
    last: str
    cases: int = 0
    events: int = 0
    broken: Difference | None = None
    rows: dict[str, dict[tuple[object, ...], Row]] = field(default_factory=lambda: {name: {} for name in TABLES})


def replay(
    page: Page, stream: str, rows: Sequence[Row], programme_of: Callable[[str, str], Programme], zone: ZoneInfo
) -> None:
    """What the facts of one stream lead to, into the page."""
    if rows[0][8] == VERB:
        _replay_entry(page, stream, rows)
        return
    case: Case | None = None
    first = event_from(rows[0][3])
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
    page.rows["mention"] |= projection.mention_rows(case, programme) | projection.raised_rows(first, programme)
    page.rows["deadline"].update(projection.deadline_rows(case))
    page.rows["reservation"] |= {(key,): (key, case.id) for key in case.reserved}


def _replay_entry(page: Page, stream: str, rows: Sequence[Row]) -> None:
    """The same for the stream of a register entry."""
    entry: Entry | None = None
    leaf_before, hash_ = None, b""
    recorded: datetime | None = None
    for _, n, position, body, leaf, stored_hash, *columns in rows:
        event = entry_event_from(body)
        entry, recorded, hash_ = evolve_entry(entry, event), event.recorded, bytes(stored_hash)
        said = (event.entry, event.n, event.recorded, event.recorded, VERB, str(event.act), event.register)
        page.broken = (
            page.broken
            or _check_event(position, (stream, n, *columns), said, bytes(leaf), hash_)
            or _check_chain(position, n, bytes(leaf), leaf_before)
        )
        leaf_before = bytes(leaf)
        for row in value_rows(event, position):
            page.rows["register_value"][row[:5]] = row
        page.events += 1
    if entry is not None and recorded is not None:
        page.rows["entry_row"][(entry.register, entry.key)] = entry_row(entry, recorded, hash_)


_EVENT_COLUMNS = ("stream", "n", "recorded", "occurred", "verb", "step", "programme")


def _check_event(position: int, columns: Row, said: Row, leaf: bytes, stored_hash: bytes) -> Difference | None:
    """The columns of an event's row against its body, and its leaf against the hash of it."""
    columns_, said_ = plain(columns), plain(said)
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


def plain(row: Sequence[Any]) -> Row:
    """A row in one form, whichever engine or function it came from."""
    return tuple(
        stored_moment(value)
        if isinstance(value, datetime)
        else bytes(value)
        if isinstance(value, memoryview)
        else value
        for value in row
    )
