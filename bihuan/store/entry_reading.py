"""Reading registers: entries by search and filter, as of a day and as known at a moment; one entry with its history.

Values come whole; who may see which of them is decided by whoever asks (core.registers.rights).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bihuan.core.codec import entry_event_from
from bihuan.core.events import Scalar
from bihuan.core.registers import EXISTS, EntryEvent
from bihuan.store.session import Row, Session, read_moment, stored_moment
from bihuan.store.vault.crypto import Holder, KeyPlace, Masters, Place, VaultFault, open_, unwrap

EVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries. What is left empty narrows nothing."""

    register: str
    day: date
    known: datetime = EVER
    """Only what was written down before this moment counts."""
    search: str = ""
    searched: tuple[str, ...] | None = None
    """The only fields that are looked through; None: all that are no private words."""
    holding: Mapping[str, Scalar] = field(default_factory=dict)
    """Values that must be in force on the day."""
    in_force: bool = True
    after: str = ""
    """Only entries with a greater code: where the page before ended."""
    most: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One entry as of a day."""

    key: str
    stream: str
    n: int
    population: str
    values: Mapping[str, Scalar]
    since: Mapping[str, str]
    """Field → the day from which its value holds."""
    opened: str = ""
    """The day from which it was last put into force."""


def entries(session: Session, district: str, wanted: Wanted) -> list[Found]:
    """The entries, by code; at most `most`."""
    parts, given = _parts(session, wanted)
    names = ["entries_listed", *parts]
    if wanted.after:
        names.append("only_after_entry")
        given.append(wanted.after)
    rows = session.composed([*names, "by_entry"], [district, wanted.register, *given, wanted.most])
    keys = [row[0] for row in rows]
    values = values_of(session, district, wanted.register, keys, wanted.day, wanted.known)
    spells = _spells(session, district, wanted.register, keys, wanted.day, wanted.known)
    return [_found(row, values, spells) for row in rows]


def count(session: Session, district: str, wanted: Wanted) -> int:
    """How many there are in all."""
    parts, given = _parts(session, wanted)
    return int(session.composed(["entries_counted", *parts], [district, wanted.register, *given])[0][0])


def entry(session: Session, district: str, register: str, key: str, day: date, known: datetime = EVER) -> Found | None:
    """One entry as of a day; None if there is none with this code."""
    row = session.row("entry_of", (district, register, key))
    if row is None:
        return None
    stream, n, recorded, population = row
    values = values_of(session, district, register, [key], day, known)
    spells = _spells(session, district, register, [key], day, known)
    return _found((key, stream, n, population, recorded), values, spells)


def streams(session: Session, district: str, register: str, keys: Sequence[str]) -> dict[str, str]:
    """Stream → code, of the entries with these codes."""
    rows = session.rows("entries_held", (district, register, session.of_many(list(keys)))) if keys else []
    return {str(row[1]): str(row[0]) for row in rows}


def heads(session: Session, district: str, register: str, keys: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Code → stream and number of facts, of the entries with these codes."""
    rows = session.rows("entries_held", (district, register, session.of_many(list(keys)))) if keys else []
    return {str(row[0]): (str(row[1]), int(row[2])) for row in rows}


def history(session: Session, district: str, stream: str) -> tuple[tuple[int, EntryEvent], ...]:
    """Every fact about an entry, in order, with its place."""
    rows = session.rows("entry_stream", (district, stream))
    return tuple((int(position), entry_event_from(body)) for position, body in rows)


def words(
    session: Session, district: str, streams: Sequence[str], masters: Masters, personal: Mapping[str, bool]
) -> dict[str, dict[str, tuple[int, str]]]:
    """The last words of each field of each stream, opened: stream → field → (number of the fact, text).

    `personal` names the fields that are wanted and whether they name a person.
    """
    found: dict[str, dict[str, tuple[int, str]]] = {}
    for holder in {Holder.REPORTER if names_person else Holder.CASE for names_person in personal.values()}:
        rows = session.rows("entry_words", (str(holder), district, session.of_many(list(streams))))
        for stream, n, name, sealed, wrapped in rows:
            if personal.get(name) is (holder is Holder.REPORTER):
                key = unwrap(masters, bytes(wrapped), KeyPlace(district, stream, holder))
                place = Place(district, stream, n, name)
                text = None if isinstance(key, VaultFault) else open_(key, place, bytes(sealed))
                if isinstance(text, bytes):
                    found.setdefault(stream, {})[name] = (int(n), text.decode())
    return found


def values_of(
    session: Session, district: str, register: str, keys: Sequence[str], day: date, known: datetime = EVER
) -> dict[str, dict[str, tuple[str, Scalar]]]:
    """Code → field → (since, value) in force on a day, as known at a moment."""
    if not keys:
        return {}
    on, until = day.isoformat(), stored_moment(known)
    latest: dict[str, dict[str, tuple[str, int, Scalar]]] = {}
    rows = session.rows("entry_values", (district, register, session.of_many(list(keys))))
    for key, name, since, value, position, recorded in rows:
        moment = read_moment(recorded)
        if since > on or moment is None or stored_moment(moment) >= until:
            continue
        held = latest.setdefault(key, {}).get(name)
        if held is None or (since, position) > held[:2]:
            latest[key][name] = since, position, json.loads(value)
    return {key: {name: (since, value) for name, (since, _, value) in one.items()} for key, one in latest.items()}


def _spells(
    session: Session, district: str, register: str, keys: list[str], day: date, known: datetime
) -> dict[str, str]:
    if not keys:
        return {}
    wanted = (district, register, session.of_many(keys), day.isoformat(), stored_moment(known))
    return {str(row[0]): str(row[1]) for row in session.rows("entry_spells", wanted)}


def _found(row: Row, values: Mapping[str, Mapping[str, tuple[str, Scalar]]], spells: Mapping[str, str]) -> Found:
    key, stream, n, population, _ = row
    held = values.get(key, {})
    return Found(
        key=key,
        stream=stream,
        n=n,
        population=population,
        values={name: value for name, (_, value) in held.items()},
        since={name: since for name, (since, _) in held.items()},
        opened=spells.get(key, ""),
    )


def _parts(session: Session, wanted: Wanted) -> tuple[list[str], list[object]]:
    names: list[str] = []
    given: list[object] = []
    for word in wanted.search.casefold().split()[:5]:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        if wanted.searched is None:
            names.append("only_like")
            given.append(f"%{escaped}%")
        else:
            names.append("only_like_open")
            given += [f"%{escaped}%", session.of_many(wanted.searched), f"%{escaped}%"]
    holding: dict[str, Scalar] = {**wanted.holding, **({EXISTS: True} if wanted.in_force else {})}
    day, known = wanted.day.isoformat(), stored_moment(wanted.known)
    for name, value in holding.items():
        names.append("only_holding")
        given += [name, json.dumps(value, ensure_ascii=False), day, known, day, known]
    return names, given


def first_days(
    session: Session, district: str, register: str, keys: Sequence[str], name: str, day: date
) -> dict[str, dict[str, str]]:
    """Code → value → the ISO day from which a field first had it, up to a day; what was corrected never had it."""
    held: dict[str, dict[str, Scalar]] = {}
    for key, field_, since, value, _, _ in (
        session.rows("entry_values", (district, register, session.of_many(list(keys)))) if keys else ()
    ):
        if field_ == name and since <= day.isoformat():
            held.setdefault(key, {})[since] = json.loads(value)
    found: dict[str, dict[str, str]] = {}
    for key, said in held.items():
        for since, value in sorted(said.items()):
            found.setdefault(key, {}).setdefault(str(value), since)
    return found
