"""`bihuan export public DIR`: the public log as a static folder that any web server serves and anyone checks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.app.installation import Installation
from bihuan.app.publishing import export_public, open_log
from bihuan.transparency.faults import Fault


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 written, 1 refused with the reason."""
    parser = argparse.ArgumentParser(prog="bihuan export", description="导出公开数据 / write what the public may check")
    parser.add_argument("what", choices=("public",))
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        log = open_log(installation, district)
        try:
            done = log if isinstance(log, Fault) else export_public(log, district, asked.folder)
        except FileExistsError as taken:
            print(f"文件夹 {taken} 里有别的东西。/ The folder {taken} holds other things.", file=sys.stderr)
            return 1
    if isinstance(done, Fault):
        print(f"{done.message('zh')} / {done.message('en')}", file=sys.stderr)
        return 1
    print(f"{done} 条记录写入 {asked.folder} / {done} leaves written to {asked.folder}")
    return 0
