"""The refused rows of a sheet as a sheet to be mended and sent again: every row as it stood, the wrong cells coloured,
and behind it what is wrong and the row it came from. Strings and numbers only; the two columns behind are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter

from bihuan.app.imports.cells import Cell, as_text
from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import Limits
from bihuan.app.imports.running import Refusing
from bihuan.app.imports.tables import open_table
from bihuan.app.registers.columns import ROW_SENT, TO_MEND, UNREAD
from bihuan.app.registers.faults import words
from bihuan.app.registers.importing import Plan
from bihuan.core.text import Language

PLACES_MOST = 32_000
"""Of one cell of a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A refused row."""

    number: int
    cells: tuple[str | int | float, ...]
    """As they stand in the file; a number stays one, so that what a spreadsheet did to it is told again."""
    wrong: tuple[int, ...]
    """Columns, from 0, in which something is wrong."""
    said: str


def marked(plan: Plan, faults: Iterable[Refusing], language: Language) -> Iterator[Marked]:
    """The rows of these faults, read from the file once more, in its order."""
    of: dict[int, list[Refusing]] = {}
    for one in faults:
        of.setdefault(one.row, []).append(one)
    titles = plan.columns.titles
    at = {title: where for name, where in plan.columns.at.items() for title in (titles[name].zh, titles[name].en)}
    table = open_table(plan.path, plan.layout, Limits())
    if isinstance(table, Problem):  # Gone or changed since it was read.
        return
    kept = kept_columns(table.header)
    for raw in table.rows():
        if found := of.get(raw.number):
            cells = [raw.cells[where] if where < len(raw.cells) else None for where in kept]
            wrong = sorted({at[one.column.zh] for one in found if one.column.zh in at})
            said = "\n".join(dict.fromkeys(words(one, language) for one in found))
            places = tuple(kept.index(where) for where in wrong)
            yield Marked(raw.number, tuple(_kept(cell) for cell in cells), places, said)


def kept_columns(header: Sequence[str]) -> list[int]:
    """The columns of a sheet without those that an earlier marking put there."""
    return [at for at, head in enumerate(header) if head.strip() not in UNREAD]


def _kept(cell: Cell) -> str | int | float:
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else as_text(cell)


def written(header: Sequence[str], rows: Iterable[Marked], language: Language) -> bytes:
    """The workbook. `header` is that of the sheet that was sent."""
    heads = [header[at] for at in kept_columns(header)]
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("1")
        bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED", "text_wrap": True})
        red = book.add_format({"bg_color": "#FBE0DC", "border": 1, "border_color": "#B3382C"})
        soft = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, max(len(heads) - 1, 0), 18)
        sheet.set_column(len(heads), len(heads), 70)
        sheet.set_column(len(heads) + 1, len(heads) + 1, 14)
        for at, head in enumerate((*heads, TO_MEND.in_(language), ROW_SENT.in_(language))):
            sheet.write_string(0, at, head, bold)
        count = 0
        for count, row in enumerate(rows, 1):
            for at, cell in enumerate(row.cells):
                look = (red,) if at in row.wrong else ()
                if isinstance(cell, str):
                    sheet.write_string(count, at, cell[:PLACES_MOST], *look)
                else:
                    sheet.write_number(count, at, cell, *look)
            sheet.write_string(count, len(heads), row.said[:PLACES_MOST], soft)
            sheet.write_number(count, len(heads) + 1, row.number)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, count, len(heads) + 1)
    return out.getvalue()
