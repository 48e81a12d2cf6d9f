"""What a story is, as frozen values: people, scenes, and what each scene must lead to. No reading, no playing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bihuan.core.events import Scalar
from bihuan.core.text import Text

MAIN = "main"
"""The case a scene is about if it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in the text of a story: where, and what; the story isn't played."""

    file: str
    line: int
    """From 1; 0 where there is no text."""
    message: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person of the cast, invented. Either plays a role directly, or holds a post that confers roles."""

    id: str
    name: Text
    role: str | None = None
    """A role nobody is appointed to: the one who raises, or the system."""
    duty: str | None = None
    unit: str | None = None
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a register says of one entry when the story begins."""

    register: str
    key: str
    values: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One thing somebody does at a local time, or time that passes; and what must hold afterwards."""

    number: int
    """From 1."""
    line: int = 0
    at: datetime
    """Local time of the district, without a zone in the file."""
    case: str = MAIN
    programme: str | None = None
    """The programme a case is raised in, if it is not the story's: children, what came of a visit."""
    who: str | None = None
    on_behalf: str | None = None
    """The one who raised it, if somebody else wrote it down: a call, a counter, a visit."""
    does: str | None = None
    outcome: str = "done"
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    photos: int = 0
    arguments: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)
    note: Text | None = None
    then: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Figures over the cases of the story: indicator → "numerator/denominator", and how many are unknown."""

    line: int = 0
    as_of: datetime
    rates: Mapping[str, str]
    unknown: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Given a cast, when these scenes are played, then what they say holds."""

    file: str
    title: Text
    tells: Text
    programme: str
    cast: Mapping[str, Member]
    scenes: tuple[Scene, ...]
    ending: Ending | None = None
    entries: tuple[Entry, ...] = ()
    """What registers say; one of which no entry is told says nothing."""
