"""The plan of a unit: who is on duty tonight, who is away and who stands in. Every change is in the journal,
and whoever it concerns is told.

A substitute is a colleague with a post in the same unit, so nothing here opens a case to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.app.district import District
from bihuan.app.entropy import time_ordered_id
from bihuan.app.notices.planned import order
from bihuan.core.commands import Person
from bihuan.core.duty import Kind, Span, on_duty
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.store import duty, journal
from bihuan.store.journal import Act, Journal

__all__ = ["Kind", "Planned", "Span", "UnitPlan", "plan", "plans", "withdraw"]

AHEAD = timedelta(days=14)
LONGEST = timedelta(days=366)
_FROM, _TO = Text("开始时间", "from"), Text("结束时间", "until")
_WHO, _INSTEAD = Text("人员", "who"), Text("替班人", "substitute")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """One unit as it is planned."""

    unit: str
    names: Mapping[str, Text]
    """Everybody with a post in it."""
    heads: frozenset[str]
    """Those of them who head it."""
    now: tuple[str, ...]
    spans: tuple[Span, ...]
    """What is planned for the next two weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What somebody asks to be written into the plan."""

    kind: Kind
    unit: str
    account: str
    begins: datetime | None
    ends: datetime | None
    substitute: str | None = None


def plans(district: District, person: Person) -> tuple[UnitPlan, ...]:
    """The plans of the person's units."""
    units, now = sorted({post.unit for post in person.posts}), district.door.clock()
    with district.door.readers.lend() as session, session.glance():
        people = duty.members(session, district.id, units, district.today())
        spans = duty.spans(session, district.id, units, now, now + AHEAD)
    found = []
    for unit in units:
        names = {one.account: one.title for one in people if one.unit == unit}
        own = tuple(span for span in spans if span.unit == unit)
        heads = frozenset(one.account for one in people if one.unit == unit and one.duty in district.pack.heads)
        found.append(UnitPlan(unit=unit, names=names, heads=heads, now=on_duty(unit, list(names), own, now), spans=own))
    return tuple(found)


def plan(district: District, person: Person, asked: Planned) -> Span | Refusal:
    """Write a shift or a leave into the plan of one of the person's own units."""
    known = next((one for one in plans(district, person) if one.unit == asked.unit), None)
    if known is None:
        return Refusal("no-such-unit", {"unit": asked.unit, "day": district.today().isoformat()})
    if refusal := _not_theirs(person, asked.kind, asked.account, known) or _wrong(asked, known, district.door.clock()):
        return refusal
    assert asked.begins is not None and asked.ends is not None
    span = Span(
        id=time_ordered_id(district.door.clock(), district.door.entropy),
        unit=asked.unit,
        account=asked.account,
        kind=asked.kind,
        begins=asked.begins,
        ends=asked.ends,
        substitute=asked.substitute if asked.kind is Kind.LEAVE else None,
    )
    with district.door.readers.lend() as session, session.transaction():
        duty.put(session, district.id, span)
        act = Act(actor=person.account, kind=f"{span.kind}.planned", about=span.account, detail=_detail(span))
        journal.append(session, district.id, Journal.ADMINISTRATION, act, district.door.clock())
        order(session, district.id, span, person.account, False, district.door.clock())
    return span


def withdraw(district: District, person: Person, id_: str) -> bool | Refusal:
    """Take a span of one of the person's units out of the plan; False if there is none."""
    found = next(((one, span) for one in plans(district, person) for span in one.spans if span.id == id_), None)
    if found is None:
        return False
    known, span = found
    if refusal := _not_theirs(person, span.kind, span.account, known):
        return refusal
    with district.door.readers.lend() as session, session.transaction() as transaction:
        if not duty.withdraw(session, district.id, id_, district.door.clock()):
            transaction.dropped = True
            return False
        act = Act(actor=person.account, kind=f"{span.kind}.withdrawn", about=span.account, detail=_detail(span))
        journal.append(session, district.id, Journal.ADMINISTRATION, act, district.door.clock())
        order(session, district.id, span, person.account, True, district.door.clock())
    return True


def _not_theirs(person: Person, kind: Kind, account: str, known: UnitPlan) -> Refusal | None:
    """Who is away says so, or the head of the unit does; where nobody heads it, any colleague."""
    if kind is not Kind.LEAVE or person.account == account or not known.heads or person.account in known.heads:
        return None
    heads = [known.names[one] for one in sorted(known.heads)]
    return Refusal("leave-of-another", {"heads": Text("、".join(t.zh for t in heads), ", ".join(t.en for t in heads))})


def _wrong(asked: Planned, known: UnitPlan, now: datetime) -> Refusal | None:
    if asked.account not in known.names:
        return Refusal("field-missing", {"field": _WHO})
    if asked.begins is None:
        return Refusal("field-missing", {"field": _FROM})
    if asked.ends is None:
        return Refusal("field-missing", {"field": _TO})
    if not asked.begins < asked.ends <= asked.begins + LONGEST or asked.ends <= now:
        expected = f"> {max(asked.begins, now).isoformat(' ', 'minutes')}"
        given = asked.ends.isoformat(" ", "minutes")
        return Refusal("field-invalid", {"field": _TO, "value": given, "expected": expected})
    others = set(known.names) - {asked.account}
    # Somebody who is alone in a unit may still be away: then the night shows a gap.
    if asked.kind is Kind.LEAVE and asked.substitute not in others and (others or asked.substitute):
        return Refusal("field-missing", {"field": _INSTEAD})
    return None


def _detail(span: Span) -> dict[str, str]:
    detail = {"unit": span.unit, "since": span.begins.isoformat(), "until": span.ends.isoformat()}
    return {**detail, "substitute": span.substitute} if span.substitute else detail
