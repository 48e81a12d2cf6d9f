"""Texts compared with a member of a dictionary must be members of it; anything else is a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.expressions.problems import stop
from bihuan.core.expressions.resolve import guess, listed
from bihuan.core.expressions.tree import Expression, If, Listing, Literal
from bihuan.core.expressions.types import ListOf, Member, Scope, Type


def check_members(type_: Type, node: Expression, scope: Scope) -> None:
    """Stop at the first constant text of `node` that the dictionary of `type_` doesn't have."""
    while isinstance(type_, ListOf):
        type_ = type_.item
    if not isinstance(type_, Member) or type_.dictionary not in scope.dictionaries:
        return
    known = scope.dictionaries[type_.dictionary]
    for literal in _constants(node):
        if isinstance(literal.value, str) and literal.value not in known:
            stop("unknown-member", literal.at, dictionary=type_.dictionary, name=literal.value,
                 known=listed(known), guess=guess(literal.value, known))  # fmt: skip


def _constants(node: Expression) -> Iterator[Literal]:
    """The constants a node may come out as."""
    match node:
        case Literal():
            yield node
        case Listing(items):
            for item in items:
                yield from _constants(item)
        case If(_, yes, no):
            yield from _constants(yes)
            yield from _constants(no)
