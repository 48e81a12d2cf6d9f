"""Rosters in words: turns by the hour, of now or a day, and days of a season. Made from the pack; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.app.turns import DAYS_MOST, Turn, by_day, by_unit
from bihuan.core.decide import Context
from bihuan.core.programme import FieldType
from bihuan.core.text import Language
from bihuan.web.show.dates import day_text

HOURS = 24
"""Hours that a roster shows: of a day, or from six before now."""
BEFORE = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One turn on a roster."""

    number: str
    what: str
    unit: str
    stage: str
    times: str
    there: str
    gap: int
    state: str
    """For the colour: now, gap, done, ahead."""
    bar: tuple[float, float]
    """Where the turn lies in the day that is shown: begin and length, in per cent."""
    inner: tuple[float, float] | None
    """The same of the time that somebody was there."""
    holes: tuple[tuple[float, float], ...]
    """The same of each stretch that passed without anybody."""


def rows(
    turns: Sequence[Turn], start: datetime, context: Context, now: datetime, language: Language
) -> tuple[Row, ...]:
    """A roster of the hours from `start`, in the order in which turns begin."""
    return tuple(_row(turn, start, context, now, language) for turn in turns)


def _row(turn: Turn, start: datetime, context: Context, now: datetime, language: Language) -> Row:
    case, programme = turn.line.case, turn.programme
    title = next((one.id for one in programme.fields.values() if one.type is FieldType.TITLE), "")
    lead = context.units.get(case.lead.unit) if case.lead else None
    present, required = turn.present, turn.required
    running = required.start <= now < required.end
    state = "gap" if turn.gap and (present is None or running) else "now" if running else "ahead"
    if now >= required.end:
        state = "gap" if turn.gap else "done"
    return Row(
        number=case.number,
        what=str(case.fields.get(title) or case.number),
        unit=lead.title.in_(language) if lead else "",
        stage=programme.stages[case.stage].title.in_(language),
        times=_times(required.start, required.end, context, language),
        there=_times(present.start, present.end if case.moments.get("finish") else None, context, language)
        if present
        else "",
        gap=turn.gap,
        state=state,
        bar=_part(required.start, required.end, start),
        inner=_part(present.start, present.end, start) if present else None,
        holes=tuple(_part(hole.start, hole.end, start) for hole in turn.holes),
    )


def _times(start: datetime, end: datetime | None, context: Context, language: Language) -> str:
    first = start.astimezone(context.zone)
    last = f"{end.astimezone(context.zone):%H:%M}" if end else ""
    return f"{day_text(first.date(), language)} {first:%H:%M}–{last}"


def _part(start: datetime, end: datetime, origin: datetime) -> tuple[float, float]:
    whole = timedelta(hours=HOURS)
    left = min(max((start - origin) / whole, 0.0), 1.0)
    right = min(max((end - origin) / whole, 0.0), 1.0)
    return round(left * 100, 2), round((right - left) * 100, 2)


def here(start: datetime, now: datetime) -> float | None:
    """Where now stands, in per cent; None if it is none of these hours."""
    share = (now - start) / timedelta(hours=HOURS) * 100
    return round(share, 2) if 0 <= share <= 100 else None


def ticks(start: datetime, context: Context) -> tuple[tuple[float, str], ...]:
    """Hours along the top: every third, with where it stands."""
    first = start.astimezone(context.zone).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    marks = (first + timedelta(hours=n) for n in range(HOURS))
    return tuple((_part(mark, mark, start)[0], f"{mark:%H:%M}") for mark in marks if mark.hour % 3 == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days that somebody wants to look back at, or ahead."""

    first: date
    last: date

    @property
    def single(self) -> bool:
        """Whether it is one day, which is shown by the hour."""
        return self.first == self.last

    @property
    def query(self) -> str:
        """It, in an address."""
        return f"from={self.first}&to={self.last}"

    def moved(self, by: int) -> Period:
        """As many days before or after."""
        step = (self.last - self.first + timedelta(days=1)) * by
        return Period(first=self.first + step, last=self.last + step)


def period(asked: Mapping[str, str], today: date) -> Period | None:
    """The days that are asked for; None if none are, or what is there is no day. At most `DAYS_MOST`, the last ones."""
    try:
        first, last = date.fromisoformat(asked.get("from", "")), date.fromisoformat(asked.get("to", ""))
    except ValueError:
        return None
    first, last = sorted((first, last))
    nearby = abs(last - today) < timedelta(days=36_500)
    return Period(first=max(first, last - timedelta(days=DAYS_MOST - 1)), last=last) if nearby else None


def shown(
    turns: Sequence[Turn], asked: Period | None, context: Context, now: datetime, language: Language
) -> dict[str, object]:
    """The page of a roster: by the hour now or on one day, else by day."""
    start = datetime.combine(asked.first, time(), context.zone) if asked else now - BEFORE
    many = asked is not None and not asked.single
    return {
        "period": asked,
        "days": by_day(turns, context.zone) if many else (),
        "rows": () if many else rows(turns, start, context, now, language),
        "units": [(context.units[one.unit].title if one.unit in context.units else None, one)
                  for one in (by_unit(turns, now) if asked else ())],
        "count": len(turns),
        "gaps": sum(one.gap for one in turns),
        "nobody": sum(one.gap > 0 for one in turns),
        "ticks": ticks(start, context),
        "here": here(start, now),
        "now": now.astimezone(context.zone),
    }  # fmt: skip
