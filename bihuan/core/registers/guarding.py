"""Conditions over several fields of an entry, judged on every day that a change touches. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

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
    known = entry or Entry(entry="", register=form.id, key="", n=0)
    after = replace(known, values={**known.values, **{(name, since): value for name, value in said.items()}})
    days = {since, *(day for _, day in after.values if day > since)}
    for guard in form.guards:
        if entry is not None and not guard.names & said.keys():
            continue
        for day in sorted(days):
            if not holds(guard.require, environment(form, after.all_on(day), today)):
                yield Refusal("guard", {"guard": guard.id, "day": day}, said=guard.say, hinted=guard.hint)
                break
