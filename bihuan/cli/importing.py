"""`bihuan import FILE --mapping MAP.toml`: a spreadsheet goes through the door, row by row, resumable."""

from __future__ import annotations

import argparse
import csv
import signal
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from bihuan.app.imports.records import Refused
from bihuan.app.imports.running import Plan, Progress, Refusing, carry, plan, resumes_at
from bihuan.app.installation import Installation
from bihuan.core.text import Text

STOPPED = 3
"""Exit status of a run that was asked to stop and did, between two batches."""
HEAD = ["row", "column", "code", "理由", "reason"]


def run(argv: Sequence[str], installation: Installation) -> int:
    """0 all rows went in (or were in), 1 some were refused, 2 the file can't be imported as it is, 3 stopped."""
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
        with closing(planned.reading), closing(installation.session()) as session, Stopping() as stopping:
            answered = 0 if asked.afresh else resumes_at(planned, district, session)
            with RefusedRows(asked.refused, answered) as refused:
                try:
                    stopping.done = carry(
                        planned, district, session, refuse=refused.add, report=stopping.report, afresh=asked.afresh
                    )
                except Stopped:
                    _summary(stopping.done, refused.path)
                    told_stopped(stopping.done)
                    return STOPPED
        _summary(stopping.done, refused.path)
        return 1 if stopping.done.refused else 0


class Stopped(Exception):
    """Somebody asked to stop; everything up to here is written."""


@dataclass(slots=True)
class Stopping:
    """Shows how far the run is, and ends it between two batches when asked (Ctrl+C, SIGTERM); asked twice, at once."""

    done: Progress = field(default_factory=Progress)
    asked: bool = False
    _before: dict[signal.Signals, object] = field(default_factory=dict)

    def __enter__(self) -> Stopping:
        for sign in (signal.SIGINT, signal.SIGTERM):
            self._before[sign] = signal.signal(sign, self._ask)
        return self

    def __exit__(self, *_: object) -> None:
        for sign, handler in self._before.items():
            signal.signal(sign, handler)  # type: ignore[arg-type]

    def _ask(self, sign: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def report(self, progress: Progress) -> None:
        """How far it is. Raises Stopped if that was asked for."""
        self.done = progress
        if sys.stderr.isatty():
            line = f"\r{progress.share:6.1%}  {progress.rows} 行 / rows  {progress.refused} 被拒 / refused"
            print(line, end="", file=sys.stderr, flush=True)
        if self.asked:
            raise Stopped


def told_stopped(done: Progress) -> None:
    """Where it stopped and how it goes on."""
    print(
        f"已停在 {done.share:.1%} 处，已写入的都在；用同一条命令就从这里接着做。\n"
        f"stopped at {done.share:.1%}; all that was written stays, and the same command goes on from here."
    )


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
    """Refused rows as they come: to a CSV if one was asked for, else the first twenty to the screen.

    What a stopped run wrote there of rows before `answered` stays: those rows are not read again.
    """

    def __init__(self, path: Path | None, answered: int) -> None:
        self.path = path
        kept = _told_before(path, answered) if path else []
        self._file = path.open("w", encoding="utf-8-sig", newline="") if path else None
        self._writer = csv.writer(self._file) if self._file else None
        self._shown = 0
        if self._file and self._writer:
            self._writer.writerows([HEAD, *kept])
            self._file.flush()

    def __enter__(self) -> RefusedRows:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def add(self, row: Refused | Refusing) -> None:
        """One refused row: its number and why; the row's own words stay where they are."""
        for column, code, zh, en in _reasons(row):
            if self._writer:
                self._writer.writerow([row.row, column, code, zh, en])
            elif self._shown < 20:
                place = f"{row.row}, {column}" if column else f"{row.row}"
                print(f"第 {row.row} 行 / row {place}: {code}: {zh} / {en}", file=sys.stderr)
        if self._file:
            self._file.flush()  # Before the run is written down as this far: a killed one loses no reason.
        self._shown += 1


def _told_before(path: Path, answered: int) -> list[list[str]]:
    """The lines of an earlier run about rows that will not be read again."""
    return [line for line in _lines(path) if int(line[0]) < answered]


def _lines(path: Path) -> list[list[str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = list(csv.reader(file)) or [HEAD]
    return [line for line in lines if head == HEAD and line and line[0].isdecimal()]


def told_in(path: Path) -> list[Refusing]:
    """What a file of refused rows tells, of all runs that wrote it."""
    return [Refusing(int(row), code, zh, en, Text(column, column)) for row, column, code, zh, en in _lines(path)]


def _reasons(row: Refused | Refusing) -> list[tuple[str, str, str, str]]:
    if isinstance(row, Refusing):
        return [(row.column.zh, row.code, row.message_zh, row.message_en)]
    return [
        (one.place, one.code, f"{one.message('zh')} {one.hint('zh')}", f"{one.message('en')} {one.hint('en')}")
        for one in row.problems
    ]
