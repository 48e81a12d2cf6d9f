"""Whom a notice to entries of a register means, and where they can be reached. Reads the vault for addresses alone.

An address is opened to send to it and for nothing else: what pages show of a delivery is the entry and the channel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.core.access import Places, upwards
from bihuan.core.case import Case
from bihuan.core.notices import Channel
from bihuan.core.programme import FieldType, Programme, Telling
from bihuan.core.registers import Register
from bihuan.store import entry_reading
from bihuan.store.entry_reading import Wanted
from bihuan.store.reading import Ground
from bihuan.store.session import Session

PAGE = 500
"""Entries that are read at once."""
Reached = tuple[str, tuple[Channel, ...]]
"""An entry as a recipient, and the channels for which it has an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """The declared registers and the day on which their entries are asked."""

    forms: Mapping[str, Register]
    today: date


def recipient(register: str, key: str) -> str:
    """How deliveries call an entry: by its code, which names no person."""
    return f"{register}/{key}"


def entry_of(recipient_: str) -> tuple[str, str]:
    """Register and code of such a recipient."""
    register, _, key = recipient_.partition("/")
    return register, key


def concerned(
    session: Session, ground: Ground, telling: Telling, case: Case, programme: Programme, known: Registers
) -> list[Reached]:
    """Every entry that the case concerns, by code, each with the channels by which it can be told; none for some."""
    form = known.forms.get(telling.register or "")
    named = case.fields.get(telling.by or "")
    if form is None or not isinstance(named, str):
        return []
    if programme.fields[telling.by or ""].type is FieldType.AREA:
        keys = sorted(set(_in_areas(session, ground, form, _around(named, ground.places), known.today)))
    else:
        keys = [named]
    found = addresses(session, ground, form, keys)
    return [(recipient(form.id, key), tuple(sorted(found.get(key, {})))) for key in keys]


def addresses(
    session: Session, ground: Ground, form: Register, keys: Sequence[str]
) -> Mapping[str, Mapping[Channel, str]]:
    """Code → channel → address, as last said."""
    contacts = {one.id: one.contact for one in form.fields.values() if one.contact is not None}
    streams = entry_reading.streams(session, ground.district, form.id, keys) if contacts else {}
    personal = dict.fromkeys(contacts, True)
    words = entry_reading.words(session, ground.district, list(streams), ground.masters, personal)
    found: dict[str, dict[Channel, str]] = {}
    for stream, said in words.items():
        for name, (_, text) in said.items():
            if text.strip():
                found.setdefault(streams[stream], {})[contacts[name]] = text.strip()
    return found


def latest(telling: Telling, case: Case) -> datetime | None:
    """Until when everybody must have been told: the first end of the clocks that the notice names."""
    ends = [clock.due for clock in case.clocks.values() if clock.name in telling.latest]
    return min(ends, default=None)


def _in_areas(
    session: Session, ground: Ground, form: Register, areas: Sequence[str], day: date
) -> Iterator[str]:
    for area in areas if form.area_field is not None else ():
        after = ""
        while True:
            holding = {form.area_field or "": area}
            wanted = Wanted(register=form.id, day=day, holding=holding, after=after, most=PAGE)
            found = entry_reading.entries(session, ground.district, wanted)
            yield from (one.key for one in found)
            if len(found) < PAGE:
                break
            after = found[-1].key


def _around(area: str, places: Places) -> list[str]:
    """The area, all below it, and all above: who is known only by a wider area may be in it, and is told, too."""
    below = {one for one in places.areas if area in upwards(one, places.areas)}
    return sorted(below.union(upwards(area, places.areas)))
