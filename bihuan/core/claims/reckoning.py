"""Expressions over ranges: what may come out if each figure is any number that it may stand for.

Sound: whatever a choice of numbers gives lies in the range, and True or False holds for every choice. A figure that
occurs twice is taken as two, so the range may be wider than it need be; it is never narrower.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from bihuan.core.claims import ranges
from bihuan.core.claims.ranges import Range, exactly
from bihuan.core.expressions import Expression
from bihuan.core.expressions.tree import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    If,
    Listing,
    Literal,
    Name,
    Negate,
    Not,
    Or,
    children,
)

Reckoned = Range | bool | None
"""A range; or yes, no, or None for what depends on the choice."""

_ARITHMETIC: Mapping[str, Callable[[Range, Range], Range]] = {
    "+": ranges.add,
    "-": ranges.subtract,
    "*": ranges.multiply,
    "/": ranges.divide,
}


def _total(items: list[Range]) -> Range:
    result = exactly(0)
    for item in items:
        result = ranges.add(result, item)
    return result


def _round(x: Range, places: Range | None = None) -> Range:
    digits = Fraction(0) if places is None else places.point
    return ranges.rounded(x, int(digits)) if digits is not None and digits.denominator == 1 else ranges.ANY


_CALLS: Mapping[str, Callable[..., Any]] = {
    "sum": _total,
    "min": ranges.least,
    "max": ranges.greatest,
    "count": lambda items: exactly(len(items)),
    "abs": ranges.absolute,
    "round": _round,
    "share": ranges.divide,
    "whole": ranges.whole,
}
"""The functions that mean something over ranges."""

_NODES = (Literal, Name, Listing, Negate, Not, And, Or, Arithmetic, Compare, Between, If, Call)


def unfit(expression: Expression) -> str | None:
    """The first thing in it that can't be reckoned with over ranges; None if everything can."""
    waiting = [expression]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, _NODES):
            return type(node).__name__.lower()
        if isinstance(node, Listing) and not node.items:
            return "[]"
        if isinstance(node, Call) and node.name not in _CALLS:
            return node.name
        if isinstance(node, Literal) and (
            isinstance(node.value, bool) or not isinstance(node.value, int | Fraction)
        ):
            return str(node.value)
        waiting += children(node)
    return None


def reckon(expression: Expression, env: Mapping[str, Range]) -> Reckoned:
    """What comes out. Needs an expression that is not `unfit`, well typed, with every name in `env`."""
    found: Reckoned = _value(expression, env)
    return found


def _value(node: Expression, env: Mapping[str, Range]) -> Any:
    match node:
        case Literal(_, value):
            assert isinstance(value, int | Fraction)
            return exactly(value)
        case Name(name):
            return env[name]
        case Listing(items):
            return [_value(item, env) for item in items]
        case Negate(of):
            return ranges.negate(_value(of, env))
        case Not(of):
            return _not(_value(of, env))
        case And(parts):
            return _all([_value(part, env) for part in parts])
        case Or(parts):
            return _not(_all([_not(_value(part, env)) for part in parts]))
        case Arithmetic(operator, left, right):
            return _ARITHMETIC[operator](_value(left, env), _value(right, env))
        case Compare(operator, left, right):
            return ranges.compare(operator, _value(left, env), _value(right, env))
        case Between(of, low, high):
            middle = _value(of, env)
            above = ranges.compare(">=", middle, _value(low, env))
            return _all([above, ranges.compare("<=", middle, _value(high, env))])
        case If(condition, yes, no):
            return _if(_value(condition, env), _value(yes, env), _value(no, env))
        case Call(name, arguments):
            return _CALLS[name](*(_value(argument, env) for argument in arguments))
        case _:
            raise AssertionError(f"unfit: {type(node).__name__}")


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _all(answers: list[bool | None]) -> bool | None:
    return False if False in answers else None if None in answers else True


def _if(condition: bool | None, yes: Reckoned, no: Reckoned) -> Reckoned:
    if condition is not None:
        return yes if condition else no
    if isinstance(yes, Range) and isinstance(no, Range):
        low = ranges.least([yes, no])
        high = ranges.greatest([yes, no])
        return Range(low.low, high.high, low.low_in, high.high_in)
    return yes if yes is no else None
