"""What a programme file means, as frozen values. Nothing here reads a file, a clock or a database.

A *programme* is one mechanism; an *edition* is that mechanism as valid from a date. Names of stages, steps, roles,
fields and clocks are the pack's own vocabulary: no code outside a pack may mention one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bihuan.core.clocks import Budget, Direction, Ends
from bihuan.core.expressions import Expression
from bihuan.core.text import Text
from bihuan.core.verbs import Party, RequestKind, TaskKind, Verb


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


PRIVATE_TYPES = frozenset({FieldType.WORDS, FieldType.PLACE})
"""Types whose values may hold personal data; they go to the vault and never into an event."""


class Visibility(StrEnum):
    """What the public log shows of a programme's cases."""

    PUBLIC = "public"
    OPAQUE = "opaque"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A versioned list of words with definitions: categories, classes, natures, reasons."""

    id: str
    title: Text
    edition: str
    basis: str
    entries: Mapping[str, Entry]

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
    most: int | None = None
    """Longest words in characters, or the largest number."""
    least: int | None = None

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A field that a step takes."""

    field: str
    required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """A condition a step must meet; holds only if exactly true."""

    id: str
    require: Expression
    source: str
    say: Text
    hint: Text
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What follows from one outcome of a step."""

    to: str | None = None
    ends_as: str | None = None
    """Set when the case ends otherwise than by the full loop: rejected, transferred, withdrawn …"""
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    """Clocks whose stop is undone: the promise to the person who raised the case never restarts."""
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    """Clocks that get a granted extension besides the one it was asked for."""
    tells: tuple[str, ...] = ()
    finds: tuple[tuple[str, str], ...] = ()
    """Findings made in passing, as (kind, verdict); only for history and lapses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """A key that must be unique while held; taken in the same transaction."""

    key: Expression
    source: str
    release: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A movement on an account, with a balance rule."""

    account: str
    quantity: Expression
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEffect:
    """A step that changes a register entry, dated."""

    register: str
    key: Expression
    field: str
    value: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing somebody can do, bound to one verb."""

    id: str
    verb: Verb
    title: Text
    by: tuple[str, ...]
    from_: tuple[str, ...]
    """Stages it can be done at; empty for the step that opens a case."""
    moves: Mapping[str, Move]
    task: TaskKind | None = None
    """Kind of the actor's task it acts on; None acts on the case as a whole."""
    any_task: bool = False
    takes: tuple[Taking, ...] = ()
    photos: int = 0
    guards: tuple[Guard, ...] = ()
    within: str | None = None
    """A clock that must be running and not yet due: a window."""
    times: int | None = None
    """How often it can be done in one round of a case; None is without limit."""
    request: RequestKind | None = None
    """What a deciding step decides."""
    clock: str | None = None
    """The clock that an extension, an exemption or a lapse is about."""
    most: Budget | None = None
    """The most an extension may add."""
    level: int | None = None
    """The supervision level that the step raises a case to."""
    reasons: str | None = None
    """Dictionary of lawful reasons a suspension must name one of; each entry has its basis."""
    deems: tuple[Verb, str] | None = None
    """What silence counts as when a clock lapses: a verb and its outcome, done by the system."""
    relation: str = "same"
    """How a link relates the two cases."""
    history: bool = False
    """Only for recording the past, with the time it happened."""
    basis: str = ""
    spawns: str | None = None
    """Programme of the child case it opens."""
    reserves: tuple[Reservation, ...] = ()
    posts: tuple[Posting, ...] = ()
    sets: tuple[RegisterEffect, ...] = ()
    seals: str | None = None
    """Field whose value stays sealed until the step that unseals it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One row of a clock's table of limits: the first whose condition holds gives the budget."""

    id: str
    when: Expression | None
    source: str
    budget: Budget | None
    """None if the clock's date field is itself the deadline."""
    basis: str
    valid: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One promise in time. Each names what happens when it ends and nobody acted."""

    id: str
    title: Text
    owner: Party
    """Whose promise it is."""
    calendar: str
    limits: tuple[Limit, ...]
    lapse: str | None
    """The step taken by the system when it ends; None only records that it ended."""
    tasks: frozenset[TaskKind] = frozenset()
    """Kinds of task it runs for, each with a clock of its own; empty for one clock of the case."""
    direction: Direction = Direction.AFTER
    at_field: str | None = None
    """A date field that it starts from or, backwards, must come before."""
    ends: Ends = Ends.BUSINESS_CLOSE
    shown: bool = False
    """Whether the person who raised the case is told this deadline."""
    window: bool = False
    """True if it limits until when something may be done; its end is no lateness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row of the dispatch catalogue: the first whose condition holds names the unit."""

    id: str
    when: Expression | None
    source: str
    unit: str | None
    level: str | None
    """Or the unit of this level that is responsible for the case's area."""
    assist: tuple[str, ...]
    basis: str
    valid: Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A notice: whom it goes to and what it says."""

    id: str
    to: str
    """Role, or `raiser`, or `lead_unit`, `assist_units`."""
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A declared pure function of case facts; never stored, always recomputed (design, invariant 5)."""

    id: str
    title: Text
    meaning: Text
    population: Expression | None
    """Which cases it is about; None takes all of the programme's."""
    due: Expression | None
    """Due rule: only cases for which it holds enter the denominator; None takes the whole population."""
    numerator: Expression
    window: str
    """The date that places a case in a period."""
    edition: str
    basis: str
    valid: Validity
    published: bool
    sources: Mapping[str, str] = field(default_factory=dict)
    """The text of each expression, for the page that explains the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One edition of one mechanism."""

    id: str
    code: str
    title: Text
    edition: str
    valid: Validity
    basis: str
    visibility: Visibility
    start: str
    """The stage a case is in once it is raised."""
    place_field: str | None
    category_field: str | None
    accused_field: str | None
    """Field naming the unit a case is about; that unit stands aside."""
    supervision_levels: int
    outward: Mapping[str, Text]
    fields: Mapping[str, Field]
    stages: Mapping[str, Stage]
    roles: Mapping[str, Role]
    steps: Mapping[str, Step]
    clocks: Mapping[str, Clock]
    lists: Mapping[str, tuple[str, ...]]
    """Named lists of dictionary members, usable by their name in expressions: a duty list, a red list."""
    routes: tuple[Route, ...]
    tellings: Mapping[str, Telling]
    indicators: tuple[Indicator, ...]
    dictionaries: Mapping[str, str]
    """Dictionary id → edition it was checked against."""
    hash: str = ""
    """SHA-256 of the file's text, hex; cases and published figures name it."""

    def steps_from(self, stage: str) -> tuple[Step, ...]:
        """Steps that this stage allows, in the file's order."""
        return tuple(step for step in self.steps.values() if stage in step.from_)
