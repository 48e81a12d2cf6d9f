"""What is asked: a closed union of frozen commands. Private words travel beside typed values and never mix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bihuan.core.events import Scalar
from bihuan.core.records import filled_at_once
from bihuan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A duty that a person holds in a unit, for some areas or all; dated in the register."""

    duty: str
    unit: str
    areas: frozenset[str] = frozenset()
    """Areas it covers; empty means all areas of the unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks: an opaque account with its posts. `recused` names the units and cases to stand aside from."""

    account: str
    posts: tuple[Post, ...] = ()
    raiser: bool = False
    """Holds the receipt of the case, or raises one now."""
    system: bool = False
    recused: frozenset[str] = frozenset()


SYSTEM = Person(account="system", system=True)


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """Open a case."""

    case: str
    number: str
    programme: str
    step: str
    by: Person
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    occurred: datetime | None = None
    """When it happened, for history; None means now."""
    population: str = "live"


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Take a step of the programme on a case."""

    case: str
    step: str
    by: Person
    outcome: str = "done"
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    photos: tuple[str, ...] = ()
    arguments: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)
    """The verb's own arguments: unit, assist, units, amount, level, score, other."""
    seen: int | None = None
    """Number of events the person had seen; a case that moved on refuses."""
    occurred: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A clock ended and nobody had acted: the system does what the programme declares."""

    case: str
    clock: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproject:
    """A calendar or rule changed: derive the running deadlines again."""

    case: str
    reason: str
    rules: bool = False
    """Also take a changed budget of the very rule that set the limit; False keeps what was promised."""


Command = Raise | Take | Lapse | Reproject


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """An office, street, brigade or community, as the register knows it today."""

    id: str
    title: Text
    level: str
    """`zone`, `department`, `street`, `station`, `enforcement`, `community`: the pack's dictionary."""
    parent: str | None
    areas: frozenset[str]
    since: date
    until: date | None = None

    def active(self, day: date) -> bool:
        """Whether it exists on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place on the map: community, street, zone."""

    id: str
    title: Text
    parent: str | None
