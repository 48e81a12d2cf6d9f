"""The type of an expression in a scope, or the first problem with its place. Speaks of types only,
never of values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from bihuan.core.expressions.members import check_members
from bihuan.core.expressions.problems import Position, Problem, Stop, stop
from bihuan.core.expressions.resolve import Frames, apply, field_type, guess, listed, name_type
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
    Operator,
    Or,
    Over,
)
from bihuan.core.expressions.types import (
    ORDERED,
    SPANLIKE,
    Basic,
    ListOf,
    Member,
    Record,
    Scope,
    Type,
    entry_record,
    spelled,
    unify,
)
from bihuan.core.text import Text

_BOOL, _NUMBER, _TEXT, _DATE = Basic.BOOL, Basic.NUMBER, Basic.TEXT, Basic.DATE
_INSTANT, _DURATION, _UNKNOWN = Basic.INSTANT, Basic.DURATION, Basic.UNKNOWN

_ARITHMETIC: Mapping[tuple[Operator, Type, Type], Type] = {
    **{(sign, _NUMBER, _NUMBER): _NUMBER for sign in ("+", "-", "*", "/")},
    ("+", _DURATION, _DURATION): _DURATION,
    ("-", _DURATION, _DURATION): _DURATION,
    ("*", _DURATION, _NUMBER): _DURATION,
    ("*", _NUMBER, _DURATION): _DURATION,
    ("/", _DURATION, _NUMBER): _DURATION,
    ("/", _DURATION, _DURATION): _NUMBER,
    ("+", _INSTANT, _DURATION): _INSTANT,
    ("+", _DURATION, _INSTANT): _INSTANT,
    ("-", _INSTANT, _DURATION): _INSTANT,
    ("-", _INSTANT, _INSTANT): _DURATION,
    ("+", _TEXT, _TEXT): _TEXT,
    **{(sign, one, other): Basic.SPANS for sign in ("+", "-") for one in SPANLIKE for other in SPANLIKE},
}

_DATES = Text("日期相减用 days(a, b)，加天数用 add_days(day, n)。", "Use days(a, b) and add_days(day, n) for dates.")
_TO_DATE = Text("时刻用 date(x) 取其日期。", "date(x) gives the date of an instant.")
_CHECK = Text("请核对两边的字段。", "Check the fields on both sides.")
_ORDER = Text("只有数、日期、时刻、时长可以比大小。", "Only numbers, dates, instants and durations have an order.")
_EQUALS = Text(
    "列表和记录不能整个相比，请比较其中的字段，或用 count、any。",
    "Lists and records aren't compared whole: compare their fields, or use count or any.",
)
_CONDITION = Text("条件要能回答是或否，例如 x == 'a'。", "A condition answers yes or no, like x == 'a'.")
_LIST = Text("要逐项看的应是列表。", "Only a list has items to look at.")
_EQUAL = ORDERED | {_BOOL, _TEXT, Basic.SPAN, Basic.SPANS}


def infer(expression: Expression, scope: Scope) -> Type | Problem:
    """The type; or why the expression would make no sense in this scope."""
    try:
        return _type(expression, scope, ())
    except Stop as stopped:
        return stopped.problem


def infer_guard(expression: Expression, scope: Scope) -> Type | Problem:
    """As `infer`, for places that need a condition."""
    try:
        return _expect(expression, _BOOL, _CONDITION, scope, ())
    except Stop as stopped:
        return stopped.problem


def _type(node: Expression, scope: Scope, frames: Frames) -> Type:
    match node:
        case Literal(type_):
            return type_
        case Name():
            return name_type(node, scope, frames)
        case Item(ups, at):
            if ups >= len(frames):
                stop("not-among-items", at, name="outer." * ups + "item")
            return frames[-1 - ups]
        case Field(of, name, at):
            return field_type(_type(of, scope, frames), name, at, scope)
        case Listing(items):
            return ListOf(_one_type(items, scope, frames))
        case Negate(of):
            negated = _type(of, scope, frames)
            return negated if negated is _DURATION else _must(negated, _NUMBER, of, _CHECK)
        case Not(of):
            return _expect(of, _BOOL, _CONDITION, scope, frames)
        case And(parts) | Or(parts):
            for part in parts:
                _expect(part, _BOOL, _CONDITION, scope, frames)
            return _BOOL
        case Arithmetic():
            return _arithmetic(node, scope, frames)
        case Compare() | Contains() | Between():
            return _comparison(node, scope, frames)
        case Is(of):
            _type(of, scope, frames)
            return _BOOL
        case If(condition, yes, no):
            _expect(condition, _BOOL, _CONDITION, scope, frames)
            return _one_type((yes, no), scope, frames)
        case Over():
            return _over(node, scope, frames)
        case Call(_, arguments):
            return apply(node, tuple(_type(argument, scope, frames) for argument in arguments))
        case DatedLookup():
            return _lookup(node, scope, frames)
        case _:
            assert_never(node)


def _expect(node: Expression, wanted: Basic, advice: Text, scope: Scope, frames: Frames) -> Type:
    return _must(_type(node, scope, frames), wanted, node, advice)


def _must(given: Type, wanted: Basic, node: Expression, advice: Text) -> Type:
    # A type once found is handed on: finding it again would double the work at every level of nesting.
    if given is not wanted and given is not _UNKNOWN:
        stop("wrong-type", node.at, expected=spelled(wanted), given=spelled(given), advice=advice)
    return wanted


def _one_type(nodes: tuple[Expression, ...], scope: Scope, frames: Frames) -> Type:
    """The type that all nodes have in common; unknown if there are none."""
    common: Type = _UNKNOWN
    for node in nodes:
        given = _type(node, scope, frames)
        both = unify(common, given)
        if both is None:
            stop("mixed", node.at, left=spelled(common), right=spelled(given))
        common = both
    return common


def _arithmetic(node: Arithmetic, scope: Scope, frames: Frames) -> Type:
    left, right = (_plain(_type(side, scope, frames)) for side in (node.left, node.right))
    # The literal `unknown` takes either part, and the result is then unknown whatever the other part is.
    fitting = {
        result
        for (sign, one, other), result in _ARITHMETIC.items()
        if sign == node.operator and left in (one, _UNKNOWN) and right in (other, _UNKNOWN)
    }
    if not fitting:
        advice = _DATES if _DATE in (left, right) else _CHECK
        one, other = spelled(left), spelled(right)
        stop("cannot-calculate", node.at, operator=node.operator, left=one, right=other, advice=advice)
    return _UNKNOWN if _UNKNOWN in (left, right) else fitting.pop()


def _comparison(node: Compare | Contains | Between, scope: Scope, frames: Frames) -> Type:
    match node:
        case Compare(operator, left, right, at):
            one, other = _type(left, scope, frames), _type(right, scope, frames)
            _comparable(one, other, operator, at)
            check_members(one, right, scope)
            check_members(other, left, scope)
        case Contains(left, right, at):
            one, many = _type(left, scope, frames), _type(right, scope, frames)
            if many in (Basic.SPAN, Basic.SPANS):
                _comparable(one, _INSTANT, "in", at)
            elif many is not _UNKNOWN:
                item = _item(many, right)
                _comparable(one, item, "in", at)
                check_members(one, right, scope)
                check_members(item, left, scope)
        case Between(of, low, high, at):
            one = _type(of, scope, frames)
            for bound in (low, high):
                _comparable(one, _type(bound, scope, frames), "<=", at)
        case _:
            assert_never(node)
    return _BOOL


def _comparable(left: Type, right: Type, operator: str, at: Position) -> None:
    both = unify(left, right)
    allowed = ORDERED if operator in ("<", "<=", ">", ">=") else _EQUAL
    if both is not None and (_plain(both) in allowed or both is _UNKNOWN):
        return
    advice = _CHECK if both is None else _ORDER if allowed is ORDERED else _EQUALS
    if {left, right} == {_DATE, _INSTANT}:
        advice = _TO_DATE
    stop("cannot-compare", at, operator=operator, left=spelled(left), right=spelled(right), advice=advice)


def _plain(type_: Type) -> Type:
    return _TEXT if isinstance(type_, Member) else type_


def _item(type_: Type, node: Expression) -> Type:
    if type_ is _UNKNOWN:
        return type_
    if not isinstance(type_, ListOf):
        expected = Text("列表", "a list")
        stop("wrong-type", node.at, expected=expected, given=spelled(type_), advice=_LIST)
    return type_.item


def _over(node: Over, scope: Scope, frames: Frames) -> Type:
    items = _type(node.items, scope, frames)
    inside = (*frames, _item(items, node.items))
    match node.kind:
        case "where":
            _expect(node.body, _BOOL, _CONDITION, scope, inside)
            return items
        case "any" | "all":
            return _expect(node.body, _BOOL, _CONDITION, scope, inside)
        case "each":
            return ListOf(_type(node.body, scope, inside))
        case "rank":
            key = _type(node.body, scope, inside)
            if key not in ORDERED and key is not _UNKNOWN:
                expected = Text("可比大小的值", "something with an order")
                stop("wrong-type", node.body.at, expected=expected, given=spelled(key), advice=_ORDER)
            return items
        case _:
            assert_never(node.kind)


def _lookup(node: DatedLookup, scope: Scope, frames: Frames) -> Type:
    fields = scope.registers.get(node.register)
    if fields is None:
        known = scope.registers
        stop("unknown-register", node.at, name=node.register,
             known=listed(known), guess=guess(node.register, known))  # fmt: skip
    if node.many:
        return _entries(node, scope, frames)
    key = _type(node.key, scope, frames)
    if _plain(key) not in (_TEXT, _UNKNOWN):
        stop("wrong-type", node.key.at, expected=spelled(_TEXT), given=spelled(key), advice=_CHECK)
    _expect(node.day, _DATE, _TO_DATE, scope, frames)
    return field_type(Record(node.register), node.field_name, node.at, Scope(records={node.register: fields}))


def _entries(node: DatedLookup, scope: Scope, frames: Frames) -> Type:
    """A list of records; the value asked for is of the field's type."""
    record = entry_record(node.register)
    if record not in scope.records:
        known = [name for name in scope.registers if entry_record(name) in scope.records]
        stop("unknown-register", node.at, name=node.register,
             known=listed(known), guess=guess(node.register, known))  # fmt: skip
    wanted = field_type(Record(record), node.field_name, node.at, scope)
    given = _type(node.key, scope, frames)
    if unify(given, wanted) is None and _plain(given) != _plain(wanted):
        stop("wrong-type", node.key.at, expected=spelled(wanted), given=spelled(given), advice=_CHECK)
    _expect(node.day, _DATE, _TO_DATE, scope, frames)
    return ListOf(Record(record))
