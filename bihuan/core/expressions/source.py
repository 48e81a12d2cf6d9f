"""A tree back to text, in the one normal form: `parse(to_source(tree)) == tree`. Nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import assert_never

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

# The same ladder as the parser's binding powers; a node is bracketed where its neighbour binds tighter.
WHERE, OR, AND, NOT, COMPARE, ADD, MULTIPLY, NEGATE, FIELD, ATOM = range(1, 11)


def to_source(expression: Expression) -> str:
    """The normal form of a tree the parser can make: one space around operators, single quotes, no
    needless brackets."""
    return _write(expression)[0]


def _in(node: Expression, power: int) -> str:
    """A part, in brackets unless it binds at least as tightly as `power`."""
    text, own = _write(node)
    return text if own >= power else f"({text})"


def _write(node: Expression) -> tuple[str, int]:
    """The text of a node and how tightly it binds; 0 for `if`, which swallows all that follows."""
    match node:
        case Literal(_, value):
            return _constant(value)
        case Name(name, ups):
            return "outer." * ups + name, ATOM
        case Item(ups):
            return "outer." * ups + "item", ATOM
        case Field(of, name):
            return f"{_in(of, FIELD)}.{name}", FIELD
        case Listing(items):
            return f"[{_list(items)}]", ATOM
        case Call(name, arguments):
            return f"{name}({_list(arguments)})", ATOM
        case DatedLookup():
            return _looked_up(node), ATOM
        case Negate(of):
            return f"-{_in(of, NEGATE)}", NEGATE
        case Not(Contains(one, many)):
            return f"{_in(one, ADD)} not in {_in(many, ADD)}", COMPARE
        case Not(of):
            return f"not {_in(of, NOT)}", NOT
        case And(parts):
            return " and ".join(_in(part, NOT) for part in parts), AND
        case Or(parts):
            return " or ".join(_in(part, AND) for part in parts), OR
        case Arithmetic(operator, left, right):
            power = ADD if operator in "+-" else MULTIPLY
            return f"{_in(left, power)} {operator} {_in(right, power + 1)}", power
        case Compare(operator, left, right):
            return f"{_in(left, ADD)} {operator} {_in(right, ADD)}", COMPARE
        case Contains(one, many):
            return f"{_in(one, ADD)} in {_in(many, ADD)}", COMPARE
        case Between(of, low, high):
            return f"{_in(of, ADD)} between {_in(low, ADD)} and {_in(high, ADD)}", COMPARE
        case Is(of, known):
            return f"{_in(of, ADD)} is {'known' if known else 'unknown'}", COMPARE
        case If(condition, yes, no):
            return f"if {to_source(condition)} then {to_source(yes)} else {to_source(no)}", 0
        case Over():
            return _over(node)
        case _:
            assert_never(node)


def _looked_up(node: DatedLookup) -> str:
    key, name = to_source(node.key), _quoted(node.field_name)
    function, parts = ("entries", (name, key)) if node.many else ("lookup", (key, name))
    return f"{function}({', '.join((_quoted(node.register), *parts, to_source(node.day)))})"


def _over(node: Over) -> tuple[str, int]:
    if node.kind == "where" or node.kind == "any":
        filtered = f"{_in(node.items, WHERE)} where {_in(node.body, OR)}"
        return (filtered, WHERE) if node.kind == "where" else (f"any({filtered})", ATOM)
    return f"{node.kind}({to_source(node.items)}, {to_source(node.body)})", ATOM


def _list(items: tuple[Expression, ...]) -> str:
    return ", ".join(to_source(item) for item in items)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _constant(value: bool | int | Fraction | str | date | datetime | timedelta | None) -> tuple[str, int]:
    match value:
        case None:
            return "unknown", ATOM
        case bool():
            return ("true" if value else "false"), ATOM
        case int():
            return str(value), ATOM
        case Fraction():
            return _decimal(value), ATOM
        case str():
            return _quoted(value), ATOM
        case date():
            return value.isoformat(), ATOM
        case timedelta():
            minutes = value // timedelta(minutes=1)
            return (f"{minutes // 60}h" if minutes and minutes % 60 == 0 else f"{minutes}min"), ATOM
        case _:
            assert_never(value)


def _decimal(value: Fraction) -> str:
    """A finite decimal, exactly: a literal's denominator has no factors but 2 and 5."""
    places = 1
    while value.denominator != 1 and (value * 10**places).denominator != 1 and places < 2000:
        places += 1
    digits = str(int(value * 10**places)).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"
