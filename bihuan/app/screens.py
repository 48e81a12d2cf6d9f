"""What a screen of a programme shows at a glance: what stands where, what is late. Decides nothing.

Made from the pack: columns are its outward phases (rosters: `turns`). Every case passes the policy; what somebody may
not see is not counted here either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.district import District
from bihuan.core.case import ClockState
from bihuan.core.commands import Person
from bihuan.core.programme import PageKind, Programme
from bihuan.store.lists import PAGE_MOST, Filter, Line, list_cases
from bihuan.store.reading import Word
from bihuan.store.searching import words_of

SCREENS = frozenset({PageKind.BOARD, PageKind.ROSTER, PageKind.FUNNEL})
"""Kinds of page that are a screen of their own."""


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
