"""Boards in words: what a screen on the wall says of each case. Made from the pack; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.app.acts import OnCase
from bihuan.app.entering import Kin, RaisedFor
from bihuan.app.queues import Waiting
from bihuan.app.said import beginning, place
from bihuan.app.screens import Board
from bihuan.app.screens import Card as Found
from bihuan.core.decide import Context
from bihuan.core.programme import FieldType, Programme
from bihuan.core.text import Language, Text
from bihuan.web.show import tasks
from bihuan.web.show.tasks import Card

CROWDED = 4
"""Cases that stand below each other on a screen of 1080 lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One case on a board."""

    card: Card
    unit: str
    late: str
    """Names of promises that are broken now."""
    open_children: int
    out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One outward phase."""

    title: str
    tiles: tuple[Tile, ...]

    @property
    def crowded(self) -> bool:
        """Whether it holds more than fit below each other on a wall."""
        return len(self.tiles) > CROWDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A board as it is shown."""

    columns: tuple[Column, ...]
    figures: tuple[tuple[str, int, bool], ...]
    """What is counted, how many, whether it is bad news."""
    counts: Mapping[str, int]
    """Open cases by area."""
    more: bool


FIGURES = (
    Text("未办结", "open"),
    Text("有逾期", "late"),
    Text("督办中", "under supervision"),
    Text("未了的子事项", "parts still open"),
    Text("账目未平", "balances not zero"),
)


def screen(board: Board, programmes: Mapping[tuple[str, str], Programme], context: Context, now: datetime,
           language: Language) -> Screen:  # fmt: skip
    """The board in words: late ones first in each column."""
    columns = tuple(
        Column(
            title=board.programme.outward[name].in_(language) if name in board.programme.outward else name,
            tiles=tuple(
                _tile(card, programmes, context, now, language)
                for card in sorted(found, key=lambda card: (not card.late, -card.line.case.supervision))
            ),
        )
        for name, found in board.columns
    )
    cards = board.cards
    counts: dict[str, int] = {}
    for card in cards:
        area = card.line.case.fields.get(board.programme.place_field or "")
        if isinstance(area, str):
            counts[area] = counts.get(area, 0) + 1
    numbers = (
        len(cards),
        sum(bool(card.late) for card in cards),
        sum(card.line.case.supervision > 0 for card in cards),
        sum(card.open_children for card in cards),
        sum(card.out > 0 for card in cards),
    )
    spawns = any(step.spawns for step in board.programme.steps.values())
    posts = any(step.posts for step in board.programme.steps.values())
    shown = (True, True, board.programme.supervision_levels > 0, spawns, posts)
    figures = tuple(
        (title.in_(language), number, index > 0 and number > 0)
        for index, (title, number) in enumerate(zip(FIGURES, numbers, strict=True))
        if shown[index]
    )
    return Screen(columns=columns, figures=figures, counts=counts, more=board.more)


def _tile(card: Found, programmes: Mapping[tuple[str, str], Programme], context: Context, now: datetime,
          language: Language) -> Tile:  # fmt: skip
    case = card.line.case
    programme = programmes[case.programme, case.edition]
    lead = context.units.get(case.lead.unit) if case.lead else None
    titles = [programme.clocks[name].title.in_(language) for name in card.late if name in programme.clocks]
    raised = [word for word in card.words if word.n == 0]
    titles_ = (case.fields.get(one.id) for one in programme.fields.values() if one.type is FieldType.TITLE)
    # Where nobody wrote a word, what the pack calls the thing tells one card from the next.
    said = beginning(raised, programme) or next((str(title) for title in titles_ if title), "")
    where = place(raised, programme)
    [made] = tasks.lines((Waiting(line=card.line, words=said, programme=programme, place=where),), context, now,
                         language)  # fmt: skip
    return Tile(
        card=made,
        unit=lead.title.in_(language) if lead else "",
        late="、".join(titles) if language == "zh" else ", ".join(titles),
        open_children=card.open_children,
        out=card.out,
    )


def kin_shown(
    on: OnCase, found: Sequence[Kin], caused: RaisedFor | None, context: Context, now: datetime, language: Language
) -> dict[str, object]:
    """What a record shows of other cases: those that came of it, counted from themselves, those that were raised for
    it (`caused` is None where none ever are), and the rest of its kin.

    `brought` is how many came of it in all, also those that the person may not see; None where none ever could.
    """
    children = [one for one in found if one.child]
    spawns = any(step.spawns for step in on.seen.programme.steps.values())
    return {
        "brought": len(on.seen.case.children) if spawns else None,
        "over": sum(one.line.case.final for one in children),
        "children": kin_cards(children, context, now, language),
        "hidden": len(on.seen.case.children) - len(children),
        "caused": None if caused is None else {
            "cards": kin_cards(caused.cases, context, now, language),
            "over": sum(one.line.case.final for one in caused.cases),
            "more": caused.more,
        },
        "kin": kin_cards([one for one in found if not one.child], context, now, language),
    }


def kin_cards(found: Sequence[Kin], context: Context, now: datetime, language: Language) -> tuple[Card, ...]:
    """Cases that belong to another, as cards."""
    waiting = [Waiting(line=one.line, words="", programme=one.programme) for one in found]
    return tuple(
        replace(card, part=card.programme if not one.child else "")
        for one, card in zip(found, tasks.lines(waiting, context, now, language), strict=True)
    )
