"""A register's sheet of 40,000 market entities through the real `bihuan register import`: stopped, gone on, sent again.

    python -m bench.sheet [ROWS]

A process of its own for each leg, as an operator starts it. Some codes have a wrong check digit and must be refused by
row; whatever is lost, doubled or not told ends this with an error.
"""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from bench.ground import PACK
from bench.memory import command, environment_of
from bihuan.core.registers import KeyCheck, Register
from bihuan.core.registers.codes import credit_check_digit
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database

ROWS = 40_000
WRONG = 1_000
"""Each row of this number has a wrong check digit."""
STOPPED_AT = 0.3
STATUSES = {"stopped": 3, "refused": 1}
"""Exit statuses: asked to stop, and done with rows refused."""


def register() -> Register:
    """The register of market entities: the first whose codes are credit codes."""
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    return next(form for form in pack.registers.values() if form.key.check is KeyCheck.CREDIT_CODE)


def measure(environment: Mapping[str, str], database: Database, folder: Path, rows: int) -> Iterator[str]:
    """Lines of what was found, the pack being loaded; SystemExit if a row is lost, doubled, or refused untold."""
    form = register()
    file = written(folder / "firms.xlsx", form, rows)
    refused = folder / "refused.csv"
    asked = ["register", "import", form.id, str(file), "--refused", str(refused)]
    program = [sys.executable, "-m", "bihuan.site.commands", *asked]
    wrong = [n + 1 for n in range(1, rows + 1) if n % WRONG == 0]

    def entries() -> int:
        with closing(database.connect()) as session:
            return sum(int(n) for name, n in session.rows("count_entries", (PACK.name,)) if name == form.id)

    begun = time.monotonic()
    first, said = _leg(program, environment, folder, lambda: entries() >= rows * STOPPED_AT)
    there = entries()
    if first != STATUSES["stopped"] or not 0 < there < rows - len(wrong) or "%" not in said:
        raise SystemExit(f"not stopped on the way: {first}, {there}: {said}")
    yield f"  asked to stop: {there:,} entries there, {said.strip().splitlines()[-1]}"
    second, said = _leg(program, environment, folder, None)
    seconds = time.monotonic() - begun
    if (second, entries(), _told(refused)) != (STATUSES["refused"], rows - len(wrong), wrong):
        raise SystemExit(f"{second}, {entries()} entries, told {_told(refused)} of {wrong}: {said}")
    yield f"  to its end: {entries():,} entries, {len(wrong)} refused by row; {seconds:.0f} s with both starts"
    before = facts(database)
    again, said = _leg([*program, "--afresh"], environment, folder, None)
    if (again, entries(), facts(database)) != (STATUSES["refused"], rows - len(wrong), before):
        raise SystemExit(f"sent again it changed something: {said}")
    yield "  sent again: no fact"


def facts(database: Database) -> int:
    """How many facts there are."""
    with closing(database.connect()) as session:
        return int((session.row("head", (PACK.name,)) or (0,))[0])


def _leg(
    program: list[str], environment: Mapping[str, str], folder: Path, stop: Callable[[], bool] | None
) -> tuple[int, str]:
    """One process, asked to stop once `stop` says so; its status and what it said."""
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(program, env=dict(environment), stdout=said, stderr=said)
        try:
            while process.poll() is None:
                if stop is not None and stop():
                    process.send_signal(signal.SIGTERM)
                    stop = None
                time.sleep(0.05)
        finally:
            process.kill()
            process.wait()
    return process.returncode, (folder / "said").read_text()


def _told(refused: Path) -> list[int]:
    with refused.open(encoding="utf-8-sig", newline="") as file:
        return [int(line["row"]) for line in csv.DictReader(file) if "校验码" in line["理由"]]


def code(n: int, form: Register) -> str:
    """The n-th code, of a region that does not exist; each `WRONG`th does not check."""
    head = f"{('91', '92', 'N1', 'Y1', 'A1')[n % 5]}990000MA{n:07d}"
    last = credit_check_digit(head)
    return head + (last if n % WRONG else "0" if last != "0" else "1")


def written(path: Path, form: Register, rows: int) -> Path:
    """The sheet, as the export has it: code, day, and the fields an entry must have."""
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    needed = [field for field in form.fields.values() if field.required]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [form.key.title.zh, "设立日期", *(field.title.zh for field in needed)])
        for n in range(1, rows + 1):
            told = {"date": "2021-01-04", "choice": "", "title": f"虚构市场主体{n}"}
            cells = [
                next(iter(pack.dictionaries[field.dictionary].entries)) if field.dictionary else told[str(field.type)]
                for field in needed
            ]
            sheet.write_row(n, 0, [code(n, form), "2021-01-04", *cells])
    return path


def on_sqlite(said: str, measured: Callable[[Mapping[str, str], Database, Path, int], Iterator[str]]) -> None:
    """A measure over as many rows as the command line names, on SQLite in full durability, told line by line."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with TemporaryDirectory() as name:
        folder = Path(name)
        database = Database("sqlite", str(folder / "b.sqlite3"))
        environment = environment_of(database, folder)
        command(environment, "migrate")
        command(environment, "load", str(PACK))
        print(f"{said.format(rows=rows)} by `bihuan register import`, SQLite", flush=True)
        for line in measured(environment, database, folder, rows):
            print(line, flush=True)


if __name__ == "__main__":
    on_sqlite("a sheet of {rows:,} market entities", measure)
