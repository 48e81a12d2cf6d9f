"""What a scene led to, as frozen values: the act, its facts or its refusal, and what was missed. Nothing is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bihuan.app.stories.script import Scene
from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.events import Event
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One expectation that did not come true."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed:
    """A clock that ended by itself before or in a scene, with the fact it led to."""

    case: str
    clock: str
    """Name of the clock in the programme."""
    at: datetime
    event: Event
    programme: Programme
    """The edition of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One scene as it was played."""

    scene: Scene
    programme: Programme
    """The edition of the case."""
    lapses: tuple[Lapsed, ...]
    """What time did by itself since the scene before, on any case of the story."""
    own: tuple[Lapsed, ...]
    """What time did by itself on this case since the last scene about it."""
    events: tuple[Event, ...]
    refusal: Refusal | None
    after: Case | None
    misses: tuple[Miss, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an expectation may look at besides the act: rules, places, all the cases of the story."""

    programme: Programme
    context: Context
    raisers: dict[str, str] = field(default_factory=dict)
    """Case → the member who raised it."""
