"""Shifts and draws in words of the page's language. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bihuan.app.desk import WORK, Work
from bihuan.app.district import District
from bihuan.app.draws import DrawView
from bihuan.app.shifts import Shift
from bihuan.core.text import Language
from bihuan.web.show.dates import day_text, due_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftLine:
    """A shift handed over."""

    id: str
    by: str
    at: str
    note: str | None
    taken: str | None
    takeable: bool
    counts: tuple[tuple[str, int], ...]
    items: tuple[tuple[str, tuple[str, ...]], ...]


def lines(shifts: Sequence[Shift], zone: ZoneInfo, language: Language) -> tuple[ShiftLine, ...]:
    """The newest first."""
    shown = []
    for one in shifts:
        stored = one.stored
        kinds = Counter(kind for kind, _ in stored.items)
        titles = {work.value: WORK[work].in_(language) for work in Work}
        taken = None
        if one.taken_by is not None and stored.taken_at is not None:
            taken = f"{one.taken_by.in_(language)} · {due_text(stored.taken_at, zone, language)}"
        shown.append(
            ShiftLine(
                id=stored.id,
                by=one.by.in_(language),
                at=due_text(stored.at, zone, language),
                note=stored.note,
                taken=taken,
                takeable=stored.taken_by is None and not one.own,
                counts=tuple((titles.get(kind, kind), count) for kind, count in kinds.items()),
                items=tuple(
                    (titles.get(kind, kind), tuple(number for which, number in stored.items if which == kind))
                    for kind in kinds
                ),
            )
        )
    return tuple(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawLine:
    """A draw as a person reads it."""

    id: str
    programme: str
    period: str
    size: int
    commitment: str
    promised: str
    ready: bool
    seed: str | None
    made: str | None
    population: tuple[str, ...]
    sample: tuple[str, ...]
    text: str
    """What the published hash is the hash of, line by line; the last line is the seed."""


def draws(found: Sequence[DrawView], district: District, language: Language) -> tuple[DrawLine, ...]:
    """The newest first."""
    titles = {one.id: one.title.in_(language) for one in district.programmes()}
    shown = []
    for one in found:
        stored, plan = one.stored, one.stored.plan
        parts = (
            "bihuan draw 1",
            plan.district,
            plan.programme,
            plan.since.isoformat(),
            plan.until.isoformat(),
            str(plan.size),
        )
        shown.append(
            DrawLine(
                id=stored.id,
                programme=titles.get(plan.programme, plan.programme),
                period=f"{day_text(plan.since, language)} – {day_text(plan.until, language)}",
                size=plan.size,
                commitment=stored.commitment,
                promised=due_text(stored.promised_at, district.zone, language),
                ready=one.ready,
                seed=stored.seed,
                made=due_text(stored.made_at, district.zone, language) if stored.made_at else None,
                population=stored.population,
                sample=one.sample,
                text="\n".join(parts),
            )
        )
    return tuple(shown)
