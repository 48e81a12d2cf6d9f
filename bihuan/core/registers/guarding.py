"""Conditions over several fields of an entry and over what it refers to, judged on every day that a change touches;
what a published figure needs to be judged. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from bihuan.core.claims.entering import Entered, faults
from bihuan.core.decide.scope import IN_FORCE
from bihuan.core.decide.situation import Context
from bihuan.core.events import Scalar
from bihuan.core.expressions import holds
from bihuan.core.expressions.types import ENTRIES, LOOKUP
from bihuan.core.programme import EXISTS
from bihuan.core.refusals import Refusal
from bihuan.core.registers.entry import Entry
from bihuan.core.registers.form import Register
from bihuan.core.registers.pictures import EntryGuard
from bihuan.core.registers.relations import judged, related
from bihuan.core.registers.values import environment
from bihuan.core.registers.world import Records, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is about to be said of an entry."""

    form: Register
    entry: Entry | None
    key: str
    """Its code; empty if the platform has not given it one yet."""
    since: str
    said: Mapping[str, Scalar]
    today: date


def broken(change: Change, context: Context, records: Records | None) -> Iterator[Refusal]:
    """Each guard and relation that would not hold. Only those that speak of what is said are asked: an old fault
    elsewhere must not stop a change that has nothing to do with it. What is put into force is asked everything, what is
    ended each guard that speaks of being in force."""
    form, said = change.form, change.said
    if not (form.guards or form.unique or form.acyclic):
        return
    after, days = _touched(form, change.entry, change.key, change.since, said)
    ends = said.get(EXISTS) is False
    fresh = not ends and (change.entry is None or EXISTS in said)
    for guard in form.guards:
        of_force = IN_FORCE in guard.names
        if fresh or guard.names & said.keys() or (ends and of_force):
            world = World(form, after, context, records)
            judge = partial(_unmet, guard, world, change.today)
            if (refusal := judged(world, days, judge, ended_too=of_force)) is not None:
                yield refusal
    if not ends:
        yield from related(form, change.entry, said, World(form, after, context, records), days, change.today)


def _unmet(guard: EntryGuard, world: World, today: date, day: str) -> Refusal | None:
    """The guard's own words, if it does not hold on the day."""
    entry, on = world.entry, date.fromisoformat(day)
    names = environment(world.form, entry.all_on(day), today, key=entry.key, day=on)
    if holds(guard.require, {**names, LOOKUP: world.lookup, ENTRIES: world.entries}):
        return None
    return Refusal("guard", {"guard": guard.id, "day": day}, said=guard.say, hinted=guard.hint, about=guard.at)


def unjudgeable(change: Change, context: Context) -> Iterator[Refusal]:
    """What would keep an entry that is a published figure from being judged. A figure that its formula names has to
    be in force on the day from which it holds, or today."""
    form, entry, since, said, today = change.form, change.entry, change.since, change.said, change.today
    rule = form.claims
    if rule is None or context.lookup is None or (entry is not None and not rule.spoken & said.keys()):
        return
    after, days = _touched(form, entry, change.key, since, said)
    titles = {name: one.title for name, one in form.fields.items()}
    for day in days:

        def other(name: str, field: str, day: str = day) -> Scalar:
            return _standing(form, name, field, (date.fromisoformat(day), today), context)

        entered = Entered(change.key, after.all_on(day), titles, other)
        yield from faults(rule, entered)


def _standing(form: Register, key: str, field: str, days: tuple[date, ...], context: Context) -> Scalar:
    assert context.lookup is not None
    for day in days:
        if context.lookup(form.id, key, IN_FORCE, day) is True:
            found = context.lookup(form.id, key, field, day)
            if isinstance(found, str | int):
                return found
    return None


def _touched(
    form: Register, entry: Entry | None, key: str, since: str, said: Mapping[str, Scalar]
) -> tuple[Entry, list[str]]:
    """The entry with what is said, and the days on which that makes a difference."""
    known = entry or Entry(entry="", register=form.id, key=key, n=0)
    after = replace(known, values={**known.values, **{(name, since): value for name, value in said.items()}})
    return after, sorted({since, *(day for _, day in after.values if day > since)})
