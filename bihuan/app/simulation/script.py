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
    counted_from: str = ""
    """Field given when the matter was raised: `after` counts from that day or moment instead."""
    once_lapsed: str = ""
    """Clock: only when it has ended, and `after` counts from there."""
    child: str = ""
    """Script of the matter that is raised here, to become a child by this act."""
    children: int | None = None
    """How many; None is as many as the parameters leave for it."""
    after_children: bool = False
    """Only when everything that was to happen on each child has happened."""
    alike: str = ""
    """Name of the argument in which each matter that is like this one is given, once for each that is open still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """What must stand before a matter is raised: so many of a kind, in one area, raised within so many days, open."""

    of: str
    """Script of those others; the message says which of its categories are like it."""
    least: int
    days: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Path_:
    """One way a matter can go."""

    id: str
    solved: bool
    weight: float
    acts: tuple[Act, ...]
    open_days: float = 0
    """If not 0: still under way when the demonstration ends, and raised at most so many days before that (where it
    ends solved: so many days before there is just time enough)."""
    raised_before: tuple[int, int] | None = None
    """If given: raised so many minutes before the demonstration ends."""
    least_pace: float = 0
    """Only for messages that go at least so slowly: what is urgent takes other paths."""
    raised_by: str = ""
    """Member of the cast who raises it; empty is the one of the whole demonstration."""
    values: Mapping[str, Scalar] = field(default_factory=dict)
    """Facts given when it is raised, besides those of the whole demonstration."""
    tags: frozenset[str] = frozenset()
    """Only messages that carry one of them; empty is any."""
    child: str = ""
    """`only`: for matters that another one raises as its children; `too`: for them as well."""
    alike: Alike | None = None
    """If given: raised where and when others like it have come together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody says, about what, and how fast such a matter goes."""

    category: str
    pace: float
    says: tuple[str, ...]
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """What is said besides, by field."""
    results: Mapping[str, str] = field(default_factory=dict)
    """What is said on the way instead of what the act says, by field."""
    tags: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    """Categories of another script that are of the same kind."""

    def fits(self, path: Path_) -> bool:
        """Whether a matter with this message may go that way."""
        if path.alike and not self.alike:
            return False
        return self.pace >= path.least_pace and (not path.tags or bool(path.tags & self.tags))


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

    id: str
    """Name of the file."""
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
    photos: int = 0
    """With each matter that is raised."""
    area_of: str = ""
    """Field with an entry of a register in whose area the matter lies."""
    child_values: Mapping[str, Scalar] = field(default_factory=dict)
    """Facts given when another matter raises it, instead of those of the whole demonstration."""
    allows: frozenset[str] = frozenset()
    """Refusals that a matter may meet when it is raised: it is not raised then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A script that is played beside the one whose numbers are exact."""

    script: Script
    count: int
    children: int = 0
    """How many matters its acts raise in all where they leave that open."""


def read_beside(file: Path, share: int = 100) -> tuple[Beside, ...]:
    """What a file of parameters plays besides, in so many per cent of its numbers, at least one of each."""

    def part(number: int) -> int:
        return max(round(number * share / 100), min(number, 1))

    raw = tomllib.loads(file.read_text("utf-8"))
    return tuple(
        Beside(
            script=read_script(file.parent / one["script"]),
            count=part(one.get("count", 0)),
            children=part(one.get("children", 0)),
        )
        for one in (raw.get("beside", ()) if share else ())
    )


def read_script(path: Path) -> Script:
    """The script of a file. Raises KeyError or ValueError naming what is wrong: these files are ours."""
    return script_of(path.stem, tomllib.loads(path.read_text("utf-8")))


def script_of(name: str, raw: Mapping[str, Any]) -> Script:
    """The script that parsed TOML says."""
    head = raw["demo"]
    opens, closes = (time.fromisoformat(text) for text in head["office"])
    return Script(
        id=name,
        programme=head["programme"],
        raise_=head["raise"],
        raised_by=head["raised_by"],
        words=head.get("words", ""),
        area=head.get("area", ""),
        category=head.get("category", ""),
        values=head.get("values", {}),
        level=head.get("level", ""),
        office=(opens, closes),
        days=head["days"],
        cast=raw["cast"],
        paths=tuple(_path(one) for one in raw["path"]),
        messages=tuple(_message(one) for one in raw["message"]),
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
        photos=head.get("photos", 0),
        area_of=head.get("area_of", ""),
        child_values=head.get("child_values", {}),
        allows=frozenset(head.get("allows", ())),
    )


def _message(raw: Mapping[str, Any]) -> Message:
    return Message(
        category=raw.get("category", ""),
        pace=raw.get("pace", 1.0),
        says=tuple(raw["says"]),
        values=raw.get("with", {}),
        words=raw.get("also", {}),
        results=raw.get("results", {}),
        tags=frozenset(raw.get("tags", ())),
        alike=frozenset(raw.get("alike", ())),
    )


def _path(raw: Mapping[str, Any]) -> Path_:
    return Path_(
        id=raw["id"],
        solved=raw.get("solved", False),
        weight=raw["weight"],
        open_days=raw.get("open_days", 0),
        raised_before=tuple(raw["raised_before"]) if "raised_before" in raw else None,
        least_pace=raw.get("least_pace", 0),
        raised_by=raw.get("raised_by", ""),
        values=raw.get("values", {}),
        tags=frozenset(raw.get("tags", ())),
        child=raw.get("child", ""),
        alike=Alike(**raw["alike"]) if "alike" in raw else None,
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
        counted_from=raw.get("from", ""),
        once_lapsed=raw.get("once_lapsed", ""),
        child=raw.get("child", ""),
        children=raw.get("children"),
        after_children=raw.get("after_children", False),
        alike=raw.get("alike", ""),
    )
