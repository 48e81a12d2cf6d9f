"""A board on which nothing stands, in words. Made from the pack; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.app.calm import Calm, Watched
from bihuan.app.queues import Waiting
from bihuan.app.turns import Turn
from bihuan.core.commands import Unit
from bihuan.core.decide import Context
from bihuan.core.programme import FieldType
from bihuan.core.text import Language
from bihuan.web.show import tasks
from bihuan.web.show.tasks import Card


@dataclass(frozen=True, slots=True)
class Group:
    """Open cases of a watched mechanism."""

    title: str
    cards: tuple[Card, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """One turn: where, whose, from when until when."""

    what: str
    unit: str
    number: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class CalmView:
    """What the page shows."""

    title: str
    groups: tuple[Group, ...]
    heard: datetime | None
    number: str
    now: tuple[TurnRow, ...]
    next: TurnRow | None
    rostered: bool


def calm_view(calm: Calm, context: Context, now: datetime, language: Language) -> CalmView:
    """The same in one language, times in the district's zone."""
    heard, number = calm.heard or (None, "")
    return CalmView(
        title=calm.programme.title.in_(language),
        groups=tuple(_group(one, context, now, language) for one in calm.watched),
        heard=heard.astimezone(context.zone) if heard is not None else None,
        number=number,
        now=tuple(_turn(one, context, language) for one in calm.now),
        next=_turn(calm.next, context, language) if calm.next is not None else None,
        rostered=calm.rostered,
    )


def _group(watched: Watched, context: Context, now: datetime, language: Language) -> Group:
    waiting = [Waiting(line=one, words="", programme=watched.programme) for one in watched.lines]
    return Group(
        watched.programme.title.in_(language), tuple(tasks.lines(waiting, context, now, language)), watched.more
    )


def _turn(turn: Turn, context: Context, language: Language) -> TurnRow:
    case, fields = turn.line.case, turn.programme.fields.values()
    titles = (case.fields.get(one.id) for one in fields if one.type is FieldType.TITLE)
    units: Mapping[str, Unit] = context.units
    lead = units.get(case.lead.unit) if case.lead else None
    return TurnRow(
        what=next((str(one) for one in titles if one), turn.programme.title.in_(language)),
        unit=lead.title.in_(language) if lead is not None else "",
        number=case.number,
        start=turn.required.start.astimezone(context.zone),
        end=turn.required.end.astimezone(context.zone),
    )
