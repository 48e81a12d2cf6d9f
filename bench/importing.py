"""Import of a generated file: rows a second from the CSV to durable facts."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.ground import PACK
from bihuan.app.imports.running import Plan, carry, plan
from bihuan.app.installation import Installation

HEAD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]


def rows_per_second(installation: Installation, rows: int) -> float:
    """Each row becomes two facts: the request and its reply."""
    with TemporaryDirectory() as folder, installation.opened() as district:
        path = Path(folder) / "rows.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEAD)
            for n in range(rows):
                words = f"第{n}号路灯不亮，晚上出门不方便，请尽快维修。" * 6
                writer.writerow([n, f"U{n}", "路灯", "2019/3/4 10:00:00", words, "已经修好。", "2019/3/8 09:00:00"])
        made = plan(path, PACK / "imports" / "replies.toml", district, district.door.clock())
        if not isinstance(made, Plan):
            raise SystemExit(str(made))
        with closing(installation.session()) as session:
            begun = perf_counter()
            done = carry(made, district, session, refuse=print, report=lambda _: None)
            seconds = perf_counter() - begun
        made.reading.close()
        if done.raised != rows:
            raise SystemExit(f"{done.raised} of {rows} rows went in")
        return rows / seconds
