"""Effects on a case other than on its clocks. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.core.areas import Area
from bihuan.core.clocks import Budget
from bihuan.core.records import filled_at_once
from bihuan.core.verbs import FindingKind, Party, RequestKind, TaskKind, TaskState

Scalar = str | int | bool | None
"""What a typed fact holds. Dates are ISO text, money is an integer in the field's smallest unit."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """First effect of a case: what it is and under which rules it runs from now on."""

    number: str
    programme: str
    edition: str
    population: str
    """`live`, `history` (occurred before it was recorded here) or `demo`."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class StageReached:
    """The case stands at this stage now; `final` ends it."""

    stage: str
    final: bool


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class EndedAs:
    """How a case ended that did not run the full loop, or `completed`."""

    outcome: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSet:
    """A typed fact about the case."""

    name: str
    value: Scalar


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskGiven:
    """A unit has a part in the case, and why."""

    task: str
    unit: str
    kind: TaskKind
    rule: str
    """Row of the dispatch catalogue, `chosen` with a reason, `arbitrated` or `called`."""
    binding: bool = False


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved:
    """How far a unit's part is now."""

    task: str
    state: TaskState
    binding: bool = False


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMarked:
    """Something noted about a task that does not change how far it is: `contacted`, `arrived`."""

    task: str
    mark: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingMade:
    """A judgement by a party that is not the handler. `unreachable` is no yes."""

    kind: FindingKind
    verdict: str
    party: Party
    signed: bool = False
    """Whether the one who raised it signed it with the receipt; the leaf holds the signature."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A score by the one who raised the case, 1 to 5."""

    score: int


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class RoundBegan:
    """The work starts over: `rework` after a failed check, `reopen` by the one who raised it, `redispatch`."""

    cause: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something that is only counted: `return`, `reminder`, `correction`."""

    what: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class RequestOpened:
    """Somebody asks for something that somebody else decides."""

    kind: RequestKind
    task: str | None
    clock: str | None
    amount: Budget | None
    reason: str | None = None
    reason_basis: str | None = None


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class RequestDecided:
    """The answer to the open request of that kind."""

    kind: RequestKind
    granted: bool


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionRaised:
    """The case stands under supervision of this level."""

    level: int


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked:
    """Cases with one cause stand together; each reporter is still answered."""

    other: str
    relation: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeOrdered:
    """Somebody is to be told; the outbox row is written in the same transaction."""

    telling: str
    to: str
    held: datetime | None = None
    """Until when it waits, because the step that ordered it may be taken back till then."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildSpawned:
    """A case of its own grew out of this one."""

    child: str
    programme: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ChildMoved:
    """A child case reached a stage, as its parent knows it."""

    child: str
    stage: str
    final: bool


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A movement on an account: materials, points, money."""

    account: str
    quantity: int
    unit: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """A key is held by this case."""

    key: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """A key is free again."""

    key: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterChanged:
    """A register entry has a new value from that day on."""

    register: str
    key: str
    field: str
    value: Scalar
    since: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Contributed:
    """One person's sealed contribution; the commitment proves later that it was not changed."""

    person: str
    commitment: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoShown:
    """Whether the one who raised the case may see a photo from now on, and which parts of it are covered for them."""

    photo: str
    """Its address in the vault."""
    shown: bool
    areas: tuple[Area, ...]
