"""The cases about an entry as its page shows them, mechanism by mechanism, in one language. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.app.ledger_columns import Value
from bihuan.app.ledger_sheet import plain
from bihuan.app.registers.about import KEPT, Group, Told
from bihuan.core.text import Language
from bihuan.web.show.dates import day_of, day_text, worded


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One case."""

    number: str
    stage: str
    kind: str
    """How the stage is set: over, late, or neither."""
    late: bool
    raised: str
    said: tuple[tuple[str, str, bool], ...]
    """Title, what is told, and whether that is kept from this page."""
    brought: tuple[str, ...]
    """Numbers of the cases that came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The cases of one mechanism."""

    title: str
    items: tuple[Item, ...]
    counts: tuple[tuple[str, int], ...]
    by_area: bool


def sections(groups: Sequence[Group], zone: ZoneInfo, language: Language, *, whole: bool) -> tuple[Section, ...]:
    """Every mechanism with its cases. `whole`: these are all cases, so that they may be counted."""
    return tuple(
        Section(
            title=group.programme.title.in_(language),
            items=tuple(_item(one, zone, language) for one in group.told),
            counts=tuple((title.in_(language), many) for title, many in group.counts) if whole else (),
            by_area=group.by_area,
        )
        for group in groups
    )


def _item(told: Told, zone: ZoneInfo, language: Language) -> Item:
    case = told.line.case
    said = [
        (title.in_(language), _told(value, zone, language), value is KEPT)
        for title, value in told.values
    ]  # fmt: skip
    return Item(
        number=case.number,
        stage=told.stage.in_(language),
        kind="kept" if case.final else "late" if told.late else "wait",
        late=told.late,
        raised=day_text(day_of(case.occurred_at, zone), language),
        said=tuple((title, text, kept) for title, text, kept in said if text),
        brought=tuple(line.case.number for line in told.brought),
    )


def _told(value: Value, zone: ZoneInfo, language: Language) -> str:
    """A day for a moment, which is near enough here; anything else as a ledger has it."""
    if isinstance(value, datetime):
        return day_text(day_of(value, zone), language)
    return worded(str(plain(value, zone, language)), language)
