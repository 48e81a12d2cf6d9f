"""The accounts of a demonstration: opened once with drawn passwords, kept in a file that only its owner reads."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

FILE = "accounts.tsv"
SCRIPT = Path("demo") / "accounts.toml"
LEVEL = "@level:"


def open_all(pack: Path, home: Path) -> Mapping[str, str]:
    """Open every account that the pack's demonstration names; by name, the account behind it. Nothing to do for a pack
    that names none."""
    from bihuan.app.entropy import real_entropy
    from bihuan.app.people import open_account
    from bihuan.core.commands import Post
    from bihuan.core.text import Text
    from bihuan.site.services import services

    if not (pack / SCRIPT).is_file():
        return {}
    said: Mapping[str, Any] = tomllib.loads((pack / SCRIPT).read_text("utf-8"))["account"]
    with services().opened() as district:
        units = district.places().units
        first = {unit.level: unit.id for unit in sorted(units.values(), key=lambda unit: unit.id, reverse=True)}

        behind: dict[str, str] = {}

        def line(name: str, one: Mapping[str, Any]) -> str:
            title = Text(one["title"]["zh"], one["title"]["en"])
            posts = [
                Post(duty=post["duty"], unit=first.get(post["unit"].removeprefix(LEVEL), post["unit"]))
                for post in one["posts"]
            ]
            opened = open_account(district, name, title, posts, district.today(), real_entropy, keep=True)
            behind[name] = opened.account
            return "\t".join((name, opened.password, title.zh, title.en))

        # A password takes a tenth of a second to hash, meant so; hashing leaves the interpreter free for another.
        with ThreadPoolExecutor(2) as pool:
            lines = list(pool.map(line, said, said.values()))
    with os.fdopen(os.open(home / FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return behind


def known(home: Path) -> Sequence[tuple[str, ...]]:
    """Name, password and titles of the accounts of this demonstration."""
    file = home / FILE
    return [tuple(line.split("\t")) for line in file.read_text("utf-8").splitlines()] if file.exists() else ()
