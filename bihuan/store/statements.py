"""The loader of the SQL files: a folder an engine, a file a topic, named blocks. No statement is written in Python.

Both engines have the same files, names and order of parameters; `district` is always bound. On PostgreSQL lists and
batches arrive as arrays (`unnest`); on SQLite lists arrive as JSON (`json_each`), and batches step one prepared
statement over their rows.
"""

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
    topics = sorted(files("bihuan.store").joinpath("sql", engine).iterdir(), key=lambda topic: topic.name)
    found: dict[str, str] = {}
    for topic in topics:
        _read(topic.read_text(encoding="utf-8"), f"{engine}/{topic.name}", found)
    return found


def _read(text: str, place: str, found: dict[str, str]) -> None:
    """Add the blocks of one file."""
    _, *parts = _NAME.split(text)
    for name, block in zip(parts[::2], parts[1::2], strict=True):
        if name in found:
            raise ValueError(f"{place}: {name} stands twice")
        lines = (line for line in block.splitlines() if line.strip() and not line.startswith("--"))
        found[name] = "\n".join(lines).rstrip(";")
