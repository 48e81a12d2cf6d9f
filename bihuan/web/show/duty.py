"""The plan of a unit as a page shows it, and what came in for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.app.duty import Kind, Planned, Span, UnitPlan
from bihuan.core.commands import Unit
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import due_text

KINDS: Mapping[Kind, Text] = {Kind.SHIFT: Text("值班", "On duty"), Kind.LEAVE: Text("请假", "Away")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One planned span."""

    id: str
    who: str
    kind: str
    away: bool
    since: str
    until: str
    instead: str
    now: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One unit."""

    unit: str
    title: str
    now: str
    people: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]


def boards(
    plans: tuple[UnitPlan, ...], units: Mapping[str, Unit], now: datetime, zone: ZoneInfo, language: Language
) -> tuple[Board, ...]:
    """The plans in one language."""
    return tuple(
        Board(
            unit=one.unit,
            title=units[one.unit].title.in_(language) if one.unit in units else one.unit,
            now=("、" if language == "zh" else ", ").join(_name(account, one, language) for account in one.now),
            people=tuple((account, title.in_(language)) for account, title in one.names.items()),
            rows=tuple(_row(span, one, now, zone, language) for span in one.spans),
        )
        for one in plans
    )


def read(sent: Mapping[str, str], account: str, zone: ZoneInfo) -> Planned:
    """What was filled in; a moment that cannot be read counts as none."""
    kind = Kind.LEAVE if sent.get("kind") == str(Kind.LEAVE) else Kind.SHIFT
    return Planned(
        kind=kind,
        unit=sent.get("unit", ""),
        account=sent.get("account", "") or account,
        begins=moment_of(sent.get("begins", ""), zone),
        ends=moment_of(sent.get("ends", ""), zone),
        substitute=sent.get("substitute", "") or None,
    )


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment as a form sends it, on the clock of the district; None for what is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.replace(tzinfo=zone) if found.tzinfo is None and 2000 < found.year < 2900 else None


def _row(span: Span, plan: UnitPlan, now: datetime, zone: ZoneInfo, language: Language) -> Row:
    return Row(
        id=span.id,
        who=_name(span.account, plan, language),
        kind=KINDS[span.kind].in_(language),
        away=span.kind is Kind.LEAVE,
        since=due_text(span.begins, zone, language),
        until=due_text(span.ends, zone, language),
        instead=_name(span.substitute, plan, language) if span.substitute else "",
        now=span.covers(now),
    )


def _name(account: str, plan: UnitPlan, language: Language) -> str:
    return plan.names[account].in_(language) if account in plan.names else "—"
