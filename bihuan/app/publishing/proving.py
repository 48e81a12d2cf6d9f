"""What a reporter can be given about a leaf: the promise from the first second, the receipt once it is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.app.publishing.place import PublicLog
from bihuan.store.logfiles import TileMissing
from bihuan.store.session import read_moment
from bihuan.transparency.checkpoints import open_checkpoint
from bihuan.transparency.faults import Fault
from bihuan.transparency.promises import Promise, give
from bihuan.transparency.receipts import Receipt
from bihuan.transparency.tiles import subtrees_of
from bihuan.transparency.tree import inclusion


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a case as the public log holds it."""

    n: int
    entry: bytes
    hash: bytes
    recorded: datetime
    by: datetime
    """Until when it has to be in the log."""
    index: int | None
    """Its place; None while it waits."""


def step_of(log: PublicLog, case: str, n: int) -> Step | None:
    """The leaf of one event of a case; None if there is no such event."""
    with log.readers.lend() as session:
        row = session.row("leaf_of_event", (log.district, case, n))
    recorded = read_moment(row[2]) if row else None
    if row is None or recorded is None:
        return None
    return Step(n, bytes(row[0]), bytes(row[1]), recorded, recorded + log.pace.within, row[3])


def leaves_of(log: PublicLog, case: str, events: int) -> tuple[Step, ...]:
    """The leaves of a case's first so many events: each step that its reporter may see is provable the same way."""
    return tuple(step for n in range(events) if (step := step_of(log, case, n)) is not None)


def promise_of(log: PublicLog, case: str, n: int = 0) -> str | Fault:
    """The signed promise of an event's leaf; the same bytes whenever it is asked for.

    The event is read from the database, so nothing is promised that is not durable.
    """
    step = step_of(log, case, n)
    if step is None:
        return Fault("no-such-leaf", f"{case} {n}")
    within = log.pace.within // timedelta(seconds=1)
    return give(Promise(log.origin, step.hash, int(step.recorded.timestamp()), within), log.signers[0])


def receipt_of(log: PublicLog, case: str, n: int = 0) -> str | Fault:
    """The receipt file of an event's leaf under the published checkpoint; `not-yet` until it is in there."""
    step = step_of(log, case, n)
    if step is None:
        return Fault("no-such-leaf", f"{case} {n}")
    return prove(log, step.index, step.entry)


def prove(log: PublicLog, index: int | None, entry: bytes) -> str | Fault:
    """The receipt of the leaf at an index under the published checkpoint."""
    written = log.files.checkpoint()
    if index is None or written is None:
        return Fault("not-yet")
    opened = open_checkpoint(written, (*log.keys, *log.policy.logs))
    if isinstance(opened, Fault):
        return opened
    size = opened[0].size
    if index >= size:
        return Fault("not-yet")
    try:
        proof = inclusion(index, size, subtrees_of(size, log.files.read_tile))
    except TileMissing as missing:
        return Fault("tile-missing", str(missing))
    return Receipt(index, tuple(proof), written, entry).written()
