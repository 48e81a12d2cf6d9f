"""A figure as it is printed: `95.82%`, `8.64亿`, `1/5`. What number it is, and which numbers it may stand for.

May live here: reading and writing printed figures, and what rounding does. May not: what figures mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bihuan.core.claims.ranges import Range, exactly

_FORM = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,9}))?(%|[千百]?[万亿])?", re.ASCII)
_RATIO = re.compile(r"([0-9]{1,9})/([1-9][0-9]{0,8})", re.ASCII)
SIZES = {
    "": Fraction(1), "%": Fraction(1, 100), "万": Fraction(10**4), "百万": Fraction(10**6), "千万": Fraction(10**7),
    "亿": Fraction(10**8), "百亿": Fraction(10**10), "千亿": Fraction(10**11),
}  # fmt: skip
"""What stands behind the digits → what it multiplies by."""


class Rounding(StrEnum):
    """How a printed figure came from the real one."""

    EXACT = "exact"
    """It is the figure itself: a count."""
    NEAREST = "nearest"
    """四舍五入: up to half of the last digit away."""
    DOWN = "down"
    """Cut off: less than one of the last digit above."""
    UP = "up"
    """Less than one of the last digit below."""
    OVER = "over"
    """余、多、强: that or more; no upper bound."""
    UNDER = "under"
    """近: less, not more; no lower bound but zero."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed."""

    text: str
    value: Fraction
    step: Fraction
    """One of its last digit; 0 for a fraction like 1/5."""
    size: str
    """What stands behind the digits: a key of SIZES."""

    def may_be(self, rounding: Rounding) -> Range:
        """Every number it may stand for."""
        value, step = self.value, self.step
        match rounding:
            case Rounding.EXACT:
                return exactly(value)
            case Rounding.NEAREST:
                return Range(value - step / 2, value + step / 2, True, step == 0)
            case Rounding.DOWN:
                return Range(value, value + step, True, step == 0)
            case Rounding.UP:
                return Range(value - step, value, step == 0, True)
            case Rounding.OVER:
                return Range(value, None, True, False)
            case Rounding.UNDER:
                return Range(Fraction(0), value, False, False)

    def write(self, number: Fraction, more: int = 2) -> str:
        """Another number in the same form, with up to so many digits more; `…` if that isn't all of it."""
        scaled = number / SIZES[self.size]
        places = more + (len(self.text.partition(".")[2].rstrip("%万亿千百")) if self.size or "." in self.text else 0)
        return write_number(scaled, places) + self.size


def write_number(number: Fraction, places: int = 2) -> str:
    """A decimal with at most so many places, cut off; `…` if that isn't all of it."""
    unit = 10**places
    units = abs(number) * unit // 1
    head, tail = divmod(units, unit)
    digits = f"{tail:0{places}d}".rstrip("0") if places else ""
    rest = "…" if Fraction(units, unit) != abs(number) else ""
    sign = "-" if number < 0 else ""
    if rest:
        digits = f"{tail:0{places}d}" if places else ""
    return f"{sign}{head}" + (f".{digits}" if digits else "") + rest


def read_printed(text: str) -> Printed | None:
    """The figure, or None if it is none of the forms."""
    ratio = _RATIO.fullmatch(text)
    if ratio is not None:
        return Printed(text, Fraction(int(ratio[1]), int(ratio[2])), Fraction(0), "")
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    decimals, size = found[2] or "", found[3] or ""
    unit = Fraction(1, 10 ** len(decimals)) * SIZES[size]
    return Printed(text, int(found[1] + decimals) * unit, unit, size)
