"""Whose turn it is and was: what a roster shows of now, of days gone by, and of a whole season. Decides nothing.

Made from the pack: turns are cases of a programme with a field that holds an interval. Every case passes the policy. A
turn belongs to the day on which it begins, so that the days add up to the season.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.app.district import District
from bihuan.core.calendars import day_in
from bihuan.core.case import Case
from bihuan.core.commands import Person
from bihuan.core.expressions import Span, spans_of
from bihuan.core.expressions.spans import minus
from bihuan.core.programme import FieldType, Programme
from bihuan.store.lists import Filter, Line
from bihuan.store.paging import pages

BACK, AHEAD = timedelta(hours=36), timedelta(days=400)
"""How long a roster of now remembers turns that are over; how long ahead of its beginning a turn is planned at most."""
DAYS_MOST = 400
"""Days of one look back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn: when somebody has to be there, when somebody was, and what is missing."""

    line: Line
    programme: Programme
    required: Span
    present: Span | None
    holes: tuple[Span, ...]
    """The stretches of what has passed of the turn in which nobody was there."""

    @property
    def gap(self) -> int:
        """Their whole minutes."""
        return _minutes(self.holes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The turns that begin on one day."""

    on: date
    turns: int
    unmanned: int
    """Turns in which there were minutes without anybody."""
    gap: int
    """Minutes, of all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The turns of one unit."""

    unit: str
    """Empty for turns that no unit has yet."""
    turns: int
    required: int
    """Minutes that have passed of them: present and gap together."""
    gap: int
    nobody: int
    """Turns that are over and to which nobody came."""

    @property
    def present(self) -> int:
        """Minutes of them in which somebody was there."""
        return self.required - self.gap


def turns(
    district: District, person: Person, programme: Programme, days: tuple[date, date] | None = None
) -> tuple[Turn, ...]:
    """Turns in the order in which they begin: those that begin on these days, the first to the last, or else those that
    run, come, or ended in the last day and a half. All of them, however many there are."""
    now, zone = district.door.clock(), district.zone
    field = next(one.id for one in programme.fields.values() if one.type is FieldType.INTERVAL)
    since = now - BACK if days is None else datetime.combine(days[0], time(), zone)
    found = []
    for line in _planned(district, person, programme, since - AHEAD):
        required = _span(line.case.fields.get(field))
        if required is None or not _within(required, days, since, zone):
            continue
        edition = district.rules.of(line.case.programme, line.case.edition)
        if edition.stages[line.case.stage].final and line.case.moments.keys().isdisjoint(("sign", "lapse")):
            continue  # Called off before anybody came or was missed.
        present = _present(line.case, required, now)
        holes = _missing(required, present, now)
        found.append(Turn(line=line, programme=edition, required=required, present=present, holes=holes))
    return tuple(sorted(found, key=lambda turn: (turn.required.start, turn.line.case.number)))


def by_day(found: Sequence[Turn], zone: ZoneInfo) -> tuple[Day, ...]:
    """What the turns are on each day on which one begins, the newest day first."""
    held: dict[date, list[Turn]] = {}
    for turn in found:
        held.setdefault(day_in(turn.required.start, zone), []).append(turn)
    return tuple(
        Day(on=on, turns=len(some), unmanned=sum(one.gap > 0 for one in some), gap=sum(one.gap for one in some))
        for on, some in sorted(held.items(), reverse=True)
    )


def by_unit(found: Sequence[Turn], now: datetime) -> tuple[Share, ...]:
    """What the turns of each unit come to, as far as they have passed; the one with most minutes missing first."""
    held: dict[str, list[Turn]] = {}
    for turn in found:
        lead = turn.line.case.lead
        held.setdefault(lead.unit if lead is not None else "", []).append(turn)
    shares = (
        Share(
            unit=unit,
            turns=len(some),
            required=sum(_minutes(_missing(one.required, None, now)) for one in some),
            gap=sum(one.gap for one in some),
            nobody=sum(one.present is None and one.required.end <= now for one in some),
        )
        for unit, some in held.items()
    )
    return tuple(sorted(shares, key=lambda one: (-one.gap, one.unit)))


def _planned(district: District, person: Person, programme: Programme, since: datetime) -> Iterator[Line]:
    """Every case of the programme that was raised since then, page by page."""
    filter_ = Filter(programme=programme.id, raised_since=since)
    with district.door.look(district.id) as (session, ground), session.glance():
        for page in pages(session, ground, person, district.programmes(), filter_, "raised"):
            yield from page.lines


def _within(required: Span, days: tuple[date, date] | None, since: datetime, zone: ZoneInfo) -> bool:
    if days is None:
        return required.end >= since
    return days[0] <= day_in(required.start, zone) <= days[1]


def _span(raw: object) -> Span | None:
    if not isinstance(raw, str):
        return None
    start, _, end = raw.partition("/")
    return Span(datetime.fromisoformat(start), datetime.fromisoformat(end))


def _present(case: Case, required: Span, now: datetime) -> Span | None:
    """From signing in to handing over; still there if nothing was handed over."""
    came = case.moments.get("sign")
    if came is None:
        return None
    left = case.moments.get("finish", now)
    return Span(came, max(came, left))


def _missing(required: Span, present: Span | None, now: datetime) -> tuple[Span, ...]:
    """The stretches of the turn, as far as it has passed, without anybody."""
    passed = spans_of((Span(required.start, min(required.end, now)),))
    there = spans_of(() if present is None else (present,))
    return minus(passed, there).parts


def _minutes(spans: Iterable[Span]) -> int:
    return int(spans_of(spans).length().total_seconds() // 60)
