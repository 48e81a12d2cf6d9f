"""How the notices of a case to entries of a register went, for its record: entry and channel, never an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.app.acts import OnCase
from bihuan.app.district import District
from bihuan.app.notices.holders import entry_of, latest
from bihuan.app.registers.picking import titles
from bihuan.core.commands import Person
from bihuan.core.notices import Channel, Delivery
from bihuan.store import notices

OVER = frozenset({Delivery.SENT, Delivery.READ})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToEntry:
    """One delivery to one entry."""

    register: str
    key: str
    title: str
    channel: Channel
    state: Delivery
    at: datetime
    """When it came to stand so; of one that waits, when it goes out."""
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """All of them, and by when they had to be told."""

    lines: tuple[ToEntry, ...]
    """Those whose names the person may see, by name."""
    hidden: int
    """How many more there are."""
    concerned: int
    """Entries that the case concerns."""
    told: int
    """Those that were told by one channel at least."""
    unreached: int
    """Those for which nobody left an address: somebody has to call there."""
    late: int
    """Those that were not told by then, as far as that moment has passed."""
    until: datetime | None


def delivered(district: District, person: Person, on: OnCase, now: datetime) -> Delivered | None:
    """How it went; None if the case told no entry."""
    case, programme = on.seen.case, on.seen.programme
    with district.door.readers.lend() as session:
        ordered = {one.id: one for one in notices.of_case(session, district.id, case.id)}
        every = notices.deliveries_of(session, district.id, case.id)
    mine = [one for one in every if ordered[one.notice].audience == notices.ENTRIES and "/" in one.recipient]
    if not mine:
        return None
    keys: dict[str, set[str]] = {}
    for one in mine:
        register, key = entry_of(one.recipient)
        keys.setdefault(register, set()).add(key)
    names = titles(district, person, keys)
    lines = [_line(one, names) for one in mine if entry_of(one.recipient) in names]
    everybody = {one.recipient for one in mine}
    first: dict[str, datetime] = {}
    for one in mine:
        if one.state in OVER and one.changed is not None:
            first[one.recipient] = min(first.get(one.recipient, one.changed), one.changed)
    tellings = {ordered[one.notice].telling for one in mine}
    ends = [end for name in tellings if (end := latest(programme.tellings[name], case)) is not None]
    until = min(ends, default=None)
    in_time = {to for to, at in first.items() if until is not None and at <= until}
    return Delivered(
        lines=tuple(sorted(lines, key=lambda line: (line.title, line.key, line.channel))),
        hidden=len(everybody) - len({(line.register, line.key) for line in lines}),
        concerned=len(everybody),
        told=len(first),
        unreached=len({one.recipient for one in mine if one.state is Delivery.NOBODY} - first.keys()),
        late=len(everybody - in_time) if until is not None and now > until else 0,
        until=until,
    )


def _line(one: notices.Sent, names: dict[tuple[str, str], str]) -> ToEntry:
    register, key = entry_of(one.recipient)
    return ToEntry(
        register=register, key=key, title=names[register, key], channel=one.channel, state=one.state,
        at=one.due if one.state is Delivery.WAITING or one.changed is None else one.changed, fault=one.fault,
    )  # fmt: skip
