"""What a name, a field or a function call stands for in a scope, with suggestions for near misses. No
operators here."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import assert_never

from bihuan.core.expressions.functions import FORMS, FUNCTIONS, Many, Pattern, Var
from bihuan.core.expressions.problems import Position, stop
from bihuan.core.expressions.tree import Call, Name
from bihuan.core.expressions.types import Basic, ListOf, Member, Record, Scope, Type, spelled, unify
from bihuan.core.text import Text

Frames = tuple[Type, ...]
"""The types of the items being looked at, the innermost last."""

_MOST_LISTED = 20


def name_type(node: Name, scope: Scope, frames: Frames) -> Type:
    """A name without `outer.` is a field of the innermost item, and nothing else; outside items it is
    a name of the scope.
    So a new field never changes what an older expression means."""
    if node.ups > len(frames):
        stop("not-among-items", node.at, name="outer")
    if node.ups < len(frames):
        item = frames[-1 - node.ups]
        fields = scope.records.get(item.name, {}) if isinstance(item, Record) else {}
        if node.name not in fields and (fix := _further_out(node, scope, frames)):
            stop("outer-name", node.at, name=node.name, record=spelled(item), fix=fix)
        return field_type(item, node.name, node.at, scope)
    if node.name not in scope.names:
        known = scope.names
        stop("unknown-name", node.at, name=node.name, known=listed(known), guess=guess(node.name, known))
    return scope.names[node.name]


def _further_out(node: Name, scope: Scope, frames: Frames) -> str:
    """How the name would be reached, if an outer item or the scope has it."""
    for ups in range(node.ups + 1, len(frames)):
        item = frames[-1 - ups]
        if isinstance(item, Record) and node.name in scope.records.get(item.name, {}):
            return "outer." * ups + node.name
    return "outer." * len(frames) + node.name if node.name in scope.names else ""


def field_type(of: Type, name: str, at: Position, scope: Scope) -> Type:
    """The type of `of.name`; of a list of records, the list of the fields."""
    match of:
        case Record(record):
            fields = scope.records.get(record, {})
            if name not in fields:
                known, near = listed(fields), guess(name, fields)
                stop("unknown-field", at, record=spelled(of), name=name, known=known, guess=near)
            return fields[name]
        case ListOf(item):
            return ListOf(field_type(item, name, at, scope))
        case Basic.UNKNOWN:
            return of
        case Basic() | Member():
            stop("no-fields", at, type=spelled(of), name=name)
        case _:
            assert_never(of)


def apply(node: Call, given: tuple[Type, ...]) -> Type:
    """The type of a function's result for arguments of these types."""
    function = FUNCTIONS.get(node.name)
    if function is None:
        known = [*FUNCTIONS, *FORMS]
        stop("unknown-function", node.at, name=node.name,
             known=", ".join(known), guess=guess(node.name, known))  # fmt: skip
    most = len(function.parameters)
    least = most - function.optional
    usage = function.usage(node.name)
    if not least <= len(given) <= most:
        expected = str(most) if least == most else f"{least}–{most}"
        stop("wrong-count", node.at, name=node.name, expected=expected, given=len(given), usage=usage)
    bound: dict[str, Type] = {}
    called = zip(function.parameters, given, node.arguments, strict=False)
    for (parameter, pattern), type_, argument in called:
        if not _fits(pattern, type_, bound):
            stop("wrong-argument", argument.at, name=node.name, parameter=parameter,
                 expected=_described(pattern), given=spelled(type_), usage=usage)  # fmt: skip
    return _filled(function.result, bound)


def _fits(pattern: Pattern, given: Type, bound: dict[str, Type]) -> bool:
    """Whether a type fits a pattern; binds the open types of the pattern on the way."""
    match pattern:
        case Var(name, among):
            if among is not None and given is not Basic.UNKNOWN:
                plain = Basic.TEXT if isinstance(given, Member) else given
                if plain not in among and given != ListOf(Basic.UNKNOWN):
                    return False
            both = unify(bound.get(name, Basic.UNKNOWN), given)
            if both is not None:
                bound[name] = both
            return both is not None
        case Many(of):
            if given is Basic.UNKNOWN:
                return _fits(of, given, bound)
            return isinstance(given, ListOf) and _fits(of, given.item, bound)
        case _:
            return unify(pattern, given) == pattern


def _filled(pattern: Pattern, bound: dict[str, Type]) -> Type:
    match pattern:
        case Var(name):
            return bound.get(name, Basic.UNKNOWN)
        case Many(of):
            return ListOf(_filled(of, bound))
        case _:
            return pattern


def _described(pattern: Pattern) -> Text:
    match pattern:
        case Var(_, None):
            return Text("任何值", "any value")
        case Var(_, among):
            words = sorted((spelled(type_) for type_ in among or ()), key=lambda text: text.en)
            return Text("、".join(text.zh for text in words), " or ".join(text.en for text in words))
        case Many(of):
            inner = _described(of)
            return Text(f"列表（{inner.zh}）", f"a list ({inner.en})")
        case _:
            return spelled(pattern)


def guess(name: str, known: Iterable[str]) -> Text:
    """“Did you mean …?”, if something known is close; otherwise nothing."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return Text(f"是不是“{near[0]}”？", f"Did you mean {near[0]}? ") if near else Text("", "")


def listed(known: Iterable[str]) -> Text:
    """The known names, in order; a long list is cut."""
    names = sorted(known)
    shown = ", ".join(names[:_MOST_LISTED])
    more = len(names) - _MOST_LISTED
    if not names:
        return Text("（没有）", "(none)")
    return Text(f"{shown} 等 {len(names)} 个", f"{shown} and {more} more") if more > 0 else Text(shown, shown)
