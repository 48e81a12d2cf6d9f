"""Units, areas, accounts and posts as values, from their rows and into them. Small registers; every change is
counted in the head, so that other processes notice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.core.access import Places
from bihuan.core.commands import Area, Person, Post, Unit
from bihuan.core.text import Text
from bihuan.store.session import Row, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPost:
    """A post and who holds it from when until when."""

    account: str
    post: Post
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who can act; `title` is the name shown to colleagues."""

    id: str
    title: Text
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """What a pack seeds, or a page changes."""

    units: Sequence[Unit] = ()
    areas: Sequence[Area] = ()
    accounts: Sequence[Account] = ()
    posts: Sequence[DatedPost] = ()


def put(session: Session, district: str, registers: Registers) -> None:
    """Add or replace entries by their keys, inside the caller's transaction."""
    units = [
        (u.id, u.title.zh, u.title.en, u.level, u.parent, _areas(u.areas), _day(u.since), _day(u.until))
        for u in registers.units
    ]
    posts = [
        (p.account, p.post.duty, p.post.unit, _areas(p.post.areas), _day(p.since), _day(p.until))
        for p in registers.posts
    ]
    session.write("put_units", district, units)
    session.write("put_areas", district, [(a.id, a.title.zh, a.title.en, a.parent) for a in registers.areas])
    session.write("put_accounts", district, [(a.id, a.title.zh, a.title.en, a.active) for a in registers.accounts])
    session.write("put_posts", district, posts)
    session.run("touch_registers", (district,))


def unit_rows(session: Session, district: str) -> list[Unit]:
    """Every dated row of every unit, by id and day."""
    return [_unit(row) for row in session.rows("units", (district,))]


def places(session: Session, district: str, day: date) -> Places:
    """Units and areas as of a day: of a unit with several dated rows the one in force, else the newest."""
    units: dict[str, Unit] = {}
    for row in session.rows("units", (district,)):
        unit = _unit(row)
        known = units.get(unit.id)
        if known is None or unit.active(day) or not known.active(day):
            units[unit.id] = unit
    areas = {id_: Area(id=id_, title=Text(zh, en), parent=up) for id_, zh, en, up in session.rows("areas", (district,))}
    return Places(units=units, areas=areas)


class PlacesMemory:
    """Units and areas as last read. The head counts every change of a register, so one small row tells whether they
    still hold; safe to use from several threads."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[tuple[int, date], Places]] = {}

    def of(self, session: Session, district: str, day: date) -> Places:
        """As of that day; of a district that is not open, as its rows say."""
        head = session.row("head", (district,))
        if head is None:
            return places(session, district, day)
        version = int(head[3]), day
        held = self._held.get(district)
        if held is None or held[0] != version:
            # Read after the version: a change in between makes it be read once more, never missed.
            held = self._held[district] = (version, places(session, district, day))
        return held[1]

    def held(self, district: str) -> Places | None:
        """As last read here, without a look whether they still hold."""
        found = self._held.get(district)
        return found[1] if found else None


def person(session: Session, district: str, account: str, day: date) -> Person:
    """An account with the posts it holds that day, and what falls to them from units that are no more; without posts
    it may do nothing that needs one."""
    held = [_post(row) for row in session.rows("posts_of", (district, account))]
    active = tuple(dated.post for dated in held if dated.since <= day and (dated.until is None or day <= dated.until))
    return Person(account=account, posts=(*active, *_inherited(session, district, active, day)))


def heir(unit: str, units: Mapping[str, Unit], day: date) -> str | None:
    """The nearest unit above that is there on that day: what a unit leaves open is its."""
    above, seen = units[unit].parent if unit in units else None, {unit}
    while above is not None and above not in seen and above in units:
        if units[above].active(day):
            return above
        seen.add(above)
        above = units[above].parent
    return None


def heirs(session: Session, district: str, unit: str, day: date) -> tuple[str | None, int]:
    """The heir of a unit as of that day, and how many posts in it then take over what they are there for: those of the
    duties that were held in the unit."""
    held = posts(session, district)
    duties = {one.post.duty for one in held if one.post.unit == unit}
    after = heir(unit, places(session, district, day).units, day)
    there = (one for one in held if one.post.unit == after and one.post.duty in duties)
    return after, sum(one.since <= day and (one.until is None or day <= one.until) for one in there)


def _inherited(session: Session, district: str, held: Sequence[Post], day: date) -> tuple[Post, ...]:
    """Posts in units that are no more, as long as matters lie with them: a post in the heir is one there, too, where
    its duty was held there."""
    over = [row[0] for row in session.rows("units_over", (district, day.isoformat(), day.isoformat()))] if held else []
    if not over:
        return ()
    units = places(session, district, day).units
    duties = {(one.post.unit, one.post.duty) for one in posts(session, district)}
    return tuple(
        replace(post, unit=unit)
        for unit in over
        for post in held
        if (unit, post.duty) in duties and heir(unit, units, day) == post.unit
    )


def accounts(session: Session, district: str) -> list[Account]:
    """Everybody who can act, by id."""
    return [
        Account(id=id_, title=Text(zh, en), active=bool(active))
        for id_, zh, en, active in session.rows("accounts", (district,))
    ]


def posts(session: Session, district: str) -> list[DatedPost]:
    """Every post with its holder."""
    return [_post(row) for row in session.rows("posts", (district,))]


def _unit(row: Row) -> Unit:
    id_, zh, en, level, parent, areas, since, until = row
    covered = frozenset(json.loads(areas))
    return Unit(
        id=id_, title=Text(zh, en), level=level, parent=parent, areas=covered, since=_date(since), until=_until(until)
    )


def _post(row: Row) -> DatedPost:
    account, duty, unit, areas, since, until = row
    post = Post(duty=duty, unit=unit, areas=frozenset(json.loads(areas)))
    return DatedPost(account=account, post=post, since=_date(since), until=_until(until))


def _areas(areas: frozenset[str]) -> str:
    return json.dumps(sorted(areas), ensure_ascii=False)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(stored: str | date) -> date:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _until(stored: str | date | None) -> date | None:
    return None if stored is None else _date(stored)
