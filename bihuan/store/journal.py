"""Journals beside the cases: who administered what, and who opened whose identity. Append only, chained by hash.

An entry is the canonical bytes of what happened, with the hash of the entry before; whoever changes one breaks every
later one. Nothing is decided here; a case and its events are never touched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.transparency.canonical import Json, canonical

VERSION = 1
START = bytes(32)
"""What the first entry is chained to."""
EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
LAST = 2**62
PAGE = 1_000


class Journal(StrEnum):
    """Which journal; each is a chain of its own."""

    ADMINISTRATION = "administration"
    """Accounts, posts, registers, and everything about signing in."""
    ACCESS = "access"
    """Identities opened, and calls relayed to them. Never part of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is to be written down. Without personal data: `detail` holds ids, codes and numbers."""

    actor: str
    """Account id; empty for somebody who is not known."""
    kind: str
    about: str
    """Account, unit, area or case that it was done to."""
    detail: Mapping[str, str] = field(default_factory=dict)
    sealed: bytes | None = field(default=None, repr=False)
    """Words sealed under the key of the case they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An act as it stands in the journal."""

    n: int
    at: datetime
    actor: str
    kind: str
    about: str
    detail: Mapping[str, str]
    body: str
    hash: bytes
    sealed: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries; what is left empty filters nothing."""

    since: datetime = EVER[0]
    before: datetime = EVER[1]
    after: int = LAST
    """Only entries with a smaller number: where the page before ended."""
    actor: str = ""
    kind: str = ""
    about: str = ""
    most: int = 50


class JournalRace(RuntimeError):
    """Somebody else added an entry although the head was locked; nothing was written."""


def append(session: Session, district: str, journal: Journal, act: Act, now: datetime) -> int:
    """Add an entry inside the caller's transaction and give its number. Raises JournalRace."""
    session.run("open_journal", (district, journal, START))
    row = session.row("lock_journal", (district, journal))
    if row is None:
        raise JournalRace(journal)
    n, previous = int(row[0]) + 1, bytes(row[1])
    body = _body(district, journal, n, act, now, previous)
    hashed = hashlib.sha256(body).digest()
    values = (n, stored_moment(now), act.actor, act.kind, act.about, body.decode(), hashed, act.sealed)
    session.run("add_journal_entry", (district, journal, *values))
    if session.run("move_journal", (n, hashed, district, journal, n - 1)) != 1:
        raise JournalRace(journal)
    return n


def _body(district: str, journal: Journal, n: int, act: Act, now: datetime, previous: bytes) -> bytes:
    whole: dict[str, Json] = {
        "v": VERSION,
        "d": district,
        "j": str(journal),
        "n": n,
        "at": stored_moment(now),
        "by": act.actor,
        "kind": act.kind,
        "about": act.about,
        "detail": [[name, value] for name, value in sorted(act.detail.items())],
        "h": previous.hex(),
    }
    if act.sealed is not None:
        whole["sealed"] = hashlib.sha256(act.sealed).hexdigest()
    return canonical(whole)


def page(session: Session, district: str, journal: Journal, wanted: Wanted) -> list[Entry]:
    """Entries, the newest first."""
    filters = [value for one in (wanted.actor, wanted.kind, wanted.about) for value in (one, one)]
    period = (stored_moment(wanted.since), stored_moment(wanted.before))
    rows = session.rows("journal_page", (district, journal, *period, wanted.after, *filters, wanted.most))
    return [_entry(row) for row in rows]


def kinds(session: Session, district: str, journal: Journal) -> tuple[str, ...]:
    """The kinds of acts that there are."""
    return tuple(str(row[0]) for row in session.rows("journal_kinds", (district, journal)))


def heads(session: Session, district: str) -> Mapping[Journal, tuple[int, bytes]]:
    """How many entries each journal has, and the hash of its last."""
    rows = {journal: session.row("journal_head", (district, journal)) for journal in Journal}
    return {journal: (int(row[0]), bytes(row[1])) for journal, row in rows.items() if row}


def first_break(
    session: Session, district: str, journal: Journal, anchors: Sequence[tuple[int, bytes]] = ()
) -> int | None:
    """The first number where the chain does not hold; None if it holds to the head. Reads all of it.

    `anchors` are heads that were said elsewhere: an entry of that number must have that very hash.
    """
    previous, n, said = START, 0, dict(anchors)
    while rows := session.rows("journal_from", (district, journal, n, PAGE)):
        for row in rows:
            number, body, hashed = int(row[0]), str(row[5]), bytes(row[6])
            if number != n + 1 or not _follows(row, body, hashed, previous) or said.get(number, hashed) != hashed:
                return n + 1
            previous, n = hashed, number
    head = session.row("journal_head", (district, journal))
    held = (int(head[0]), bytes(head[1])) if head else (0, START)
    return None if held == (n, previous) and n >= max(said, default=0) else n + 1


def _follows(row: Row, body: str, hashed: bytes, previous: bytes) -> bool:
    """Whether the entry is what its hash says, comes after the one before, and its columns repeat its body."""
    said = json.loads(body)
    columns = (int(row[0]), stored_moment(_moment(row[1])), row[2], row[3], row[4])
    seal = None if row[7] is None else hashlib.sha256(bytes(row[7])).hexdigest()
    return (
        hashlib.sha256(body.encode()).digest() == hashed
        and said["h"] == previous.hex()
        and columns == (said["n"], said["at"], said["by"], said["kind"], said["about"])
        and (seal is None or seal == said.get("sealed"))
    )


def _entry(row: Row) -> Entry:
    n, recorded, actor, kind, about, body, hashed, sealed = row
    detail: Sequence[tuple[str, str]] = json.loads(body)["detail"]
    return Entry(
        n=int(n),
        at=_moment(recorded),
        actor=actor,
        kind=kind,
        about=about,
        detail=dict(detail),
        body=body,
        hash=bytes(hashed),
        sealed=None if sealed is None else bytes(sealed),
    )


def _moment(stored: str | datetime) -> datetime:
    found = read_moment(stored)
    if found is None:
        raise ValueError("an entry without a moment")
    return found
