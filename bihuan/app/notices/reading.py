"""What notices say to whom, for those who send them and for the pages that show them. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.district import District
from bihuan.app.notices import planned
from bihuan.app.notices.rendering import UNEXPLAINED, subject, told
from bihuan.core.access import View, view
from bihuan.core.case import Case, fold
from bihuan.core.codec import event_from
from bihuan.core.commands import Person
from bihuan.core.events import ClockLapsed, Effect, Event, RequestDecided, RequestOpened
from bihuan.core.notices import Channel, Delivery
from bihuan.core.programme import Dictionary, Programme
from bihuan.core.text import Language, Text
from bihuan.core.verbs import RequestKind
from bihuan.store import notices
from bihuan.store.notices import Notice, Sent
from bihuan.store.quoting import words_at
from bihuan.store.reading import Ground
from bihuan.store.session import Session
from bihuan.store.state import case_from

INBOX_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A notice as its recipient reads it."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One notice on a page."""

    id: str
    at: datetime
    number: str
    """Of the case; empty if it is about the plan of a unit."""
    text: str
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads: a colleague, a unit's robot (its units, sees no words), or the one who raised the case (sees None)."""

    units: tuple[str, ...] = ()
    sees: frozenset[str] | None = frozenset()


RAISER = Reader(sees=None)


def letter(
    session: Session,
    ground: Ground,
    district: District,
    notice: Notice,
    case: Case,
    programme: Programme,
    reader: Reader,
    channel: Channel,
    language: Language,
) -> Letter:
    """What one recipient is told, in their language, with no word they may not see: of the case as it stood when the
    notice was ordered, so that it says the same whenever it is sent or read."""
    events = _events_to(session, ground.district, notice)
    quoted = _quoted(session, ground, case, events, programme, district.rules.dictionaries, language)
    if reader.sees is not None:
        quoted = {name: text for name, text in quoted.items() if name in reader.sees or name == "reason"}
        if not reader.sees:
            quoted = {}
    then = fold(events) or case
    body = told(
        programme.tellings[notice.telling],
        then,
        programme,
        quoted,
        reader.sees,
        ground.places,
        district.rules.dictionaries,
        district.zone,
        language,
        reader.units,
        district.pack.district.phone,
        _missed(events, then),
    )
    return Letter(subject=subject(case, programme, district.pack.district.short, channel, language), body=body)


def reader_of(person: Person, case: Case, programme: Programme, ground: Ground) -> Reader | None:
    """A colleague as a reader; None if the case is not theirs to see."""
    allowed = view(person, case, programme, ground.places)
    if not isinstance(allowed, View):
        return None
    return Reader(units=tuple(sorted({post.unit for post in person.posts})), sees=allowed.sees)


def inbox(district: District, person: Person, language: Language) -> tuple[Told, ...]:
    """What an account is told, the newest first; what it may no longer see is left out."""
    shown = []
    with district.door.look(district.id) as (session, ground), session.glance():
        for id_, about, case_id, new, at in notices.inbox(session, district.id, person.account, INBOX_MOST):
            found = _case(session, ground, case_id)
            notice = notices.notice(session, district.id, about)
            if notice is not None and (plan := planned.read(session, district, notice)) is not None:
                said = planned.text(notice, plan, district, language)
                shown.append(Told(id=id_, at=at, number="", text=said, new=new))
            if found is None or notice is None:
                continue
            case, programme = found
            reader = reader_of(person, case, programme, ground)
            if reader is not None:
                told_ = letter(session, ground, district, notice, case, programme, reader, Channel.INAPP, language)
                shown.append(Told(id=id_, at=at, number=case.number, text=told_.body, new=new))
    return tuple(shown)


def unread(district: District, account: str) -> int:
    """How many notices the account has not read."""
    with district.door.readers.lend() as session:
        return notices.unread(session, district.id, account)


def told_to_raiser(district: District, case_id: str, language: Language) -> tuple[Told, ...]:
    """What the one who raised the case was told, the newest first: for the page that their receipt opens."""
    with district.door.look(district.id) as (session, ground), session.glance():
        found = _case(session, ground, case_id)
        if found is None:
            return ()
        case, programme = found
        now = district.door.clock()
        mine = [
            one
            for one in notices.of_case(session, district.id, case_id)
            if one.audience == notices.RAISER and one.created <= now and not taken_back(session, district.id, one, case)
        ]
        said = [
            (one, letter(session, ground, district, one, case, programme, RAISER, Channel.INAPP, language))
            for one in mine
        ]
    return tuple(Told(id=one.id, at=one.created, number=case.number, text=text.body) for one, text in reversed(said))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A delivery as those who run the house see it: no word of the notice and no address."""

    sent: Sent
    number: str
    title: Text
    """What kind of matter it is about."""
    raiser: bool
    """Whether it goes to the one who raised the case."""
    follower: bool
    """Whether it goes to somebody who only follows it."""


def lines(district: District, state: Delivery, most: int = 200) -> tuple[Line, ...]:
    """Deliveries that stand so, the latest first."""
    with district.door.look(district.id) as (session, ground), session.glance():
        found = []
        for one in notices.in_state(session, district.id, state, most):
            known = _case(session, ground, one.case)
            if one.case == notices.ABOUT_NO_CASE:
                found.append(Line(sent=one, number="", title=planned.TITLE, raiser=False, follower=False))
            elif known is not None:
                ordered = notices.notice(session, district.id, one.notice)
                found.append(
                    Line(
                        sent=one,
                        number=known[0].number,
                        title=known[1].title,
                        raiser=one.recipient == notices.RAISER,
                        follower=ordered is not None and ordered.audience == notices.FOLLOWERS,
                    )
                )
        return tuple(found)


def counts(district: District) -> Mapping[tuple[Channel, Delivery], int]:
    """How many deliveries stand how, by channel."""
    with district.door.readers.lend() as session:
        return notices.counts(session, district.id)


def deliveries(district: District, case_id: str) -> Sequence[Sent]:
    """How the notices of a case went: for its record."""
    with district.door.readers.lend() as session:
        return notices.deliveries_of(session, district.id, case_id)


def _case(session: Session, ground: Ground, case_id: str) -> tuple[Case, Programme] | None:
    row = session.row("case_state", (ground.district, case_id))
    if row is None:
        return None
    case = case_from(row[0])
    return case, ground.programme_of(case.programme, case.edition)


def taken_back(session: Session, district: str, notice: Notice, case: Case) -> bool:
    """Whether the step that ordered it was undone: then nobody is told."""
    return bool(case.undone) and _number_of(session, district, notice) in case.undone


def author_of(session: Session, district: str, notice: Notice) -> str:
    """The account whose step ordered it; empty for one that isn't there any more."""
    events = _events_to(session, district, notice)
    return events[-1].by.account if events else ""


def _events_to(session: Session, district: str, notice: Notice) -> tuple[Event, ...]:
    """The events of the case up to the one that ordered the notice, which is the last."""
    rows = session.rows("case_events", (district, notice.case))
    return tuple(event_from(body) for position, body in rows if position <= notice.position)


def _quoted(
    session: Session,
    ground: Ground,
    case: Case,
    events: Sequence[Event],
    programme: Programme,
    dictionaries: Mapping[str, Dictionary],
    language: Language,
) -> Mapping[str, str]:
    """The words that came with the event. What was asked for and decided has its reason in any case.

    That is the lawful one it was asked with, or the words of whoever asked where whoever decided wrote none. Time that
    ran out has the reason for which more of it was granted last: whoever raised the case was told that one.
    """
    if not events:
        return {}
    if _ended(events[-1]) is not None:
        granted = [n for n, event in enumerate(events, 1) if any(map(_more_time, event.effects))]
        before = events[: granted[-1]] if granted else ()
        told = _quoted(session, ground, case, before, programme, dictionaries, language).get("reason")
        return {"reason": told or UNEXPLAINED.in_(language)}
    said = words_at(session, ground, case.id, events[-1].n, programme)
    decided = next((one.kind for one in events[-1].effects if isinstance(one, RequestDecided)), None)
    opened = ((event.n, one) for event in reversed(events) for one in event.effects if isinstance(one, RequestOpened))
    asked = next(((n, one) for n, one in opened if one.kind is decided), None)
    if asked is None:
        return said
    n, request = asked
    lawful = programme.ground(request.reason or "", dictionaries)
    if lawful is not None:
        return {**said, "reason": lawful.title.in_(language)}
    return {"reason": words_at(session, ground, case.id, n, programme).get("reason", ""), **said}


def _more_time(effect: Effect) -> bool:
    kinds = (RequestKind.EXTENSION, RequestKind.SUSPENSION)
    return isinstance(effect, RequestDecided) and effect.granted and effect.kind in kinds


def _ended(event: Event) -> str | None:
    """The clock whose end the event is."""
    return next((one.clock for one in event.effects if isinstance(one, ClockLapsed)), None)


def _missed(events: Sequence[Event], case: Case) -> datetime | None:
    """The moment that passed, of a notice that a clock's end ordered."""
    ended = _ended(events[-1]) if events else None
    return case.clocks[ended].due if ended is not None else None


def _number_of(session: Session, district: str, notice: Notice) -> int | None:
    """Which event of the case ordered the notice."""
    rows = session.rows("case_events", (district, notice.case))
    return next((event_from(body).n for position, body in rows if position == notice.position), None)
