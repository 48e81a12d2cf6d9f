"""What a board tells while nothing stands on it: what is in force elsewhere, when something was last heard, whose turn
it is and comes. Made from the pack (`watches` of a programme); every case passes the policy. Decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.app import turns
from bihuan.app.district import District
from bihuan.app.turns import Turn
from bihuan.core.case import Case
from bihuan.core.commands import Person
from bihuan.core.programme import PageKind, Programme
from bihuan.store.lists import Filter, Line, list_cases

TOLD_MOST = 5
"""Open cases of one watched programme that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The open cases of another programme, the newest first."""

    programme: Programme
    lines: tuple[Line, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """A board on which nothing stands."""

    programme: Programme
    watched: tuple[Watched, ...]
    heard: tuple[datetime, str] | None
    """When something last happened in a case of the board or of a watched programme, and the number of that case."""
    now: tuple[Turn, ...]
    """Turns that run."""
    next: Turn | None
    rostered: bool
    """Whether a watched programme has a roster at all."""


def calm(district: District, person: Person, programme: Programme) -> Calm:
    """What is told beside the silence."""
    known = {one.id: one for one in district.programmes()}
    watched = [known[name] for name in programme.watches if name in known]
    rosters = [one for one in watched if PageKind.ROSTER in one.pages]
    others = [one for one in watched if one not in rosters]
    moment = district.door.clock()
    planned = sorted(
        (turn for one in rosters for turn in turns.turns(district, person, one)), key=lambda turn: turn.required.start
    )
    facts = [(fact, line.case.number) for one in (programme, *others)
             for line in _newest(district, person, one, final=None).lines if (fact := _last(line, moment))]  # fmt: skip
    return Calm(
        programme=programme,
        watched=tuple(_newest(district, person, one, final=False) for one in others),
        heard=max(facts, default=None),
        now=tuple(turn for turn in planned if turn.required.start <= moment < turn.required.end),
        next=next((turn for turn in planned if turn.required.start > moment), None),
        rostered=bool(rosters),
    )


def _newest(district: District, person: Person, programme: Programme, final: bool | None) -> Watched:
    with district.door.look(district.id) as (session, ground), session.glance():
        filter_ = Filter(programme=programme.id, final=final)
        page = list_cases(
            session, ground, person, district.programmes(), filter_=filter_, sort="raised", size=TOLD_MOST
        )
    return Watched(programme=programme, lines=page.lines, more=page.after is not None)


def _last(line: Line, now: datetime) -> datetime | None:
    """The last thing that is known to have happened in a case: a verb, a promise begun, its end."""
    case: Case = line.case
    found = [*case.moments.values(), *(one.started_at for one in case.clocks.values()), line.ended or case.opened_at]
    return max((one for one in found if one <= now), default=None)
