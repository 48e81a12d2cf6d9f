"""Effects on clocks: each carries the deadline it leads to. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.core.clocks import Budget, Direction, Ends
from bihuan.core.records import filled_at_once
from bihuan.core.verbs import Party


@filled_at_once
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


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStopped:
    """The promise was kept, or its time was past when it was (`late`)."""

    clock: str
    at: datetime
    late: bool
    missed: bool = False
    """Late because what alone keeps the promise was never done; no later deadline mends that."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockContinued:
    """A stop is undone: the clock runs on as if it had never stopped."""

    clock: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSuspended:
    """Time stands still from here, for a lawful reason."""

    clock: str
    at: datetime
    reason: str
    basis: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed:
    """Time runs again, with the deadline that follows."""

    clock: str
    at: datetime
    due: datetime
    provisional: bool


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExtended:
    """More time was granted."""

    clock: str
    budget: Budget
    due: datetime
    provisional: bool


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLapsed:
    """The time ended and nobody had acted."""

    clock: str
    at: datetime


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReprojected:
    """A calendar or a rule changed and the deadline was derived again."""

    clock: str
    budget: Budget | None
    calendar_edition: str
    due: datetime
    provisional: bool
    reason: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Exempted:
    """The lateness of this clock leaves the statistics; that it was late stays a fact."""

    clock: str
