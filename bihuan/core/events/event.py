"""The event, who acted, and the closed union of effects. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.core.events.case_effects import (
    CaseLinked,
    CaseOpened,
    ChildMoved,
    ChildSpawned,
    Contributed,
    Counted,
    EndedAs,
    FieldSet,
    FindingMade,
    NoticeOrdered,
    PhotoShown,
    Posted,
    Rated,
    RegisterChanged,
    Released,
    RequestDecided,
    RequestOpened,
    Reserved,
    RoundBegan,
    StageReached,
    SupervisionRaised,
    TaskGiven,
    TaskMarked,
    TaskMoved,
)
from bihuan.core.events.clock_effects import (
    ClockContinued,
    ClockExtended,
    ClockLapsed,
    ClockReprojected,
    ClockResumed,
    ClockStarted,
    ClockStopped,
    ClockSuspended,
    Exempted,
)
from bihuan.core.events.undo_effects import ClockRestored, ClockUnbegun, FieldForgotten, StepUndone, TaskRestored
from bihuan.core.records import filled_at_once
from bihuan.core.verbs import Party, Verb


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who acted, as the log may keep it: an opaque account, never a name."""

    account: str
    role: str
    unit: str | None
    party: Party


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
    | PhotoShown
    | ChildSpawned
    | ChildMoved
    | Posted
    | Reserved
    | Released
    | RegisterChanged
    | Contributed
    | StepUndone
    | TaskRestored
    | FieldForgotten
    | ClockUnbegun
    | ClockRestored
)
"""Closed: a new kind of consequence is a new row here, in `evolve` and in the codec, or the type checker objects."""


@filled_at_once
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
