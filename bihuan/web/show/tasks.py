"""Queues as pages show them: by how soon each is due, with one tap for what needs no form. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bihuan.app.queues import Task, Waiting
from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.text import Language, Text
from bihuan.web.show.case import value_text
from bihuan.web.show.changes import PARTS
from bihuan.web.show.dates import due_text
from bihuan.web.show.record import STANDS

GROUPS: Mapping[str, Text] = {
    "late": Text("已逾期", "Overdue"),
    "soon": Text("今天到期", "Due today"),
    "later": Text("以后到期", "Due later"),
    "open": Text("没有时限", "Without a limit"),
}
LEFT = {
    "late": Text("已超{n}", "{n} over"),
    "left": Text("还有{n}", "{n} left"),
}
UNITS = (
    (timedelta(days=1), Text("{n}天", "{n} d")),
    (timedelta(hours=1), Text("{n}小时", "{n} h")),
    (timedelta(minutes=1), Text("{n}分钟", "{n} min")),
)
WORDS_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to do."""

    number: str
    what: str
    words: str
    area: str
    programme: str
    part: str
    state: str
    due: str
    left: str
    mark: str
    supervised: int
    place: str = ""
    drawn: bool = False
    """A call-back that a draw asks for."""
    sign: str = ""
    """Step that is done with one tap, if there is one."""
    sign_title: str = ""
    seen: int
    request: str = ""
    """Makes tapping twice harmless."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cards that are equally soon."""

    id: str
    title: str
    cards: tuple[Card, ...]


def by_due(
    tasks: Sequence[Task],
    context: Context,
    now: datetime,
    draw: Callable[[], str],
    language: Language,
) -> tuple[Group, ...]:
    """Tasks in groups; each group keeps the order of due times. `draw` gives an id for each form."""
    placed: dict[str, list[Card]] = {name: [] for name in GROUPS}
    for task in tasks:
        placed[_group(task.duty.due, now, context)].append(card_of(task, context, now, draw, language))
    return tuple(
        Group(id=name, title=GROUPS[name].in_(language), cards=tuple(cards)) for name, cards in placed.items() if cards
    )


def card_of(task: Task, context: Context, now: datetime, draw: Callable[[], str], language: Language) -> Card:
    """One task, with the tap that needs no form."""
    card = _card(task.duty.case, task.programme, task.words, task.duty.due, context, now, language)
    own = task.duty.case.tasks[task.duty.task]
    part, state = PARTS[own.kind].in_(language), STANDS[own.state].in_(language)
    card = replace(card, part=part, state=state, place=task.place, request=draw())
    if task.at_once is None:
        return card
    return replace(card, sign=task.at_once.id, sign_title=task.at_once.title.in_(language))


def lines(
    found: Sequence[Waiting], context: Context, now: datetime, language: Language, *, named: bool = False
) -> tuple[Card, ...]:
    """Cases of a queue as cards, in the order of the queue; `named` says the mechanism of each."""
    cards = (_card(one.line.case, one.programme, one.words, one.line.next_due, context, now, language) for one in found)
    return tuple(
        replace(card, place=one.place, part=card.programme if named else "", drawn=one.drawn)
        for one, card in zip(found, cards, strict=True)
    )


def _card(
    case: Case,
    programme: Programme,
    words: str,
    due: datetime | None,
    context: Context,
    now: datetime,
    language: Language,
) -> Card:
    mark = _group(due, now, context)
    return Card(
        number=case.number,
        what=_text(case, programme.category_field, programme, context, language) or programme.title.in_(language),
        words=words if len(words) <= WORDS_MOST else words[:WORDS_MOST] + "…",
        area=_text(case, programme.place_field, programme, context, language),
        programme=programme.title.in_(language),
        part="",
        state=programme.stages[case.stage].title.in_(language),
        due=due_text(due, context.zone, language) if due else "",
        left=_left(due, now, language),
        mark=mark if mark in ("late", "soon") else "",
        supervised=case.supervision,
        seen=case.n,
    )


def _text(case: Case, name: str | None, programme: Programme, context: Context, language: Language) -> str:
    value = case.fields.get(name or "")
    return value_text(programme.fields[name], value, context, language) if name and isinstance(value, str) else ""


def _group(due: datetime | None, now: datetime, context: Context) -> str:
    if due is None:
        return "open"
    if due < now:
        return "late"
    return "soon" if due.astimezone(context.zone).date() == now.astimezone(context.zone).date() else "later"


def _left(due: datetime | None, now: datetime, language: Language) -> str:
    """How long there is, or how much over, in the largest unit that fits."""
    if due is None:
        return ""
    span = abs(due - now)
    size, unit = next(((size, unit) for size, unit in UNITS if span >= size), UNITS[-1])
    phrase = LEFT["late" if due < now else "left"]
    return phrase.in_(language, {"n": unit.in_(language, {"n": max(1, span // size)})})
