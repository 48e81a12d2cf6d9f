"""`bihuan jobs`: how the regular jobs stand. They run inside `bihuan run`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bihuan.app.installation import Installation
from bihuan.app.leasing import Lease, standing

HEAD = "任务 / job", "上次 / last", "结果 / outcome", "次数 / runs", "连续失败 / failing", "现在 / now"


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 all are well; 1 one failed last time, or none ever ran."""
    argparse.ArgumentParser(prog="bihuan jobs", description="定时任务的状态 / how the regular jobs stand").parse_args(
        argv
    )
    with installation.opened() as district:
        known, now = standing(district), installation.clock()
        rows = [_row(lease, now, district.zone) for lease in known.values()]
    if not rows:
        print("还没有运行过：bihuan run 会一并运行。/ None ran yet; `bihuan run` runs them.")
        return 1
    for row in (HEAD, *rows):
        print("\t".join(row))
    return int(any(lease.failures for lease in known.values()))


def _row(lease: Lease, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    ended = lease.ended_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if lease.ended_at else "—"
    busy = lease.until > now and bool(lease.holder)
    state = f"{lease.holder} 在运行 / running" if busy else "等待 / resting"
    return lease.job, ended, lease.outcome or "—", str(lease.runs), str(lease.failures), state
