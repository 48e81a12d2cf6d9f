"""The loader of the SQL files: one file an engine, named blocks, equal names. No statement is written in Python."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

EngineName = Literal["sqlite", "postgresql"]

_NAME = re.compile(r"^-- name: ([a-z_]+)$", re.MULTILINE)


@cache
def statements(engine: EngineName) -> Mapping[str, str]:
    """Name → statement. Raises ValueError for a name that stands twice."""
    text = files("bihuan.store").joinpath(f"sql/{engine}.sql").read_text(encoding="utf-8")
    _, *parts = _NAME.split(text)
    found: dict[str, str] = {}
    for name, block in zip(parts[::2], parts[1::2], strict=True):
        if name in found:
            raise ValueError(f"{engine}.sql: {name} stands twice")
        lines = (line for line in block.splitlines() if line.strip() and not line.startswith("--"))
        found[name] = "\n".join(lines).rstrip(";")
    return found
