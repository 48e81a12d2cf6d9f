"""A large spreadsheet through the real `bihuan import`, stopped, killed and resumed: rows a second, memory.

A process of its own for each leg, as an operator starts it. Rows are made up here; two hundred
of them have no words and must be refused with their reason, whichever process met them.
"""

from __future__ import annotations

import csv
import datetime
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from bench.ground import PACK
from bench.memory import MEGABYTE, command, environment_of, number
from bihuan.store.session import Database
from tests.engines.postgres import PostgresServer

ROWS = 200_000
HEAD = ("row", "label", "msg_id", "user", "time", "title", "detail")
MAPPING = PACK / "imports" / "labelled.toml"
PARTS = 200
"""The last row of each part of the file has no words."""
LEGS = ((0.25, signal.SIGTERM), (0.5, signal.SIGKILL), (1.0, None))
"""How far each process may come, and what ends it there."""


def report(postgres: PostgresServer, *, quick: bool) -> None:
    """Print what was found: a workbook on SQLite, a CSV on PostgreSQL."""
    rows = 2_000 if quick else ROWS
    print(f"\n## A spreadsheet of {rows:,} rows by `bihuan import`: stopped, killed, resumed")
    with TemporaryDirectory() as folder:
        for line in measure(Database("sqlite", str(Path(folder) / "b.sqlite3")), Path(folder), "xlsx", rows):
            print(f"SQLite      {line}", flush=True)
    with TemporaryDirectory() as folder, postgres.database("bench_large") as dsn:
        for line in measure(Database("postgresql", dsn), Path(folder), "csv", rows):
            print(f"PostgreSQL  {line}", flush=True)


def measure(database: Database, folder: Path, kind: str, rows: int) -> Iterator[str]:
    """Lines of what was found; SystemExit if a row is lost, doubled, or refused without being told."""
    made = {"csv": _csv, "xlsx": _xlsx}[kind](folder / f"large.{kind}", rows)
    environment = environment_of(database, folder)
    command(environment, "migrate")
    command(environment, "load", str(PACK))
    yield f"{kind} of {rows:,} rows, {made.stat().st_size / MEGABYTE:.0f} MB"
    begun, most, cases = time.monotonic(), 0, 0
    for share, sign in LEGS:
        status, peak = _leg(environment, made, folder, lambda: _cases(database), rows * share if sign else None, sign)
        cases, most = _cases(database), max(most, peak)
        ended = sign.name if sign else "its end"
        yield f"  until {ended:<8} status {status:>3}, {cases:>8,} cases, {peak / MEGABYTE:4.0f} MB"
    seconds = time.monotonic() - begun
    wrong, told = list(_without_words(rows)), _told(folder / "refused.csv")
    if (cases, told) != (rows - len(wrong), wrong):
        raise SystemExit(f"{cases} cases, {len(told)} told of {len(wrong)} that can't go in, {rows} rows")
    yield f"  {rows / seconds:,.0f} rows a second with both starts anew, {most / MEGABYTE:.0f} MB at most; all told"


def _leg(
    environment: Mapping[str, str],
    file: Path,
    folder: Path,
    cases: Callable[[], int],
    end: float | None,
    sign: signal.Signals | None,
) -> tuple[int, int]:
    """One process, ended by `sign` when `end` cases are there; its status and most resident bytes."""
    arguments = ["import", str(file), "--mapping", str(MAPPING), "--refused", str(folder / "refused.csv")]
    program = [sys.executable, "-m", "bihuan.site.commands", *arguments]
    most = 0
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(program, env=environment, stdout=said, stderr=said)
        try:
            while process.poll() is None:
                with suppress(OSError, StopIteration):
                    most = max(most, number(Path("/proc") / str(process.pid) / "status", "VmHWM") * 1024)
                if end is not None and sign is not None and cases() >= end:
                    process.send_signal(sign)
                    end = None
                time.sleep(0.05)
        finally:
            process.kill()
            process.wait()
    if process.returncode not in (0, 1, 3, -signal.SIGKILL):
        raise SystemExit((folder / "said").read_text()[-800:])
    return process.returncode, most


def _cases(database: Database) -> int:
    with closing(database.connect()) as session:
        return int((session.row("head", (PACK.name,)) or (0, 0))[1])


def _told(refused: Path) -> list[int]:
    """The numbers in the file's first column of the rows that were refused."""
    with refused.open(encoding="utf-8-sig", newline="") as file:
        return [int(line["row"]) - 1 for line in csv.DictReader(file)]


def _without_words(rows: int) -> range:
    part = -(-rows // PARTS)
    return range(part, rows + 1, part)


def _lines(rows: int) -> Iterator[tuple[int, str, str, str, datetime.datetime, str, str]]:
    first, wrong = datetime.datetime.fromisoformat("2019-03-04T10:00"), _without_words(rows)
    for n in range(1, rows + 1):
        words = "" if n in wrong else f"第{n}号路灯不亮，晚上出门不方便，请尽快维修。" * 4
        yield n, "城乡建设", f"M{n}", f"U{n}", first + datetime.timedelta(minutes=n), "路灯", words


def _csv(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for *head, moment, title, words in _lines(rows):
            writer.writerow([*head, f"{moment:%Y/%m/%d %H:%M:%S}", title, words])
    return path


def _xlsx(path: Path, rows: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, moments = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d hh:mm:ss"})
        sheet.write_row(0, 0, HEAD)
        for n, (*head, moment, title, words) in enumerate(_lines(rows), 1):
            sheet.write_row(n, 0, head)
            sheet.write_datetime(n, 4, moment, moments)
            sheet.write_row(n, 5, (title, words))
    return path
