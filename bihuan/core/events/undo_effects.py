"""Effects of taking a step back: each says how a part of the case stood before that step. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.core.records import filled_at_once
from bihuan.core.verbs import TaskState


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class StepUndone:
    """The step before this one counts no more. That it was taken stays a fact, and so does who worked on the case."""

    of: int
    """Number of its event in the case."""
    counted: tuple[str, ...]
    """What it added one to."""
    moments: tuple[str, ...]
    """What it was the first of."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRestored:
    """A unit's part is as far as it was."""

    task: str
    state: TaskState
    marks: tuple[str, ...]


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class FieldForgotten:
    """A typed fact that nobody had given before the step; one that had another value is set to it again."""

    name: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockUnbegun:
    """A run of a clock that began with the step never ran."""

    clock: str


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRestored:
    """A clock that the step stopped, or let run again, runs or stands as before it, towards the same end."""

    clock: str
    due: datetime
    provisional: bool
    late: bool
    standing: bool
    """Whether time stood still."""
    missed: bool = False
