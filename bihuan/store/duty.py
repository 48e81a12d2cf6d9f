"""Planned spans of duty and leave, and who belongs to a unit. Spans are added and withdrawn, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.core.duty import Kind, Span
from bihuan.core.text import Text
from bihuan.store.session import Row, Session, read_moment, stored_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who holds a post in a unit."""

    account: str
    unit: str
    duty: str
    title: Text


def put(session: Session, district: str, span: Span) -> None:
    """Add a span, in the caller's transaction; the same id again changes nothing."""
    session.run(
        "put_duty",
        (district, span.id, span.unit, span.account, str(span.kind), span.substitute, stored_moment(span.begins),
         stored_moment(span.ends)),
    )  # fmt: skip


def withdraw(session: Session, district: str, id_: str, now: datetime) -> bool:
    """End a span from the plan, in the caller's transaction; False if it was none or is withdrawn already."""
    return session.run("withdraw_duty", (stored_moment(now), district, id_)) == 1


def spans(
    session: Session, district: str, units: Sequence[str], since: datetime, until: datetime
) -> tuple[Span, ...]:
    """What is planned for these units between two moments, by its beginning."""
    rows = session.rows(
        "duty_of_units", (district, session.of_many(units), stored_moment(since), stored_moment(until))
    )
    return tuple(map(_span, rows))


def span(session: Session, district: str, id_: str) -> tuple[Span, bool] | None:
    """One span and whether it was withdrawn; None if there is none of that id."""
    row = session.row("duty_span", (district, id_))
    return None if row is None else (_span(row[:-1]), row[-1] is not None)


def _span(row: Row) -> Span:
    id_, unit, account, kind, substitute, begins, ends = row
    first, last = read_moment(begins), read_moment(ends)
    assert first is not None and last is not None
    return Span(
        id=id_, unit=unit, account=account, kind=Kind(kind), begins=first, ends=last, substitute=substitute
    )  # fmt: skip


def members(session: Session, district: str, units: Sequence[str], day: date) -> tuple[Member, ...]:
    """Everybody who holds a post in one of the units that day and whose account is open."""
    rows = session.rows("members", (district, session.of_many(units), day.isoformat(), day.isoformat()))
    return tuple(
        Member(account=account, unit=unit, duty=duty, title=Text(zh, en)) for account, unit, duty, zh, en in rows
    )
