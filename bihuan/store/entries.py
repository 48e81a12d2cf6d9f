"""Entries of registers inside one batch: read, decided on, recorded as facts, and looked up by those who come after.

Reads through the batch's session and writes nothing: `append` does, once, at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from bihuan.core.case import Case
from bihuan.core.codec import entry_event_bytes
from bihuan.core.events import Event, Scalar
from bihuan.core.expressions import Value
from bihuan.core.refusals import Refusal
from bihuan.core.registers import (
    EXISTS,
    Act,
    Enter,
    Entry,
    EntryEvent,
    KeyCheck,
    KeyRule,
    Register,
    evolve_entry,
)
from bihuan.core.registers.setting import opened_as, set_by
from bihuan.store.entry_rows import DIGESTS, STREAM, VERB, answer_of, entry_row, leaf_of_entry, value_rows
from bihuan.store.jobs import Accepted, Job, Surroundings, Terms
from bihuan.store.leafing import Keys, LeafRefused
from bihuan.store.rows import Rows
from bihuan.store.session import Row, Session, stored_moment
from bihuan.store.vault.crypto import Holder, KeyPlace, Place, VaultFault, new_case_key, seal, unwrap, wrap

FOUND_MOST = 1_000
"""Entries that a condition may look through; more are too many to be asked of a decision."""

EVER = "9999-12-31"
"""After every day that an entry speaks of."""

Name = tuple[str, str]
"""Register and code."""


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """An entry and what a writer needs to go on with it."""

    entry: Entry
    recorded: datetime
    leaf_hash: bytes
    keys: Keys | None
    """None if the key was erased: nothing can be written about it any more."""


class Desk(Protocol):
    """What a batch offers here."""

    district: str
    now: datetime
    terms: Terms
    rows: Rows

    @property
    def session(self) -> Session:
        """Where to read."""

    def next_position(self) -> int:
        """One further in the district's facts."""


@dataclass(slots=True)
class Entries:
    """The entries that a batch touches."""

    desk: Desk
    held: dict[Name, HeldEntry | None] = field(default_factory=dict)
    moved: set[Name] = field(default_factory=set)
    _fresh: dict[tuple[str, str, str], list[tuple[str, int, Scalar]]] = field(default_factory=dict)
    _last: dict[str, str] = field(default_factory=dict)

    def load(self, jobs: Sequence[Job]) -> None:
        """Everything the jobs are about: two queries a register."""
        wanted: dict[str, dict[str, None]] = {}
        for job in jobs:
            if isinstance(job.command, Enter) and job.command.key:
                wanted.setdefault(job.command.register, {})[job.command.key] = None
        for register, keys in wanted.items():
            self._read(register, list(keys))

    def get(self, register: str, key: str) -> HeldEntry | None:
        """The entry as it stands now, what came earlier in this batch included."""
        if (register, key) not in self.held:
            self._read(register, [key])
        return self.held[register, key]

    def _read(self, register: str, keys: list[str]) -> None:
        if not keys:
            return
        session, district = self.desk.session, self.desk.district
        self.held |= dict.fromkeys(((register, key) for key in keys), None)
        many = session.of_many(keys)
        rows = session.rows("entries_held", (district, register, many))
        if not rows:
            return
        values: dict[str, dict[tuple[str, str], Scalar]] = {}
        for key, name, since, value, _, _ in session.rows("entry_values", (district, register, many)):
            values.setdefault(key, {})[name, since] = json.loads(value)
        for key, stream, n, population, leaf_hash, wrapped, person in rows:
            entry = Entry(
                entry=stream, register=register, key=key, n=n, population=population, values=values.get(key, {})
            )
            case_key = self._unwrapped(stream, Holder.CASE, wrapped)
            keys_ = None
            if case_key is not None:
                keys_ = Keys.of(case_key, self._unwrapped(stream, Holder.REPORTER, person))
            self.held[register, key] = HeldEntry(entry, self.desk.now, bytes(leaf_hash), keys_)

    def _unwrapped(self, stream: str, holder: Holder, wrapped: bytes | None) -> bytes | None:
        if wrapped is None:
            return None
        key = unwrap(self.desk.terms.masters, bytes(wrapped), KeyPlace(self.desk.district, stream, holder))
        if isinstance(key, VaultFault):
            raise LeafRefused(key.message("en"))
        return key

    def take(self, job: Job, asked: Enter, surroundings: Surroundings) -> Accepted | Refusal:
        """Carry out one request about an entry, or say why not."""
        held = self.get(asked.register, asked.key) if asked.key else None
        if held is not None and held.keys is None:
            return Refusal("no-such-entry", {"register": asked.register, "key": asked.key})
        decide = self.desk.terms.decide_entry
        decided = decide(asked, held.entry if held else None, surroundings, self.desk.now, self._number)
        if isinstance(decided, Refusal):
            return decided
        position = 0
        for event in decided:
            held, position = self._record(event, held, asked.words, job.request_id)
        if held is None:
            raise AssertionError("an entry that is not there changed nothing")
        return answer_of(held.entry, position, self.desk.terms.day(self.desk.now))

    def effects(self, event: Event, case: Case, request_id: str) -> None:
        """What a step of a case sets in registers, as facts of their entries."""
        for (register, key), dated in set_by(event).items():
            form = self.desk.terms.register_of(register)
            if form is None:
                continue
            for since, values in dated.items():
                self._effect(event, (register, key), (since, values), form, case.population, request_id)

    def _effect(
        self, event: Event, name: Name, said: tuple[str, Mapping[str, Scalar]], form: Register,
        population: str, request_id: str,
    ) -> None:
        (register, key), (since, values) = name, said
        held = self.get(register, key)
        if held is not None and held.keys is None:
            return
        fact = EntryEvent(
            entry=held.entry.entry if held else _stream(event, register, key),
            n=held.entry.n if held else 0,
            register=register,
            key=key,
            act=Act.EFFECT,
            by=event.by,
            recorded=event.recorded,
            since=since,
            values=dict(values) if held else {**opened_as(form), **values},
            population=held.entry.population if held else population,
            cause=event.case,
        )
        self._record(fact, held, {}, request_id)

    def lookup(self, register: str, key: Value, field_: str, day: Value) -> Value:
        """The value of an entry's field on a day, those said earlier in this batch included."""
        if not isinstance(key, str) or not isinstance(day, date):
            return None
        on = day.isoformat()
        found = [one for one in self._fresh.get((register, key, field_), ()) if one[0] <= on]
        row = self.desk.session.row("register_value", (self.desk.district, register, key, field_, on))
        if row is not None:
            found.append((row[1], row[2], json.loads(row[0])))
        return max(found, key=lambda one: one[:2])[2] if found else None

    def finding(
        self, register: str, name: str, value: Scalar, day: date
    ) -> list[tuple[str, Mapping[str, Scalar]]] | None:
        """Entries in force whose field has a value on a day, by code, those of this batch included."""
        on = day.isoformat()
        found = self._saying(register, name, value, on)
        if found is None:
            return None
        held = [(one.key, one.all_on(on)) for one in found]
        return [(key, said) for key, said in held if said.get(EXISTS) is True and said.get(name) == value]

    def entry_of(self, register: str, key: str) -> Entry | None:
        """An entry with everything ever said of it, this batch included."""
        held = self.get(register, key)
        return held.entry if held is not None else None

    def entries_saying(self, register: str, name: str, value: Scalar) -> list[Entry] | None:
        """Entries whose field has, had or will have a value, this batch included; None if there are too many."""
        found = self._saying(register, name, value, EVER)
        if found is None:
            return None
        return [one for one in found if any(f == name and said == value for (f, _), said in one.values.items())]

    def _saying(self, register: str, name: str, value: Scalar, until: str) -> list[Entry] | None:
        """Entries that ever said it by a day, and those of this batch; by code."""
        session = self.desk.session
        wanted = (self.desk.district, register, name, json.dumps(value, ensure_ascii=False), until, FOUND_MOST + 1)
        rows = session.rows("entries_with_value", wanted)
        if len(rows) > FOUND_MOST:
            return None
        keys = dict.fromkeys([*(row[0] for row in rows), *(key for r, key in self.moved if r == register)])
        self._read(register, [key for key in keys if (register, key) not in self.held])
        stands = (self.held[register, key] for key in sorted(keys))
        return [one.entry for one in stands if one is not None]

    def put_rows(self) -> list[Row]:
        """The rows of the entries that moved."""
        found = (self.held[name] for name in sorted(self.moved))
        return [entry_row(held.entry, held.recorded, held.leaf_hash) for held in found if held is not None]

    def _number(self, register: str, rule: KeyRule) -> str:
        """The next code of the platform's own: one more than the highest ever given."""
        number = int(self._last_code(register, rule).removeprefix(rule.prefix)) + 1
        return f"{rule.prefix}{number:0{rule.digits}}"

    def _last_code(self, register: str, rule: KeyRule) -> str:
        if register not in self._last:
            width = len(rule.prefix)
            wanted = (self.desk.district, register, width, rule.prefix, width + rule.digits)
            row = self.desk.session.row("last_own_code", wanted)
            self._last[register] = str(row[0]) if row and row[0] else rule.prefix + "0" * rule.digits
        return self._last[register]

    def _record(
        self, event: EntryEvent, held: HeldEntry | None, given: object, request_id: str
    ) -> tuple[HeldEntry, int]:
        desk, form = self.desk, self.desk.terms.register_of(event.register)
        texts: dict[str, str] = {name: given[name] for name in event.words} if isinstance(given, dict) else {}
        personal = {name for name in texts if form is not None and name in form.fields and form.fields[name].identity}
        keys = self._keys(event.entry, held.keys if held else None, bool(personal))
        body = entry_event_bytes(event)
        leaf = leaf_of_entry(event, body, keys, held.leaf_hash if held else None, texts, personal, desk.terms)
        position = desk.next_position()
        moment = stored_moment(event.recorded)
        desk.rows.events.append((
            position, event.entry, event.n, moment, moment, VERB, str(event.act), event.register, body.decode(),
            leaf.entry, leaf.hash, request_id,
        ))  # fmt: skip
        self._seal(event, keys, {**texts, DIGESTS: json.dumps(leaf.commitment.digests)}, personal)
        desk.rows.values += value_rows(event, position)
        for name, value in event.values.items():
            self._fresh.setdefault((event.register, event.key, name), []).append((event.since, position, value))
        entry = evolve_entry(held.entry if held else None, event)
        now_held = HeldEntry(entry, event.recorded, leaf.hash, keys)
        self.held[event.register, event.key] = now_held
        self.moved.add((event.register, event.key))
        if event.n == 0 and form is not None and form.key.check is KeyCheck.OWN:
            self._last[event.register] = max(self._last_code(event.register, form.key), event.key)
        return now_held, position

    def _keys(self, stream: str, keys: Keys | None, person: bool) -> Keys:
        if keys is None:
            keys = Keys.of(self._new_key(stream, Holder.CASE))
        if person and keys.reporter is None:
            keys = Keys(keys.case, keys.pseudonym, self._new_key(stream, Holder.REPORTER))
        return keys

    def _new_key(self, stream: str, holder: Holder) -> bytes:
        desk = self.desk
        key = new_case_key(desk.terms.random_bytes)
        wrapped = wrap(desk.terms.masters, key, KeyPlace(desk.district, stream, holder), desk.terms.random_bytes)
        desk.rows.keys.append((stream, str(holder), wrapped))
        return key

    def _seal(self, event: EntryEvent, keys: Keys, texts: dict[str, str], personal: set[str]) -> None:
        desk = self.desk
        for name, text in texts.items():
            key = keys.reporter if name in personal else keys.case
            if key is None:
                raise AssertionError("words that name a person without a key of their own")
            place = Place(desk.district, event.entry, event.n, name)
            sealed = seal(key, place, text.encode(), desk.terms.random_bytes)
            desk.rows.words.append((event.entry, event.n, name, sealed))


def _stream(event: Event, register: str, key: str) -> str:
    """The id of a stream that a step of a case opens: the same for the same step and entry."""
    said = "\0".join((event.case, str(event.n), register, key))
    return STREAM + hashlib.sha256(said.encode()).hexdigest()[:40]
