"""`bihuan vault`: which keys open and which photos are missing; `--rewrap` under the current master, `--sweep` photos
that nothing names."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from bihuan.app.installation import Installation
from bihuan.app.keeping import Kept, look, rewrapped, swept

SHOWN = 20
"""Photos that are named one by one."""


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 if every key opens and every photo is whole, else 1."""
    parser = argparse.ArgumentParser(
        prog="bihuan vault", description="保险库的密钥和照片 / keys and photos of the vault"
    )
    parser.add_argument(
        "--rewrap", action="store_true", help="都改由当前主密钥保护 / all keys under the current master"
    )
    parser.add_argument("--sweep", action="store_true", help="清除无主的照片 / delete photos that nothing names")
    asked = parser.parse_args(argv)
    if asked.rewrap:
        print("改由当前主密钥保护 {0} 把 / {0} keys are wrapped anew".format(rewrapped(installation)))
    if asked.sweep:
        print("清除无主照片 {0} 张 / {0} photos that nothing named are gone".format(swept(installation)))
    kept = look(installation)
    print("\n".join(_lines(kept)))
    lost = kept.without and not kept.keys
    return 1 if kept.shut.total() or kept.faults or lost else 0


def _lines(kept: Kept) -> list[str]:
    keys = [
        f"{name}: {count} 把密钥，{kept.shut[name]} 把打不开 / {count} keys, {kept.shut[name]} do not open"
        for name, count in sorted(kept.keys.items())
    ]
    if kept.without:
        n = kept.without
        keys.append(f"{n} 个事项没有密钥：已删除，或没有恢复 / {n} cases have no key: erased, or not restored")
    lost = len(kept.faults)
    photos = f"照片 {kept.photos} 张，{lost} 张缺失或损坏 / {kept.photos} photos, {lost} missing or damaged"
    return [*keys, photos, *(f"  {one.message('zh')} / {one.message('en')}" for one in kept.faults[:SHOWN])]
