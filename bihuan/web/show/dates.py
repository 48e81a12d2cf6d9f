"""Days and moments in words, in the district's zone. Nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.core.clocks.explaining import write
from bihuan.core.text import Language, Text

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day_text(day: date, language: Language) -> str:
    """A day, short: 2026年11月24日, 24 Nov 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def worded(text: str, language: Language) -> str:
    """A day written as in a register (2026-11-24) in words; anything else as it is."""
    try:
        return day_text(date.fromisoformat(text), language) if len(text) == 10 else text
    except ValueError:
        return text


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The day of a moment where the district is."""
    return moment.astimezone(zone).date()


def due_text(due: datetime, zone: ZoneInfo, language: Language) -> str:
    """The last whole minute in time. The end of a day is written as 24:00 of that day, not as 0:00 of the next."""
    local = due.astimezone(zone).replace(second=0, microsecond=0)
    if local.time() == time(0):
        before = local.date() - timedelta(days=1)
        return f"{write(before, language)}{'' if language == 'zh' else ', '}24:00"
    return write(local.replace(tzinfo=None), language)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a page counts, both included; None is open. `wrong` holds what could not be read."""

    since: date | None = None
    until: date | None = None
    wrong: Text | None = None


def period(since: str, until: str) -> Period:
    """From what a person typed. What cannot be read is said and counts as open, so that a page still shows."""
    try:
        first = date.fromisoformat(since) if since else None
        last = date.fromisoformat(until) if until else None
    except ValueError:
        return Period(
            wrong=Text(
                "日期没有看懂，请按“2026-11-24”填写；现在显示全部时间。",
                "A date could not be read; write it like 2026-11-24. All time is shown for now.",
            )
        )
    if first and last and first > last:
        return Period(
            wrong=Text(
                "开始日期晚于结束日期；现在显示全部时间。",
                "The first day is later than the last; all time is shown for now.",
            )
        )
    return Period(first, last)
