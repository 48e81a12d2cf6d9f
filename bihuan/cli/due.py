"""`bihuan due`: let every clock lapse whose time has passed; run it every minute, or with --every by itself."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation


def run(argv: Sequence[str], installation: Installation) -> int:
    """0; prints how many clocks had their effect."""
    parser = argparse.ArgumentParser(prog="bihuan due", description="处理到期时限 / let ended clocks lapse")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="不断重复 / go on, with this pause")
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        while True:
            done = lapse_all(district)
            print(f"{done} 个时限期满 / {done} clocks lapsed")
            if asked.every is None:
                return 0
            time.sleep(asked.every)


def lapse_all(district: District) -> int:
    """Everything that is due now, batch by batch; stops when a batch brings nothing new."""
    total = 0
    while True:
        outcomes = district.door.lapse_due(district.id)
        done = sum(isinstance(outcome, Accepted) and not outcome.repeated for _, outcome in outcomes)
        total += done
        if done == 0:
            return total
