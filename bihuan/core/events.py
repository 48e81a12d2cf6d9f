"""What happened: one event shape and a closed union of effects, all frozen, none with personal data.

An event carries its own consequences (the stage reached, the deadline set), so that `evolve` never needs the
programme: a case of 2019 replays in 2040 without the file it was opened under.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.core.clocks import Budget, Direction, Ends
from bihuan.core.verbs import FindingKind, Party, RequestKind, TaskKind, TaskState, Verb

Scalar = str | int | bool | None
"""What a typed fact holds. Dates are ISO text, money is an integer in the field's smallest unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who acted, as the log may keep it: an opaque account, never a name."""

    account: str
    role: str
    unit: str | None
    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """First effect of a case: what it is and under which rules it runs from now on."""

    number: str
    programme: str
    edition: str
    population: str
    """`live`, `history` (occurred before it was recorded here) or `demo`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    """The case stands at this stage now; `final` ends it."""

    stage: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedAs:
    """How a case ended that did not run the full loop, or `completed`."""

    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSet:
    """A typed fact about the case."""

    name: str
    value: Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """A unit has a part in the case, and why."""

    task: str
    unit: str
    kind: TaskKind
    rule: str
    """Row of the dispatch catalogue, `chosen` with a reason, `arbitrated` or `called`."""
    binding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved:
    """How far a unit's part is now."""

    task: str
    state: TaskState
    binding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMarked:
    """Something noted about a task that does not change how far it is: `contacted`, `arrived`."""

    task: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStarted:
    """A promise in time began. Everything its deadline derives from is here; `due` is what that gave."""

    clock: str
    name: str
    """The programme's clock; `clock` itself also carries the task it runs for."""
    owner: Party
    task: str | None
    budget: Budget | None
    """None for a fixed date."""
    started_at: datetime
    calendar: str
    calendar_edition: str
    rule: str
    edition: str
    basis: str
    due: datetime
    provisional: bool
    lapse: str | None
    window: bool
    shown: bool
    direction: Direction = Direction.AFTER
    ends: Ends = Ends.BUSINESS_CLOSE
    fixed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped:
    """The promise was kept, or its time was past when it was (`late`)."""

    clock: str
    at: datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockContinued:
    """A stop is undone: the clock runs on as if it had never stopped."""

    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSuspended:
    """Time stands still from here, for a lawful reason."""

    clock: str
    at: datetime
    reason: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed:
    """Time runs again, with the deadline that follows."""

    clock: str
    at: datetime
    due: datetime
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended:
    """More time was granted."""

    clock: str
    budget: Budget
    due: datetime
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLapsed:
    """The time ended and nobody had acted."""

    clock: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReprojected:
    """A calendar or a rule changed and the deadline was derived again."""

    clock: str
    calendar_edition: str
    due: datetime
    provisional: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMade:
    """A judgement by a party that is not the handler. `unreachable` is no yes."""

    kind: FindingKind
    verdict: str
    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A score by the one who raised the case, 1 to 5."""

    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegan:
    """The work starts over: `rework` after a failed check, `reopen` by the one who raised it, `redispatch`."""

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something that is only counted: `return`, `reminder`, `correction`."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOpened:
    """Somebody asks for something that somebody else decides."""

    kind: RequestKind
    task: str | None
    clock: str | None
    amount: Budget | None
    reason: str | None = None
    reason_basis: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDecided:
    """The answer to the open request of that kind."""

    kind: RequestKind
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """The lateness of this clock leaves the statistics; that it was late stays a fact."""

    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRaised:
    """The case stands under supervision of this level."""

    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked:
    """Cases with one cause stand together; each reporter is still answered."""

    other: str
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOrdered:
    """Somebody is to be told; the outbox row is written in the same transaction."""

    telling: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSpawned:
    """A case of its own grew out of this one."""

    child: str
    programme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildMoved:
    """A child case reached a stage, as its parent knows it."""

    child: str
    stage: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A movement on an account: materials, points, money."""

    account: str
    quantity: int
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """A key is held by this case."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A key is free again."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanged:
    """A register entry has a new value from that day on."""

    register: str
    key: str
    field: str
    value: Scalar
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributed:
    """One person's sealed contribution; the commitment proves later that it was not changed."""

    person: str
    commitment: str


Effect = (
    CaseOpened
    | StageReached
    | EndedAs
    | FieldSet
    | TaskGiven
    | TaskMoved
    | TaskMarked
    | ClockStarted
    | ClockStopped
    | ClockContinued
    | ClockSuspended
    | ClockResumed
    | ClockExtended
    | ClockLapsed
    | ClockReprojected
    | FindingMade
    | Rated
    | RoundBegan
    | Counted
    | RequestOpened
    | RequestDecided
    | Exempted
    | SupervisionRaised
    | CaseLinked
    | NoticeOrdered
    | ChildSpawned
    | ChildMoved
    | Posted
    | Reserved
    | Released
    | RegisterChanged
    | Contributed
)
"""Closed: a new kind of consequence is a new row here, in `evolve` and in the codec, or the type checker objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One fact in the stream of one case."""

    case: str
    n: int
    """Number inside the case: 0, 1, 2 … without holes."""
    step: str
    verb: Verb
    outcome: str
    by: By
    recorded: datetime
    """When it was written down, UTC."""
    occurred: datetime
    """When it happened, UTC; the same for live work, earlier for history."""
    task: str | None
    words: tuple[str, ...]
    """Names of the private values that came with it; the values are in the vault."""
    photos: tuple[str, ...]
    effects: tuple[Effect, ...]
