"""What could not be done of a ledger that came back, as an Excel file to be kept and worked through. Strings only."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from bihuan.core.text import Language, Text

HEADS: Sequence[tuple[Text, int]] = (
    (Text("单元格", "Cell"), 10), (Text("编号", "Case number"), 24), (Text("列或办理", "Column or step"), 18),
    (Text("原来的内容", "What stood there"), 28), (Text("填写的内容", "What was written"), 28),
    (Text("原因和办法", "Why, and what to do"), 70),
)  # fmt: skip


def written(rows: Sequence[Sequence[str]], language: Language) -> bytes:
    """The file: one line for each, in the order of the page."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("1")
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    for at, (title, width) in enumerate(HEADS):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title.in_(language), head)
    for n, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            sheet.write_string(n, at, value, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(HEADS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
