"""What may be read of cases, by whom: every reading goes through the same policy as writing. Nothing is written.

A case that a person may not see does not exist for that person: the answer is the same as for a wrong number, also
where the person has to stand aside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.core.access import Places, View, own, view
from bihuan.core.arguments import REASON
from bihuan.core.case import Case
from bihuan.core.codec import event_from
from bihuan.core.commands import Person
from bihuan.core.events import Event
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.store.session import Session, read_moment, stored_moment
from bihuan.store.state import case_from
from bihuan.store.vault.crypto import Holder, KeyPlace, Masters, Place, VaultFault, open_, unwrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every reading stands on: the district, its registers today, its programmes, and the keys."""

    district: str
    zone: ZoneInfo
    places: Places
    programme_of: Callable[[str, str], Programme]
    masters: Masters


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Words that came with an event."""

    n: int
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo that came with an event; `address` finds it in the file vault."""

    n: int
    address: str
    content: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as one person sees it."""

    case: Case
    ended: datetime | None
    programme: Programme
    view: View
    events: tuple[Event, ...]
    words: tuple[Word, ...]
    """Only those the view shows, in the order in which they came."""
    photos: tuple[Photo, ...]

    def latest(self, name: str) -> str | None:
        """The newest words of a field, if they may be seen and there are any."""
        found = [word.text for word in self.words if word.name == name]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueClock:
    """A clock whose time has passed and that has had no effect yet."""

    case: str
    clock: str
    due: datetime


def read_case(session: Session, ground: Ground, person: Person, case_id: str) -> Seen | Refusal:
    """The case with its events and the words that the person may see; one state of the database."""
    with session.glance():
        found = glance_case(session, ground, person, case_id)
        if isinstance(found, Refusal):
            return found
        case, ended, programme, allowed = found
        events = tuple(event_from(body) for _, body in session.rows("case_events", (ground.district, case_id)))
        return Seen(
            case=case,
            ended=ended,
            programme=programme,
            view=allowed,
            events=events,
            words=_words(session, ground, case, programme, allowed),
            photos=tuple(
                Photo(n=n, address=address, content=content, size=size)
                for n, address, content, size in session.rows("case_photos", (ground.district, case_id))
            ),
        )


def read_own(session: Session, ground: Ground, person: Person, case_id: str) -> Seen | Refusal:
    """The case as its raiser sees it, for whoever raised it from a post of the own: what was said when it was raised,
    and what any raiser may read. A case that somebody outside holds the receipt of is theirs, not the unit's."""
    nothing = Refusal("no-such-case", {"case": case_id})
    with session.glance():
        row = session.row("case_state", (ground.district, case_id))
        if row is None or session.row("raised_outside", (ground.district, case_id)) is not None:
            return nothing
        case = case_from(row[0])
        programme = ground.programme_of(case.programme, case.edition)
        events = tuple(events_of(session, ground.district, case_id))
        allowed = own(person, events[0].by, case, programme, ground.places)
        if isinstance(allowed, Refusal):
            return nothing
        open_ = {field.id for field in programme.fields.values() if not field.identity}
        rows = session.rows("case_words", (ground.district, case_id))
        wanted = [(n, name, bytes(sealed)) for n, name, sealed in rows
                  if name in allowed.sees or (n == 0 and name in open_)]  # fmt: skip
        key = case_key(session, ground.district, case_id, ground.masters) if wanted else None
        words = tuple(_opened(key, ground.district, case_id, *one) for one in wanted) if key else ()
        return Seen(
            case=case,
            ended=read_moment(row[1]),
            programme=programme,
            view=allowed,
            events=events,
            words=words,
            photos=(),
        )


def glance_case(
    session: Session, ground: Ground, person: Person, case_id: str
) -> tuple[Case, datetime | None, Programme, View] | Refusal:
    """The state of a case alone, if the person may see it."""
    row = session.row("case_state", (ground.district, case_id))
    if row is None:
        return Refusal("no-such-case", {"case": case_id})
    case = case_from(row[0])
    programme = ground.programme_of(case.programme, case.edition)
    allowed = view(person, case, programme, ground.places)
    if isinstance(allowed, Refusal):
        return Refusal("no-such-case", {"case": case_id})
    return case, read_moment(row[1]), programme, allowed


def case_of_number(session: Session, district: str, number: str) -> str | None:
    """The id behind a case number; says nothing about who may see it."""
    row = session.row("case_by_number", (district, number))
    return None if row is None else str(row[0])


def case_of_photo(session: Session, district: str, address: str) -> str | None:
    """The case that a photo belongs to; whoever may see the case may see it."""
    row = session.row("photo_case", (district, address))
    return None if row is None else str(row[0])


def _words(session: Session, ground: Ground, case: Case, programme: Programme, allowed: View) -> tuple[Word, ...]:
    """Opened words, those alone that the view shows; a reason is for colleagues."""
    sees = set(allowed.sees)
    if any(programme.roles[role].party is not Party.RAISER for role in allowed.roles):
        sees.add(REASON)
    rows = session.rows("case_words", (ground.district, case.id))
    wanted = [(n, name, bytes(sealed)) for n, name, sealed in rows if name in sees]
    key = case_key(session, ground.district, case.id, ground.masters) if wanted else None
    if key is None:
        return ()
    return tuple(_opened(key, ground.district, case.id, n, name, sealed) for n, name, sealed in wanted)


def _opened(key: bytes, district: str, case: str, n: int, name: str, sealed: bytes) -> Word:
    plain = open_(key, Place(district, case, n, name), sealed)
    if isinstance(plain, VaultFault):
        raise DamagedVault(plain.message("en"))
    return Word(n=n, name=name, text=plain.decode())


class DamagedVault(RuntimeError):
    """Sealed words that do not open: stored bytes were changed, or belong to another place."""


def case_key(session: Session, district: str, case: str, masters: Masters) -> bytes | None:
    """The key of a case; None if there is no such case or its key was erased."""
    for holder, wrapped in session.rows("case_keys", (district, case)):
        if holder == Holder.CASE:
            key = unwrap(masters, bytes(wrapped), KeyPlace(district, case))
            return None if isinstance(key, VaultFault) else key
    return None


def due_clocks(session: Session, district: str, now: datetime, limit: int) -> list[DueClock]:
    """The clocks past due that run, do not stand still and have not lapsed; the oldest first."""
    rows = session.rows("due_clocks", (district, stored_moment(now), limit))
    found = ((case, clock, read_moment(due)) for case, clock, due in rows)
    return [DueClock(case=case, clock=clock, due=due) for case, clock, due in found if due is not None]


def streams_of(session: Session, district: str, cases: Sequence[str]) -> Mapping[str, list[Event]]:
    """The streams of many cases, in one question; who may see them is not asked here."""
    found: dict[str, list[Event]] = {case: [] for case in cases}
    for case, body in session.rows("streams_of", (district, session.of_many(list(cases)))) if cases else ():
        found[str(case)].append(event_from(body))
    return found


def events_of(session: Session, district: str, case: str) -> Sequence[Event]:
    """The stream of a case, whole. For verification; pages use `read_case`."""
    return [event_from(body) for _, body in session.rows("case_events", (district, case))]
