"""A register's sheet of 40,000 rows, half of them wrong in every way that sheets are: each fault must be told in its
row and column with the way out in both languages, and only the sound rows may be in.

    python -m bench.faulty [ROWS]

Processes of their own, as an operator starts them: one that is stopped on the way, one that goes on, one that goes
through it all again. Whatever is lost, doubled, told wrongly or not told ends this with an error.
"""

from __future__ import annotations

import csv
import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bench.ground import PACK
from bench.sheet import STATUSES, WRONG, code, facts, on_sqlite, register
from bihuan.app.registers.sheet import KEY_, OPENED_, headings
from bihuan.core.programme import FieldType
from bihuan.core.registers import STATE, Register
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.store.session import Database

STOPPED_AT = 0.3
SOUND = "2021-01-04"
THERE = 40
"""Entries that are in the register before the sheet comes."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result that is stored of it."""

    said: str
    result: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A way to be wrong: what stands in a column instead, and the code that has to be told of it there."""

    column: str
    cell: object
    told: str
    besides: tuple[tuple[str, str], ...] = ()
    """Column and code of what has to be told, too."""


def faults(form: Register) -> list[Fault]:
    """Every way in which a row of this register can be wrong by itself, by the types of its fields."""
    of = {one.type: one for one in reversed(form.fields.values()) if not one.private}
    title, money = form.title_field or "", of[FieldType.MONEY]
    currency = money.currency_field or ""
    words = next(one for one in form.fields.values() if one.private and not one.identity)
    choice = next(one for one in form.fields.values() if one.dictionary and one.required)
    return [
        Fault(KEY_, "9", "field-invalid"),
        Fault(KEY_, 913607012345678901, "field-invalid"),
        Fault(OPENED_, "2021-02-30", "field-invalid"),
        Fault(OPENED_, 44200, "field-invalid"),
        Fault(OPENED_, "", "field-missing"),
        Fault(title, "", "field-missing"),
        Fault(title, "长" * 300, "field-invalid"),
        Fault(title, Formula('="虚构"&"企业"', ""), "formula-without-result"),
        Fault(title, Formula("=A1+1", "#REF!"), "cell-error"),
        Fault(title, "虚构\x07企业", "control-character"),
        Fault(words.id, "长" * ((words.most or 0) + 1), "words-too-long"),
        Fault(choice.id, "某种没有的", "field-invalid"),
        Fault(of[FieldType.AREA].id, "某个没有的地方", "field-invalid"),
        Fault(of[FieldType.ENTRY].id, "没有这一条", "field-invalid"),
        Fault(of[FieldType.YES_NO].id, "也许", "field-invalid"),
        Fault(of[FieldType.DATE].id, "去年春天", "field-invalid"),
        Fault(money.id, "一百万", "field-invalid"),
        Fault(money.id, "12.345", "field-invalid"),
        Fault(money.id, "-5", "field-invalid", ((money.id, "money-without-currency"),)),
        Fault(currency, "某国的钱", "field-invalid"),
        Fault(STATE, "没有的状态", "field-invalid"),
    ]


@dataclass(slots=True)
class Sheet:
    """The sheet and what it must come to."""

    path: Path
    sound: int = 0
    told: Counter[tuple[int, str, str]] = dataclasses.field(default_factory=Counter)
    """Row of the sheet, heading of the column, code of the refusal."""

    @property
    def wrong(self) -> int:
        """How many rows have to be refused."""
        return len({row for row, _, _ in self.told})


def written(path: Path, form: Register, rows: int, there: int = 0) -> Sheet:
    """The sheet: every second row is wrong, each way in turn, then all ways at once, a code of the sheet, a code of the
    `there` entries of the register, and a name in merged cells."""
    columns = headings(form, tuple(form.fields.values()))
    at = {one.name: n for n, one in enumerate(columns)}
    title = {one.name: one.title.zh for one in columns}
    ways, made, plain = faults(form), Sheet(path), _plain(form)
    every = list({one.column: one for one in reversed(ways) if not one.besides}.values())
    names = form.title_field or ""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [one.title.zh for one in columns])
        for n in range(1, rows + 1):
            said: dict[str, object] = {**plain, KEY_: _code(there + n, form), names: f"虚构市场主体{there + n}"}
            told: list[tuple[str, str]] = []
            which = (n // 2) % (len(ways) + 4) if there and n % 2 == 0 else -1
            for fault in ways[which : which + 1] if 0 <= which < len(ways) else every if which == len(ways) else ():
                said[fault.column] = fault.cell
                told += [(title[fault.column], fault.told), *((title[name], code) for name, code in fault.besides)]
            if which == len(ways) + 1:
                said[KEY_], told = _code(there + n - 1, form), [(title[KEY_], "row-twice")]
            elif which == len(ways) + 2 and n // 2 <= there:
                said[KEY_], told = _code(n // 2, form), [("", "change-day-missing")]
            for name, cell in said.items():
                _write(sheet, n, at[name], cell)
            if which == len(ways) + 3:
                sheet.merge_range(n, at[names], n, at[names] + 1, "虚构")
                told = [(title[names], "cell-merged"), (columns[at[names] + 1].title.zh, "cell-merged")]
            made.told.update((n + 1, column, code) for column, code in told)
            made.sound += not told
    return made


def _code(n: int, form: Register) -> str:
    """The n-th code that checks."""
    return code(n + (n - 1) // (WRONG - 1), form)


def _plain(form: Register) -> dict[str, object]:
    """What an entry must have."""
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    first = {name: next(iter(one.entries)) for name, one in pack.dictionaries.items()}
    needed = [one for one in form.fields.values() if one.required]
    return {**{one.id: first.get(one.dictionary or "", SOUND) for one in needed}, OPENED_: SOUND}


def _write(sheet: Worksheet, row: int, column: int, cell: object) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.said, None, cell.result)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell))


@dataclass(frozen=True, slots=True)
class Leg:
    """One process from its start to its end."""

    status: int
    said: str
    seconds: float
    most: float
    """Megabytes resident at most."""


def measure(environment: Mapping[str, str], database: Database, folder: Path, rows: int) -> Iterator[str]:
    """Lines of what was found, the pack being loaded; SystemExit if anything is lost, doubled, or told wrongly."""
    form = register()
    refused, marked = folder / "refused.csv", folder / "marked.xlsx"

    def entries() -> int:
        with closing(database.connect()) as session:
            return sum(int(n) for name, n in session.rows("count_entries", (PACK.name,)) if name == form.id)

    def leg(path: Path, *more: str, stop: Callable[[], bool] | None = None) -> Leg:
        program = [sys.executable, "-m", "bihuan.site.commands", "register", "import", form.id, str(path)]
        return _leg([*program, "--refused", str(refused), "--marked", str(marked), *more], environment, folder, stop)

    leg(written(folder / "there.xlsx", form, THERE).path)
    sheet = written(folder / "faulty.xlsx", form, rows, THERE)
    wanted = THERE + sheet.sound
    first = leg(sheet.path, stop=lambda: entries() >= wanted * STOPPED_AT)
    if first.status != STATUSES["stopped"] or not THERE < entries() < wanted:
        raise SystemExit(f"not stopped on the way: {first}")
    yield f"  asked to stop: {entries() - THERE:,} of {sheet.sound:,} sound rows in"
    second = leg(sheet.path)
    _judge(sheet, refused, second, entries() - THERE)
    again = len(list(_rows(marked))) - 1
    if again != sheet.wrong:
        raise SystemExit(f"{again} rows are marked, {sheet.wrong} are wrong")
    took, most = first.seconds + second.seconds, max(first.most, second.most)
    yield f"  to its end: {sheet.sound:,} in, {sheet.wrong:,} rows refused for {sheet.told.total():,} faults, each told"
    yield f"  {took:.0f} s with both starts and the marked workbook, {rows / took:.0f} rows a second, {most:.0f} MB"
    before = facts(database)
    third = leg(sheet.path, "--afresh")
    _judge(sheet, refused, third, entries() - THERE)
    if facts(database) != before:
        raise SystemExit("sent again it changed something")
    yield f"  gone through again: no fact, {third.seconds:.0f} s"
    kinds = sum("行 / rows" in line for line in third.said.splitlines()[1:])
    yield f"  the same faults told in {kinds} kinds"


def _judge(sheet: Sheet, refused: Path, done: Leg, entries: int) -> None:
    """Whether a leg told each fault in its row and column and wrote the sound rows and no other."""
    with refused.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    told = Counter((int(line["row"]), line["column"], line["code"]) for line in lines)
    if bare := [line for line in lines if not (line["理由"].strip() and line["reason"].strip())]:
        raise SystemExit(f"told without words: {bare[:3]}")
    if (done.status, entries) != (STATUSES["refused"], sheet.sound) or told != sheet.told:
        missing, more = list((sheet.told - told).elements()), list((told - sheet.told).elements())
        found = f"{done.status}, {entries} of {sheet.sound}; not told {missing[:5]}, told {more[:5]}"
        raise SystemExit(f"{found}: {done.said}")


def _rows(path: Path) -> Iterator[tuple[object, ...]]:
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        yield from book.worksheets[0].iter_rows(values_only=True)


def _leg(program: list[str], environment: Mapping[str, str], folder: Path, stop: Callable[[], bool] | None) -> Leg:
    """One process, asked to stop once `stop` says so."""
    begun = time.monotonic()
    with (folder / "said").open("w") as said:
        process = subprocess.Popen(program, env=dict(environment), stdout=said, stderr=said)
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            if stop is not None and stop():
                process.send_signal(signal.SIGTERM)
                stop = None
            time.sleep(0.05)
    said_ = (folder / "said").read_text()
    return Leg(process.returncode, said_, time.monotonic() - begun, used.ru_maxrss / 1024)


if __name__ == "__main__":
    on_sqlite("a sheet of {rows:,} rows with every kind of fault", measure)
