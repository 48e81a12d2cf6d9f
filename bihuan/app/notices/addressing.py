"""Who is told of a notice, over which channels, and from when. Reads values, writes nothing.

Whoever may not see the case is not told of it: the accused unit hears nothing of what is said about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.app.notices.holders import Reached, latest
from bihuan.core.access import Places, View, accused_of, is_accused, view
from bihuan.core.case import Case
from bihuan.core.commands import Person
from bihuan.core.notices import Channel, Delivery, Wish, send_at
from bihuan.core.programme import Programme, Scope
from bihuan.core.text import Language
from bihuan.core.verbs import TaskKind, TaskState
from bihuan.store.notices import ENTRIES, FOLLOWERS, RAISER, Notice, Sent, delivery_id

UNITS: Mapping[str, TaskKind] = {
    "lead_unit": TaskKind.LEAD,
    "assist_units": TaskKind.ASSIST,
    "joint_units": TaskKind.JOINT,
}
"""Audience of a notice → whose part in the case."""
_GONE = (TaskState.RETURNED, TaskState.REVOKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody who can be told."""

    person: Person
    email: str = ""
    wish: Wish = field(default_factory=Wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everybody in the district who can be told, and the units that have a robot."""

    staff: tuple[Staff, ...]
    robots: Mapping[str, Language]
    """Unit → what its robot speaks."""
    places: Places
    zone: ZoneInfo
    away: frozenset[tuple[str, str]] = frozenset()
    """Unit and account of those whose leave from that unit covers now."""


def ways(
    notice: Notice,
    case: Case,
    programme: Programme,
    contacts: frozenset[Channel],
    book: Book,
    now: datetime,
    followers: Sequence[tuple[str, Channel]] = (),
    entries: Sequence[Reached] = (),
    author: Callable[[], str] = str,
) -> list[Sent]:
    """The deliveries of a notice. `contacts` are the channels for which the reporter left an address, `followers` those
    who follow and left one; that nobody follows is nothing to be told of. Of `entries` each that has no address is
    kept, too: somebody has to call there. Nobody is told of the own act: `author` says whose it was, and is asked only
    where the offices are told, for it reads the case."""
    urgent = programme.tellings[notice.telling].urgent
    if notice.audience == FOLLOWERS:
        at = send_at(now, urgent, Wish(), book.zone)
        return [_way(notice, code, channel, at) for code, channel in followers]
    if notice.audience == ENTRIES and entries:
        return list(_to_entries(notice, case, programme, entries, book, now))
    found = [
        _way(notice, recipient, channel, send_at(now, urgent, wish, book.zone))
        for recipient, channel, wish in _reached(notice.audience, case, programme, contacts, book, urgent)
    ]
    if found:
        own = author() if any(one.recipient != RAISER for one in found) else ""
        return [one for one in found if one.recipient != own]
    return [_way(notice, notice.audience, Channel.INAPP, now, Delivery.NOBODY)]


def _to_entries(
    notice: Notice, case: Case, programme: Programme, entries: Sequence[Reached], book: Book, now: datetime
) -> Iterator[Sent]:
    """Not in the night, unless the night is all the time that is left."""
    telling = programme.tellings[notice.telling]
    at, end = send_at(now, telling.urgent, Wish(), book.zone), latest(telling, case)
    at = now if end is not None and at >= end else at
    for entry, channels in entries:
        for channel in channels:
            yield _way(notice, entry, channel, at)
        if not channels:
            yield _way(notice, entry, Channel.INAPP, now, Delivery.NOBODY)


def _reached(
    audience: str, case: Case, programme: Programme, contacts: frozenset[Channel], book: Book, urgent: bool
) -> Iterator[tuple[str, Channel, Wish]]:
    if audience == RAISER:
        yield RAISER, Channel.INAPP, Wish()
        for channel in sorted(contacts):
            yield RAISER, channel, Wish()
        return
    if (kind := UNITS.get(audience)) is not None:
        units = {task.unit for task in case.tasks.values() if task.kind is kind and task.state not in _GONE}
        duties = {role.duty for role in programme.roles.values() if role.scope is Scope.UNIT}
        accused = accused_of(case, programme)
        spoken = units & book.robots.keys()
        for unit in sorted(one for one in spoken if not is_accused(one, accused, book.places.units)):
            yield unit, Channel.ROBOT, Wish()
    else:
        units, duties = None, {programme.roles[audience].duty}
    told = [
        (one, post.unit)
        for one in book.staff
        for post in one.person.posts
        if post.duty in duties
        and (units is None or post.unit in units)
        and isinstance(view(one.person, case, programme, book.places), View)
    ]
    for one in _there(told, book.away) if urgent else {one.person.account: one for one, _ in told}.values():
        yield one.person.account, Channel.INAPP, one.wish
        if one.email and Channel.EMAIL in one.wish.channels:
            yield one.person.account, Channel.EMAIL, one.wish


def _there(told: Sequence[tuple[Staff, str]], away: frozenset[tuple[str, str]]) -> Iterable[Staff]:
    """Whom something urgent wakes: nobody on leave, unless a unit has nobody else. What can wait reaches them too, for
    they read it when they are back."""
    there = [(one, unit) for one, unit in told if (unit, one.person.account) not in away]
    manned = {unit for _, unit in there}
    left = [*there, *((one, unit) for one, unit in told if unit not in manned)]
    return {one.person.account: one for one, _ in left}.values()


def _way(notice: Notice, recipient: str, channel: Channel, due: datetime, state: Delivery = Delivery.WAITING) -> Sent:
    return Sent(
        id=delivery_id(notice.id, recipient, channel),
        notice=notice.id,
        case=notice.case,
        recipient=recipient,
        channel=channel,
        state=state,
        due=due,
    )
