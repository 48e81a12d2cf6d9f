"""The words of a programme: fields, dictionaries, stages, roles. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bihuan.core.notices import Channel
from bihuan.core.text import Text
from bihuan.core.verbs import Party


class FieldType(StrEnum):
    """What a field can hold. Words and places are private; the others are typed facts without personal data."""

    WORDS = "words"
    PLACE = "place"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    YES_NO = "yes_no"
    UNIT = "unit"
    AREA = "area"
    ENTRY = "entry"
    CODE = "code"
    TITLE = "title"
    """What a thing is called in public: a firm, a project, a place. Never a person."""
    QUANTITY = "quantity"
    """A whole number of the smallest part of `measure` that is written down (`decimals`)."""
    INTERVAL = "interval"
    """From a moment to a moment: two ISO moments with a slash between."""
    POINT = "point"
    """A public place on the map, "longitude,latitude"."""


EXISTS = "*"
"""The dated value of a register entry that says whether it is in force; no field can be called so."""
STATE = "state"
"""The dated value that holds the state, in a register that declares states."""

PRIVATE_TYPES = frozenset({FieldType.WORDS, FieldType.PLACE})
"""Types whose values may hold personal data; they go to the vault and never into an event."""


class Visibility(StrEnum):
    """What the public log shows of a programme's cases."""

    PUBLIC = "public"
    OPAQUE = "opaque"


class PageKind(StrEnum):
    """Pages that can be made of any programme or register; a pack says which of them help here."""

    LIST = "list"
    RECORD = "record"
    BOARD = "board"
    """One glance for a screen on the wall: what stands in which phase, what is late, what is waited for."""
    ROSTER = "roster"
    """Whose turn it is: intervals that were planned beside those that somebody was there."""
    MAP = "map"
    """A board with a map beside it."""
    FUNNEL = "funnel"
    """Of a register: how many entries, and how much money, came how far."""
    GRAPH = "graph"
    """Of a register: what comes after what, who fills it, and where a gap is."""


class AskedOf(StrEnum):
    """Whom a field is asked of."""

    EVERYBODY = "everybody"
    OFFICES = "offices"
    """Whoever acts from a post; not the one who raises a case for oneself."""
    NOBODY = "nobody"
    """It is worked out."""


class Scope(StrEnum):
    """How far a role reaches."""

    DISTRICT = "district"
    AREA = "area"
    UNIT = "unit"
    RAISER = "raiser"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From which day a rule holds and until which (inclusive); `until` None means still in force."""

    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the rule is in force on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member of a dictionary, with the text that defines it."""

    code: str
    title: Text
    definition: Text
    parent: str | None = None
    valid: Validity
    basis: str = ""
    confidential: bool = False
    """A case that is said to be this shows the public its number, stage and deadlines and nothing else."""
    signs: tuple[str, ...] = ()
    """Words in a message that hint at it; people decide."""
    recovers: bool = False
    """Of a purpose: it is that of giving a lost receipt code again, and of nothing else."""
    suffices: bool = False
    """Of a purpose: a relayed call for it needs no reason in words beside it. An identity never opens without one."""
    grave: bool = False
    """Whether a case with this value is one that leaders look at first."""
    by_page: bool = False
    """What comes in by the public page is this; whoever reports there is not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A versioned list of words with definitions: categories, classes, natures, reasons."""

    id: str
    title: Text
    edition: str
    basis: str
    entries: Mapping[str, Entry]

    def holds(self, code: object, day: date) -> bool:
        """Whether this is a member in force that day."""
        entry = self.entries.get(code) if isinstance(code, str) else None
        return entry is not None and entry.valid.covers(day)

    @property
    def by_page(self) -> str | None:
        """What comes in by the public page; None where the dictionary tells no ways of coming in."""
        return next((code for code, entry in self.entries.items() if entry.by_page), None)

    def codes_on(self, day: date) -> tuple[str, ...]:
        """Members in force that day, in the file's order."""
        return tuple(code for code, entry in self.entries.items() if entry.valid.covers(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing a case holds."""

    id: str
    title: Text
    type: FieldType
    dictionary: str | None = None
    register: str | None = None
    identity: bool = False
    """True for what names the person who raised the case: kept under a key of its own."""
    contact: Channel | None = None
    """The channel over which the person can be told at this address: a field of identity."""
    most: int | None = None
    """Longest words in characters, or the largest number."""
    least: int | None = None
    required: bool = False
    """In a register: whether an entry must have it from the day it is opened."""
    needs: str | None = None
    """Another field that has to be given with this one; what is recorded of the past may lack it."""
    asked_of: AskedOf = AskedOf.EVERYBODY
    """On whose forms it stands."""
    filters: bool = False
    """Whether lists of the offices can be narrowed by it: a word of a dictionary."""
    masked: bool = False
    """In a register: shown only to those whose right lists it."""
    currency: str | None = None
    """ISO 4217 code that money is in."""
    currency_field: str | None = None
    """Or the field of the same entry that says it."""
    measure: str | None = None
    """What a quantity counts: `kg`, `m3`, `件`."""
    measure_field: str | None = None
    """Or the field of the same entry that says it."""
    english_field: str | None = None
    """The field of the same entry that says the same in English; pages in English show that one where it is filled."""
    decimals: int = 0
    """Digits behind the point of money and quantities: 1234 with 2 of them is 12.34."""

    @property
    def private(self) -> bool:
        """Whether the value belongs in the vault."""
        return self.identity or self.type in PRIVATE_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A place on the case's way. `final` stages end it; `outward` is the name shown to the person who raised it."""

    id: str
    title: Text
    outward: str
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a person may be in this programme, how far it reaches and which private fields it sees."""

    id: str
    title: Text
    party: Party
    scope: Scope
    sees: frozenset[str] = frozenset()
    duty: str = ""
    """The duty of a post that confers this role; posts are register entries."""
    identifies: frozenset[str] = frozenset()
    """Identity fields that it may open, for a purpose, each time; every opening is written down."""
    relays: frozenset[str] = frozenset()
    """Identity fields that it may have called without seeing them."""
    seat: str | None = None
    """The unit whose people hold it. A case about that unit is nothing for them: it goes to the stand-in."""
    stand_in: str | None = None
    """The role that takes its steps in a case about the unit of its seat."""
    stands_in: tuple[str, ...] = ()
    """Of a role that takes no step of its own: the roles it stands in for. It reaches no other cases."""
