"""`bihuan import FILE --mapping MAP.toml`: a spreadsheet goes through the door, row by row, resumable."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from bihuan.app.imports.records import Refused
from bihuan.app.imports.running import Plan, Progress, Refusing, carry, plan
from bihuan.app.installation import Installation


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 all rows went in (or were in), 1 some rows were refused, 2 the file can't be imported as it is."""
    parser = argparse.ArgumentParser(prog="bihuan import", description="导入 CSV 或 Excel / import CSV or Excel")
    parser.add_argument("file", type=Path)
    parser.add_argument("--mapping", type=Path, required=True, help="列映射文件 / the column-mapping file")
    parser.add_argument("--refused", type=Path, help="把被拒的行写到这里 / write refused rows to this CSV")
    parser.add_argument("--afresh", action="store_true", help="从头再核对一遍 / go through all rows again")
    asked = parser.parse_args(argv)
    with installation.opened() as district:
        try:
            planned = plan(asked.file, asked.mapping, district, district.door.clock())
        except OSError as fault:
            print(f"读不到文件 / can't read: {fault.filename}: {fault.strerror}", file=sys.stderr)
            return 2
        if not isinstance(planned, Plan):
            for problem in planned:
                print(f"{problem.place}: {problem.message('zh')} / {problem.message('en')}", file=sys.stderr)
                print(f"    → {problem.hint('zh')} / {problem.hint('en')}", file=sys.stderr)
            return 2
        with RefusedRows(asked.refused) as refused:
            session = installation.session()
            try:
                done = carry(planned, district, session, refuse=refused.add, report=report, afresh=asked.afresh)
            finally:
                session.close()
                planned.reading.close()
        _summary(done, refused.path)
        return 1 if done.refused else 0


def report(progress: Progress) -> None:
    if sys.stderr.isatty():
        line = f"\r{progress.share:6.1%}  {progress.rows} 行 / rows  {progress.refused} 被拒 / refused"
        print(line, end="", file=sys.stderr, flush=True)


def _summary(done: Progress, path: Path | None) -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(
        f"{done.rows} 行：新登记 {done.raised}，已在库 {done.repeated}，被拒 {done.refused}"
        f" / {done.rows} rows: {done.raised} new, {done.repeated} already in, {done.refused} refused"
    )
    told_before(done)
    for code, count in done.reasons.most_common():
        print(f"    {code}: {count}")
    if path is not None and done.refused:
        print(f"被拒的行及理由 / refused rows with reasons: {path}")


def told_before(done: Progress) -> None:
    """That rows were gone through before, and how to go through them again."""
    if done.before:
        print(
            f"此前已处理过 {done.before} 行，没有再读；要逐行再核对，请加 --afresh。\n"
            f"{done.before} rows were gone through before and not read again; --afresh goes through all of them."
        )


class RefusedRows:
    """Refused rows as they come: to a CSV if one was asked for, else the first twenty to the screen."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._file = path.open("w", encoding="utf-8-sig", newline="") if path else None
        self._writer = csv.writer(self._file) if self._file else None
        self._shown = 0
        if self._writer:
            self._writer.writerow(["row", "code", "理由", "reason"])

    def __enter__(self) -> RefusedRows:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, row: Refused | Refusing) -> None:
        """One refused row: its number and why; the row's own words stay where they are."""
        for code, zh, en in _reasons(row):
            if self._writer:
                self._writer.writerow([row.row, code, zh, en])
            elif self._shown < 20:
                print(f"第 {row.row} 行 / row {row.row}: {code}: {zh} / {en}", file=sys.stderr)
        self._shown += 1


def _reasons(row: Refused | Refusing) -> list[tuple[str, str, str]]:
    if isinstance(row, Refusing):
        return [(row.code, row.message_zh, row.message_en)]
    return [
        (one.code, f"{one.message('zh')} {one.hint('zh')}", f"{one.message('en')} {one.hint('en')}")
        for one in row.problems
    ]
