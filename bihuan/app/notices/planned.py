"""What somebody is told of the plan of their unit: named for duty, standing in, away, and that it is off again.

Such a notice is about a span of the plan and about no case. Whoever wrote something of their own knows it already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bihuan.app.district import District
from bihuan.app.notices.addressing import Book, Staff
from bihuan.app.notices.rendering import moment
from bihuan.core.duty import Kind, Span
from bihuan.core.notices import Channel, Delivery, send_at
from bihuan.core.text import Language, Text
from bihuan.store import duty, notices
from bihuan.store.notices import ABOUT_NO_CASE, Notice, Sent, delivery_id
from bihuan.store.session import Session

TITLE = Text("值班", "Duty")
SUBJECT = Text("【{short}】值班", "[{short}] Duty")
WORDS: Mapping[str, Text] = {
    "shift": Text("{begins}至{ends}，由您在{unit}值班。", "You are on duty at {unit} from {begins} until {ends}."),
    "substitute": Text(
        "{begins}至{ends}，{who}不在，由您在{unit}替班。",
        "You stand in for {who} at {unit} from {begins} until {ends}.",
    ),
    "leave": Text(
        "{begins}至{ends}，{unit}给您记了请假，替班：{other}。",
        "{unit} has recorded your leave from {begins} until {ends}; standing in: {other}.",
    ),
}
OFF = Text("取消：{what}", "Called off: {what}")
_OFF = "-off"
"""Ends the name of a notice that what was planned is off."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A span as its notices speak of it."""

    span: Span
    withdrawn: bool
    names: Mapping[str, Text]
    """Everybody of the unit today."""


def order(session: Session, district: str, span: Span, actor: str, off: bool, now: datetime) -> None:
    """Have those told whom a change of the plan concerns, in the caller's transaction."""
    made = [_notice(span, f"{kind}{_OFF if off else ''}", account, now) for kind, account in _concerned(span)]
    notices.order(session, district, [one for one in made if one.audience != actor])


def _concerned(span: Span) -> Iterator[tuple[str, str]]:
    yield str(span.kind), span.account
    if span.kind is Kind.LEAVE and span.substitute:
        yield "substitute", span.substitute


def _notice(span: Span, telling: str, account: str, now: datetime) -> Notice:
    # The same change twice orders the same notice.
    mark = sha256(f"{telling}\0{account}".encode()).hexdigest()[:16]
    return Notice(
        id=f"{span.id}-{mark}", case=ABOUT_NO_CASE, position=0, telling=telling, audience=account, created=now
    )  # fmt: skip


def read(session: Session, district: District, notice: Notice) -> Planned | None:
    """The span that a notice is about; None if it is about a case, or the span is gone."""
    found = duty.span(session, district.id, notice.id.rpartition("-")[0]) if notice.case == ABOUT_NO_CASE else None
    if found is None:
        return None
    span, withdrawn = found
    people = duty.members(session, district.id, [span.unit], district.today())
    return Planned(span, withdrawn, {one.account: one.title for one in people})


def overtaken(notice: Notice, planned: Planned) -> bool:
    """Whether what it tells is off before anybody was told."""
    return planned.withdrawn and not notice.telling.endswith(_OFF)


def ways(notice: Notice, planned: Planned, book: Book, now: datetime) -> list[Sent]:
    """Its deliveries: in quiet hours only if the duty begins in them."""
    one = next((each for each in book.staff if each.person.account == notice.audience), None)
    if one is None:
        return [_way(notice, Channel.INAPP, now, Delivery.NOBODY)]
    at = send_at(now, False, one.wish, book.zone)
    at = now if at >= planned.span.begins else at
    return [_way(notice, channel, at) for channel in _channels(one)]


def _channels(one: Staff) -> Iterator[Channel]:
    yield Channel.INAPP
    if one.email and Channel.EMAIL in one.wish.channels:
        yield Channel.EMAIL


def _way(notice: Notice, channel: Channel, due: datetime, state: Delivery = Delivery.WAITING) -> Sent:
    id_ = delivery_id(notice.id, notice.audience, channel)
    return Sent(
        id=id_, notice=notice.id, case=notice.case, recipient=notice.audience, channel=channel, state=state, due=due
    )  # fmt: skip


def text(notice: Notice, planned: Planned, district: District, language: Language) -> str:
    """What it says."""
    span, unit = planned.span, district.places().units.get(planned.span.unit)
    what = WORDS[notice.telling.removesuffix(_OFF)].in_(
        language,
        {
            "begins": moment(span.begins, district.zone, language),
            "ends": moment(span.ends, district.zone, language),
            "unit": unit.title.in_(language) if unit else span.unit,
            "who": _name(span.account, planned, language),
            "other": _name(span.substitute or "", planned, language),
        },
    )
    return OFF.in_(language, {"what": what}) if notice.telling.endswith(_OFF) else what


def _name(account: str, planned: Planned, language: Language) -> str:
    known = planned.names.get(account)
    return known.in_(language) if known else account or "—"


def subject(district: District, language: Language) -> str:
    """The head line of a letter."""
    return SUBJECT.in_(language, {"short": district.pack.district.short.in_(language)})
