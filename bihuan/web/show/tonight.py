"""A night of a unit as its page shows it: who is there until when, what is due before the morning. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.app.tonight import Ahead, Night, Owed, Stand, Stretch
from bihuan.core.commands import Unit
from bihuan.core.decide import Context
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import day_text, due_text
from bihuan.web.show.tasks import Card, card_of

INSTEAD = Text("{who}（替{for_}）", "{who} (for {for_})")
FORM = "%Y-%m-%dT%H:%M"
"""How a form takes a moment: on the clock of the district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One stretch of the night."""

    who: str
    posts: str
    since: str
    until: str
    now: bool
    instead: bool
    head: bool
    nobody: bool
    open: bool
    """It is not over: somebody can still be named."""
    begins: str
    ends: str
    free: tuple[tuple[str, str], ...]
    """Colleagues who are not on leave then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One unit in one night."""

    unit: str
    title: str
    lines: tuple[Line, ...]
    owed: tuple[tuple[Card, str], ...]
    """Tasks, and who is there when each is due; empty for nobody."""
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One night among several."""

    day: str
    night: str
    who: str
    gaps: str


def sheets(
    nights: Sequence[Night], context: Context, now: datetime, zone: ZoneInfo, draw: Callable[[], str],
    language: Language,
) -> tuple[Sheet, ...]:
    """Each unit in one language; `draw` gives an id for each form."""
    return tuple(
        Sheet(
            unit=one.unit,
            title=_unit(one.unit, context.units, language),
            lines=tuple(_line(each, one, now, zone, language) for each in one.stretches),
            owed=tuple((_card(each, context, now, draw, language), _who(each.standing, one.names, language))
                       for each in one.owed),
            more=one.more,
        )
        for one in nights
    )  # fmt: skip


def rows(
    found: Sequence[Ahead], units: Mapping[str, Unit], zone: ZoneInfo, language: Language
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    """The nights ahead of each unit: who is there, and when nobody who was planned is."""
    return tuple(
        (_unit(one.unit, units, language), tuple(_row(day, each, one, zone, language) for day, each in one.nights))
        for one in found
    )


def around(day: date) -> tuple[str, str]:
    """The night before and the night after, as an address says them."""
    return (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()


def _row(day: date, there: Sequence[Stretch], one: Ahead, zone: ZoneInfo, language: Language) -> Row:
    names = dict.fromkeys(_who(each.standing, one.names, language) for each in there if not each.gap)
    spans = [f"{due_text(each.begins, zone, language)} – {due_text(each.ends, zone, language)}"
             for each in there if each.gap]  # fmt: skip
    return Row(day=day_text(day, language), night=day.isoformat(), who="；".join(names) if language == "zh" else
               "; ".join(names), gaps=("；" if language == "zh" else "; ").join(spans))  # fmt: skip


def _line(one: Stretch, night: Night, now: datetime, zone: ZoneInfo, language: Language) -> Line:
    titles = dict.fromkeys(title for each in one.standing for title in night.posts.get(each.account, ()))
    there = {each.account for each in one.standing}
    begins = max(one.begins, now.replace(second=0, microsecond=0)) if one.covers(now) else one.begins
    return Line(
        who=_who(one.standing, night.names, language),
        posts=("、" if language == "zh" else ", ").join(title.in_(language) for title in titles),
        since=due_text(one.begins, zone, language),
        until=due_text(one.ends, zone, language),
        now=one.covers(now),
        instead=any(each.instead_of for each in one.standing),
        head=one.by_head,
        nobody=not one.standing,
        open=one.gap and one.ends > now,
        begins=begins.astimezone(zone).strftime(FORM),
        ends=one.ends.astimezone(zone).strftime(FORM),
        free=tuple((account, title.in_(language)) for account, title in night.names.items()
                   if account not in one.away and account not in there),
    )  # fmt: skip


def _who(standing: Sequence[Stand], names: Mapping[str, Text], language: Language) -> str:
    said = []
    for one in standing:
        who = _name(one.account, names, language)
        for_ = _name(one.instead_of, names, language) if one.instead_of else ""
        said.append(INSTEAD.in_(language, {"who": who, "for_": for_}) if for_ else who)
    return ("、" if language == "zh" else ", ").join(said)


def _card(one: Owed, context: Context, now: datetime, draw: Callable[[], str], language: Language) -> Card:
    return card_of(one.task, context, now, draw, language)


def _name(account: str, names: Mapping[str, Text], language: Language) -> str:
    return names[account].in_(language) if account in names else "—"


def _unit(unit: str, units: Mapping[str, Unit], language: Language) -> str:
    return units[unit].title.in_(language) if unit in units else unit
