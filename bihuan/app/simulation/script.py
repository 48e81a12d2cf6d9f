"""What a demonstration file says: cast, paths, messages, bursts. Values only; who plays them is in `playing`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from bihuan.core.events import Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One step of a path: who does what, how long after the one before, in minutes."""

    do: str
    by: str
    after: tuple[int, int]
    outcome: str = "done"
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)
    photos: int = 0
    before_end: tuple[int, int] | None = None
    """Not before that many minutes ahead of the end: what a path that stays open comes to last."""
    paced: bool = False
    """Whether the message's pace applies: urgent matters go faster."""
    anytime: bool = False
    """At night too; otherwise it waits for office hours."""
    each: bool = False
    """Once for each unit of that kind; none if there is none."""
    settles: bool = False
    """Whether the matter is solved by this; the last such act of a path counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Path_:
    """One way a matter can go."""

    id: str
    solved: bool
    weight: float
    acts: tuple[Act, ...]
    open_days: int = 0
    """If not 0: still under way when the demonstration ends, and raised at most so many days before that (where it
    ends solved: so many days before there is just time enough)."""
    least_pace: float = 0
    """Only for messages that go at least so slowly: what is urgent takes other paths."""
    raised_by: str = ""
    """Member of the cast who raises it; empty is the one of the whole demonstration."""
    values: Mapping[str, Scalar] = field(default_factory=dict)
    """Facts given when it is raised, besides those of the whole demonstration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody says, about what, and how fast such a matter goes."""

    category: str
    pace: float
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """Many of one kind at once: a storm night, a campaign."""

    before_end: int
    """Days before the last day on which it begins."""
    begins: time
    hours: int
    share: int
    """Per cent of all requests."""
    categories: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A demonstration of one programme."""

    programme: str
    raise_: str
    raised_by: str
    words: str
    area: str
    category: str
    values: Mapping[str, Scalar]
    level: str
    """Level of the units in whose areas matters are raised."""
    office: tuple[time, time]
    days: int
    cast: Mapping[str, Mapping[str, Any]]
    paths: tuple[Path_, ...]
    messages: tuple[Message, ...]
    bursts: tuple[Burst, ...]


def read_script(path: Path) -> Script:
    """The script of a file. Raises KeyError or ValueError naming what is wrong: these files are ours."""
    raw = tomllib.loads(path.read_text("utf-8"))
    head = raw["demo"]
    opens, closes = (time.fromisoformat(text) for text in head["office"])
    return Script(
        programme=head["programme"],
        raise_=head["raise"],
        raised_by=head["raised_by"],
        words=head["words"],
        area=head["area"],
        category=head["category"],
        values=head["values"],
        level=head["level"],
        office=(opens, closes),
        days=head["days"],
        cast=raw["cast"],
        paths=tuple(_path(one) for one in raw["path"]),
        messages=tuple(
            Message(category=one["category"], pace=one["pace"], says=tuple(one["says"])) for one in raw["message"]
        ),
        bursts=tuple(
            Burst(
                before_end=one["before_end"],
                begins=time.fromisoformat(one["from"]),
                hours=one["hours"],
                share=one["share"],
                categories=frozenset(one["categories"]),
            )
            for one in raw.get("burst", ())
        ),
    )


def _path(raw: Mapping[str, Any]) -> Path_:
    return Path_(
        id=raw["id"],
        solved=raw["solved"],
        weight=raw["weight"],
        open_days=raw.get("open_days", 0),
        least_pace=raw.get("least_pace", 0),
        raised_by=raw.get("raised_by", ""),
        values=raw.get("values", {}),
        acts=tuple(_act(one) for one in raw["steps"]),
    )


def _act(raw: Mapping[str, Any]) -> Act:
    words = dict(raw.get("says", {}))
    if "reason" in raw:
        words["reason"] = raw["reason"]
    least, most = raw["after"]
    return Act(
        do=raw["do"],
        by=raw["by"],
        after=(least, most),
        outcome=raw.get("outcome", "done"),
        values=raw.get("with", {}),
        words=words,
        arguments={n: tuple(v) if isinstance(v, list) else v for n, v in raw.get("arguments", {}).items()},
        photos=raw.get("photos", 0),
        before_end=tuple(raw["before_end"]) if "before_end" in raw else None,
        paced=raw.get("paced", False),
        anytime=raw.get("anytime", False),
        each=raw.get("each", False),
        settles=raw.get("settles", False),
    )
