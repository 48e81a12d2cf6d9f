"""Handing over a shift at the desk: what is open at that moment, what has to be said, and who takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.app.desk import Work, waiting
from bihuan.app.district import District
from bihuan.app.entropy import time_ordered_id
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import desk, registers
from bihuan.store.desk import StoredShift

SHOWN = 12
ITEMS_MOST = 40
"""Open items of one kind that are written down; what is due first comes first."""
NOTE_MOST = 4_000
_NOTE = Text("交班说明", "what the next shift has to know")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A shift with the names of those who gave and took it."""

    stored: StoredShift
    by: Text
    taken_by: Text | None
    own: bool
    """The person handed it over and cannot take it over."""


def hand_over(district: District, person: Person, note: str) -> str | Refusal:
    """Write down what is open now, with a note; its id."""
    note = note.strip()
    if not note:
        return Refusal("field-missing", {"field": _NOTE})
    if len(note) > NOTE_MOST:
        return Refusal("words-too-long", {"field": _NOTE, "most": str(NOTE_MOST), "length": str(len(note))})
    items = []
    for work in Work:
        rows, _ = waiting(district, person, work, size=ITEMS_MOST)
        items += [(work.value, row.line.case.number) for row in rows]
    id_ = time_ordered_id(district.door.clock(), district.door.entropy)
    with district.door.look(district.id) as (session, ground):
        desk.hand_over(
            session, district.id, id_, person.account, items, note, district.door.clock(), ground.masters,
            district.door.entropy,
        )  # fmt: skip
    return id_


def take_over(district: District, person: Person, id_: str) -> None:
    """The first to take a shift over has it."""
    known = {one.stored.id: one for one in shifts(district, person)}
    if id_ in known and not known[id_].own:
        with district.door.readers.lend() as session:
            desk.take_over(session, district.id, id_, person.account, district.door.clock())


def shifts(district: District, person: Person) -> tuple[Shift, ...]:
    """The newest shifts."""
    with district.door.look(district.id) as (session, ground):
        names: Mapping[str, Text] = {one.id: one.title for one in registers.accounts(session, district.id)}
        found = desk.shifts(session, district.id, ground.masters, SHOWN)
    return tuple(
        Shift(
            stored=one,
            by=names.get(one.by, Text(one.by, one.by)),
            taken_by=names.get(one.taken_by, Text(one.taken_by, one.taken_by)) if one.taken_by else None,
            own=one.by == person.account,
        )
        for one in found
    )
