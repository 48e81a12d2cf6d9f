"""The entries around one that is about to change, as they would stand after it: what its conditions and relations look
at. Notes every day on which something looked at changes, so that all of them can be judged. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from bihuan.core.decide.scope import IN_FORCE
from bihuan.core.decide.situation import Context
from bihuan.core.events import Scalar
from bihuan.core.expressions import Value
from bihuan.core.programme import EXISTS
from bihuan.core.registers.entry import Entry
from bihuan.core.registers.form import Register
from bihuan.core.registers.looking import placed, stored
from bihuan.core.registers.values import real_value


class Records(Protocol):
    """Whole entries, for what must be true on every day and not on one alone."""

    def entry_of(self, register: str, key: str) -> Entry | None:
        """The entry with this code."""

    def entries_saying(self, register: str, name: str, value: Scalar) -> list[Entry] | None:
        """Those whose field has, had or will have a value; None if there are too many to look at."""


@dataclass(slots=True)
class World:
    """Everything that can be looked up, the changed entry included. `noted` grows with every look."""

    form: Register
    entry: Entry
    """The one about to change, with what is said; its key is empty if it has none yet."""
    context: Context
    records: Records | None
    """None: nothing else is known, as in tests of the decision alone."""
    noted: set[str] = field(default_factory=set)

    def one(self, register: str, key: str, *names: str) -> Entry | None:
        """An entry with everything ever said of it; None if there is none. The days on which one of these fields
        changes, or whether it is in force, are noted; of all its fields if none is named."""
        if register == self.form.id and key == self.entry.key:
            found: Entry | None = self.entry
        else:
            found = self.records.entry_of(register, key) if self.records is not None else None
        if found is not None:
            wanted = {*names, EXISTS} if names else None
            self.noted |= {since for name, since in found.values if wanted is None or name in wanted}
        return found

    def saying(self, register: str, name: str, value: Scalar) -> list[Entry] | None:
        """Entries whose field has, had or will have a value, by code; None if there are too many to look at."""
        found = self.records.entries_saying(register, name, value) if self.records is not None else []
        if found is None:
            return None
        mine = register == self.form.id
        others = [one for one in found if not (mine and one.key == self.entry.key)]
        if mine and any(said == value for (known, _), said in self.entry.values.items() if known == name):
            others.append(self.entry)
        for one in others:
            self.noted |= {since for _, since in one.values}
        return sorted(others, key=lambda one: one.key)

    def lookup(self, register: str, key: Value, name: str, day: Value) -> Value:
        """The port `lookup` of conditions; amounts in whole units, like the entry's own."""
        if register in ("units", "areas"):
            return placed(register, key, name, self.context.places)
        form = self._form(register)
        if form is None or not isinstance(key, str) or not isinstance(day, date):
            return None
        found = self.one(register, key, EXISTS if name == IN_FORCE else name)
        if name == IN_FORCE:
            return found is not None and found.on(EXISTS, day.isoformat()) is True
        return None if found is None else real_value(form, name, found.on(name, day.isoformat()))

    def entries(self, register: str, value: Value, name: str, day: Value) -> Value:
        """The port `entries` of conditions; amounts in whole units."""
        form = self._form(register)
        if form is None or value is None or not isinstance(day, date):
            return None
        known = form.fields.get(name)
        scaled = known is not None and known.decimals and not isinstance(value, str | bool)
        found = self.saying(register, name, stored(value * 10**known.decimals if scaled else value))  # type: ignore[union-attr]
        if found is None:
            return None
        on = day.isoformat()
        held = [(one.key, one.all_on(on)) for one in found]
        return [
            {"key": key, IN_FORCE: True, **{one: real_value(form, one, kept) for one, kept in said.items()}}
            for key, said in held
            if said.get(EXISTS) is True and real_value(form, name, said.get(name)) == value
        ]

    def _form(self, register: str) -> Register | None:
        form: Mapping[str, object] = self.context.registers
        found = self.form if register == self.form.id else form.get(register)
        return found if isinstance(found, Register) else None
