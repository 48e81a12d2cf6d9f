"""The dated look-up as expressions see it: values of the declared types, units and areas as the registers have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bihuan.core.access import Places
from bihuan.core.decide.scope import IN_FORCE
from bihuan.core.events import Scalar
from bihuan.core.expressions import Value
from bihuan.core.programme import EXISTS
from bihuan.core.registers.form import Register
from bihuan.core.registers.values import typed_value

Lookup = Callable[[str, Value, str, Value], Value]
Finding = Callable[[str, str, Scalar, date], list[tuple[str, Mapping[str, Scalar]]] | None]


def looking(registers: Mapping[str, Register], raw: Lookup, places: Places) -> Lookup:
    """A look-up over stored values: `raw` gives them as they are kept."""

    def lookup(register: str, key: Value, name: str, day: Value) -> Value:
        if register in ("units", "areas"):
            return placed(register, key, name, places)
        if name == IN_FORCE:
            return None if key is None or day is None else raw(register, key, EXISTS, day) is True
        value = raw(register, key, name, day)
        form = registers.get(register)
        return value if form is None or isinstance(value, float) else typed_value(form, name, value)  # type: ignore[arg-type]

    return lookup


def finding(registers: Mapping[str, Register], raw: Finding) -> Lookup:
    """Entries by the value of a field, as records of typed values: `raw` gives code and stored values of each."""

    def entries(register: str, value: Value, name: str, day: Value) -> Value:
        form = registers.get(register)
        if form is None or value is None or not isinstance(day, date):
            return None
        found = raw(register, name, stored(value), day)
        if found is None:
            return None
        return [
            {"key": key, IN_FORCE: True, **{name: typed_value(form, name, kept) for name, kept in held.items()}}
            for key, held in found
        ]

    return entries


def stored(value: Value) -> Scalar:
    """A computed value as an entry keeps it, to be compared."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | bool) else str(value)


def placed(register: str, key: Value, name: str, places: Places) -> Value:
    """Units and areas are small and known as a whole; what is asked of another day is answered as of today."""
    if not isinstance(key, str):
        return None
    if register == "areas":
        area = places.areas.get(key)
        return area.parent if area is not None and name == "parent" else None
    unit = places.units.get(key)
    found: Mapping[str, Value] = {} if unit is None else {"level": unit.level, "parent": unit.parent}
    return found.get(name)
