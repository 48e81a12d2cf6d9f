"""What a case is after its events, as frozen values. How it gets there is in `evolving`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.core import events as e
from bihuan.core.clocks import Budget, Direction, Ends, Suspension, Terms, fixed_of
from bihuan.core.records import filled_at_once
from bihuan.core.verbs import ACTIVE_TASK, FindingKind, Party, RequestKind, TaskKind, TaskState


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One unit's part in the case."""

    id: str
    unit: str
    kind: TaskKind
    state: TaskState
    rule: str
    binding: bool = False
    marks: frozenset[str] = frozenset()

    @property
    def active(self) -> bool:
        """Whether the unit still owes something."""
        return self.state in ACTIVE_TASK


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One promise: what its deadline derives from, and how it stands."""

    id: str
    name: str
    owner: Party
    task: str | None = None
    budget: Budget | None
    started_at: datetime
    calendar: str
    calendar_edition: str
    rule: str
    edition: str
    basis: str
    due: datetime
    provisional: bool = False
    lapse: str | None = None
    window: bool = False
    shown: bool = False
    direction: Direction = Direction.AFTER
    ends: Ends = Ends.BUSINESS_CLOSE
    fixed: str | None = None
    stopped_at: datetime | None = None
    late: bool = False
    lapsed: bool = False
    exempted: bool = False
    extensions: tuple[Budget, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    missed: bool = False
    """Late for what was never done (`ClockStopped.missed`), not for a moment: no new deadline mends it."""

    @property
    def running(self) -> bool:
        """Whether the promise is still open (also while suspended)."""
        return self.stopped_at is None

    @property
    def suspended(self) -> bool:
        """Whether time stands still now."""
        return bool(self.suspensions) and self.suspensions[-1].end is None

    def terms(self) -> Terms:
        """What the clock engine derives the deadline from."""
        return Terms(
            clock=self.name,
            budget=self.budget,
            started_at=self.started_at,
            direction=self.direction,
            fixed=fixed_of(self.fixed),
            extensions=self.extensions,
            suspensions=self.suspensions,
            rule=self.rule,
            edition=self.edition,
            basis=self.basis,
            ends=self.ends,
        )


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A judgement as it stands; an earlier one of an earlier round stays in the events."""

    kind: FindingKind
    verdict: str
    party: Party
    at: datetime
    round: int
    signed: bool = False


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Something asked for and not yet decided."""

    kind: RequestKind
    task: str | None = None
    clock: str | None = None
    amount: Budget | None = None
    reason: str | None = None
    reason_basis: str | None = None


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One matter going round its loop."""

    id: str
    number: str
    programme: str
    edition: str
    population: str
    opened_at: datetime
    occurred_at: datetime
    n: int
    """How many events it has."""
    stage: str = ""
    final: bool = False
    outcome: str | None = None
    round: int = 1
    supervision: int = 0
    score: int | None = None
    fields: Mapping[str, e.Scalar] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    clocks: Mapping[str, ClockState] = field(default_factory=dict)
    findings: Mapping[FindingKind, Finding] = field(default_factory=dict)
    requests: Mapping[RequestKind, Request] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    """What was counted (`return`, `rework` …), each step taken (`step:id`, `step:id@round`) and each verb (`verb:x`),
    what was granted (`granted:kind`).

    The prefixes keep a pack's own names apart from the grammar's: a step may be called `return`.
    """
    links: tuple[tuple[str, str], ...] = ()
    children: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    balances: Mapping[str, int] = field(default_factory=dict)
    reserved: frozenset[str] = frozenset()
    contributions: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, datetime] = field(default_factory=dict)
    """When each verb, and each verb with its outcome, first happened: what indicators measure."""
    worked: frozenset[str] = frozenset()
    """Accounts and units that handled the case; none of them may judge it."""
    undone: tuple[int, ...] = ()
    """Numbers of the events that were taken back: facts, without effect."""

    @property
    def lead(self) -> Task | None:
        """The task of the unit in charge, if one is."""
        found = None
        for task in self.tasks.values():
            if task.kind is TaskKind.LEAD and task.state not in (TaskState.RETURNED, TaskState.REVOKED):
                found = task
        return found
