"""Leaves enter the public log: a batch of waiting leaves gets its indices in one transaction. No file, no signature.

The order inside a batch is drawn, so that a place in the tree tells no time; the order inside a stream is kept,
because each leaf builds on the one before. A leaf that does not follow is never let in: what cannot be proven must
not be signed.
"""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.transparency.canonical import b64url
from bihuan.transparency.chain import read_entry
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import leaf_hash

BATCH_MOST = 16_384
"""Leaves in one transaction."""


@dataclass(frozen=True, slots=True)
class Pace:
    """When a batch is due."""

    interval: timedelta
    least: int
    within: timedelta
    """What the promises say; a small batch waits for company until half of it is over."""


@dataclass(frozen=True, slots=True)
class LogHead:
    """How far the tree goes, and how far each of its sources."""

    size: int
    events: int
    declarations: int
    declared: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    source: str
    position: int
    stream: str
    n: int
    leaf: bytes
    hash: bytes
    previous: bytes | None


class LogRaced(RuntimeError):
    """Another integrator moved the log although it was locked; nothing of ours was written."""


def head(session: Session, district: str) -> LogHead:
    """How far the log goes; all zero before the first batch."""
    row = session.row("log_head", (district,))
    return LogHead(*row) if row else LogHead(0, 0, 0, 0)


def integrate(
    session: Session, district: str, *, now: datetime, pace: Pace | None, chance: random.Random
) -> int | Fault:
    """How many leaves entered; 0 if no batch is due. `pace` None takes whatever waits. Raises LogRaced.

    At most BATCH_MOST at a time: call again while something comes.
    """
    with session.transaction() as transaction:
        session.run("open_log", (district,))
        row = session.row("lock_log", (district,))
        at = LogHead(*row) if row else LogHead(0, 0, 0, 0)
        if pace is not None and not _due(session, district, at, now, pace):
            transaction.dropped = True
            return 0
        found = list(_waiting(session, district, at))
        if fault := _sound(found, at):
            transaction.dropped = True
            return fault
        if not found:
            return 0
        rows: list[Row] = [
            (at.size + place, leaf.source, leaf.position) for place, leaf in enumerate(shuffled(found, chance))
        ]
        events = sum(leaf.source == "event" for leaf in found)
        moved = (at.size + len(found), at.events + events, at.declarations + len(found) - events, district, at.size)
        if session.run("move_log", moved) != 1:
            raise LogRaced(district)
        session.write("add_log_leaves", district, rows)
        return len(found)


def _due(session: Session, district: str, at: LogHead, now: datetime, pace: Pace) -> bool:
    row = session.row("oldest_waiting", (district, at.events, district, at.declarations))
    oldest = read_moment(row[0]) if row else None
    if oldest is None or now - oldest < pace.interval:
        return False
    waiting = (session.row("head", (district,)) or (0,))[0] - at.events + at.declared - at.declarations
    return bool(waiting >= pace.least or now - oldest >= pace.within / 2)


def _waiting(session: Session, district: str, at: LogHead) -> Iterator[_Waiting]:
    for source, statement, after in (
        ("event", "waiting_events", at.events),
        ("declaration", "waiting_declarations", at.declarations),
    ):
        for position, stream, n, leaf, hash_, previous, _ in session.rows(statement, (district, after, BATCH_MOST)):
            before = None if previous is None else bytes(previous)
            yield _Waiting(source, position, f"{source}:{stream}", n, bytes(leaf), bytes(hash_), before)


def _sound(found: Sequence[_Waiting], at: LogHead) -> Fault | None:
    """Whether positions are without a gap and each leaf follows the one before it in its stream."""
    expected = {"event": at.events, "declaration": at.declarations}
    for leaf in found:
        expected[leaf.source] += 1
        where = f"{leaf.source} {leaf.position}"
        if leaf.position != expected[leaf.source]:
            return Fault("position-gap", f"{leaf.source} {expected[leaf.source]}")
        fields = read_entry(leaf.leaf)
        if fields is None or leaf_hash(leaf.leaf) != leaf.hash:
            return Fault("stored-leaf-changed", where)
        if fields.get("n") != leaf.n or fields.get("h") != (b64url(leaf.previous) if leaf.previous else None):
            return Fault("chain-broken-before", where)
    return None


def shuffled(found: Sequence[_Waiting], chance: random.Random) -> Iterator[_Waiting]:
    """Every order that keeps the streams' own orders is equally likely."""
    queues: dict[str, deque[_Waiting]] = defaultdict(deque)
    for leaf in found:
        queues[leaf.stream].append(leaf)
    turns = [leaf.stream for leaf in found]
    chance.shuffle(turns)
    for stream in turns:
        yield queues[stream].popleft()


def entries(session: Session, district: str, start: int, end: int) -> list[bytes] | Fault:
    """The leaves at the indices [start, end) of the tree, as the database has them now."""
    found: list[bytes | None] = [None] * (end - start)
    for statement in ("event_entries", "declaration_entries"):
        for index, leaf in session.rows(statement, (district, start, end)):
            found[index - start] = bytes(leaf)
    whole = [leaf for leaf in found if leaf is not None]
    return whole if len(whole) == len(found) else Fault("leaf-gone", str(start + found.index(None)))


def declare(
    session: Session, district: str, kind: str, stream: str, build: Callable[[int, bytes | None], bytes], now: datetime
) -> bytes:
    """Write one declaration inside the caller's transaction; its leaf, which `build` makes.

    `build` is given the number in the stream and the hash of the leaf before it. Raises LogRaced.
    """
    session.run("open_log", (district,))
    row = session.row("lock_log", (district,))
    at = LogHead(*row) if row else LogHead(0, 0, 0, 0)
    last = session.row("last_declaration", (district, stream))
    n, previous = (last[0] + 1, bytes(last[1])) if last else (0, None)
    leaf = build(n, previous)
    if session.run("move_declared", (at.declared + 1, district, at.declared)) != 1:
        raise LogRaced(district)
    recorded = stored_moment(now)
    rows: list[Row] = [(at.declared + 1, stream, n, recorded, kind, leaf, leaf_hash(leaf))]
    session.write("add_declarations", district, rows)
    return leaf
