"""`bihuan rebuild`: replay all facts and compare with what the pages show; `--write` makes it anew,
`--search` the index of words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from bihuan.app.installation import Installation
from bihuan.app.rebuilding import rebuild
from bihuan.app.searching import build_index


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 equal (or written), 1 a difference, named."""
    parser = argparse.ArgumentParser(prog="bihuan rebuild", description="重放并比对 / replay and compare")
    parser.add_argument("--write", action="store_true", help="丢弃读模型并重建 / drop the read model and make it anew")
    parser.add_argument("--search", action="store_true", help="重建检索索引 / make the index of words anew")
    asked = parser.parse_args(argv)
    if asked.search:
        return _search(installation)
    with installation.opened() as district, closing(installation.session()) as session:
        done = rebuild(district, session, write=asked.write, progress=_report if sys.stderr.isatty() else None)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    if done.difference is None:
        verb = ("已重建", "rewritten") if asked.write else ("一致", "equal")
        print(
            f"{verb[0]}：{done.cases} 个事项，{done.events} 条事实 / {verb[1]}: {done.cases} cases, {done.events} facts"
        )
        return 0
    found = done.difference
    print(f"不一致 / different: {found.table} {found.key} {found.column or ''}")
    print(f"    库中 / stored:  {found.stored}")
    print(f"    重放 / rebuilt: {found.rebuilt}")
    return 1


def _search(installation: Installation) -> int:
    with installation.opened() as district, closing(installation.session()) as session:
        cases = build_index(district, session)
    print(f"检索索引已重建：{cases} 个事项 / the index of words was made anew: {cases} cases")
    return 0


def _report(cases: int, events: int) -> None:
    print(f"\r{cases} / {events}", end="", file=sys.stderr, flush=True)
