"""The vault of a district as a whole: under which master each key is wrapped, whether it opens, which photos are there.

For whoever runs it: after a restore, and when the masters change. What a key protects is opened nowhere here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bihuan.store.session import Row, Session
from bihuan.store.vault.crypto import Holder, KeyPlace, Masters, RandomBytes, VaultFault, rewrap, unwrap, wrapped_with
from bihuan.store.vault.files import FileVault

PAGE = 500
LOOK = 5
"""Keys at either end that are tried at the start: a damaged row is no wrong master."""
SWEEP_AGE = timedelta(days=1)
"""How long a photo may lie that no row names: far longer than from writing it to the commit."""


@dataclass(slots=True)
class Kept:
    """How many keys each master wraps, how many of them stay shut; how many photos rows name, and which are gone."""

    keys: Counter[str] = field(default_factory=Counter)
    shut: Counter[str] = field(default_factory=Counter)
    without: int = 0
    """Cases that have no key: erased, or the table of keys was not restored."""
    photos: int = 0
    faults: list[VaultFault] = field(default_factory=list)


def wrong_masters(session: Session, district: str, masters: Masters) -> list[str]:
    """Names under which another key is given than the one that wraps what is here: none of the oldest and newest keys
    with that name opens. A name that is not given at all is no wrong one."""
    ends = [*session.rows("keys_first", (district, LOOK)), *session.rows("keys_last", (district, LOOK))]
    shut: dict[str, bool] = {}
    for row in ends:
        name = wrapped_with(bytes(row[2])) or ""
        if name in masters.keys:
            shut[name] = shut.get(name, True) and isinstance(_opened(masters, district, row), VaultFault)
    return [name for name, all_of_them in shut.items() if all_of_them]


def look_through(session: Session, district: str, masters: Masters, photos: FileVault) -> Kept:
    """Try every key, and read every photo, which needs none."""
    found = session.row("cases_without_key", (district,))
    kept = Kept(without=int(found[0]) if found else 0)
    for row in _keys(session, district):
        name = wrapped_with(bytes(row[2])) or "?"
        kept.keys[name] += 1
        kept.shut[name] += isinstance(_opened(masters, district, row), VaultFault)
    for address in _photos(session, district):
        kept.photos += 1
        if (fault := photos.check(address)) is not None:
            kept.faults.append(fault)
    return kept


def wrap_anew(session: Session, district: str, masters: Masters, random_bytes: RandomBytes) -> int:
    """Every key that opens under the current master; how many were under another. Beside the writer: a key that was
    deleted meanwhile stays deleted."""
    done, page = 0, list[Row]()
    for row in _keys(session, district):
        if wrapped_with(bytes(row[2])) != masters.current:
            page.append(row)
        if len(page) == PAGE:
            done, page = done + _wrap_page(session, district, masters, page, random_bytes), []
    return done + _wrap_page(session, district, masters, page, random_bytes)


def _wrap_page(session: Session, district: str, masters: Masters, page: list[Row], random_bytes: RandomBytes) -> int:
    done = 0
    with session.transaction():
        for case, holder, wrapped in page:
            anew = rewrap(masters, bytes(wrapped), KeyPlace(district, case, Holder(holder)), random_bytes)
            if not isinstance(anew, VaultFault):
                done += session.run("rewrap_key", (anew, district, case, holder, bytes(wrapped)))
    return done


def sweep(session: Session, district: str, photos: FileVault, now: datetime) -> int:
    """Delete the photos that no row names, a day after they came: those of commands that were refused. How many."""
    return len(photos.sweep(_Named(session, district), SWEEP_AGE, now))


@dataclass(frozen=True, slots=True)
class _Named:
    """The addresses that rows name, asked one by one: they need not fit into memory."""

    session: Session
    district: str

    def __contains__(self, address: object) -> bool:
        return self.session.row("photo_case", (self.district, address)) is not None


def _opened(masters: Masters, district: str, row: Row) -> bytes | VaultFault:
    return unwrap(masters, bytes(row[2]), KeyPlace(district, row[0], Holder(row[1])))


def _keys(session: Session, district: str) -> Iterator[Row]:
    last = ("", "")
    while page := session.rows("keys_after", (district, *last, PAGE)):
        yield from page
        last = page[-1][:2]


def _photos(session: Session, district: str) -> Iterator[str]:
    last = ""
    while page := session.rows("photos_after", (district, last, PAGE)):
        yield from (row[0] for row in page)
        last = page[-1][0]
