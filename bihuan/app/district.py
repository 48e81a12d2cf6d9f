"""A district that is open for work: its pack, its rules and its door. Loading a pack and opening what was loaded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from bihuan.app.clock import Clock
from bihuan.app.door import Door
from bihuan.app.entropy import RandomBytes
from bihuan.app.rules import Rules
from bihuan.app.tally import Tally
from bihuan.core.access import Places
from bihuan.core.calendars import Calendar
from bihuan.core.programme import Programme
from bihuan.definitions.findings import Finding
from bihuan.definitions.load import load_texts
from bihuan.definitions.pack import Pack
from bihuan.store import packs
from bihuan.store.registers import Registers, places
from bihuan.store.registers import put as put_registers
from bihuan.store.session import Database, Session
from bihuan.store.vault.crypto import Masters
from bihuan.transparency.generalise import Cell


class NotLoaded(LookupError):
    """No pack was loaded into this district yet: `bihuan load districts/<pack>` does it."""


@dataclass(frozen=True, slots=True)
class District:
    """Everything the fronts work with. One for each process and district."""

    id: str
    pack: Pack
    """The pack in force."""
    rules: Rules
    """With the editions that older cases still need."""
    door: Door
    tally: Tally = field(default_factory=Tally)
    """What this process counted against floods."""

    @property
    def zone(self) -> ZoneInfo:
        """The district's time zone."""
        return self.rules.zone

    def today(self) -> date:
        """The day it is there."""
        return self.door.clock().astimezone(self.zone).date()

    def places(self) -> Places:
        """Units and areas as they are today."""
        with self.door.readers.lend() as session:
            return self.door.places(session, self.id)

    def programmes(self) -> tuple[Programme, ...]:
        """Those in force today."""
        return self.rules.in_force(self.today())


@dataclass(frozen=True, slots=True)
class Installed:
    """What loading a pack changed."""

    pack: str
    files: int
    seeded: bool
    """Whether the registers were filled; that happens once, later changes are made on pages."""


def install(session: Session, pack: Pack, now: datetime) -> Installed:
    """Keep the texts of a checked pack and make it the one in force; fill the registers the first time."""
    district = pack.district.id
    stored = packs.StoredPack(hash=pack.hash, texts={source.path: source.text for source in pack.files})
    with session.transaction():
        packs.put(session, district, stored, {source.path: source.sha256 for source in pack.files}, now)
        known = places(session, district, now.astimezone(ZoneInfo(pack.district.zone)).date())
        seed = not known.units and not known.areas
        if seed:
            put_registers(
                session,
                district,
                Registers(units=tuple(pack.units.values()), areas=tuple(pack.areas.values())),
            )
    return Installed(pack=pack.hash, files=len(pack.files), seeded=seed)


def open_district(
    database: Database,
    district: str,
    *,
    masters: Masters,
    clock: Clock,
    entropy: RandomBytes,
    photos: Path | None = None,
) -> District:
    """The district as its loaded packs describe it. Raises NotLoaded; ValueError for texts that no longer load."""
    session = database.connect()
    try:
        pack, rules = _loaded(session, district)
    finally:
        session.close()
    door = Door(database, {district: rules}, masters=masters, clock=clock, entropy=entropy, photos=photos)
    return District(id=district, pack=pack, rules=rules, door=door)


def renewed(district: District) -> District:
    """The district under the pack in force now: itself, unless another was loaded since it was opened.

    The door stays the same: what is under way ends under the rules it began with, what comes next has the new ones.
    Raises ValueError for texts that no longer load; the district then goes on as it was.
    """
    with district.door.readers.lend() as session:
        head = session.row("head", (district.id,))
        if head is None or head[2] == district.pack.hash:
            return district
        pack, rules = _loaded(session, district.id)
    district.door.renew(district.id, rules)
    return replace(district, pack=pack, rules=rules)


def _loaded(session: Session, district: str) -> tuple[Pack, Rules]:
    found = packs.loaded(session, district)
    if not found:
        raise NotLoaded(district)
    loaded = [_pack(stored) for stored in found]
    return loaded[0], _rules(loaded)


_READ: dict[str, Pack] = {}
"""The packs that this process has read last, by the hash of their texts: a pack is a value, and reading it costs."""
READ_MOST = 4


def _pack(stored: packs.StoredPack) -> Pack:
    key = sha256("\0".join((stored.hash, *(part for item in sorted(stored.texts.items()) for part in item))).encode())
    if (known := _READ.get(key.hexdigest())) is not None:
        return known
    pack = load_texts(stored.texts)
    if isinstance(pack, tuple):
        raise ValueError(f"stored pack {stored.hash[:12]} no longer loads: {_first(pack)}")
    while len(_READ) >= READ_MOST:
        _READ.pop(next(iter(_READ)))
    _READ[key.hexdigest()] = pack
    return pack


def _first(findings: tuple[Finding, ...]) -> str:
    return f"{findings[0].id} {findings[0].path}:{findings[0].line} {findings[0].message.en}"


def _rules(loaded: list[Pack]) -> Rules:
    """Programmes of all packs, the newest text of an edition first; the rest as the pack in force says it."""
    programmes: dict[tuple[str, str], Programme] = {}
    calendars: dict[str, Calendar] = {}
    for pack in loaded:
        for editions in pack.programmes.values():
            for programme in editions:
                programmes.setdefault((programme.id, programme.edition), programme)
        for name, calendar in pack.calendars.items():
            calendars.setdefault(name, calendar)
    dictionaries = {name: d for pack in reversed(loaded) for name, d in pack.dictionaries.items()}
    head = loaded[0].district
    return Rules(
        zone=ZoneInfo(head.zone),
        programmes=programmes,
        calendars=calendars,
        dictionaries=dictionaries,
        registers={name: one for pack in reversed(loaded) for name, one in pack.registers.items()},
        cells=None if loaded[0].cells is None else frozenset(Cell(*cell) for cell in loaded[0].cells),
        prefix=head.number_prefix,
    )
