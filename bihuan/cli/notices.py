"""`bihuan notices`: sends what waits; --state shows how deliveries stand; --revive sends the dead again."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence

from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.notices.managing import revive_all
from bihuan.app.notices.reading import counts
from bihuan.app.notices.sending import Round, tell

SAID = (
    "新 {0.spread}，发出 {0.sent}，待重试 {0.failed}，放弃 {0.dead}"
    " / new {0.spread}, sent {0.sent}, to try again {0.failed}, given up {0.dead}"
)


def run(argv: Sequence[str], installation: Installation) -> int:
    """0; prints what was done."""
    parser = argparse.ArgumentParser(prog="bihuan notices", description="发送告知 / send notices")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="不断重复 / go on, with this pause")
    parser.add_argument("--state", action="store_true", help="只看状态 / only show how they stand")
    parser.add_argument("--revive", action="store_true", help="重发已放弃的 / send those given up again")
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        if asked.revive:
            revived = revive_all(district)
            print(f"{revived} 条重新发送 / {revived} are sent again")
        if asked.state:
            for (channel, state), count in counts(district).items():
                print(f"{channel}\t{state}\t{count}")
            return 0
        while True:
            done = all_rounds(district, installation)
            print(SAID.format(done))
            if asked.every is None:
                return 0
            time.sleep(asked.every)


def all_rounds(district: District, installation: Installation) -> Round:
    """Rounds until nothing is due; what failed is due later, so this ends."""
    total = Round()
    while not (one := tell(district, installation.gateways, installation.clock())).idle:
        total = Round(
            total.spread + one.spread, total.sent + one.sent, total.failed + one.failed, total.dead + one.dead
        )
    return total
