"""Renames what a story names of its programme, with the mapping under which the pack was renamed. Data in, data out.

Units, areas, dictionary entries, guards, routes, indicators and people keep their names; so do the grammar's own
words (outcomes, arguments, findings, counted things).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Names = Mapping[str, Mapping[str, str]]
Change = Callable[[Any, Names], Any]


def renamed_story(data: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A story in parsed TOML, speaking of the renamed programme."""
    changed = {key: dict(part) if isinstance(part, Mapping) else part for key, part in data.items()}
    changed["story"]["programme"] = names["programme"][data["story"]["programme"]]
    changed["cast"] = renamed_cast(data.get("cast", {}), names)
    changed["scene"] = [_through(scene, SCENE, names) for scene in data["scene"]]
    return changed


def renamed_cast(data: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The people, with the roles they play renamed; duties are of the register of posts."""
    return {name: _through(member, {"as": _one("role")}, names) for name, member in data.items()}


def _through(table: Mapping[str, Any], changes: Mapping[str, Change], names: Names) -> dict[str, Any]:
    return {key: changes[key](value, names) if key in changes else value for key, value in table.items()}


def _one(kind: str) -> Change:
    return lambda value, names: names[kind].get(value, value)


def _list(kind: str) -> Change:
    return lambda values, names: [_clock_or(kind, value, names) for value in values]


def _keys(kind: str) -> Change:
    return lambda table, names: {_clock_or(kind, key, names): value for key, value in table.items()}


def _clock_or(kind: str, word: str, names: Names) -> str:
    """A name of a kind; `clock@unit` and `step:id` carry something beside it."""
    before, mark, after = word.partition("@" if kind == "clock" else ":")
    if kind == "clock":
        return names[kind].get(before, before) + mark + after
    if kind == "account":
        name, _, unit = word.partition(":")
        return f"{names[kind].get(name, name)}:{unit}"
    if kind == "step":
        return before + mark + names[kind].get(after, after) if before == "step" else word
    return names[kind].get(word, word)


def _views(table: Mapping[str, list[str]], names: Names) -> dict[str, list[str]]:
    return {person: sorted(names["field"].get(one, one) for one in shown) for person, shown in table.items()}


def _then(table: Mapping[str, Any], names: Names) -> dict[str, Any]:
    return _through(table, THEN, names)


CLOCKS = ("lapsed", "running", "stopped", "standing", "absent", "exempted", "provisional", "settled")
THEN: Mapping[str, Change] = {
    "stage": _one("stage"),
    "told": _list("telling"),
    "balances": _keys("account"),
    "counts": _keys("step"),
    "sees": _views,
    **dict.fromkeys(CLOCKS, _list("clock")),
    **dict.fromkeys(("due", "late", "explained"), _keys("clock")),
}
SCENE: Mapping[str, Change] = {
    "in": _one("programme"),
    "does": _one("step"),
    "with": _keys("field"),
    "says": _keys("field"),
    "then": _then,
}
