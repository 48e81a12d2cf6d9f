"""Months of the calendar as people ask for them; none that has not begun."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from bihuan.app.district import District
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar."""

    year: int
    month: int

    @property
    def days(self) -> tuple[date, date]:
        """Its first and last day."""
        return date(self.year, self.month, 1), date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def before(self) -> Month:
        """The month before."""
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    def in_(self, language: Language) -> str:
        """As people say it."""
        return f"{self.year}年{self.month}月" if language == "zh" else f"{self.days[0]:%B} {self.year}"

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


def this_month(district: District) -> Month:
    """The month it is there."""
    today = district.today()
    return Month(today.year, today.month)


def month_of(district: District, typed: str) -> Month | Refusal:
    """A month that has begun, from text like 2026-10; nothing typed is the month before this one."""
    today = district.today()
    if not typed:
        return Month(today.year, today.month).before
    year, _, month = typed.partition("-")
    plain = year.isascii() and month.isascii() and year.isdigit() and month.isdigit() and len(year) == 4
    if not plain or not 1 <= int(month) <= 12 or int(year) < 1900 or date(int(year), int(month), 1) > today:
        return Refusal("month-unread", {"value": typed[:20]})
    return Month(int(year), int(month))
