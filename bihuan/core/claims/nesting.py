"""Figures of which one contains another, added up as if they were disjoint. Pure: for packs and entries alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.core.expressions import Expression
from bihuan.core.expressions.tree import Arithmetic, Call, Listing, Name, children

Inside = Mapping[str, frozenset[str]]
"""Figure → every figure that contains what it counts."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two figures in one sum, of which `outer` contains `inner`."""

    outer: str
    inner: str
    position: int
    """Where the later of the two stands, in characters from 1."""


def containing(within: Mapping[str, str | None]) -> dict[str, frozenset[str]]:
    """From what each figure lies directly within to all that contains it; a circle ends where it began."""
    found: dict[str, frozenset[str]] = {}
    for name in within:
        above: list[str] = []
        upper = within[name]
        while upper is not None and upper not in above:
            above.append(upper)
            upper = within.get(upper)
        found[name] = frozenset(above)
    return found


def overlap(tree: Expression, inside: Inside) -> Overlap | None:
    """The first two figures that are added up though one contains the other."""
    for added in _sums(tree):
        offsets = {name.name: name.at.offset for name in added}
        for one in offsets:
            outer = min((inside.get(one, frozenset()) & offsets.keys()) - {one}, key=offsets.__getitem__, default=None)
            if outer is not None:
                return Overlap(outer, one, max(offsets[one], offsets[outer]) + 1)
    return None


def _sums(tree: Expression) -> Iterator[list[Name]]:
    """The bare names that are added up, sum by sum."""
    match tree:
        case Arithmetic("+") | Call("sum", (Listing(),)):
            yield [part for part in _terms(tree) if isinstance(part, Name)]
        case _:
            pass
    for part in children(tree):
        yield from _sums(part)


def _terms(tree: Expression) -> Iterator[Expression]:
    match tree:
        case Arithmetic("+", left, right):
            parts: tuple[Expression, ...] = (left, right)
        case Call("sum", (Listing(items),)):
            parts = items
        case _:
            yield tree
            return
    for part in parts:
        yield from _terms(part)
