"""Entries that come one after another, as graphs: places to draw them at, and gaps. Pure; knows no register by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bihuan.core.events import Scalar
from bihuan.core.registers.entry import STATE
from bihuan.core.registers.pictures import GraphRule


class Standing(StrEnum):
    """How an entry of a graph stands."""

    PRESENT = "present"
    SOUGHT = "sought"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One entry, and where it is drawn: layers follow each other, places stand side by side."""

    key: str
    values: Mapping[str, Scalar]
    standing: Standing
    after: tuple[str, ...]
    """Codes of those before it, as far as they are in the same graph."""
    layer: int
    place: int


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that belongs to one group."""

    group: str
    nodes: tuple[Node, ...]

    @property
    def gaps(self) -> tuple[Node, ...]:
        """What is missing or only sought."""
        return tuple(node for node in self.nodes if node.standing is not Standing.PRESENT)


def graphs(rule: GraphRule, entries: Iterable[tuple[str, Mapping[str, Scalar]]]) -> tuple[Graph, ...]:
    """A graph for each group, by its code. What belongs to no group is in none."""
    grouped: dict[str, dict[str, Mapping[str, Scalar]]] = {}
    for key, values in entries:
        if values.get(rule.group):
            grouped.setdefault(str(values[rule.group]), {})[key] = values
    return tuple(Graph(group, _placed(rule, grouped[group])) for group in sorted(grouped))


def _placed(rule: GraphRule, entries: Mapping[str, Mapping[str, Scalar]]) -> tuple[Node, ...]:
    before = {
        key: tuple(str(values[name]) for name in rule.after if str(values.get(name)) in entries)
        for key, values in entries.items()
    }
    layers = _drawn_near(_layers(before), before)
    nodes: list[Node] = []
    places: dict[str, int] = {}
    for layer in sorted(set(layers.values())):
        there = [key for key in entries if layers[key] == layer]
        for place, key in enumerate(sorted(there, key=lambda one: (_beside(before[one], places), one))):
            standing = _standing(rule, entries[key].get(STATE))
            nodes.append(
                Node(key=key, values=entries[key], standing=standing, after=before[key], layer=layer, place=place)
            )
        places |= {node.key: node.place for node in nodes if node.layer == layer}
    return tuple(nodes)


def _standing(rule: GraphRule, state: Scalar) -> Standing:
    return Standing.MISSING if state in rule.missing else Standing.SOUGHT if state in rule.sought else Standing.PRESENT


def _beside(before: tuple[str, ...], places: Mapping[str, int]) -> float:
    """Next to what it follows, so that lines cross little; what follows nothing stands last."""
    held = [places[key] for key in before if key in places]
    return sum(held) / len(held) if held else float("inf")


def _layers(before: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """One behind the last of those before it; of a circle the entry with the least code begins."""
    layers: dict[str, int] = {}
    left = dict.fromkeys(sorted(before))
    while left:
        free = [key for key in left if all(one in layers or one == key for one in before[key])]
        free = free or [_first(left, before)]
        fresh = {key: 1 + max((layers[one] for one in before[key] if one in layers), default=-1) for key in free}
        layers |= fresh
        left = {key: None for key in left if key not in fresh}
    return layers


def _drawn_near(layers: Mapping[str, int], before: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Each as close to what follows it as it can stand, so that no arrow runs behind a box between."""
    near = dict(layers)
    for key in sorted(layers, key=lambda one: -layers[one]):
        behind = [near[one] for one in layers if key in before[one] and layers[one] > layers[key]]
        near[key] = min(behind) - 1 if behind else layers[key]
    return near


def _first(left: Mapping[str, None], before: Mapping[str, tuple[str, ...]]) -> str:
    """The first of those that have nothing before them but their own circle; there always is one."""
    ahead = {key: _all_before(key, left, before) for key in left}
    return next(key for key in left if all(key in ahead[one] for one in ahead[key]))


def _all_before(start: str, left: Mapping[str, None], before: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Everything of `left` that comes some way before `start`; itself too, if it goes round."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = [one for one in before[waiting.pop()] if one in left and one not in found]
        found.update(fresh)
        waiting += fresh
    return found
