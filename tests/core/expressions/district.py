"""A small world for expressions: one scope, environments for it, and well-typed trees. Used by the tests beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bihuan.core.expressions import (
    Basic,
    Expression,
    ListOf,
    Member,
    Record,
    Scope,
    Span,
    Type,
    Value,
    names,
    spans_of,
)
from bihuan.core.expressions.tree import (
    And,
    Arithmetic,
    Between,
    Call,
    Compare,
    Contains,
    DatedLookup,
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

BOOL, NUMBER, TEXT, DATE = Basic.BOOL, Basic.NUMBER, Basic.TEXT, Basic.DATE
INSTANT, DURATION, SPAN, SPANS = Basic.INSTANT, Basic.DURATION, Basic.SPAN, Basic.SPANS
COVER, SITE, KIND = Record("cover"), Record("site"), Member("kinds")

SCOPE = Scope(
    names={
        "flag": BOOL, "other": BOOL, "n": NUMBER, "m": NUMBER, "word": TEXT, "kind": KIND, "day": DATE,
        "now": INSTANT, "wait": DURATION, "shift": SPAN, "required": SPANS, "actual": ListOf(SPAN),
        "scores": ListOf(NUMBER), "days_off": ListOf(DATE), "words": ListOf(TEXT),
        "covers": ListOf(COVER), "site": SITE,
    },
    records={
        "cover": {"closed": BOOL, "quantity": NUMBER, "kind": KIND, "opened": INSTANT, "due": DATE,
                  "watch": SPAN, "parts": ListOf(COVER)},
        "site": {"area": TEXT, "cover": COVER, "covers": ListOf(COVER)},
    },
    dictionaries={"kinds": ("grate", "manhole", "other")},
    registers={"posts": {"pay": NUMBER, "since": DATE}},
)  # fmt: skip

FIRST = datetime(2021, 7, 1, tzinfo=UTC)
numbers = st.one_of(st.integers(-4, 4), st.fractions(-3, 3, max_denominator=4).filter(lambda f: f.denominator != 1))
moments = st.integers(0, 200).map(lambda minute: FIRST + timedelta(minutes=minute))
dates = st.integers(0, 20).map(lambda n: date(2021, 7, 1) + timedelta(days=n))
spans = st.builds(Span, moments, moments)

_VALUES: Mapping[Basic, st.SearchStrategy[Value]] = {
    BOOL: st.booleans(),
    NUMBER: numbers,
    TEXT: st.sampled_from(["", "a", "积水", "it's"]),
    DATE: dates | st.sampled_from([date.min, date.max]),
    INSTANT: moments | st.sampled_from([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]),
    DURATION: st.integers(-90, 90).map(lambda n: timedelta(minutes=n)) | st.just(timedelta.max),
    SPAN: spans,
    SPANS: st.lists(spans, max_size=4).map(spans_of),
    Basic.UNKNOWN: st.none(),
}


def values(type_: Type, unknown: bool = True, deep: int = 2) -> st.SearchStrategy[Any]:
    """Values of a type; with `unknown`, any part may be unknown or, in a record, missing."""
    made: st.SearchStrategy[Any]
    match type_:
        case Basic():
            made = _VALUES[type_]
        case Member(dictionary):
            made = st.sampled_from(sorted(SCOPE.dictionaries[dictionary]))
        case ListOf(item):
            made = st.just(()) if deep == 0 else st.lists(values(item, unknown, deep - 1), max_size=3)
        case Record(name):
            made = records(SCOPE.records[name], unknown, deep)
    return st.one_of(made, made, made, st.none()) if unknown else made


def records(fields: Mapping[str, Type], unknown: bool, deep: int = 2) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings with these fields."""
    parts = {name: values(type_, unknown, deep) for name, type_ in fields.items()}
    whole = st.fixed_dictionaries(parts)
    return st.one_of(whole, whole, st.fixed_dictionaries({}, optional=parts)) if unknown else whole


def pay(register: str, key: str, field: str, day: date) -> Value:
    """A register port: total, and different for different questions."""
    if not key:
        return None
    return len(key) + day.day if field == "pay" else day


def environments(tree: Expression, unknown: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Environments for SCOPE with the names a tree asks for."""
    asked = {name.split(".")[0] for name in names(tree)}
    fields = {name: type_ for name, type_ in SCOPE.names.items() if name in asked}
    return records(fields, unknown).map(lambda env: {**env, "lookup": pay})


# Trees. `frames` are the types of the items around, innermost last; `left` is the depth that remains.

Frames = tuple[Type, ...]
Draw = Callable[[st.SearchStrategy[Any]], Any]

_CONSTANTS: Mapping[Basic, st.SearchStrategy[Any]] = {
    BOOL: st.booleans(),
    NUMBER: st.integers(0, 4) | st.sampled_from([Fraction(1, 2), Fraction(9, 10)]),
    TEXT: st.sampled_from(["", "a", "积水", "it's", 'say "no"']),
    DATE: dates,
    INSTANT: moments,
    DURATION: st.integers(0, 130).map(lambda n: timedelta(minutes=n)),
}


@st.composite
def trees(draw: Draw, type_: Type, frames: Frames = (), left: int = 3) -> Expression:
    """A tree of a type (or one it unifies with), as the parser could make it."""
    made = _roots(type_, frames)
    if left > 0:
        made = made + _branches(type_, frames, left - 1)
    found: Expression = draw(draw(st.sampled_from(made)))
    return found


def _roots(type_: Type, frames: Frames) -> list[st.SearchStrategy[Any]]:
    """Constants, names, fields of items: all that need no further expression."""
    made: list[st.SearchStrategy[Any]] = []
    levels: list[Mapping[str, Type]] = [SCOPE.names]
    for number, frame in enumerate(frames, 1):
        levels.append(SCOPE.records[frame.name] if isinstance(frame, Record) else {})
        if frame == type_:
            made.append(st.just(Item(len(frames) - number)))
    for number, fields in enumerate(levels):
        names = [name for name, found in fields.items() if found == type_]
        made += [st.just(Name(name, len(frames) - number)) for name in names]
    if isinstance(type_, Basic) and type_ in _CONSTANTS:
        made.append(_CONSTANTS[type_].map(lambda value: Literal(type_, value)))
    return made or [st.just(Literal(Basic.UNKNOWN, None))]


def _branches(type_: Type, frames: Frames, left: int) -> list[st.SearchStrategy[Any]]:
    def sub(wanted: Type, inside: Frames = frames) -> st.SearchStrategy[Expression]:
        return trees(wanted, inside, left)

    def call(name: str, *wanted: Type) -> st.SearchStrategy[Expression]:
        return st.builds(Call, st.just(name), st.tuples(*map(sub, wanted)))

    def over(kind: Any, item: Type, body: Type) -> st.SearchStrategy[Expression]:
        if len(frames) == 3:
            return sub(type_)
        return st.builds(Over, st.just(kind), sub(ListOf(item)), sub(body, (*frames, item)))

    def field(of: Type, name: str) -> st.SearchStrategy[Expression]:
        return st.builds(Field, sub(of), st.just(name))

    made: list[st.SearchStrategy[Any]] = [
        st.builds(If, sub(BOOL), sub(type_), sub(type_)),
        call("otherwise", type_, type_),
    ]
    match type_:
        case Basic.BOOL:
            made += [*_conditions(sub, call, over), field(COVER, "closed")]
        case Basic.NUMBER:
            made += _numbers(sub, call, over)
        case Basic.DATE:
            made += [call("date", INSTANT), call("add_days", DATE, NUMBER), field(COVER, "due"), _look_up(sub, "since")]
        case Basic.INSTANT:
            made += [_sum("+-", sub(INSTANT), sub(DURATION)), call("start", SPAN), call("end", SPAN)]
        case Basic.DURATION:
            made += [_sum("-", sub(INSTANT), sub(INSTANT)), _sum("+-", sub(DURATION), sub(DURATION))]
            made += [_sum("*/", sub(DURATION), sub(NUMBER)), st.builds(Negate, sub(DURATION))]
        case Basic.TEXT:
            made += [_sum("+", sub(TEXT), sub(TEXT)), field(SITE, "area")]
        case Basic.SPAN:
            made += [call("span", INSTANT, INSTANT)]
        case Basic.SPANS:
            sets = st.sampled_from((SPAN, SPANS, ListOf(SPAN)))
            made.append(sets.flatmap(lambda one: sets.flatmap(lambda two: _sum("+-", sub(one), sub(two)))))
            made += [call("overlap", SPANS, ListOf(SPAN)), call("minus", SPAN, SPANS), call("union", SPANS, SPAN)]
        case ListOf(item):
            listed = st.lists(sub(item), min_size=1, max_size=3).map(tuple)
            made += [st.builds(Listing, listed), over("where", item, BOOL)]
            made += [over("rank", item, NUMBER), over("each", COVER, item), call("take", type_, NUMBER)]
            if item == COVER:
                made += [call("flat", ListOf(ListOf(COVER))), field(SITE, "covers")]
            if item in (NUMBER, DATE):
                made += [call("distinct", type_), call("top", type_, NUMBER)]
        case Record("cover"):
            made += [call("first", ListOf(COVER)), field(SITE, "cover")]
    return made


def _sum(operators: str, left: st.SearchStrategy[Any], right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(Arithmetic, st.sampled_from(operators), left, right)


def _look_up(sub: Any, field: str) -> st.SearchStrategy[Any]:
    return st.builds(DatedLookup, st.just("posts"), sub(TEXT), st.just(field), sub(DATE))


def _conditions(sub: Any, call: Any, over: Any) -> list[st.SearchStrategy[Any]]:
    parts = st.lists(sub(BOOL), min_size=2, max_size=3).map(tuple)
    ordered = st.sampled_from([NUMBER, DATE, INSTANT, DURATION])
    equal = st.sampled_from([BOOL, NUMBER, TEXT, SPAN, SPANS, KIND])
    signs, equals = st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), st.sampled_from(["==", "!="])
    listed = st.sampled_from([NUMBER, DATE, TEXT])
    return [
        st.builds(Not, sub(BOOL)), st.builds(And, parts), st.builds(Or, parts),
        ordered.flatmap(lambda type_: st.builds(Compare, signs, sub(type_), sub(type_))),
        equal.flatmap(lambda type_: st.builds(Compare, equals, sub(type_), sub(type_))),
        ordered.flatmap(lambda type_: st.builds(Between, sub(type_), sub(type_), sub(type_))),
        listed.flatmap(lambda type_: st.builds(Contains, sub(type_), sub(ListOf(type_)))),
        st.builds(Contains, sub(INSTANT), sub(SPAN) | sub(SPANS)),
        st.builds(Is, sub(NUMBER), st.booleans()), call("known", ListOf(COVER)), call("contains", TEXT, TEXT),
        over("any", COVER, BOOL), over("all", COVER, BOOL), over("any", NUMBER, BOOL),
    ]  # fmt: skip


def _numbers(sub: Any, call: Any, over: Any) -> list[st.SearchStrategy[Any]]:
    aggregate = st.sampled_from(["sum", "min", "max", "mean", "median", "trimmed_mean"])
    measured = st.sampled_from([DURATION, SPAN, SPANS, ListOf(SPAN)])
    return [
        _sum("+-*/", sub(NUMBER), sub(NUMBER)), st.builds(Negate, sub(NUMBER)), _sum("/", sub(DURATION), sub(DURATION)),
        aggregate.flatmap(lambda name: call(name, ListOf(NUMBER))),
        measured.flatmap(lambda type_: call("minutes", type_)), call("hours", SPANS),
        call("count", ListOf(COVER)), call("first", ListOf(NUMBER)), call("share", NUMBER, NUMBER),
        call("round", NUMBER), call("round", NUMBER, NUMBER), call("days", DATE, DATE), call("length", TEXT),
        call("year", DATE), call("days", call("week", DATE), DATE), call("length", call("join", TEXT, DATE)),
        call("abs", NUMBER), _look_up(sub, "pay"),
    ]  # fmt: skip


TYPES: tuple[Type, ...] = (
    BOOL, NUMBER, BOOL, NUMBER, BOOL, NUMBER, TEXT, DATE, INSTANT, DURATION, SPAN, SPANS, ListOf(NUMBER), COVER,
)  # fmt: skip


@st.composite
def typed_trees(draw: Draw, left: int = 3, unknown: bool = True) -> tuple[Type, Expression, dict[str, Any]]:
    """A type, a tree of it and an environment for the tree."""
    type_ = draw(st.sampled_from(TYPES))
    tree = draw(trees(type_, (), left))
    return type_, tree, draw(environments(tree, unknown))
