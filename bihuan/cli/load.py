"""`bihuan load PACK`: check a pack and make it the one in force."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.app.installation import Installation
from bihuan.core.text import LANGUAGES
from bihuan.definitions.load import load_pack


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 loaded, 1 the pack has errors, 2 it can't be read or belongs to another district."""
    parser = argparse.ArgumentParser(prog="bihuan load", description="检查并装载配置包 / check and load a pack")
    parser.add_argument("pack", type=Path)
    folder = parser.parse_args(argv).pack
    try:
        pack = load_pack(folder)
    except OSError as fault:
        print(f"读不到 {folder}：{fault.strerror} / can't read {folder}: {fault.strerror}", file=sys.stderr)
        return 2
    if isinstance(pack, tuple):
        for finding in pack:
            print(*(finding.in_(language) for language in LANGUAGES), sep="\n")
        return 1
    if pack.district.id != installation.district:
        wanted, found = installation.district, pack.district.id
        print(
            f"这是 {found} 的配置包，不是 {wanted} 的。/ This pack is for {found}, not for {wanted}.", file=sys.stderr
        )
        return 2
    done = installation.load(pack)
    seeded = "，名录已播种 / registers seeded" if done.seeded else ""
    print(f"已装载 {done.files} 个文件 / loaded {done.files} files · {done.pack[:12]}{seeded}")
    return 0
