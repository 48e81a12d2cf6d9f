"""What must be true of an entry among others: no second one that is alike, no way back to itself. Judged on every day
that a change touches, and on later days on which what it meets changes. Pure; knows no register by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial

from bihuan.core.events import Scalar
from bihuan.core.expressions import holds
from bihuan.core.programme import EXISTS
from bihuan.core.refusals import Refusal
from bihuan.core.registers.entry import Entry
from bihuan.core.registers.form import Register
from bihuan.core.registers.pictures import AcyclicRule, UniqueRule
from bihuan.core.registers.values import environment
from bihuan.core.registers.world import World
from bihuan.core.text import Text, listed

WALKED_MOST = 1_000
"""Entries that one walk along a relation may meet; who stands behind more can't be judged, and is refused."""
TOLD_MOST = 8
"""Codes of a circle that a refusal names."""


def judged(
    world: World, days: list[str], judge: Callable[[str], Refusal | None], *, ended_too: bool = False
) -> Refusal | None:
    """The first refusal, the earliest day first: on the given days, and on those noted meanwhile that lie behind the
    first of them and on which the entry is in force, or on all of these if `ended_too`."""
    done: set[str] = set()
    first = min(days)
    while waiting := {*days, *(day for day in world.noted if day > first)} - done:
        day = min(waiting)
        done.add(day)
        asked = ended_too or day in days or world.entry.on(EXISTS, day) is True
        if asked and (refusal := judge(day)) is not None:
            return refusal
    return None


def related(
    form: Register, entry: Entry | None, said: Mapping[str, Scalar], world: World, days: list[str], today: date
) -> Iterator[Refusal]:
    """Each relation that would be broken. Only those that what is said speaks of are asked."""
    fresh = entry is None or EXISTS in said
    asked: list[Callable[[str], Refusal | None]] = []
    for rule in form.unique:
        if fresh or rule.names & said.keys():
            asked.append(partial(_alike, form, rule, world, today))
    for ring in form.acyclic:
        if fresh or said.keys() & set(ring.along):
            asked.append(partial(_circle, form, ring, world))
    for judge in asked:
        if (refusal := judged(world, days, judge)) is not None:
            yield refusal


def _alike(form: Register, rule: UniqueRule, world: World, today: date, day: str) -> Refusal | None:
    """Another entry in force on the day with the same values; what is not known is like nothing."""
    mine = world.entry.all_on(day)
    if not _counts(form, rule, world.entry.key, mine, day, today) or any(mine.get(name) is None for name in rule.by):
        return None
    fields = listed(form.fields[name].title for name in rule.by)
    for name in rule.by:
        others = world.saying(form.id, name, mine[name])
        if others is not None:
            break
    else:
        return Refusal("too-many-alike", {"register": form.title, "fields": fields}, about=rule.by[-1])
    for other in others:
        held = other.all_on(day)
        same = other is not world.entry and all(held.get(name) == mine[name] for name in rule.by)
        if same and _counts(form, rule, other.key, held, day, today):
            detail: dict[str, str | Text] = {"register": form.title, "key": other.key, "fields": fields, "day": day}
            return Refusal("entry-alike", detail, about=rule.by[-1])
    return None


def _counts(
    form: Register, rule: UniqueRule, key: str, values: Mapping[str, Scalar], day: str, today: date
) -> bool:
    if values.get(EXISTS) is not True:
        return False
    return rule.when is None or holds(rule.when, environment(form, values, today, key=key, day=date.fromisoformat(day)))


def _circle(form: Register, ring: AcyclicRule, world: World, day: str) -> Refusal | None:
    """Whether the entry comes before itself on the day. An entry without a code yet is named by nobody."""
    before: dict[str, str] = {}
    waiting = [world.entry.key]
    while waiting:
        here = waiting.pop()
        found = world.one(form.id, here, *ring.along)
        for name in ring.along if found is not None else ():
            other = found.on(name, day) if found is not None else None
            if not isinstance(other, str) or not other:
                continue
            if other == world.entry.key:
                return _told(form, ring, [*_way(before, here), other], day)
            if other not in before:
                before[other] = here
                waiting.append(other)
        if len(before) > WALKED_MOST:
            return Refusal("way-too-long", _of(form, ring) | {"most": str(WALKED_MOST)}, about=ring.along[0])
    return None


def _way(before: Mapping[str, str], end: str) -> list[str]:
    """The codes from the entry to one that was met."""
    way = [end]
    while way[0] in before:
        way.insert(0, before[way[0]])
    return way


def _told(form: Register, ring: AcyclicRule, way: list[str], day: str) -> Refusal:
    shown = way if len(way) <= TOLD_MOST else [*way[: TOLD_MOST // 2], "…", *way[-TOLD_MOST // 2 :]]
    return Refusal("entry-circle", _of(form, ring) | {"way": " → ".join(shown), "day": day}, about=ring.along[0])


def _of(form: Register, ring: AcyclicRule) -> dict[str, str | Text]:
    return {"register": form.title, "field": form.fields[ring.along[0]].title}
