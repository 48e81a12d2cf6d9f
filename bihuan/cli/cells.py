"""`bihuan cells`: which unit, area and category may be named together in public, as a file of the pack."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

from bihuan.app.cells import file_of, public_cells
from bihuan.app.figures import POPULATIONS
from bihuan.app.installation import Installation


def run(argv: Sequence[str], installation: Installation) -> int:
    """0; the rows go to the output, what to do with them to the other one."""
    about = "算出可以公开点名的格子 / which cells may be named in public"
    parser = argparse.ArgumentParser(prog="bihuan cells", description=about)
    parser.add_argument("--since", type=date.fromisoformat, required=True, help="上一期首日 / first day of the period")
    parser.add_argument("--until", type=date.fromisoformat, required=True, help="末日 / its last day")
    parser.add_argument("--population", choices=POPULATIONS, default="live", help="哪一类 / which population")
    least = "细格子（写明两三项的）至少几件，留有余地 / how many a name of two or three parts needs: a margin"
    parser.add_argument("--finer", type=int, default=0, help=least)
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        cells = public_cells(district, asked.population, asked.since, asked.until, asked.finer)
        smallest = district.pack.district.log.smallest
    period = f"{asked.since}–{asked.until}"
    print(file_of(cells, period, f"{period}期间不少于{smallest}件"))
    print(
        f"{len(cells)} 个格子；请存为 [seeds] 的 cells 文件，在新一期开始前装载。"
        f" / {len(cells)} cells; keep it as the file of [seeds].cells and load it before the next period begins.",
        file=sys.stderr,
    )
    return 0
