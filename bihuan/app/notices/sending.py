"""Spreads notices into deliveries and hands over what is due. One try after another, each settled before the next.

A delivery is claimed before it is sent and settled afterwards, each in a transaction of its own: two senders never
send the same, and one that dies in between leaves a claim that runs out. What was handed over just before a crash is
handed over once more, under the same id: at least once, and never lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bihuan.app.district import District
from bihuan.app.notices import holders, planned
from bihuan.app.notices.addressing import Book, Staff, ways
from bihuan.app.notices.gateways import NO_ANSWER, NO_GATEWAY, GatewayFault, Gateways
from bihuan.app.notices.reading import RAISER, Letter, Reader, author_of, letter, reader_of, taken_back
from bihuan.core.case import Case
from bihuan.core.duty import Kind
from bihuan.core.notices import NEWS, Channel, Delivery, Wish, next_try
from bihuan.store import duty, notices, receipts, registers
from bihuan.store.quoting import addresses, addresses_of, followers_of
from bihuan.store.reading import Ground
from bihuan.store.session import Session
from bihuan.store.state import case_from

AT_ONCE = 200
"""Notices, and deliveries, of one round."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did."""

    spread: int = 0
    sent: int = 0
    failed: int = 0
    """Tries that are made again."""
    dead: int = 0

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return self == Round()


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that is to go now."""

    id: str
    notice: str
    case: str
    to: str
    channel: Channel
    tries: int


def tell(district: District, gateways: Gateways, now: datetime) -> Round:
    """One round: make the deliveries of new notices, then send what is due. Safe to run in several processes."""
    with district.door.look(district.id) as (session, ground):
        book = book_of(session, district, ground, gateways)
        spread = _spread(session, district, ground, book, now)
        due = [Due(*one) for one in notices.due(session, district.id, now, AT_ONCE)]
        ends: list[Delivery] = []
        for bundle in _bundles(due, book):
            ends += _send(session, district, ground, book, gateways, bundle, now)
    return Round(spread, ends.count(Delivery.SENT), ends.count(Delivery.WAITING), ends.count(Delivery.DEAD))


def book_of(session: Session, district: District, ground: Ground, gateways: Gateways) -> Book:
    """Everybody who can be told today."""
    emails = notices.mail_of(session, district.id)
    wishes = notices.wishes(session, district.id)
    today = district.today()
    staff = [
        Staff(
            person=registers.person(session, district.id, account.id, today),
            email=emails.get(account.id, "") if Channel.EMAIL in gateways.by_channel else "",
            wish=wishes.get(account.id, Wish()),
        )
        for account in registers.accounts(session, district.id)
        if account.active
    ]
    return Book(
        staff=tuple(staff),
        robots={unit: gateways.languages.get(unit, "zh") for unit in gateways.robots},
        places=ground.places,
        zone=district.zone,
        away=_away(session, district, staff),
    )


def _away(session: Session, district: District, staff: Sequence[Staff]) -> frozenset[tuple[str, str]]:
    units, now = sorted({post.unit for one in staff for post in one.person.posts}), district.door.clock()
    spans = duty.spans(session, district.id, units, now, now + timedelta(minutes=1))
    return frozenset((span.unit, span.account) for span in spans if span.kind is Kind.LEAVE and span.covers(now))


def _spread(session: Session, district: District, ground: Ground, book: Book, now: datetime) -> int:
    notices.pass_over(session, district.id, now - NEWS)
    new = notices.waiting(session, district.id, now, AT_ONCE)
    cases = notices.states(session, district.id, list(dict.fromkeys(one.case for one in new)))
    contacts = _contacts(session, ground, new, cases)
    made: list[notices.Sent] = []
    told: list[str] = []
    try:
        for notice in new:
            if notice.case == notices.ABOUT_NO_CASE:
                plan = planned.read(session, district, notice)
                if plan is None or planned.overtaken(notice, plan):
                    notices.recall(session, district.id, notice.id)
                else:
                    made += planned.ways(notice, plan, book, now)
                    told.append(notice.id)
                continue
            case = cases[notice.case]
            if taken_back(session, district.id, notice, case):
                notices.recall(session, district.id, notice.id)
            else:
                programme = ground.programme_of(case.programme, case.edition)
                followers = _followers(session, ground, notice)
                reached = contacts.get(case.id, frozenset())
                entries = _entries(session, district, ground, notice, case)
                author = partial(author_of, session, district.id, notice)
                made += ways(notice, case, programme, reached, book, now, followers, entries, author)
                told.append(notice.id)
    finally:
        # One commit for all of them; also for those before one that failed.
        with session.transaction():
            notices.spread(session, district.id, told, made, now)
    return len(new)


def _contacts(
    session: Session, ground: Ground, new: Sequence[notices.Notice], cases: Mapping[str, Case]
) -> Mapping[str, frozenset[Channel]]:
    """The channels by which those who raised the cases can be told, of all that are to be told now.

    A vault is only opened for who raised the case or follows it.
    """
    asked = (cases[one.case] for one in new if one.audience == notices.RAISER)
    programmes = {case.id: ground.programme_of(case.programme, case.edition) for case in asked}
    found = addresses_of(session, ground, programmes)
    return {id_: frozenset(channels) for id_, channels in found.items()}


def _followers(session: Session, ground: Ground, notice: notices.Notice) -> list[tuple[str, Channel]]:
    if notice.audience != notices.FOLLOWERS:
        return []
    return [(one.code, one.channel) for one in followers_of(session, ground, notice.case)]


def _entries(
    session: Session, district: District, ground: Ground, notice: notices.Notice, case: Case
) -> list[holders.Reached]:
    if notice.audience != notices.ENTRIES:
        return []
    programme = ground.programme_of(case.programme, case.edition)
    known = holders.Registers(forms=district.rules.registers, today=district.today())
    return holders.concerned(session, ground, programme.tellings[notice.telling], case, programme, known)


def _entry_address(session: Session, district: District, ground: Ground, one: Due) -> str:
    register, key = holders.entry_of(one.to)
    form = district.rules.registers.get(register)
    found = holders.addresses(session, ground, form, [key]) if form is not None else {}
    return found.get(key, {}).get(one.channel, "")


def _bundles(due: Sequence[Due], book: Book) -> Iterator[list[Due]]:
    """What goes as one message: all that is due to somebody who wants a digest, else each by itself."""
    digests = {one.person.account for one in book.staff if one.wish.digest is not None}
    together: dict[tuple[str, Channel], list[Due]] = {}
    for one in due:
        if one.to in digests:
            together.setdefault((one.to, one.channel), []).append(one)
        else:
            yield [one]
    yield from together.values()


def _send(
    session: Session,
    district: District,
    ground: Ground,
    book: Book,
    gateways: Gateways,
    bundle: list[Due],
    now: datetime,
) -> list[Delivery]:
    """How each of a bundle ended. A delivery that somebody else took is not in it."""
    mine = [one for one in bundle if notices.claim(session, district.id, one.id, now)]
    ends = []
    letters: list[tuple[Due, str, Letter]] = []
    for one in mine:
        found = _letter(session, district, ground, book, one)
        if found is None:
            notices.settle(session, district.id, one.id, Delivery.NOBODY, now, "", now)
            ends.append(Delivery.NOBODY)
        else:
            letters.append((one, *found))
    if letters:
        end, fault = _hand_over(gateways, letters)
        for one, _, _ in letters:
            ends.append(_settle(session, district, one, end, fault, now))
    return ends


def _hand_over(gateways: Gateways, letters: list[tuple[Due, str, Letter]]) -> tuple[bool, str]:
    first, address, head = letters[0]
    gateway = gateways.of(first.channel, first.to)
    if gateway is None:
        return False, NO_GATEWAY
    # A digest is one message; its letters are told apart by a blank line.
    body = "\n\n".join(letter.body for _, _, letter in letters)
    more = f" +{len(letters) - 1}" if head.subject and len(letters) > 1 else ""
    try:
        gateway.send(first.id, address, head.subject + more, body)
    except GatewayFault as fault:
        return False, str(fault)
    except OSError as fault:
        return False, NO_ANSWER if isinstance(fault, ConnectionError | TimeoutError) else type(fault).__name__
    return True, ""


def _settle(session: Session, district: District, one: Due, sent: bool, fault: str, now: datetime) -> Delivery:
    if sent:
        end, at = Delivery.SENT, now
    elif (again := next_try(now, one.tries + 1)) is not None:
        end, at = Delivery.WAITING, again
    else:
        end, at = Delivery.DEAD, now
    notices.settle(session, district.id, one.id, end, at, fault, now)
    return end


def _letter(session: Session, district: District, ground: Ground, book: Book, one: Due) -> tuple[str, Letter] | None:
    """Address and letter of a delivery; None if there is nobody any more."""
    notice = notices.notice(session, district.id, one.notice)
    colleague = next((each for each in book.staff if each.person.account == one.to), None)
    if notice is not None and notice.case == notices.ABOUT_NO_CASE:
        return _plan_letter(session, district, notice, colleague)
    row = session.row("case_state", (district.id, one.case))
    if notice is None or row is None:
        return None
    case = case_from(row[0])
    programme = ground.programme_of(case.programme, case.edition)
    if notice.audience == notices.FOLLOWERS:
        told = next((each for each in followers_of(session, ground, one.case) if each.code == one.to), None)
        if told is None:
            return None
        address, reader, language = told.address, Reader(), told.language
    elif notice.audience == notices.ENTRIES:
        address, reader, language = _entry_address(session, district, ground, one), Reader(), Wish().language
    elif one.to == notices.RAISER:
        address = addresses(session, ground, case.id, programme).get(one.channel, "")
        reader, language = RAISER, receipts.language_of_raiser(session, district.id, case.id)
    elif one.channel is Channel.ROBOT:
        address, reader, language = one.to, Reader(units=(one.to,)), book.robots.get(one.to, "zh")
    elif colleague is not None:
        address, language = colleague.email, colleague.wish.language
        seen = reader_of(colleague.person, case, programme, ground)
        if seen is None:
            return None
        reader = seen
    else:
        return None
    if not address:
        return None
    return address, letter(session, ground, district, notice, case, programme, reader, one.channel, language)


def _plan_letter(
    session: Session, district: District, notice: notices.Notice, to: Staff | None
) -> tuple[str, Letter] | None:
    plan = planned.read(session, district, notice)
    if plan is None or to is None or not to.email or planned.overtaken(notice, plan):
        return None
    language = to.wish.language
    body = planned.text(notice, plan, district, language)
    return to.email, Letter(subject=planned.subject(district, language), body=body)
