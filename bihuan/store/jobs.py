"""What the writer is given and what it gives back, as values. No statement and no decision here."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from bihuan.core.access import Places
from bihuan.core.calendars import day_in
from bihuan.core.case import Case
from bihuan.core.codec import moment_from, moment_text
from bihuan.core.commands import Command
from bihuan.core.decide import Other
from bihuan.core.decide.situation import Holding
from bihuan.core.events import Event, Scalar
from bihuan.core.expressions import Value
from bihuan.core.programme import Programme
from bihuan.core.records import filled_at_once
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Enter, Entry, EntryEvent, KeyRule, Register
from bihuan.core.text import Language
from bihuan.store.vault.crypto import Masters, RandomBytes
from bihuan.store.vault.files import Stored
from bihuan.transparency.generalise import Cell


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature made with the receipt key, in base64url; what it is over stands in transparency.receipt_key."""

    signer: str
    signature: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One command on its way into the store."""

    case: str
    command: Command | Enter
    request_id: str
    content: bytes = field(repr=False)
    """Canonical form of what was asked: the same id with other content is another request."""
    mentions: tuple[str, ...] = ()
    """Other cases that the decision asks about."""
    photos: tuple[Stored, ...] = ()
    """Files that are durable already."""
    case_key: bytes | None = field(default=None, repr=False)
    """Key of a case that is to be opened, where photos had to be sealed with it beforehand."""
    receipt_key: str | None = None
    signed: Signed | None = None
    """The reporter's signature of what the command says, where one came along."""
    receipt: str | None = None
    """Hash of the code that opens a case raised now; its row is written with the case."""
    language: Language = "zh"
    """Of the page it was raised on: in this one the holder of the code is told."""
    at: datetime | None = None
    """The moment of this command in a rehearsal; None is that of the batch, as in service."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A command that is durable now."""

    case: str
    number: str
    position: int
    """Place of its last event in the district's store."""
    events: int
    """How many events the case has: what the person has seen now."""
    stage: str
    final: bool
    due: datetime | None
    """The promise shown to the one who raised it."""
    provisional: bool = False
    repeated: bool = False
    """True for the stored answer to a request that was carried out before."""

    def answer(self) -> str:
        """As stored beside the request id."""
        form = {
            "case": self.case,
            "number": self.number,
            "position": self.position,
            "events": self.events,
            "stage": self.stage,
            "final": self.final,
            "due": moment_text(self.due) if self.due else None,
            "provisional": self.provisional,
        }
        return _encode(form).decode()

    @classmethod
    def of_answer(cls, stored: str) -> Accepted:
        """The answer to a repeated request."""
        form = json.loads(stored)
        due = form.pop("due")
        return cls(**form, due=moment_from(due) if due else None, repeated=True)


@dataclass(frozen=True, slots=True)
class Failed:
    """A command that met a fault of the program or of the database; nothing of it was written."""

    error: Exception


_encode = msgspec.json.Encoder(order="sorted").encode
Outcome = Accepted | Refusal | Failed
class Looked(Protocol):
    """Registers as a decision asks them."""

    def lookup(self, register: str, key: Value, field_: str, day: Value) -> Value:
        """The stored value of a field on a day; None is unknown."""

    def finding(
        self, register: str, name: str, value: Scalar, day: date
    ) -> list[tuple[str, Mapping[str, Scalar]]] | None:
        """Entries in force whose field has a value on a day, with their values; None if there are too many."""

    def entry_of(self, register: str, key: str) -> Entry | None:
        """An entry with everything ever said of it."""

    def entries_saying(self, register: str, name: str, value: Scalar) -> list[Entry] | None:
        """Entries whose field has, had or will have a value; None if there are too many."""



@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a decision may ask besides its case; read in the same transaction."""

    number: str
    """The number that a case opened now gets."""
    others: Mapping[str, Other]
    looked: Looked
    """Where entries of registers are looked up, those of the same batch included."""
    places: Places
    """Units and areas as the registers have them now."""
    taken: Container[str] = frozenset()
    """Keys that another case holds."""
    holder: Callable[[str], Holding | None] | None = None
    """Who holds a key."""
    stream: Callable[[], Sequence[Event]] = tuple
    """The facts of the case so far, read when asked for."""


Decide = Callable[[Job, Case | None, Surroundings, datetime], tuple[Event, ...] | Refusal]


Numbering = Callable[[str, KeyRule], str]
DecideEntry = Callable[[Enter, Entry | None, Surroundings, datetime, Numbering], tuple[EntryEvent, ...] | Refusal]


def no_registers(
    asked: Enter, entry: Entry | None, surroundings: Surroundings, now: datetime, number: Numbering
) -> Refusal:
    """The answer where no register is declared."""
    return Refusal("no-such-register", {"register": asked.register})


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a district's writer works with; the same from batch to batch."""

    zone: ZoneInfo
    masters: Masters
    random_bytes: RandomBytes = field(repr=False)
    decide: Decide
    programme_of: Callable[[str, str], Programme]
    """Programme and edition → the edition. Raises KeyError."""
    cells_for: Callable[[Case, Programme], Set[Cell] | None] = lambda case, programme: None
    """Cells that the public log may name of a case after the event; None names all."""
    prefix: str = ""
    """What case numbers begin with."""
    decide_entry: DecideEntry = no_registers
    register_of: Callable[[str], Register | None] = lambda register: None
    """The declaration of a register in force."""

    def day(self, now: datetime) -> date:
        """The day it is in the district."""
        return day_in(now, self.zone)

    def number(self, day: datetime, cases: int) -> str:
        """The number of the next case: day, and a count that never starts again, so that none comes twice."""
        return f"{self.prefix}{self.day(day).isoformat().replace('-', '')}-{cases + 1:06d}"


def ordinal_of(number: str) -> int:
    """The count in a case number (`Terms.number`): the how-manieth case of the district it is."""
    return int(number.rpartition("-")[2])
