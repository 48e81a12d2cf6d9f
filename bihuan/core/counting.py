"""How many cases count, and the rate that follows from it. Nothing here knows a case."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """One figure as numbers alone; the cases behind it are asked for a page at a time."""

    counted: int
    rest: int
    """In the denominator, not counted."""
    unknown: int
    not_due: int

    def __sub__(self, less: Counts) -> Counts:
        """The same cases without some of them."""
        return Counts(
            counted=self.counted - less.counted, rest=self.rest - less.rest, unknown=self.unknown - less.unknown,
            not_due=self.not_due - less.not_due,
        )  # fmt: skip

    @property
    def denominator(self) -> int:
        """How many cases the rate is about."""
        return self.counted + self.rest

    @property
    def rate(self) -> Fraction | None:
        """Exact; None if there is nothing to divide or nothing is known."""
        return Fraction(self.counted, self.denominator) if self.denominator else None


def percent(rate: Fraction | None, places: int = 1) -> str | None:
    """The rate in per cent, rounded half up to so many places; None stays None."""
    if rate is None:
        return None
    scaled = (rate * 100 * 10**places + Fraction(1, 2)).__floor__()
    whole, part = divmod(scaled, 10**places)
    return f"{whole}.{part:0{places}d}%" if places else f"{whole}%"
