"""Exact ranges of numbers: what a rounded figure may really be, and arithmetic that keeps every such number.

May live here: ranges and operations on them, each sound (no number that could come out is left out). May not: how a
figure is printed, or expressions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

Number = int | Fraction
End = tuple[Fraction | None, bool]
"""An end and whether it belongs to the range; None lies infinitely far away."""


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers from `low` to `high`; None is no bound on that side. Never empty."""

    low: Fraction | None
    high: Fraction | None
    low_in: bool = True
    high_in: bool = True

    @property
    def point(self) -> Fraction | None:
        """The only number in it, if there is only one."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def bounded(self) -> bool:
        """Whether it has both ends."""
        return self.low is not None and self.high is not None

    def __contains__(self, number: Number) -> bool:
        above = self.low is None or number > self.low or (number == self.low and self.low_in)
        below = self.high is None or number < self.high or (number == self.high and self.high_in)
        return above and below

    def within(self, other: Range) -> bool:
        """Whether every number of it lies in the other."""
        low = other.low is None or (
            self.low is not None and (self.low > other.low or (self.low == other.low and other.low_in >= self.low_in))
        )
        high = other.high is None or (
            self.high is not None
            and (self.high < other.high or (self.high == other.high and other.high_in >= self.high_in))
        )
        return low and high


ANY = Range(None, None, low_in=False, high_in=False)


def exactly(number: Number) -> Range:
    """The range of one number."""
    return Range(Fraction(number), Fraction(number))


def add(a: Range, b: Range) -> Range:
    """Every sum."""
    low = None if a.low is None or b.low is None else a.low + b.low
    high = None if a.high is None or b.high is None else a.high + b.high
    return Range(low, high, a.low_in and b.low_in, a.high_in and b.high_in)


def negate(a: Range) -> Range:
    """Every number with the other sign."""
    return Range(None if a.high is None else -a.high, None if a.low is None else -a.low, a.high_in, a.low_in)


def subtract(a: Range, b: Range) -> Range:
    """Every difference."""
    return add(a, negate(b))


def multiply(a: Range, b: Range) -> Range:
    """Every product."""
    products = [_product(x, y, sx, sy) for x, sx in _ends(a) for y, sy in _ends(b)]
    return _hull(products)


def divide(a: Range, b: Range) -> Range:
    """Every quotient; what would be divided by zero is left out, and anything may come out around zero."""
    if b.point == 0 or ((b.low is None or b.low < 0) and (b.high is None or b.high > 0)):
        return ANY
    low: End = (Fraction(0), False) if b.high is None else _inverse(b.high, b.high_in)
    high: End = (Fraction(0), False) if b.low is None else _inverse(b.low, b.low_in)
    return multiply(a, Range(low[0], high[0], low[1], high[1]))


def _inverse(number: Fraction, included: bool) -> End:
    return (None, False) if number == 0 else (1 / number, included)


def _ends(a: Range) -> tuple[tuple[End, int], tuple[End, int]]:
    """Both ends, each with the sign of infinity it would have."""
    return ((a.low, a.low_in), -1), ((a.high, a.high_in), 1)


def _product(x: End, y: End, x_sign: int, y_sign: int) -> tuple[Fraction | int, bool]:
    """An end of a product: a number, or plus or minus one times infinity as `int` (a number is a Fraction)."""
    for (one, included), (other, other_in) in ((x, y), (y, x)):
        if one == 0:
            return Fraction(0), included or (other == 0 and other_in)
    if x[0] is not None and y[0] is not None:
        return x[0] * y[0], x[1] and y[1]
    signs = [end[0] > 0 if end[0] is not None else sign > 0 for end, sign in ((x, x_sign), (y, y_sign))]
    return (1 if signs[0] == signs[1] else -1), False


def _hull(ends: Iterable[tuple[Fraction | int, bool]]) -> Range:
    """The smallest range with all these ends."""
    found = list(ends)
    numbers = [number for number, _ in found if isinstance(number, Fraction)]
    low = None if any(type(number) is int and number < 0 for number, _ in found) or not numbers else min(numbers)
    high = None if any(type(number) is int and number > 0 for number, _ in found) or not numbers else max(numbers)
    return Range(
        low,
        high,
        low is not None and (low, True) in found,
        high is not None and (high, True) in found,
    )


def least(ranges: Iterable[Range]) -> Range:
    """Every number that can be the smallest of one from each."""
    found = list(ranges)
    return negate(greatest([negate(one) for one in found]))


def greatest(ranges: Iterable[Range]) -> Range:
    """Every number that can be the largest of one from each."""
    result, *others = ranges
    for one in others:
        low, low_in = _higher((result.low, result.low_in), (one.low, one.low_in))
        high, high_in = _further((result.high, result.high_in), (one.high, one.high_in))
        result = Range(low, high, low_in, high_in)
    return result


def _higher(a: End, b: End) -> End:
    """The higher of two low ends; of equal ones the stricter."""
    if a[0] is None or b[0] is None:
        return b if a[0] is None else a
    return max(a, b, key=lambda end: (end[0], not end[1]))


def _further(a: End, b: End) -> End:
    """The higher of two high ends; of equal ones the more generous."""
    if a[0] is None or b[0] is None:
        return (None, False)
    return max(a, b, key=lambda end: (end[0], end[1]))


def absolute(a: Range) -> Range:
    """Every number without its sign."""
    if a.low is not None and a.low >= 0:
        return a
    if a.high is not None and a.high <= 0:
        return negate(a)
    both = greatest([a, negate(a)])
    return Range(Fraction(0), both.high, True, both.high_in)


def rounded(a: Range, places: int) -> Range:
    """Every number rounded to so many decimals, a half away from zero."""
    unit = Fraction(10) ** places
    low = None if a.low is None else Fraction(_step(a.low * unit, 0 if a.low_in else 1)) / unit
    high = None if a.high is None else Fraction(_step(a.high * unit, 0 if a.high_in else -1)) / unit
    return Range(low, high, low is not None, high is not None)


def _step(number: Fraction, lean: int) -> int:
    """The nearest whole number; `lean` says from which side a number that isn't reached is come from."""
    doubled = 2 * number
    if doubled.denominator == 1 and doubled % 2 == 1 and lean:
        return floor(number) if lean < 0 else ceil(number)
    nearest = (2 * abs(number) + 1) // 2
    return nearest if number >= 0 else -nearest


def whole(a: Range) -> bool | None:
    """Whether the number is whole: True, False, or None where it may be or not."""
    if a.point is not None:
        return a.point.denominator == 1
    if a.low is None or a.high is None:
        return None
    first = floor(a.low) + 1 if a.low.denominator == 1 and not a.low_in else ceil(a.low)
    return None if first in a else False


def compare(operator: str, a: Range, b: Range) -> bool | None:
    """The comparison: True if it always holds, False if never, None if it depends."""
    match operator:
        case "<":
            return _below(a, b)
        case ">":
            return _below(b, a)
        case "<=":
            return _turned(_below(b, a))
        case ">=":
            return _turned(_below(a, b))
        case "==":
            return _same(a, b)
        case _:
            return _turned(_same(a, b))


def _turned(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _below(a: Range, b: Range) -> bool | None:
    touching = a.high_in and b.low_in
    if a.high is not None and b.low is not None and (a.high < b.low or (a.high == b.low and not touching)):
        return True
    if a.low is not None and b.high is not None and a.low >= b.high:
        return False
    return None


def _same(a: Range, b: Range) -> bool | None:
    if a.point is not None and a.point == b.point:
        return True
    return False if _below(a, b) or _below(b, a) else None
