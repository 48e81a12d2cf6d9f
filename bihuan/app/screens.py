"""What a screen of a programme shows at a glance: what stands where, what is late, whose turn it is. Decides nothing.

Made from the pack: columns are its outward phases, turns are its fields that hold an interval. Every case passes the
policy; what somebody may not see is not counted here either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.app.district import District
from bihuan.core.case import Case, ClockState
from bihuan.core.commands import Person
from bihuan.core.expressions import Span, spans_of
from bihuan.core.expressions.spans import minus
from bihuan.core.programme import FieldType, PageKind, Programme
from bihuan.store.lists import PAGE_MOST, Filter, Line, list_cases
from bihuan.store.reading import Word
from bihuan.store.searching import words_of

SCREENS = frozenset({PageKind.BOARD, PageKind.ROSTER})
"""Kinds of page that are a screen of their own."""

BACK = timedelta(hours=36)
"""How long a roster remembers turns that are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One open case, with what stands beside it."""

    line: Line
    words: Sequence[Word]
    late: tuple[str, ...]
    """Clocks that run and whose time is past."""
    open_children: int
    out: int
    """Accounts that are not balanced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The open cases of a programme by outward phase."""

    programme: Programme
    columns: tuple[tuple[str, tuple[Card, ...]], ...]
    more: bool
    """Whether there are more than a screen holds."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them."""
        return tuple(card for _, column in self.columns for card in column)


def screens_of(district: District, person: Person) -> tuple[Programme, ...]:
    """Programmes with a screen, in which a post of the person's has a role."""
    duties = {post.duty for post in person.posts}
    return tuple(
        programme
        for programme in district.programmes()
        if programme.pages & SCREENS and any(role.duty in duties for role in programme.roles.values())
    )


def board(district: District, person: Person, programme: Programme) -> Board:
    """Everything that is open, what is due first first."""
    now = district.door.clock()
    with district.door.look(district.id) as (session, ground), session.glance():
        filter_ = Filter(programme=programme.id, final=False)
        page = list_cases(session, ground, person, district.programmes(), filter_=filter_, size=PAGE_MOST)
        said = words_of(session, ground, page.lines)
        born = tuple({child for line in page.lines for child in line.case.children})
        alive: set[str] = set()
        if born:
            young = list_cases(
                session, ground, person, district.programmes(), filter_=Filter(ids=born, final=False), size=PAGE_MOST
            )
            alive = {line.case.id for line in young.lines}
    placed: dict[str, list[Card]] = {name: [] for name in programme.outward}
    for line in page.lines:
        edition = district.rules.of(line.case.programme, line.case.edition)
        phase = edition.stages[line.case.stage].outward
        placed.setdefault(phase, []).append(_card(line, said.get(line.case.id, ()), alive, now))
    columns = tuple((name, tuple(cards)) for name, cards in placed.items())
    return Board(programme=programme, columns=columns, more=page.after is not None)


def _card(line: Line, words: Sequence[Word], alive: set[str], now: datetime) -> Card:
    case = line.case
    over = [one.name for one in case.clocks.values() if _late(one, now)]
    return Card(
        line=line,
        words=words,
        late=tuple(dict.fromkeys(over)),
        open_children=sum(child in alive for child in case.children),
        out=sum(quantity != 0 for quantity in case.balances.values()),
    )


def _late(clock: ClockState, now: datetime) -> bool:
    return clock.running and not clock.suspended and not clock.window and clock.due < now


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn: when somebody has to be there, when somebody was, and what is missing."""

    line: Line
    programme: Programme
    required: Span
    present: Span | None
    gap: int
    """Minutes of what has passed of the turn in which nobody was there."""


def turns(district: District, person: Person, programme: Programme) -> tuple[Turn, ...]:
    """Turns that run, come, or ended in the last day and a half, in the order in which they begin."""
    now = district.door.clock()
    field = next(one.id for one in programme.fields.values() if one.type is FieldType.INTERVAL)
    with district.door.look(district.id) as (session, ground), session.glance():
        filter_ = Filter(programme=programme.id)
        page = list_cases(
            session, ground, person, district.programmes(), filter_=filter_, sort="raised", size=PAGE_MOST
        )
    found = []
    for line in page.lines:
        required = _span(line.case.fields.get(field))
        if required is None or required.end < now - BACK:
            continue
        edition = district.rules.of(line.case.programme, line.case.edition)
        if edition.stages[line.case.stage].final and line.case.moments.keys().isdisjoint(("sign", "lapse")):
            continue  # Called off before anybody came or was missed.
        present = _present(line.case, required, now)
        gap = _missing(required, present, now)
        found.append(Turn(line=line, programme=edition, required=required, present=present, gap=gap))
    return tuple(sorted(found, key=lambda turn: (turn.required.start, turn.line.case.number)))


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


def _missing(required: Span, present: Span | None, now: datetime) -> int:
    """Whole minutes of the turn, as far as it has passed, without anybody."""
    if now <= required.start:
        return 0
    passed = spans_of((Span(required.start, min(required.end, now)),))
    there = spans_of(() if present is None else (present,))
    return int(minus(passed, there).length().total_seconds() // 60)
