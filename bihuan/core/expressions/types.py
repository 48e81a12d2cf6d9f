"""The types of the language, the values they describe, and the scope an expression is checked in. No
rules here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from typing import TypeAlias, assert_never

from bihuan.core.expressions.spans import Span, Spans
from bihuan.core.text import Text

Number: TypeAlias = int | Fraction
Value: TypeAlias = (
    "bool | int | Fraction | str | date | datetime | timedelta | Span | Spans"
    " | Sequence[Value] | Mapping[str, Value] | None"
)
"""What an expression computes with; None is unknown."""
Lookup: TypeAlias = "Callable[[str, str, str, date], Value]"
"""The port of `lookup`: register, key, field, day → the value in force on that day, or None. It must
not raise."""
Env: TypeAlias = "Mapping[str, Value | Lookup]"
"""Values by name; the name `lookup` holds the port. A missing name is unknown."""

LOOKUP = "lookup"
ENTRIES = "entries"
"""The name that holds the port of `entries`: register, value, field, day → records of the entries, or None."""


def entry_record(register: str) -> str:
    """The name of the record that an entry of a register is; with a space in it, no other is called so."""
    return f"{register} 条目 entry"


CIVIL_TIME = timezone(timedelta(hours=8), "Beijing")
"""The legal time of China, one for the whole country; `date(instant)` reads the day in it."""


class Basic(Enum):
    """The types without parts. UNKNOWN is the type of the literal `unknown`, which fits everywhere."""

    BOOL = "bool"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    INSTANT = "instant"
    DURATION = "duration"
    SPAN = "span"
    SPANS = "spans"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ListOf:
    """A sequence of values of one type; an item may be unknown."""

    item: Type


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping whose fields stand in `Scope.records` under this name, so records may contain each other."""

    name: str


@dataclass(frozen=True, slots=True)
class Member:
    """A text that is a member of the dictionary of this name (`Scope.dictionaries`)."""

    dictionary: str


Type: TypeAlias = Basic | ListOf | Record | Member

ORDERED: frozenset[Type] = frozenset({Basic.NUMBER, Basic.DATE, Basic.INSTANT, Basic.DURATION})
"""Types with < and >. Text has none: the order of code points means nothing to a reader."""
SPANLIKE: frozenset[Type] = frozenset({Basic.SPAN, Basic.SPANS, ListOf(Basic.SPAN)})
"""Types that stand for a set of moments."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may speak of: names, the fields of records and registers, the members of
    dictionaries."""

    names: Mapping[str, Type] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)
    dictionaries: Mapping[str, Collection[str]] = field(default_factory=dict)
    registers: Mapping[str, Mapping[str, Type]] = field(default_factory=dict)


_SPELLED: Mapping[Basic, Text] = {
    Basic.BOOL: Text("是非", "yes/no"),
    Basic.NUMBER: Text("数", "number"),
    Basic.TEXT: Text("文字", "text"),
    Basic.DATE: Text("日期", "date"),
    Basic.INSTANT: Text("时刻", "instant"),
    Basic.DURATION: Text("时长", "duration"),
    Basic.SPAN: Text("时段", "span"),
    Basic.SPANS: Text("时段集", "set of spans"),
    Basic.UNKNOWN: Text("未知", "unknown"),
}


def spelled(type_: Type) -> Text:
    """The type in words, for messages."""
    match type_:
        case Basic():
            return _SPELLED[type_]
        case ListOf(item):
            inner = spelled(item)
            return Text(f"{inner.zh}的列表", f"list of {inner.en}")
        case Record(name):
            return Text(f"{name} 记录", f"{name} record")
        case Member(dictionary):
            return Text(f"字典 {dictionary} 的成员", f"member of {dictionary}")
        case _:
            assert_never(type_)


def unify(left: Type, right: Type) -> Type | None:
    """The one type both fit, if there is one: unknown fits all, a member of a dictionary fits text."""
    if left == right or right is Basic.UNKNOWN:
        return left
    if left is Basic.UNKNOWN:
        return right
    match left, right:
        case (Member(), Basic.TEXT) | (Basic.TEXT, Member()):
            return Basic.TEXT
        case ListOf(one), ListOf(other):
            item = unify(one, other)
            return None if item is None else ListOf(item)
    return None


_CLASSES: Mapping[Basic, tuple[type, ...]] = {
    Basic.BOOL: (bool,),
    Basic.NUMBER: (int, Fraction),
    Basic.TEXT: (str,),
    Basic.DATE: (date,),
    Basic.INSTANT: (datetime,),
    Basic.DURATION: (timedelta,),
    Basic.SPAN: (Span,),
    Basic.SPANS: (Spans,),
    Basic.UNKNOWN: (),
}


def belongs(value: Value, type_: Type, scope: Scope) -> bool:
    """Whether a value is of a type. Unknown is of every type, whole or in part; records may lack fields."""
    if value is None:
        return True
    match type_:
        case Basic():
            # The exact class: a bool is no number and an instant no date, although Python derives them so.
            return type(value) in _CLASSES[type_] and getattr(value, "tzinfo", True) is not None
        case ListOf(item):
            return isinstance(value, list | tuple) and all(belongs(one, item, scope) for one in value)
        case Record(name):
            fields = scope.records[name]
            return isinstance(value, Mapping) and all(
                key in fields and belongs(part, fields[key], scope) for key, part in value.items()
            )
        case Member(dictionary):
            return isinstance(value, str) and value in scope.dictionaries[dictionary]
        case _:
            assert_never(type_)
