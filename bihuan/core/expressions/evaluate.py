"""The meaning of a checked expression, as plainly as possible: a walk over its tree. `compile_` is the
fast one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from bihuan.core.expressions import library
from bihuan.core.expressions.functions import FUNCTIONS
from bihuan.core.expressions.operators import ARITHMETIC, between, compare, contains, negate
from bihuan.core.expressions.tree import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Contains,
    DatedLookup,
    Expression,
    Field,
    If,
    Is,
    Item,
    Listing,
    Literal,
    Name,
    Negate,
    Not,
    Or,
    Over,
)
from bihuan.core.expressions.types import ENTRIES, LOOKUP, Env, Value


def evaluate(expression: Expression, env: Env) -> Value:
    """The value; None is unknown. Total: an expression that `infer` accepted never raises on an environment
    whose values are of the types of the scope (`belongs`). Work is bounded by the size of the values, to the
    power of nested conditions (at most 3)."""
    return _value(expression, (env,))


def holds(expression: Expression, env: Env) -> bool:
    """Whether a guard is exactly true; unknown does not hold."""
    return evaluate(expression, env) is True


def _value(node: Expression, frames: tuple[Any, ...]) -> Value:
    """`frames`: the environment, then the items being looked at, the innermost last."""
    match node:
        case Literal(_, value):
            return value
        case Name(name, ups):
            return library.field_of(frames[-1 - ups], name)
        case Item(ups):
            item: Value = frames[-1 - ups]
            return item
        case Field(of, name):
            return library.field_of(_value(of, frames), name)
        case Listing(items):
            return tuple(_value(item, frames) for item in items)
        case Negate(of):
            return negate(_value(of, frames))
        case Not(of):
            return _not(_value(of, frames))
        case And(parts):
            return _all([_value(part, frames) for part in parts])
        case Or(parts):
            return _any([_value(part, frames) for part in parts])
        case Arithmetic(operator, left, right):
            return ARITHMETIC[operator](_value(left, frames), _value(right, frames))
        case Compare(operator, left, right):
            return compare(operator, _value(left, frames), _value(right, frames))
        case Contains(one, many):
            return contains(_value(one, frames), _value(many, frames))
        case Between(of, low, high):
            return between(_value(of, frames), _value(low, frames), _value(high, frames))
        case Is(of, known):
            return (_value(of, frames) is not None) is known
        case If(condition, yes, no):
            chosen = _value(condition, frames)
            return None if chosen is None else _value(yes if chosen else no, frames)
        case Over():
            return _over(node, frames)
        case Call(name, arguments):
            function = FUNCTIONS[name]
            values = [_value(argument, frames) for argument in arguments]
            return None if function.strict and None in values else function.run(*values)
        case DatedLookup(register, key, field, day):
            where = (_value(key, frames), _value(day, frames))
            port = frames[0].get(ENTRIES if node.many else LOOKUP)
            return None if port is None or None in where else port(register, where[0], field, where[1])
        case _:
            assert_never(node)


def _over(node: Over, frames: tuple[Any, ...]) -> Value:
    items: Any = _value(node.items, frames)
    if items is None:
        return None
    bodies = [_value(node.body, (*frames, item)) for item in items]
    match node.kind:
        case "where":
            kept = tuple(item for item, body in zip(items, bodies, strict=True) if body)
            return None if any(body is None for body in bodies) else kept
        case "any":
            return _any(bodies)
        case "all":
            return _all(bodies)
        case "each":
            return tuple(bodies)
        case "rank":
            return library.ranked(items, bodies)
        case _:
            assert_never(node.kind)


def _not(value: Value) -> bool | None:
    return None if value is None else value is False


def _all(values: Sequence[Value]) -> bool | None:
    """Kleene's and: one false decides, then one unknown."""
    return False if False in values else None if None in values else True


def _any(values: Sequence[Value]) -> bool | None:
    """Kleene's or: one true decides, then one unknown."""
    return True if True in values else None if None in values else False
