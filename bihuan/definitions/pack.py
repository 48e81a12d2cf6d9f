"""A district pack as frozen values: every local difference of one district, loaded and never looked up again.

May live here: what a loaded pack is. May not: reading files or judging them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bihuan.core.calendars import Calendar
from bihuan.core.claims import Document
from bihuan.core.commands import Area, Unit
from bihuan.core.geo import Ring
from bihuan.core.programme import Dictionary, Programme, Validity
from bihuan.core.registers import Register
from bihuan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPace:
    """How leaves enter the public log, and how small a published cell may be."""

    interval: int = 15
    """Minutes between two batches."""
    least: int = 8
    """Leaves that a batch waits for, as long as the promise allows."""
    within: int = 24
    """Hours within which a leaf is promised to be in the log."""
    smallest: int = 5
    """Cases that a published cell has at least."""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """Copies of the table of keys that the place makes: an erased key lives on in them until they are destroyed."""

    title: Text
    days: int
    basis: str


EVERYBODY, NOBODY = Text("各有关单位", "All units concerned"), Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What stands at the head and in the imprint of the district's documents."""

    issuer: Text
    code: str = ""
    """First letters of the numbers of its documents."""
    to: Text = EVERYBODY
    copies: Text = NOBODY
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """Tenant, shard, log and unit of backup."""

    id: str
    title: Text
    short: Text
    zone: str
    """IANA name of its time zone."""
    calendar: str
    number_prefix: str
    """First letters of case numbers."""
    code: str
    phone: str
    levels: str | None
    """Dictionary of unit levels."""
    basis: str
    letterhead: Letterhead
    log: LogPace = field(default_factory=LogPace)
    backups: tuple[Backup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file of the pack, kept whole so that an open case never needs the folder."""

    path: str
    sha256: str
    """Of its UTF-8 text, hex."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A law, a rule, a notice: what the rules of a pack rest on."""

    id: str
    title: Text
    issuer: Text | None
    """None: not known, as with the number and the dates."""
    number: str
    issued: date | None
    in_force: date | None
    valid: Validity
    """From the day it came into force or, where that is not known, was issued, or since the pack goes by it."""
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything a district says of itself in files."""

    district: District
    calendars: Mapping[str, Calendar]
    dictionaries: Mapping[str, Dictionary]
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    boundaries: Mapping[str, Ring] = field(default_factory=dict)
    """Outlines of areas in WGS84, the smallest first; empty if the pack draws none."""
    drawn_by: Text | None = None
    """What a picture says of where its outlines come from."""
    duties: Mapping[str, Text]
    heads: frozenset[str] = frozenset()
    """Duties that head the unit in which they are held."""
    registers: Mapping[str, Register]
    cells: frozenset[tuple[str | None, str | None, str | None]] | None = None
    """Unit, area, category that may be named together in public; None names all."""
    programmes: Mapping[str, tuple[Programme, ...]]
    """Editions by programme, the earliest first."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    """Published documents with their claims."""
    policies: Mapping[str, Policy] = field(default_factory=dict)
    """Policy documents that `basis` names."""
    files: tuple[Source, ...]
    hash: str
    """SHA-256 over the paths and hashes of all files, hex."""

    def on(self, programme: str, day: date) -> Programme | None:
        """The edition in force that day: the one a case opened that day keeps."""
        editions = self.programmes.get(programme, ())
        return next((edition for edition in editions if edition.valid.covers(day)), None)

    def edition(self, programme: str, edition: str) -> Programme | None:
        """That very edition."""
        return next((one for one in self.programmes.get(programme, ()) if one.edition == edition), None)
