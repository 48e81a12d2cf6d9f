"""`bihuan simulate`: play a demonstration through the real door on virtual time that ends now."""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bihuan.app.clock import VirtualClock
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation
from bihuan.app.publishing.rehearsal import RehearsalFailed, period_of, rehearse
from bihuan.app.simulation import Play, WentWrong, read_beside, read_script
from bihuan.cli.register import filled

PACKS = Path(__file__).resolve().parents[2] / "districts"
PARAMETERS = Path("demo") / "parameters.toml"
"""Where a pack says what its demonstration plays."""


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 played, with exactly the numbers asked for; 1 something was refused that the script did not expect, or there is
    no script."""
    asked = _asked(argv)
    named = asked.script or own_script(PACKS / installation.district)
    if named is None:
        print("本区没有演示剧本，请写明剧本文件。/ this district has no script of its own: name one", file=sys.stderr)
        return 1
    script = read_script(named)
    if asked.years:
        script = replace(script, days=365 * asked.years)
    until = installation.clock()
    if asked.until is not None:
        until = min(until, datetime.combine(asked.until, time(18), _zone(installation)))
    clock = VirtualClock(until - timedelta(days=script.days))
    database = replace(installation.database, durable=not asked.throwaway)
    rehearsal = replace(installation, database=database, clock=clock, entropy=SeededEntropy(asked.seed))
    beside = read_beside(asked.beside, asked.share) if asked.beside else ()
    with rehearsal.opened() as district:
        log = rehearse(rehearsal, district)
        if asked.entries is not None and not filled(district, rehearsal, asked.entries):
            return 1
        play = Play(district, clock, script, asked.seed, asked.population, log or (lambda: None), beside)
        try:
            done = play.run(asked.requests, asked.solved, until, _report)
            if log is not None:
                log.round()
                log.figures(*period_of(script.days, until, district))
        except (WentWrong, RehearsalFailed, ValueError) as wrong:
            print(f"\n{wrong}", file=sys.stderr)
            return 1
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(
        f"收集 {done.requests} 件，解决 {done.solved} 件（演示数据）；{done.commands} 个指令，{done.lapses} 个时限期满"
        f" / {done.solved} of {done.requests} solved (demonstration); {done.commands} commands, {done.lapses} lapses"
    )
    for name, count in done.beside.items():
        print(f"  + {name}: {count}")
    for outcome, count in sorted(done.outcomes.items()):
        print(f"    {outcome}: {count}")
    return 0


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bihuan simulate", description="演一段数据 / play a demonstration")
    parser.add_argument("script", type=Path, nargs="?", help="剧本；不写用本区的 / a script; else the district's own")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, required=True, help="收集多少件 / how many are raised")
    parser.add_argument("--solved", type=int, required=True, help="其中解决多少件 / how many of them end solved")
    parser.add_argument("--beside", type=Path, help="同时演哪些机制的参数文件 / parameters of what is played besides")
    parser.add_argument("--share", type=int, default=100, help="其中演百分之几 / how many per cent of that")
    parser.add_argument("--entries", type=Path, help="先录入的演示条目 / a folder of entries, entered first")
    parser.add_argument("--population", default="demo")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="到哪天为止 / the last day; now")
    parser.add_argument("--years", type=int, help="多少年 / how many years; else as the script says")
    parser.add_argument("--throwaway", action="store_true", help="中断即作废 / void if interrupted")
    return parser.parse_args(argv)


def own_script(pack: Path) -> Path | None:
    """The script of a pack's demonstration; None if the pack has none."""
    file = pack / PARAMETERS
    return file.parent / tomllib.loads(file.read_text("utf-8"))["script"] if file.is_file() else None


def _zone(installation: Installation) -> ZoneInfo:
    with installation.opened() as district:
        return district.zone


def _report(share: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{share:6.1%}", end="", file=sys.stderr, flush=True)
