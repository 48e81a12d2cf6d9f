"""Whose task is it tonight: for each of somebody's units and a night, who stands for it from moment to moment, and
which of its tasks are due before the morning. What the plan says; nothing is planned here (`duty`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.app import queues
from bihuan.app.district import District
from bihuan.app.queues import Task
from bihuan.core.commands import Person
from bihuan.core.duty import Span, Stand, Stretch, night_of, stretches
from bihuan.core.text import Text
from bihuan.store import duty

__all__ = ["DAYS", "Ahead", "Night", "Owed", "Stand", "Stretch", "ahead", "night_now", "tonight"]

DAYS = 7
"""Nights that the head of a unit looks over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A task of the unit that is due before the morning, and who is there when it is."""

    task: Task
    standing: tuple[Stand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """One unit in one night."""

    unit: str
    day: date
    begins: datetime
    ends: datetime
    names: Mapping[str, Text]
    """Everybody with a post in it."""
    posts: Mapping[str, tuple[Text, ...]]
    """What each of them is there."""
    heads: tuple[str, ...]
    stretches: tuple[Stretch, ...]
    owed: tuple[Owed, ...]
    more: bool
    """The unit owes more than was looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """One unit over several nights, for whoever heads it."""

    unit: str
    names: Mapping[str, Text]
    nights: tuple[tuple[date, tuple[Stretch, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    names: Mapping[str, Text]
    posts: Mapping[str, tuple[Text, ...]]
    members: tuple[str, ...]
    heads: tuple[str, ...]


def night_now(district: District) -> date:
    """The day whose night it is or will be: until the offices open it is still that of the day before."""
    now, today = district.door.clock(), district.today()
    yesterday = today - timedelta(days=1)
    return yesterday if now < _bounds(district, yesterday)[1] else today


def tonight(district: District, person: Person, day: date) -> tuple[Night, ...]:
    """Each of the person's units in the night of a day."""
    begins, ends = _bounds(district, day)
    known, spans = _read(district, person, begins, ends)
    tasks, now = queues.tasks(district, person, queues.TASKS_MOST), district.door.clock()
    first = begins if begins > now else None
    due = [one for one in tasks if one.duty.due is not None and one.duty.due < ends]
    found = []
    for unit, one in known.items():
        there = stretches(unit, one.members, one.heads, spans, begins, ends)
        own = [task for task in due if task.duty.case.tasks[task.duty.task].unit == unit]
        if first is not None and day != night_now(district):
            own = [task for task in own if task.duty.due is not None and task.duty.due >= first]
        owed = tuple(Owed(task=task, standing=_there(there, max(task.duty.due or now, now, begins))) for task in own)
        found.append(
            Night(unit=unit, day=day, begins=begins, ends=ends, names=one.names, posts=one.posts, heads=one.heads,
                  stretches=there, owed=owed, more=len(tasks) == queues.TASKS_MOST)
        )  # fmt: skip
    return tuple(found)


def ahead(district: District, person: Person, day: date) -> tuple[Ahead, ...]:
    """The next nights of the units that the person heads; of all the person's units in which nobody is a head."""
    days = [day + timedelta(days=n) for n in range(DAYS)]
    bounds = [_bounds(district, one) for one in days]
    known, spans = _read(district, person, bounds[0][0], bounds[-1][1])
    found = []
    for unit, one in known.items():
        if one.heads and person.account not in one.heads:
            continue
        nights = [stretches(unit, one.members, one.heads, spans, *each) for each in bounds]
        found.append(Ahead(unit=unit, names=one.names, nights=tuple(zip(days, nights, strict=True))))
    return tuple(found)


def _bounds(district: District, day: date) -> tuple[datetime, datetime]:
    return night_of(district.pack.calendars[district.pack.district.calendar], day)


def _there(there: Sequence[Stretch], at: datetime) -> tuple[Stand, ...]:
    return next((one.standing for one in there if one.covers(at)), ())


def _read(
    district: District, person: Person, begins: datetime, ends: datetime
) -> tuple[Mapping[str, _Unit], Sequence[Span]]:
    units = sorted({post.unit for post in person.posts})
    with district.door.readers.lend() as session, session.glance():
        people = duty.members(session, district.id, units, district.today())
        spans = duty.spans(session, district.id, units, begins, ends)
    return {unit: _unit(district, [one for one in people if one.unit == unit]) for unit in units}, spans


def _unit(district: District, people: Sequence[duty.Member]) -> _Unit:
    heading, titles = district.pack.heads, district.pack.duties
    posts: dict[str, tuple[Text, ...]] = {}
    for one in people:
        posts[one.account] = (*posts.get(one.account, ()), titles.get(one.duty, Text(one.duty, one.duty)))
    return _Unit(
        names={one.account: one.title for one in people},
        posts=posts,
        members=tuple(dict.fromkeys(one.account for one in people if one.duty not in heading)),
        heads=tuple(dict.fromkeys(one.account for one in people if one.duty in heading)),
    )
