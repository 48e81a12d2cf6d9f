"""Sheets made and read as a person would, and what was written down about them."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing

import xlsxwriter
from python_calamine import CalamineWorkbook

from bihuan.app.administration import accounts
from bihuan.app.administration.sheets import Line, Sheet, plan
from bihuan.app.district import District
from bihuan.app.journals import Journal, Wanted, acts
from bihuan.app.people import Opened
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text


def xlsx(*rows: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def rows_in(data: bytes) -> list[list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def lines_of(sheet: Sheet, district: District, data: bytes, by: str = "boss") -> list[Line]:
    found = plan(sheet, district, by, data)
    assert all(isinstance(one, Line) for one in found), [one.message("en") for one in found if isinstance(one, Refusal)]
    return [one for one in found if isinstance(one, Line)]


def codes(line: Line) -> set[tuple[str, str]]:
    return {(one.column.en, one.why.code) for one in line.wrong}


def written(district: District, about: str) -> list[tuple[str, Mapping[str, str], str]]:
    """What the journal holds about something, the earliest first: kind, detail, who."""
    found, _ = acts(district, Journal.ADMINISTRATION, Wanted(about=about))
    return [(one.kind, one.detail, one.actor) for one in reversed(found)]


def changed(data: bytes, at: int, column: str, text: str) -> bytes:
    rows = rows_in(data)
    rows[at][rows[0].index(column)] = text
    return xlsx(*rows)


def everything(district: District) -> str:
    """Every row of every table, as far as one file holds them."""
    database = district.door.database
    if database.engine != "sqlite":
        return ""
    with closing(sqlite3.connect(database.target)) as there:
        names = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "".join(str(there.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names)


def opened(district: District, *names: str) -> dict[str, str]:
    made = {name: accounts.open_for(district, "boss", name, Text(f"某{name}", name)) for name in names}
    return {name: one.account for name, one in made.items() if isinstance(one, Opened)}


