"""Stored values of an entry as conditions compute with them. Pure; knows types, never a field by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from bihuan.core.decide.scope import IN_FORCE
from bihuan.core.decide.situation import typed
from bihuan.core.events import Scalar
from bihuan.core.expressions import Value
from bihuan.core.registers.entry import EXISTS, STATE
from bihuan.core.registers.form import Register


def typed_value(form: Register, name: str, raw: Scalar) -> Value:
    """A stored value of an entry as expressions compute with it."""
    field = form.fields.get(name)
    return raw if field is None else typed(raw, field.type)


def real_value(form: Register, name: str, raw: Scalar) -> Value:
    """The same, an amount in whole units."""
    value, field = typed_value(form, name, raw), form.fields.get(name)
    scaled = field is not None and field.decimals and isinstance(value, int) and not isinstance(value, bool)
    return Fraction(value, 10**field.decimals) if scaled else value  # type: ignore[arg-type,union-attr]


def environment(
    form: Register, values: Mapping[str, Scalar], today: date, *, key: str = "", day: date | None = None
) -> dict[str, Value]:
    """The names that conditions over one entry may speak of: its typed fields, its state and code, whether it is in
    force, today, and the day on which it is judged (today, if none is given)."""
    known = {one.id: real_value(form, one.id, values.get(one.id)) for one in form.fields.values() if not one.private}
    known |= {"today": today, "key": key, "day": day or today, IN_FORCE: values.get(EXISTS) is True}
    return known | ({STATE: values.get(STATE)} if form.states else {})
