"""Conditions over several fields of an entry, judged on every day that a change touches; what a published figure
needs to be judged. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from bihuan.core.claims.entering import Entered, faults
from bihuan.core.decide.scope import IN_FORCE
from bihuan.core.decide.situation import Context
from bihuan.core.events import Scalar
from bihuan.core.expressions import holds
from bihuan.core.refusals import Refusal
from bihuan.core.registers.entry import Entry
from bihuan.core.registers.form import Register
from bihuan.core.registers.values import environment


def broken(
    form: Register, entry: Entry | None, since: str, said: Mapping[str, Scalar], today: date
) -> Iterator[Refusal]:
    """Each guard that would not hold, in the pack's own words. Only those that speak of what is said are asked: an
    old fault elsewhere must not stop a change that has nothing to do with it."""
    if not form.guards:
        return
    after, days = _touched(form, entry, since, said)
    for guard in form.guards:
        if entry is not None and not guard.names & said.keys():
            continue
        for day in days:
            if not holds(guard.require, environment(form, after.all_on(day), today)):
                yield Refusal("guard", {"guard": guard.id, "day": day}, said=guard.say, hinted=guard.hint)
                break


def unjudgeable(
    form: Register,
    key: str,
    entry: Entry | None,
    since: str,
    said: Mapping[str, Scalar],
    context: Context,
    today: date,
) -> Iterator[Refusal]:
    """What would keep an entry that is a published figure from being judged. A figure that its formula names has to
    be in force on the day from which it holds, or today."""
    rule = form.claims
    if rule is None or context.lookup is None or (entry is not None and not rule.spoken & said.keys()):
        return
    after, days = _touched(form, entry, since, said)
    titles = {name: one.title for name, one in form.fields.items()}
    for day in days:

        def other(name: str, field: str, day: str = day) -> Scalar:
            return _standing(form, name, field, (date.fromisoformat(day), today), context)

        entered = Entered(entry.key if entry else key.strip(), after.all_on(day), titles, other)
        yield from faults(rule, entered)


def _standing(form: Register, key: str, field: str, days: tuple[date, ...], context: Context) -> Scalar:
    assert context.lookup is not None
    for day in days:
        if context.lookup(form.id, key, IN_FORCE, day) is True:
            found = context.lookup(form.id, key, field, day)
            if isinstance(found, str | int):
                return found
    return None


def _touched(form: Register, entry: Entry | None, since: str, said: Mapping[str, Scalar]) -> tuple[Entry, list[str]]:
    """The entry with what is said, and the days on which that makes a difference."""
    known = entry or Entry(entry="", register=form.id, key="", n=0)
    after = replace(known, values={**known.values, **{(name, since): value for name, value in said.items()}})
    return after, sorted({since, *(day for _, day in after.values if day > since)})
