"""`bihuan due`: let every clock lapse whose time has passed. `bihuan run` does it by itself; this is for cron."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from bihuan.app.for_each import raise_each
from bihuan.app.installation import Installation
from bihuan.app.lapsing import lapse_all
from bihuan.app.searching import gather_index


def run(argv: Sequence[str], installation: Installation) -> int:
    """0; prints how many clocks had their effect."""
    parser = argparse.ArgumentParser(prog="bihuan due", description="处理到期时限 / let ended clocks lapse")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="不断重复 / go on, with this pause")
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        while True:
            done = lapse_all(district)
            raise_each(district)
            gather_index(district)
            print(f"{done} 个时限期满 / {done} clocks lapsed")
            if asked.every is None:
                return 0
            time.sleep(asked.every)
