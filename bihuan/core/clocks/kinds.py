"""The units a limit can be given in, and amounts of them; nothing is counted here.

Minutes, hours, days and months of different kinds are different units: a work day is not some number of
hours, and an urgent hour (紧急工作时, which runs through nights and holidays) is not a work hour (工作时).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bihuan.core.text import Language, Text


class TimeKind(StrEnum):
    """One kind of time. Only kinds of one family can be added to each other."""

    URGENT_MINUTE = "urgent_minute"
    URGENT_HOUR = "urgent_hour"
    WORK_MINUTE = "work_minute"
    WORK_HOUR = "work_hour"
    WORK_DAY = "work_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    FIXED = "fixed"


class Family(StrEnum):
    """Kinds that count the same thing."""

    URGENT = "urgent"
    WORK_TIME = "work_time"
    WORK_DAY = "work_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    FIXED = "fixed"


FAMILY: Mapping[TimeKind, Family] = {
    TimeKind.URGENT_MINUTE: Family.URGENT,
    TimeKind.URGENT_HOUR: Family.URGENT,
    TimeKind.WORK_MINUTE: Family.WORK_TIME,
    TimeKind.WORK_HOUR: Family.WORK_TIME,
    TimeKind.WORK_DAY: Family.WORK_DAY,
    TimeKind.CALENDAR_DAY: Family.CALENDAR_DAY,
    TimeKind.MONTH: Family.MONTH,
    TimeKind.FIXED: Family.FIXED,
}

MINUTE = 60_000_000  # In microseconds, the unit in which the scales of real time count.

SIZE: Mapping[TimeKind, int] = {
    TimeKind.URGENT_MINUTE: MINUTE,
    TimeKind.URGENT_HOUR: 60 * MINUTE,
    TimeKind.WORK_MINUTE: MINUTE,
    TimeKind.WORK_HOUR: 60 * MINUTE,
    TimeKind.WORK_DAY: 1,
    TimeKind.CALENDAR_DAY: 1,
    TimeKind.MONTH: 1,
}
"""How many units of its family's scale one of the kind is; months have a scale of their own."""

# The longest limits in law are twenty years; a larger number is a typing error.
MOST: Mapping[TimeKind, int] = {
    TimeKind.URGENT_MINUTE: 20 * 366 * 24 * 60,
    TimeKind.URGENT_HOUR: 20 * 366 * 24,
    TimeKind.WORK_MINUTE: 20 * 261 * 24 * 60,
    TimeKind.WORK_HOUR: 20 * 261 * 24,
    TimeKind.WORK_DAY: 20 * 261,
    TimeKind.CALENDAR_DAY: 20 * 366,
    TimeKind.MONTH: 20 * 12,
}

KIND_NAMES: Mapping[TimeKind, Text] = {
    TimeKind.URGENT_MINUTE: Text("{n}分钟（连续计算）", "{n} minute{s} without a break"),
    TimeKind.URGENT_HOUR: Text("{n}小时（连续计算）", "{n} hour{s} without a break"),
    TimeKind.WORK_MINUTE: Text("{n}分钟（办公时间内）", "{n} minute{s} of office time"),
    TimeKind.WORK_HOUR: Text("{n}小时（办公时间内）", "{n} hour{s} of office time"),
    TimeKind.WORK_DAY: Text("{n}个工作日", "{n} working day{s}"),
    TimeKind.CALENDAR_DAY: Text("{n}日（自然日）", "{n} calendar day{s}"),
    TimeKind.MONTH: Text("{n}个月", "{n} month{s}"),
}

BUDGET_PROBLEMS: Mapping[str, Text] = {
    "budget_form": Text(
        "“{text}”不是时限；应为数字加单位，例如“2 urgent_hour”",
        "“{text}” is not a time limit; write a number and a unit, such as “2 urgent_hour”",
    ),
    "budget_unit": Text(
        "“{unit}”不是时间单位；可用：{units}", "“{unit}” is not a unit of time; there are {units}"
    ),
    "budget_amount": Text("数量{amount}不在1至{most}之间", "the amount {amount} is not between 1 and {most}"),
}

_FORM = re.compile(r"\s*([0-9]{1,9})\s+([a-z_]+)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class BudgetProblem:
    """Why a text is no budget; `code` is a key of BUDGET_PROBLEMS."""

    code: str
    detail: Mapping[str, object]

    def in_(self, language: Language) -> str:
        """The problem in words."""
        return BUDGET_PROBLEMS[self.code].in_(language, self.detail)


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of one kind of time. Raises ValueError for what `parse` would have refused."""

    amount: int
    kind: TimeKind

    def __post_init__(self) -> None:
        if self.kind is TimeKind.FIXED:
            raise ValueError("a fixed date has no budget")
        if not 0 < self.amount <= MOST[self.kind]:
            raise ValueError(f"{self.amount} {self.kind} is not between 1 and {MOST[self.kind]}")

    @classmethod
    def parse(cls, text: str) -> Budget | BudgetProblem:
        """Read "2 urgent_hour": a whole number and a kind. Total: what cannot be read is a value too."""
        match = _FORM.fullmatch(text)
        if match is None:
            return BudgetProblem("budget_form", {"text": text[:60]})
        amount, unit = int(match[1]), match[2]
        kinds = {kind.value: kind for kind in MOST}
        if unit not in kinds:
            return BudgetProblem("budget_unit", {"unit": unit, "units": ", ".join(kinds)})
        kind = kinds[unit]
        if not 0 < amount <= MOST[kind]:
            return BudgetProblem("budget_amount", {"amount": amount, "most": MOST[kind]})
        return cls(amount, kind)

    @property
    def text(self) -> str:
        """What `parse` reads."""
        return f"{self.amount} {self.kind.value}"

    @property
    def family(self) -> Family:
        """What the budget counts."""
        return FAMILY[self.kind]

    @property
    def size(self) -> int:
        """The budget on its family's scale: microseconds, days or months."""
        return self.amount * SIZE[self.kind]

    def extends(self, other: Budget) -> bool:
        """Whether this budget may be granted on top of the other: only the same family adds up."""
        return self.family is other.family

    def in_(self, language: Language) -> str:
        """The budget in words."""
        return KIND_NAMES[self.kind].in_(language, {"n": self.amount, "s": "" if self.amount == 1 else "s"})
