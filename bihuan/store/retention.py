"""Batches of cases whose private parts are to go, as rows. What a rule says and who decides is known elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.store.session import Session, read_moment, stored_moment

MOST = 500
"""Cases of one batch: as many as somebody can look through."""
REASON_MOST = 200
SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One batch and how it stands."""

    id: str
    programme: str
    erases: str
    months: int
    proposed_at: datetime
    not_before: datetime
    state: str
    decided_by: str | None = None
    decided_at: datetime | None = None
    cases: int = 0
    held: int = 0
    erased: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One case of a batch."""

    case: str
    number: str
    ended_at: datetime
    state: str = "waiting"
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases have had their time."""

    programme: str
    holder: str
    before: datetime
    """Ended, and nothing happened from this moment on."""
    refused_after: datetime
    """What was refused or held out later than this is left alone."""


def due(session: Session, district: str, wanted: Wanted) -> Sequence[Item]:
    """Cases that may go into a batch, the oldest first; at most MOST."""
    before = stored_moment(wanted.before)
    values = (wanted.programme, before, wanted.holder, before, wanted.holder, stored_moment(wanted.refused_after), MOST)
    rows = session.rows("retention_due", (district, *values))
    return [Item(case=case, number=number, ended_at=_at(ended)) for case, number, ended in rows]


def add(session: Session, district: str, batch: Batch, items: Sequence[Item]) -> None:
    """Write a new batch inside the caller's transaction."""
    moments = (stored_moment(batch.proposed_at), stored_moment(batch.not_before))
    session.run("add_retention_batch", (district, batch.id, batch.programme, batch.erases, batch.months, *moments))
    for one in items:
        session.run("add_retention_item", (district, batch.id, one.case, one.number, stored_moment(one.ended_at)))


def batches(session: Session, district: str, id_: str = "") -> Sequence[Batch]:
    """All batches, or one; the newest first."""
    found = []
    for row in session.rows("retention_batches", (district, id_, id_, SHOWN)):
        one, programme, erases, months, proposed, begins, state, by, at, cases, held, erased = row
        found.append(
            Batch(
                id=one, programme=programme, erases=erases, months=months, proposed_at=_at(proposed),
                not_before=_at(begins), state=state, decided_by=by, decided_at=read_moment(at), cases=cases, held=held,
                erased=erased,
            )
        )  # fmt: skip
    return found


def items(session: Session, district: str, batch: str) -> Sequence[Item]:
    """The cases of a batch, the oldest first."""
    return [
        Item(case=case, number=number, ended_at=_at(ended), state=state, reason=reason)
        for case, number, ended, state, reason in session.rows("retention_items", (district, batch))
    ]


def decide(session: Session, district: str, batch: str, state: str, by: str, now: datetime) -> bool:
    """Approve or refuse; False if somebody has decided already."""
    return session.run("decide_retention", (state, by, stored_moment(now), district, batch)) == 1


def move(session: Session, district: str, batch: str, case: str, state: str, *, was: str, reason: str = "") -> bool:
    """A case goes over to another state; False if it is not in the state it was."""
    return session.run("move_retention_item", (state, reason, district, batch, case, was)) == 1


def ready(session: Session, district: str, now: datetime) -> Sequence[str]:
    """Approved batches whose day has come."""
    return [str(row[0]) for row in session.rows("retention_ready", (district, stored_moment(now)))]


def end(session: Session, district: str, batch: str) -> None:
    """Nothing of it waits any more."""
    session.run("end_retention", (district, batch))


def happened_since(session: Session, district: str, case: str, since: datetime) -> bool:
    """Whether anything happened in a case after a moment."""
    return bool((session.row("happened_since", (district, case, stored_moment(since))) or (0,))[0])


def _at(stored: object) -> datetime:
    found = read_moment(stored)  # type: ignore[arg-type]
    if found is None:
        raise ValueError("a batch without a moment")
    return found
