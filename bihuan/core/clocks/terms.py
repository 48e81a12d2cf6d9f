"""What a deadline derives from and what it is: plain frozen values; nothing is counted here.

A fact that moves a deadline (an extension, a suspension) is an entry in the terms, never an edit of the
result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bihuan.core.clocks.kinds import MOST, Budget, TimeKind
from bihuan.core.records import filled_at_once
from bihuan.core.text import Text

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Dates outside are typing errors; inside, no sum of bounded budgets can leave what `datetime` can hold."""


class ClockMisuse(ValueError):
    """The caller passed what has no meaning here: a naive time, mixed units, no working time."""


class Direction(StrEnum):
    """Whether the limit runs after the start, or ahead of it: a notice due 7 days before an outage."""

    AFTER = "after"
    BEFORE = "before"


class Ends(StrEnum):
    """When the last day of a day or month clock ends: at close of business, or at 24:00 (art. 203)."""

    BUSINESS_CLOSE = "business_close"
    MIDNIGHT = "midnight"


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time during which the clock stood, for a legal reason; `end` None: it still stands. [start, end)."""

    start: datetime
    end: datetime | None
    reason: str | Text
    basis: str | Text

    def __post_init__(self) -> None:
        require_moment("suspension start", self.start)
        if self.end is not None:
            require_moment("suspension end", self.end)
            if self.end < self.start:
                raise ClockMisuse(f"a suspension ends ({self.end}) before it starts ({self.start})")


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything a deadline derives from, apart from the calendar.

    Exactly one of `budget` and `fixed` is given. A fixed date, and a clock before a date, takes no extension
    (grant a new date instead) and is not moved by a suspension, because the date itself does not move; the
    explanation then says so. Raises ClockMisuse for naive times, years outside 1900–2999, mixed units.
    """

    clock: str
    started_at: datetime
    budget: Budget | None = None
    fixed: datetime | date | None = None
    direction: Direction = Direction.AFTER
    ends: Ends = Ends.BUSINESS_CLOSE
    extensions: tuple[Budget, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    rule: str | Text = ""
    edition: str = ""
    basis: str | Text = ""

    def __post_init__(self) -> None:
        require_moment("start", self.started_at)
        if (self.budget is None) == (self.fixed is None):
            raise ClockMisuse(f"clock {self.clock}: give either a budget or a fixed date")
        if isinstance(self.fixed, datetime):
            require_moment("fixed date", self.fixed)
        elif self.fixed is not None:
            _require_year("fixed date", self.fixed)
        before = self.direction is Direction.BEFORE
        if before and self.budget is None:
            raise ClockMisuse(f"clock {self.clock}: a fixed date has no direction")
        if self.extensions and (before or self.budget is None):
            raise ClockMisuse(
                f"clock {self.clock}: a fixed date, or a clock before a date, takes no extension"
            )
        if self.budget is not None:
            self._require_one_family(self.budget)

    def _require_one_family(self, budget: Budget) -> None:
        for extension in self.extensions:
            if not extension.extends(budget):
                raise ClockMisuse(f"clock {self.clock}: {extension.text} cannot extend {budget.text}")
        if self.extensions and self.size > 10 * MOST[budget.kind] * budget.size // budget.amount:
            raise ClockMisuse(f"clock {self.clock}: extended beyond 200 years")

    @property
    def kind(self) -> TimeKind:
        """The clock's own kind of time."""
        return TimeKind.FIXED if self.budget is None else self.budget.kind

    @property
    def size(self) -> int:
        """Budget and extensions on the family's scale; 0 for a fixed date."""
        own = 0 if self.budget is None else self.budget.size
        return own + sum(extension.size for extension in self.extensions)


@dataclass(frozen=True, slots=True)
class Line:
    """One step of an explanation; `code` is a key of `explaining.LINES`. Moments are local."""

    code: str
    detail: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a clock is due, and why."""

    due: datetime | None
    """UTC. The last moment in time: late means after it. None: the clock stands, with no end in sight."""
    provisional: bool
    """The counting touched a year whose holiday plan is not published; derive again when it is."""
    lines: tuple[Line, ...]
    if_resumed: datetime | None = None
    """UTC. For a standing clock, when it would be due if it were resumed at `as_of`."""
    years_without_plan: tuple[int, ...] = ()


def require_moment(name: str, moment: datetime) -> None:
    """Raise ClockMisuse for a moment without a zone or outside the years the engine counts in."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ClockMisuse(f"{name} {moment} has no time zone")
    _require_year(name, moment)


def _require_year(name: str, day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ClockMisuse(f"{name} {day} is not between the years {FIRST_YEAR} and {LAST_YEAR}")


def fixed_of(written: str | None) -> datetime | date | None:
    """A fixed date as facts hold it: a day, or a moment with its offset."""
    if written is None:
        return None
    return datetime.fromisoformat(written) if "T" in written else date.fromisoformat(written)
