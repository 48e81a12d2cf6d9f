"""Renames what a demonstration names of its programme, with the mapping under which the pack was renamed. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

RAISED = "@raised "
Names = Mapping[str, Mapping[str, str]]


def renamed_script(raw: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """A script in parsed TOML, speaking of the renamed programme; its own words (cast, paths, tags) stay."""
    fields = names["field"]

    def keys(table: Mapping[str, Any]) -> dict[str, Any]:
        return {fields.get(name, name): value_of(value) for name, value in table.items()}

    def value_of(value: Any) -> Any:
        said = isinstance(value, str) and value.startswith(RAISED)
        return RAISED + fields[value.removeprefix(RAISED)] if said else value

    head = dict(raw["demo"])
    head["programme"] = names["programme"][head["programme"]]
    head["raise"] = names["step"][head["raise"]]
    for name in ("words", "area", "category", "area_of"):
        if head.get(name):
            head[name] = fields[head[name]]
    for name in ("values", "child_values"):
        head[name] = keys(head.get(name, {}))
    paths = [
        {**path, "values": keys(path.get("values", {})), "steps": [_act(act, names, keys) for act in path["steps"]]}
        for path in raw["path"]
    ]
    messages = [
        {**one, **{part: keys(one.get(part, {})) for part in ("with", "also", "results")}} for one in raw["message"]
    ]
    return {**raw, "demo": head, "path": paths, "message": messages}


def _act(act: Mapping[str, Any], names: Names, keys: Any) -> dict[str, Any]:
    changed = {**act, "do": names["step"][act["do"]]}
    for part in ("with", "says"):
        changed[part] = keys(act.get(part, {}))
    if "from" in act:
        changed["from"] = names["field"][act["from"]]
    if "once_lapsed" in act:
        changed["once_lapsed"] = names["clock"][act["once_lapsed"]]
    return changed
