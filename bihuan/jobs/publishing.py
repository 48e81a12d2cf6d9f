"""`bihuan publish`: integrate what waits, sign, have it witnessed, publish; once, or with --every by itself."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date

from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.publishing import PublicLog, Published, anchor, open_log, publish, publish_figures
from bihuan.transparency.faults import Fault


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 published or nothing to do, 1 the log does not fit together: nothing was signed, and what to do is said."""
    parser = argparse.ArgumentParser(prog="bihuan publish", description="公布日志 / publish the log")
    parser.add_argument("--all", action="store_true", help="不等凑齐，全部并入 / integrate whatever waits")
    parser.add_argument("--figures", action="store_true", help="同时公布可复算的数 / publish the figures, too")
    parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="从哪天起 / their first day")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="到哪天止 / their last day")
    parser.add_argument("--history", action="store_true", help="导入的历史 / of imported history")
    parser.add_argument("--every", type=int, metavar="SECONDS", help="不断重复 / go on, with this pause")
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        log = open_log(installation, district)
        if isinstance(log, Fault):
            return _stopped(log)
        audited = False
        while True:
            pace = None if asked.all else log.pace
            anchor(log, district.today(), installation.clock())
            done = publish(log, now=installation.clock(), pace=pace, audited=audited)
            if isinstance(done, Fault):
                return _stopped(done)
            if done.entered or done.held_back or asked.every is None:
                _say(done)
            if asked.figures and (claims := _claim(installation, district, log, asked)) is not None:
                return claims
            if asked.every is None:
                return 0
            audited = True
            time.sleep(asked.every)


def _claim(installation: Installation, district: District, log: PublicLog, asked: argparse.Namespace) -> int | None:
    """Figures over the tree that was just published; they enter it at once. None if all is well."""
    now = installation.clock()
    period = {"since": asked.since, "until": asked.until, "imported": asked.history}
    claims = publish_figures(log, district, now=now, **period)
    if isinstance(claims, Fault):
        return _stopped(claims)
    for claim in claims:
        print(f"{claim.programme}.{claim.indicator}: {claim.numerator} / {claim.denominator} = {claim.value}")
    done = publish(log, now=now, pace=None, audited=True) if claims else None
    return _stopped(done) if isinstance(done, Fault) else None


def _say(done: Published) -> None:
    print(
        f"并入 {done.entered} 条，日志共 {done.size} 条，{done.cosigned} 个见证方签名"
        f" / {done.entered} leaves entered, {done.size} in all, {done.cosigned} witnesses",
        flush=True,
    )
    for fault in done.held_back:
        print(f"    {fault.message('zh')} / {fault.message('en')}", file=sys.stderr, flush=True)


def _stopped(fault: Fault) -> int:
    print(f"{fault.message('zh')}\n{fault.message('en')}", file=sys.stderr)
    return 1
