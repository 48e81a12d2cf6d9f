"""What the operators do to values: three-valued logic, exact arithmetic, unknown in, unknown out. No
trees here.

Every function is total for arguments of the types that `infer` admits. Two things are unknown although
nothing
that went in was: a division by zero, and a date, instant or duration beyond what the calendar can hold.
"""

from __future__ import annotations

import operator as python
from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Any

from bihuan.core.expressions.spans import Span, Spans, minus, spans_of, union
from bihuan.core.expressions.tree import Comparison, Operator
from bihuan.core.expressions.types import Number, Value

MICROSECOND = timedelta(microseconds=1)


def exact(value: Number) -> Number:
    """A whole number as int, so that one number has one form."""
    return value.numerator if type(value) is Fraction and value.denominator == 1 else value


def rounded(value: Number) -> int:
    """The nearest whole number; a half goes away from zero (四舍五入)."""
    nearest: int = (2 * abs(Fraction(value)) + 1) // 2
    return nearest if value >= 0 else -nearest


def as_spans(value: Any) -> Spans | None:
    """A span, a set of spans or a list of spans as a set; unknown if a part is."""
    match value:
        case None | Spans():
            return value
        case Span():
            return spans_of((value,))
        case _:
            return None if any(part is None for part in value) else spans_of(value)


def duration(microseconds: Number) -> timedelta | None:
    """A duration, to the microsecond."""
    try:
        return timedelta(microseconds=rounded(microseconds))
    except OverflowError:
        return None


def microseconds(value: timedelta) -> int:
    """The exact length."""
    return value // MICROSECOND


def add(left: Any, right: Any) -> Value:
    """Numbers, durations, instant and duration, texts; sets of spans: union."""
    if left is None or right is None:
        return None
    match left:
        case Span() | Spans() | tuple() | list():
            return _spans(union, left, right)
    try:
        result: Value = left + right
    except OverflowError:
        return None
    return exact(result) if type(result) is Fraction else result


def subtract(left: Any, right: Any) -> Value:
    """Numbers, durations, instant and duration, two instants; sets of spans: what is left of the first."""
    if left is None or right is None:
        return None
    match left:
        case Span() | Spans() | tuple() | list():
            return _spans(minus, left, right)
    try:
        result: Value = left - right
    except OverflowError:
        return None
    return exact(result) if type(result) is Fraction else result


def _spans(combine: Callable[[Spans, Spans], Spans], left: Any, right: Any) -> Spans | None:
    one, other = as_spans(left), as_spans(right)
    return None if one is None or other is None else combine(one, other)


def multiply(left: Any, right: Any) -> Value:
    """Two numbers; a duration and a number."""
    if left is None or right is None:
        return None
    if type(left) is timedelta:
        return duration(microseconds(left) * right)
    if type(right) is timedelta:
        return duration(microseconds(right) * left)
    return exact(left * right)


def divide(left: Any, right: Any) -> Value:
    """Two numbers, exactly; a duration by a number; two durations, giving a number. By zero: unknown."""
    if left is None or right is None or not right:
        return None
    if type(left) is not timedelta:
        return exact(Fraction(left) / right)
    if type(right) is timedelta:
        return exact(Fraction(microseconds(left), microseconds(right)))
    return duration(Fraction(microseconds(left)) / right)


def negate(value: Any) -> Value:
    """A number or a duration."""
    try:
        return None if value is None else -value
    except OverflowError:
        return None


def compare(operator: Comparison, left: Any, right: Any) -> bool | None:
    """Unknown if either is."""
    return None if left is None or right is None else COMPARISONS[operator](left, right)


def contains(one: Any, many: Any) -> bool | None:
    """A list: as `one == a or one == b or …` (so nothing is in an empty list); a set of spans: the
    moment lies in it."""
    if many is None:
        return None
    if isinstance(many, Span | Spans):
        return None if one is None else one in many
    if one is None:
        return None if many else False
    return True if one in many else None if None in many else False


def between(value: Any, low: Any, high: Any) -> bool | None:
    """As `value >= low and value <= high`."""
    above, below = compare(">=", value, low), compare("<=", value, high)
    return False if above is False or below is False else None if above is None or below is None else True


COMPARISONS: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    "==": python.eq,
    "!=": python.ne,
    "<": python.lt,
    "<=": python.le,
    ">": python.gt,
    ">=": python.ge,
}
ARITHMETIC: Mapping[Operator, Callable[[Any, Any], Value]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
}
