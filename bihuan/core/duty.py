"""Who is on duty in a unit at a moment and through a night: planned shifts, substitutes for whoever is away, else the
unit's head. Pure; opens nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from bihuan.core.calendars import Calendar


class Kind(StrEnum):
    """What a planned span says of somebody."""

    SHIFT = "shift"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One planned interval, [begins, ends)."""

    id: str
    unit: str
    account: str
    kind: Kind
    begins: datetime
    ends: datetime
    substitute: str | None = None
    """Who stands in, for a leave; a colleague of the same unit."""

    def covers(self, at: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.begins <= at < self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Somebody who is there, and whom they stand in for."""

    account: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a night in which the same people are there, [begins, ends)."""

    begins: datetime
    ends: datetime
    standing: tuple[Stand, ...]
    by_head: bool = False
    """Nobody planned is there: it falls to whoever heads the unit."""
    away: frozenset[str] = frozenset()
    """Who of the unit is on leave then."""

    @property
    def gap(self) -> bool:
        """Whether nobody who was planned is there."""
        return self.by_head or not self.standing

    def covers(self, at: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.begins <= at < self.ends


def on_duty(unit: str, members: Sequence[str], spans: Sequence[Span], at: datetime) -> tuple[str, ...]:
    """The accounts of the unit that are on duty then, in the order of the plan, each once.

    Without a shift it is everybody who is not away. Whoever is away is replaced by the substitute; a substitute who is
    away too by theirs, and by nobody if that leads in a circle.
    """
    return tuple(one.account for one in _standing(members, [span for span in spans if span.unit == unit], at))


def stretches(
    unit: str, members: Sequence[str], heads: Sequence[str], spans: Sequence[Span], begins: datetime, ends: datetime
) -> tuple[Stretch, ...]:
    """Who stands for the unit from moment to moment: as `on_duty`, and where that is nobody, those of its heads who are
    not away. The stretches meet and cover [begins, ends)."""
    own = [span for span in spans if span.unit == unit]
    edges = {edge for span in own for edge in (span.begins, span.ends) if begins < edge < ends}
    found: list[Stretch] = []
    for first, last in pairwise(sorted({begins, *edges, ends})):
        standing = _standing(members, own, first)
        away = {span.account for span in own if span.kind is Kind.LEAVE and span.covers(first)}
        head = () if standing else tuple(Stand(account=one) for one in dict.fromkeys(heads) if one not in away)
        one = Stretch(
            begins=first, ends=last, standing=standing or head, by_head=bool(head), away=frozenset(away)
        )
        before = found[-1] if found else None
        if before is not None and replace(before, begins=first, ends=last) == one:
            found[-1] = replace(before, ends=last)
        else:
            found.append(one)
    return tuple(found)


def night_of(calendar: Calendar, day: date) -> tuple[datetime, datetime]:
    """From when the offices close on a day, or open if it is not worked, until they open on the next: nights meet, so
    that every moment outside office hours lies in one. A calendar without hours: from six in the evening to eight."""
    following = day + timedelta(days=1)
    closes = _minute(calendar, day, -1, 18 * 60) if calendar.is_working_day(day) else _minute(calendar, day, 0, 8 * 60)
    opens = _minute(calendar, following, 0, 8 * 60)
    begins = calendar.local(calendar.at(day.toordinal(), closes))
    return begins, calendar.local(calendar.at(following.toordinal(), opens))


def _minute(calendar: Calendar, day: date, session: int, otherwise: int) -> int:
    hours = calendar.hours_on(day)
    return hours.sessions[session][0 if session == 0 else 1] if hours is not None and hours.sessions else otherwise


def _standing(members: Sequence[str], own: Sequence[Span], at: datetime) -> tuple[Stand, ...]:
    now = [span for span in own if span.covers(at)]
    away = {span.account: span.substitute for span in now if span.kind is Kind.LEAVE}
    planned = [span.account for span in now if span.kind is Kind.SHIFT] or list(members)
    found: dict[str, Stand] = {}
    for account in planned:
        present = _present(account, away)
        if present is not None and (present not in found or present == account):
            found[present] = Stand(account=present, instead_of=None if present == account else account)
    return tuple(found.values())


def _present(account: str, away: dict[str, str | None]) -> str | None:
    passed: set[str] = set()
    current: str | None = account
    while current is not None and current in away:
        if current in passed:
            return None
        passed.add(current)
        current = away[current]
    return current
