"""The nodes of an expression: frozen, a closed union, compared without their positions. Nothing
computes here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from bihuan.core.expressions.problems import START, Position
from bihuan.core.expressions.types import Basic

Comparison = OneOf["==", "!=", "<", "<=", ">", ">="]
Operator = OneOf["+", "-", "*", "/"]
Overs = OneOf["where", "any", "all", "each", "rank"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. `type` keeps apart what Python holds equal (true and 1). Numbers and durations are
    not negative."""

    type: Basic
    value: bool | int | Fraction | str | date | datetime | timedelta | None
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name; `ups` counts its `outer.`: 0 is the innermost item, or the environment where there is no
    item."""

    name: str
    ups: int = 0
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """`item`: the item a condition looks at; `outer.item` is the one outside."""

    ups: int = 0
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Field:
    """`of.name`: a field of a record, or of every record of a list."""

    of: Expression
    name: str
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """`[a, b]`."""

    items: tuple[Expression, ...]
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """`-of`."""

    of: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not of`."""

    of: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """`a and b and c`, two parts or more."""

    parts: tuple[Expression, ...]
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """`a or b or c`, two parts or more."""

    parts: tuple[Expression, ...]
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`left + right` and the like."""

    operator: Operator
    left: Expression
    right: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """`left == right` and the like; never chained."""

    operator: Comparison
    left: Expression
    right: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Contains:
    """`one in many`: a list, a span or a set of spans. (`not in` is Not of this.)"""

    one: Expression
    many: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Between:
    """`of between low and high`, both ends counted."""

    of: Expression
    low: Expression
    high: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Is:
    """`of is known` / `of is unknown`."""

    of: Expression
    known: bool
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class If:
    """`if condition then yes else no`."""

    condition: Expression
    yes: Expression
    no: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Over:
    """Looks at `items` one by one, with the fields of each in scope of `body`: `items where body`,
    `any(items where body)`,
    `all(items, body)`, `each(items, body)`, `rank(items, body)`."""

    kind: Overs
    items: Expression
    body: Expression
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """`name(arguments)`, a function of the table."""

    name: str
    arguments: tuple[Expression, ...]
    at: Position = field(default=START, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DatedLookup:
    """`lookup('register', key, 'field', day)`: a register's value in force on a day; with `many`
    `entries('register', 'field', value, day)`: the entries whose field has that value then (`key`)."""

    register: str
    key: Expression
    field_name: str
    day: Expression
    at: Position = field(default=START, compare=False, repr=False)
    many: bool = False


Expression: TypeAlias = (
    Literal | Name | Item | Field | Listing | Negate | Not | And | Or | Arithmetic | Compare
    | Contains | Between | Is | If | Over | Call | DatedLookup
)  # fmt: skip


def children(node: Expression) -> tuple[Expression, ...]:
    """The parts of a node, in the order of the source; the body of an Over is the last."""
    match node:
        case Literal() | Name() | Item():
            return ()
        case Field(of) | Negate(of) | Not(of) | Is(of):
            return (of,)
        case Listing(parts) | And(parts) | Or(parts) | Call(_, parts):
            return parts
        case Arithmetic(_, left, right) | Compare(_, left, right) | Contains(left, right):
            return (left, right)
        case Over(_, items, body):
            return (items, body)
        case DatedLookup(_, key, _, day):
            return (key, day)
        case Between(of, low, high):
            return (of, low, high)
        case If(condition, yes, no):
            return (condition, yes, no)
        case _:
            assert_never(node)


def walk(expression: Expression) -> Iterator[tuple[Expression, int, int]]:
    """Every node with its level (the root has 1) and the number of items around it; not recursive, so
    safe on any tree."""
    waiting = [(expression, 1, 0)]
    while waiting:
        node, level, scopes = waiting.pop()
        yield node, level, scopes
        for child in children(node):
            inside = isinstance(node, Over) and child is node.body
            waiting.append((child, level + 1, scopes + inside))


def names(expression: Expression) -> frozenset[str]:
    """The free names with the fields asked of them, dotted: `case.area`. Fields of items are not free."""
    found: set[str] = set()
    waiting: list[tuple[Expression, int]] = [(expression, 0)]
    while waiting:
        node, scopes = waiting.pop()
        path, root = [], node
        while isinstance(root, Field):
            path.append(root.name)
            root = root.of
        if isinstance(root, Name):
            if root.ups == scopes:
                found.add(".".join((root.name, *reversed(path))))
        else:
            parts = children(root)
            waiting += ((child, scopes) for child in parts[:-1])
            waiting += ((child, scopes + isinstance(root, Over)) for child in parts[-1:])
    return frozenset(found)
