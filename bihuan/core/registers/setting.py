"""What a step of a case sets in entries, judged by the guards and relations of their registers as everything would
stand after the whole step. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bihuan.core.decide.situation import Context
from bihuan.core.events import Event, RegisterChanged, Scalar
from bihuan.core.programme import EXISTS
from bihuan.core.refusals import Refusal
from bihuan.core.registers.entry import STATE, Entry
from bihuan.core.registers.form import Register
from bihuan.core.registers.guarding import Change, broken
from bihuan.core.registers.world import Records
from bihuan.core.text import Text
from bihuan.core.verbs import Verb

Name = tuple[str, str]
"""Register and code."""
Dated = dict[str, dict[str, Scalar]]
"""ISO day → what holds from it."""


@dataclass(frozen=True, slots=True)
class AfterStep:
    """The records as they would be: those that the step changes, before all others."""

    records: Records
    changed: Mapping[Name, Entry] = field(default_factory=dict)

    def entry_of(self, register: str, key: str) -> Entry | None:
        """The entry with this code."""
        return self.changed.get((register, key)) or self.records.entry_of(register, key)

    def entries_saying(self, register: str, name: str, value: Scalar) -> list[Entry] | None:
        """Those whose field has, had or will have a value; None if there are too many to look at."""
        found = self.records.entries_saying(register, name, value)
        if found is None:
            return None
        mine = [one for (of, _), one in self.changed.items() if of == register]
        others = [one for one in found if (register, one.key) not in self.changed]
        says = [one for one in mine if any(n == name and said == value for (n, _), said in one.values.items())]
        return others + says


def set_by(event: Event) -> dict[Name, Dated]:
    """What an event sets, by entry and day, in the order in which it says so."""
    found: dict[Name, Dated] = {}
    for one in event.effects:
        if isinstance(one, RegisterChanged):
            found.setdefault((one.register, one.key), {}).setdefault(one.since, {})[one.field] = one.value
    return found


def opened_as(form: Register) -> dict[str, Scalar]:
    """What holds of an entry that a step opens, besides what the step says."""
    return {EXISTS: True, **({STATE: next(iter(form.states))} if form.states else {})}


def unfitting(
    events: Sequence[Event], registers: Mapping[str, Register], context: Context, records: Records, today: date
) -> Refusal | None:
    """The guard or relation of a register that what the events set would break, with everything else that it breaks.

    A clock that ran out is a fact and is not asked: if it were refused, it would run out again and again.
    """
    faults: list[Refusal] = []
    for event in events:
        if event.verb is not Verb.LAPSE:
            faults += _faults(event, registers, context, records, today)
    return replace(faults[0], also=tuple(faults[1:])) if faults else None


def _faults(
    event: Event, registers: Mapping[str, Register], context: Context, records: Records, today: date
) -> Iterator[Refusal]:
    meant, before = set_by(event), {}
    after: dict[Name, Entry] = {}
    for (register, key), dated in meant.items():
        form = registers.get(register)
        if form is None:
            continue
        before[register, key] = stood = records.entry_of(register, key)
        known = stood or Entry(entry="", register=register, key=key, n=0)
        first = {(name, next(iter(dated))): one for name, one in opened_as(form).items()} if stood is None else {}
        said = {(name, since): value for since, values in dated.items() for name, value in values.items()}
        after[register, key] = replace(known, values={**known.values, **first, **said})
    world = AfterStep(records, after)
    for name, entry in after.items():
        form, stood = registers[name[0]], before[name]
        for since, values in meant[name].items():
            other = {one: value for one, value in values.items() if stood is None or stood.on(one, since) != value}
            if not other:
                continue
            opened = opened_as(form) if stood is None and since == next(iter(meant[name])) else {}
            change = Change(form=form, entry=entry, key=entry.key, since=since, said={**opened, **other}, today=today)
            yield from (_of_the_entry(one, form, entry.key) for one in broken(change, context, world))


def _of_the_entry(refusal: Refusal, form: Register, key: str) -> Refusal:
    """The refusal, told to somebody who has a case before him: of which entry it speaks comes first, and no field of
    the step's form is meant."""
    detail: dict[str, str | Text] = {
        **refusal.detail,
        "register": form.title,
        "key": key,
        "why": Text(refusal.message("zh"), refusal.message("en")),
    }
    return Refusal("step-breaks-entry", detail, hinted=Text(refusal.hint("zh"), refusal.hint("en")))
