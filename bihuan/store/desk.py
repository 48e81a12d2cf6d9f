"""Draws and shifts as rows. Rows are only added; nothing is decided here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bihuan.core.draw import Plan
from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.store.vault.crypto import (
    KeyPlace,
    Masters,
    Place,
    RandomBytes,
    VaultFault,
    new_case_key,
    open_,
    seal,
    unwrap,
    wrap,
)

NOTE = "note"
"""Name of the vault row with what is said when a shift is handed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraw:
    """A draw: promised, and made or not yet."""

    id: str
    plan: Plan
    commitment: str
    promised_at: datetime
    sealed: bytes = field(repr=False)
    """The seed, until it is shown."""
    seed: str | None
    population: tuple[str, ...]
    made_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredShift:
    """A shift handed over."""

    id: str
    by: str
    at: datetime
    items: tuple[tuple[str, str], ...]
    """What was open: kind of work and case number."""
    note: str | None
    taken_by: str | None
    taken_at: datetime | None


def promise_draw(
    session: Session, id_: str, plan: Plan, commitment: str, sealed: bytes, by: str, now: datetime
) -> None:
    """Publish the hash of a seed."""
    row = (id_, plan.programme, plan.since.isoformat(), plan.until.isoformat(), plan.size, commitment, sealed,
           stored_moment(now), by)  # fmt: skip
    with session.transaction():
        session.write("add_draws", plan.district, [row])


def make_draw(
    session: Session, district: str, id_: str, seed: str, population: Sequence[str], by: str, now: datetime
) -> None:
    """Show the seed, with what was drawn from. Raises what the database raises if that was done already."""
    with session.transaction():
        session.write("add_draws_made", district, [(id_, seed, json.dumps(list(population)), stored_moment(now), by)])


def draws(session: Session, district: str, most: int) -> list[StoredDraw]:
    """The newest draws."""
    return [_draw(district, row) for row in session.rows("draws", (district, most))]


def draw(session: Session, district: str, id_: str) -> StoredDraw | None:
    """One draw."""
    row = session.row("draw", (district, id_))
    return None if row is None else _draw(district, row)


def _draw(district: str, row: Row) -> StoredDraw:
    id_, programme, since, until, size, commitment, sealed, promised_at, seed, population, made_at = row
    promised = read_moment(promised_at)
    assert promised is not None
    return StoredDraw(
        id=id_,
        plan=Plan(district=district, programme=programme, since=_day(since), until=_day(until), size=int(size)),
        commitment=commitment,
        promised_at=promised,
        sealed=bytes(sealed),
        seed=seed,
        population=tuple(json.loads(population)) if population else (),
        made_at=read_moment(made_at),
    )


def _day(stored: str | date) -> date:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def closed_between(
    session: Session, district: str, programme: str, population: str, first: datetime, last: datetime
) -> list[str]:
    """Numbers of the cases that the centre closed from `first` to before `last`, in order."""
    given = (district, programme, stored_moment(first), stored_moment(last), population)
    return [str(number) for (number,) in session.rows("closed_between", given)]


def hand_over(
    session: Session,
    district: str,
    id_: str,
    by: str,
    items: Sequence[tuple[str, str]],
    note: str,
    now: datetime,
    masters: Masters,
    random_bytes: RandomBytes,
) -> None:
    """Write down a shift; the note is sealed under a key of its own, like the words of a case."""
    key = new_case_key(random_bytes)
    with session.transaction():
        session.write("add_handovers", district, [(id_, by, stored_moment(now), json.dumps(list(items)))])
        session.write("add_keys", district, [(id_, "case", wrap(masters, key, KeyPlace(district, id_), random_bytes))])
        sealed = seal(key, Place(district, id_, 0, NOTE), note.encode(), random_bytes)
        session.write("add_words", district, [(id_, 0, NOTE, sealed)])


def take_over(session: Session, district: str, id_: str, by: str, now: datetime) -> None:
    """Write down who took a shift over; a second one changes nothing."""
    with session.transaction():
        session.write("add_handovers_taken", district, [(id_, by, stored_moment(now))])


def shifts(session: Session, district: str, masters: Masters, most: int) -> list[StoredShift]:
    """The newest shifts handed over, with their notes."""
    rows = session.rows("handovers", (district, most))
    notes = _notes(session, district, masters, [str(row[0]) for row in rows])
    found = []
    for id_, by, at, items, taken_by, taken_at in rows:
        moment = read_moment(at)
        assert moment is not None
        found.append(
            StoredShift(
                id=id_,
                by=by,
                at=moment,
                items=tuple((kind, number) for kind, number in json.loads(items)),
                note=notes.get(id_),
                taken_by=taken_by,
                taken_at=read_moment(taken_at),
            )
        )
    return found


def _notes(session: Session, district: str, masters: Masters, ids: Sequence[str]) -> dict[str, str]:
    wanted = session.of_many(ids)
    keys = {
        id_: unwrap(masters, bytes(wrapped), KeyPlace(district, id_))
        for id_, wrapped in session.rows("keys_of_cases", (district, wanted))
    }
    found: dict[str, str] = {}
    for id_, n, name, sealed in session.rows("words_of_cases", (district, wanted)):
        key = keys.get(id_)
        if isinstance(key, bytes):
            plain = open_(key, Place(district, id_, n, name), bytes(sealed))
            if not isinstance(plain, VaultFault):
                found[id_] = plain.decode()
    return found
