"""What a reference to another register can be chosen from: its entries in force, as code and name."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bihuan.app.district import District
from bihuan.app.registers.reading import Wanted, page, seen_register
from bihuan.core.commands import Person
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType, Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Register
from bihuan.store import entry_reading

OFFERED_MOST = 200
"""Entries offered at once; of a larger register more come as one types, and a name is as good as a code."""


def pickers(district: District, person: Person, form: Register) -> dict[str, tuple[tuple[str, str], ...]]:
    """Field → what it can be, for the fields of a register that refer to entries."""
    fields = [one for one in form.fields.values() if one.type is FieldType.ENTRY and one.register]
    return {one.id: offered(district, person, one.register or "") for one in fields}


def referred(
    district: District, person: Person, programme: Programme, step: Step
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The same for the fields that a step of a case takes; those of a register that the person may not see are not
    there."""
    fields = [programme.fields[taking.field] for taking in step.takes]
    wanted = [one for one in fields if one.type is FieldType.ENTRY and one.register]
    found = {one.id: offered(district, person, one.register or "") for one in wanted}
    return {name: choices for name, choices in found.items() if choices}


def offered(district: District, person: Person, register: str, search: str = "") -> tuple[tuple[str, str], ...]:
    """Code and name of the entries in force today that the person may see."""
    wanted = Wanted(register=register, day=district.today(), search=search, most=OFFERED_MOST)
    found = page(district, person, wanted)
    if isinstance(found, Refusal):
        return ()
    title = found.form.title_field or ""
    return tuple((seen.found.key, str(seen.found.values.get(title) or "")) for seen in found.entries)


def called(
    district: District, person: Person, fields: Mapping[str, Field], values: Mapping[str, Scalar]
) -> dict[str, str]:
    """Field → what the entry that it names is called today, as far as the person may see that register and its name."""
    wanted = [
        (one, one.register, value)
        for one in fields.values()
        if one.type is FieldType.ENTRY and one.register and isinstance(value := values.get(one.id), str)
    ]
    keys: dict[str, set[str]] = {}
    for _, register, key in wanted:
        keys.setdefault(register, set()).add(key)
    found = titles(district, person, keys)
    return {field.id: found[register, key] for field, register, key in wanted if (register, key) in found}


def titles(district: District, person: Person, keys: Mapping[str, Collection[str]]) -> dict[tuple[str, str], str]:
    """Register and code → what the entry is called today, as far as the person may see that register and its names.
    It borrows a reader: not to be asked while one is held."""
    found: dict[tuple[str, str], str] = {}
    for register, codes in keys.items():
        seen = seen_register(district, person, register)
        title = None if isinstance(seen, Refusal) else seen[0].fields.get(seen[0].title_field or "")
        if isinstance(seen, Refusal) or title is None or (title.masked and title.id not in seen[1].sees):
            continue
        with district.door.readers.lend() as session:
            held = entry_reading.values_of(session, district.id, register, sorted(codes), district.today())
        found |= {(register, key): str(said[title.id][1]) for key, said in held.items() if title.id in said}
    return found


def named(
    district: District, person: Person, fields: Mapping[str, Field], values: Mapping[str, Scalar]
) -> dict[str, Scalar]:
    """The same values, where a reference was written as a name that one entry alone has: its code.

    So whoever has no script, and a register too large for a list, can still write what people call the entry.
    """
    found = dict(values)
    for name, value in values.items():
        field = fields.get(name)
        if field is None or field.type is not FieldType.ENTRY or not field.register or not isinstance(value, str):
            continue
        alike = offered(district, person, field.register, value)
        if all(code != value for code, _ in alike):
            codes = [code for code, title in alike if title == value.strip()]
            found[name] = codes[0] if len(codes) == 1 else value
    return found
