"""Publishing: leaves that wait are integrated, then entries, tiles, signature, witnesses, checkpoint, in this order.

Each is durable before the next begins, so that whatever the machine does meanwhile, no signature stands for
something that could be lost. Anything that does not fit together stops the log with a fault that says what to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.publishing.place import TRUST, PublicLog, trust_text
from bihuan.app.publishing.witnesses import ask_witness
from bihuan.store.integrating import Pace, entries, head, integrate
from bihuan.store.logfiles import TileMissing
from bihuan.store.session import Session
from bihuan.transparency.checkpoints import Checkpoint, open_checkpoint, sign
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import leaf_hash
from bihuan.transparency.notes import Note, read_note, verified
from bihuan.transparency.tiles import WIDTH, Growth, ReadTile, bundle_bytes, bundles_between, subtrees_of
from bihuan.transparency.tree import EMPTY_ROOT, root

PAGE = 64 * WIDTH
"""Entries in memory at a time."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a round came to."""

    size: int
    root: bytes
    entered: int
    """Leaves that were integrated in this round."""
    cosigned: int
    """Witnesses that agreed."""
    held_back: tuple[Fault, ...] = ()
    """Why the new checkpoint waits: too few witnesses. The one before stays published."""


def publish(log: PublicLog, *, now: datetime, pace: Pace | None, audited: bool = False) -> Published | Fault:
    """One round. `pace` None integrates whatever waits. `audited` leaves out the check that a start begins with."""
    with log.files.alone():
        if not audited and (fault := audit(log) or _ahead(log)):
            return fault
        session = log.database.connect()
        try:
            return _publish(log, session, now, pace)
        except TileMissing as missing:
            return Fault("tile-missing", str(missing))
        finally:
            session.close()


def audit(log: PublicLog) -> Fault | None:
    """Whether the database still holds every leaf that was signed, in its place; goes through all of them.

    This is what meets a restored backup and every change of what was published, before a new signature is made.
    """
    session = log.database.connect()
    try:
        with session.glance():
            return _audit(log, session)
    finally:
        session.close()


def _audit(log: PublicLog, session: Session) -> Fault | None:
    last = _signed(log)
    if isinstance(last, Fault):
        return last
    at = head(session, log.district)
    if last.size > at.size:
        return Fault("log-rolled-back", f"{at.size} < {last.size}")
    counted = session.row("logged_events", (log.district, at.events)) or (0, 0)
    if counted[0] != at.events or counted[1] < 0:
        return Fault("leaf-unlogged" if counted[0] > at.events or counted[1] < 0 else "position-gap", "event")
    growth = Growth(0, log.files.read_tile)
    for page in _pages(session, log.district, 0, last.size):
        if isinstance(page, Fault):
            return page
        for entry in page:
            growth.append(leaf_hash(entry))
    tiles = dict(growth.grown())
    found = root(last.size, subtrees_of(last.size, tiles.__getitem__))
    return None if found == last.root else Fault("root-differs", str(last.size))


def _ahead(log: PublicLog) -> Fault | None:
    """Whether a witness has seen more than we remember; asked with what was signed before, so that nothing new is.

    One that does not answer now is asked again when there is something to cosign.
    """
    last = _signed(log)
    if isinstance(last, Fault):
        return last
    with log.readers.lend() as session:
        held = head(session, log.district).size
    asked = _ask_witnesses(log, last, sign(last, *log.signers), log.files.read_tile, held)
    return asked if isinstance(asked, Fault) else None


def _signed(log: PublicLog) -> Checkpoint | Fault:
    """The last head we signed: our own memory of it, or what is published if that memory is lost."""
    written = log.files.signed() or log.files.checkpoint()
    if written is None:
        return Checkpoint(log.origin, 0, EMPTY_ROOT)
    opened = open_checkpoint(written, (*log.keys, *log.policy.logs))
    return opened if isinstance(opened, Fault) else opened[0]


def _pages(session: Session, district: str, start: int, end: int) -> Iterator[list[bytes] | Fault]:
    for first in range(start, end, PAGE):
        yield entries(session, district, first, min(first + PAGE, end))


def _publish(log: PublicLog, session: Session, now: datetime, pace: Pace | None) -> Published | Fault:
    entered = 0
    while True:
        took = integrate(session, log.district, now=now, pace=pace if not entered else None, chance=log.chance)
        if isinstance(took, Fault):
            return took
        entered += took
        if not took:
            break
    last = _signed(log)
    if isinstance(last, Fault):
        return last
    size = head(session, log.district).size
    if size < last.size:
        return Fault("log-rolled-back", f"{size} < {last.size}")
    growth = Growth(last.size, log.files.read_tile)
    reader = growth.reader(log.files.read_tile)
    if last.size and root(last.size, subtrees_of(last.size, reader)) != last.root:
        return Fault("root-differs", str(last.size))
    if fault := _write(log, session, growth, last.size, size):
        return fault
    found = Checkpoint(log.origin, size, root(size, subtrees_of(size, reader)))
    return _sign(log, found, reader, entered)


def _write(log: PublicLog, session: Session, growth: Growth, old: int, size: int) -> Fault | None:
    """Entries first, then tiles, each durable."""
    begin = old // WIDTH * WIDTH
    for page, first in zip(_pages(session, log.district, begin, size), range(begin, size, PAGE), strict=True):
        if isinstance(page, Fault):
            return page
        for bundle in bundles_between(max(old, first), first + len(page)):
            at = bundle.number * WIDTH - first
            if fault := log.files.final(bundle, bundle_bytes(page[at : at + bundle.width])):
                return fault
        for entry in page[max(old - first, 0) :]:
            growth.append(leaf_hash(entry))
    for tile, data in growth.grown():
        if fault := log.files.final(tile, data):
            return fault
    return None


def _sign(log: PublicLog, checkpoint: Checkpoint, reader: ReadTile, entered: int) -> Published | Fault:
    """The log's own signature, remembered before anybody sees it; the witnesses'; then the file that readers fetch."""
    published = log.files.checkpoint()
    before = read_note(published) if published else None
    same = isinstance(before, Note) and before.text == checkpoint.text
    if isinstance(before, Note) and same and not isinstance(log.policy.open(published or ""), Fault):
        return Published(checkpoint.size, checkpoint.root, entered, _agreed(log, before))
    note = sign(checkpoint, *log.signers)
    log.files.remember(note.written())
    asked = _ask_witnesses(log, checkpoint, note, reader, checkpoint.size)
    if isinstance(asked, Fault):
        return asked
    note, faults = asked
    cosigned = _agreed(log, note)
    if isinstance(log.policy.open(note.written()), Fault):
        held = faults or (Fault("no-quorum", str(cosigned)),)
        return Published(checkpoint.size, checkpoint.root, entered, cosigned, held)
    if log.files.text(TRUST) is None:
        log.files.put(TRUST, trust_text(log.signers))
    log.files.publish(checkpoint.size, note.written())
    return Published(checkpoint.size, checkpoint.root, entered, cosigned)


def _ask_witnesses(
    log: PublicLog, checkpoint: Checkpoint, note: Note, reader: ReadTile, held: int
) -> tuple[Note, tuple[Fault, ...]] | Fault:
    """The note with the lines of those who agree, and why others don't.

    A fault if one has seen another tree, or more than the `held` leaves that the database has places for.
    """
    faults: list[Fault] = []
    for name, address in log.witnesses.items():
        seen = int(log.files.seen(name) or 0)
        subtree = subtrees_of(checkpoint.size, reader)
        said = ask_witness(log.ask, name, address, log.policy.witnesses[name], note, checkpoint.size, seen, subtree)
        if said.fault is not None and (said.fault.code == "fork" or said.seen > held):
            return said.fault
        faults += [said.fault] if said.fault else []
        note = said.note
        log.files.see(name, said.seen)
    return note, tuple(faults)


def _agreed(log: PublicLog, note: Note) -> int:
    signed = verified(note, tuple(log.policy.witnesses.values()))
    return 0 if isinstance(signed, Fault) else len(signed)
