"""The door: every command of people, imports and clocks goes in here, and comes out as an answer or a refusal.

It adds what the outside cannot know (time, ids, keys, the edition in force, the surroundings of a decision) and
lets commands of one district share a commit. It decides nothing and writes nothing itself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bihuan.app.asking import content_of, malformed
from bihuan.app.clock import Clock, VirtualClock
from bihuan.app.entropy import RandomBytes, time_ordered_id
from bihuan.app.rules import Rules
from bihuan.app.writer import Decider, Writer
from bihuan.core.access import Places
from bihuan.core.commands import Command, Lapse, Raise, Take
from bihuan.core.records import changed, filled_at_once
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter
from bihuan.core.text import Language
from bihuan.store.append import BATCH_MOST
from bihuan.store.jobs import Accepted, Failed, Job, Outcome, Signed, Terms
from bihuan.store.pool import Pool
from bihuan.store.reading import DueClock, Ground, case_key, due_clocks
from bihuan.store.registers import PlacesMemory
from bihuan.store.session import Database, Hook, Session
from bihuan.store.vault.aside import Aside
from bihuan.store.vault.crypto import Masters, VaultFault, new_case_key
from bihuan.store.vault.files import FileVault, Stored

__all__ = ["Accepted", "CommandFailed", "Door", "Failed", "Outcome"]


class CommandFailed(RuntimeError):
    """A fault of the program or the database met this command; nothing of it was written. The cause is attached."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One command of a submission of many."""

    command: Command | Enter
    request_id: str
    photos: tuple[bytes, ...] = ()
    receipt_key: str | None = None
    receipt: str | None = None
    language: Language = "zh"
    signed: Signed | None = None
    at: datetime | None = None
    """Only where time is played: when this happens. None is now."""


class Door:
    """One door for one database. Safe to use from any number of threads."""

    def __init__(
        self,
        database: Database,
        rules: Mapping[str, Rules],
        *,
        masters: Masters,
        clock: Clock,
        entropy: RandomBytes,
        photos: Path | None = None,
        on_statement: Hook | None = None,
    ) -> None:
        self.database = database
        self._rules = rules
        self.masters = masters
        self.clock = clock
        self.entropy = entropy
        self._photos = photos
        self._on_statement = on_statement
        self._writers: dict[str, Writer] = {}
        self._lock = threading.Lock()
        self.readers = Pool(database)
        self._places = PlacesMemory()

    def submit(
        self,
        district: str,
        command: Command | Enter,
        request_id: str,
        *,
        photos: Sequence[bytes] = (),
        receipt_key: str | None = None,
        receipt: str | None = None,
        language: Language = "zh",
        signed: Signed | None = None,
    ) -> Accepted | Refusal:
        """Carry out one command. When this returns Accepted, it is durable.

        `request_id` is drawn by whoever shows the form: the same one again with the same command gives the first
        answer again. Raises CommandFailed for a fault that is not the user's, LookupError for a district that
        is not loaded.
        """
        asked = Asked(
            command=command,
            request_id=request_id,
            photos=tuple(photos),
            receipt_key=receipt_key,
            receipt=receipt,
            language=language,
            signed=signed,
        )
        outcome = self.submit_many(district, [asked])[0]
        if isinstance(outcome, Failed):
            raise CommandFailed(f"{type(outcome.error).__name__}: {outcome.error}") from outcome.error
        return outcome

    def submit_many(self, district: str, asked: Sequence[Asked]) -> list[Outcome]:
        """Carry out many commands in order, in batches of their own; one outcome each."""
        writer = self._writer(district)
        jobs = [self._job(district, one) for one in asked]
        outcomes: list[Outcome] = []
        for start in range(0, len(jobs), BATCH_MOST):
            outcomes += writer.submit(jobs[start : start + BATCH_MOST])
        return outcomes

    def lapse_due(self, district: str, limit: int = BATCH_MOST) -> list[tuple[Lapse, Outcome]]:
        """Let the clocks have their effect whose time has passed; at most `limit`, the oldest first."""
        with self.readers.lend() as session:
            due = due_clocks(session, district, self.clock(), limit)
        asked = [lapse_of(one) for one in due]
        commands = [Lapse(case=one.case, clock=one.clock) for one in due]
        return list(zip(commands, self.submit_many(district, asked), strict=True))

    @contextmanager
    def look(self, district: str) -> Iterator[tuple[Session, Ground]]:
        """A session and the ground to read on, for the functions of `store.reading` and `store.lists`."""
        rules = self._rules[district]
        with self.readers.lend() as session:
            yield (
                session,
                Ground(
                    district=district,
                    zone=rules.zone,
                    places=self.places(session, district),
                    programme_of=rules.of,
                    masters=self.masters,
                ),
            )

    def renew(self, district: str, rules: Rules) -> None:
        """Go on under other rules, from the next batch on."""
        with self._lock:
            self._rules = {**self._rules, district: rules}
            if (writer := self._writers.get(district)) is not None:
                writer.terms = self._terms(rules)

    def places(self, session: Session, district: str) -> Places:
        """Units and areas as they are today; read again only when a register or the day has changed."""
        return self._places.of(session, district, self.clock().astimezone(self._rules[district].zone).date())

    def places_lately(self, district: str) -> Places | None:
        """Units and areas as this process last read them: free, and good enough for a guess. Each look reads them anew
        where they have changed, those of the regular jobs every few seconds."""
        return self._places.held(district)

    def close(self) -> None:
        """Close the connections; commands under way finish first."""
        for writer in self._writers.values():
            writer.close()
        self.readers.close()

    def _writer(self, district: str) -> Writer:
        writer = self._writers.get(district)
        if writer is None:
            with self._lock:
                writer = self._writers.get(district)
                if writer is None:
                    rules = self._rules[district]
                    writer = Writer(self.database, district, self._terms(rules), self.clock, self._on_statement)
                    self._writers[district] = writer
        return writer

    def _terms(self, rules: Rules) -> Terms:
        decider = Decider(rules)
        return Terms(
            zone=rules.zone,
            masters=self.masters,
            random_bytes=self.entropy,
            decide=decider,
            programme_of=rules.of,
            cells_for=rules.cells_for,
            prefix=rules.prefix,
            decide_entry=decider.entry,
            register_of=rules.registers.get,
        )

    def _job(self, district: str, asked: Asked) -> Job | Refusal:
        """The command with its id, its key and its durable photos; or why it is not even tried."""
        command = asked.command
        if refusal := malformed(command, asked.request_id):
            return refusal
        at = self._played(asked.at) if asked.at is not None else None
        key: bytes | None = None
        if isinstance(command, Raise):
            command = changed(command, {"case": command.case or time_ordered_id(self.clock(), self.entropy)})
            key = new_case_key(self.entropy)
        if isinstance(command, Enter) and command.act is Act.OPEN:
            command = replace(command, entry=f"reg-{time_ordered_id(self.clock(), self.entropy)}")
        stored: tuple[Stored, ...] = ()
        if asked.photos and isinstance(command, (Raise, Take)):
            kept = self._keep_photos(district, command.case, key, asked.photos)
            if isinstance(kept, Refusal):
                return kept
            stored = kept
            command = replace(command, photos=tuple(photo.address for photo in stored))
        return Job(
            case=command.case,
            command=command,
            request_id=asked.request_id,
            content=content_of(command, [photo.content for photo in stored]),
            mentions=_mentions(command),
            photos=stored,
            case_key=key,
            receipt_key=asked.receipt_key,
            receipt=asked.receipt,
            language=asked.language,
            signed=asked.signed,
            at=at,
        )

    def _played(self, at: datetime) -> datetime:
        """The moment to which a rehearsal's time passes with a command; in service nobody says what time it is."""
        if not isinstance(self.clock, VirtualClock):
            raise ValueError("only a rehearsal says when something happens")
        self.clock.move_to(at)
        return self.clock()

    def photo(self, district: str, case: str, address: str) -> bytes | Refusal:
        """One photo of a case, opened; who may see it was asked before. Erased or damaged: as if it were not there."""
        with self.readers.lend() as session:
            key = case_key(session, district, case, self.masters)
        if key is None or self._photos is None:
            return Refusal("no-such-case", {"case": "—"})
        found = FileVault(self._photos, district).get(case, key, address)
        return Refusal("no-such-case", {"case": "—"}) if isinstance(found, VaultFault) else found

    def aside(self, district: str) -> Aside:
        """What forms that were not taken yet have laid aside."""
        if self._photos is None:
            raise LookupError("this door was opened without a folder for photos")
        return Aside(self._photos, district, self.masters)

    def _keep_photos(
        self, district: str, case: str, key: bytes | None, photos: Sequence[bytes]
    ) -> tuple[Stored, ...] | Refusal:
        """Photos sealed and durable before anything names them; those of a refused command are swept later."""
        if self._photos is None:
            raise LookupError("this door was opened without a folder for photos")
        if key is None:
            with self.readers.lend() as session:
                key = case_key(session, district, case, self.masters)
            if key is None:
                return Refusal("no-such-case", {"case": case})
        vault, kept = FileVault(self._photos, district, durable=self.database.durable), []
        for photo in photos:
            stored = vault.put(case, key, photo, self.clock())
            if isinstance(stored, VaultFault):
                return Refusal("field-invalid", {"field": "photo", "value": stored.code, "expected": "≤ 20 MB"})
            kept.append(stored)
        return tuple(kept)


def lapse_of(ended: DueClock, at: datetime | None = None) -> Asked:
    """What lets an ended clock have its effect. The moment stands in the request id: the same clock, extended, may
    lapse again."""
    return Asked(
        command=Lapse(case=ended.case, clock=ended.clock),
        request_id=f"lapse:{ended.case}:{ended.clock}:{ended.due.isoformat()}",
        at=at,
    )


def _mentions(command: Command | Enter) -> tuple[str, ...]:
    """Other cases that the command names: one to link, one to take as a child."""
    named = [command.arguments.get(name) for name in ("other", "child")] if isinstance(command, Take) else []
    return tuple(name for name in named if isinstance(name, str))
