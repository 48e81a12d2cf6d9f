"""Writes the refused rows as a CSV that a spreadsheet program opens safely; reads nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from bihuan.app.imports.records import Refused

# A cell that starts with one of these may be run as a formula (OWASP “CSV injection”), full-width forms included.
_ACTIVE = tuple("=+-@＝＋－＠\t\r\n|%")
_VISIBLE = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_COLUMNS = (
    "行 row",
    "物理行 line",
    "列 column",
    "代码 code",
    "原因",
    "reason",
    "办法",
    "way out",
)


def safe_cell(text: str) -> str:
    """The text as a cell that is never a formula: control characters made visible, an apostrophe before an opener."""
    shown = text.translate(_VISIBLE).encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{shown}" if shown.lstrip(" \u3000").startswith(_ACTIVE) else shown


def write_refused(file: TextIO, header: tuple[str, ...], refused: Iterable[Refused]) -> int:
    """Write one line per reason, then the row as it stands; returns the number of rows.

    Open `file` with newline="" and encoding utf-8-sig. It may hold personal data: keep it where the source was kept.
    """
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow([*_COLUMNS, *(safe_cell(heading) for heading in header)])
    rows = 0
    for row in refused:
        rows += 1
        for problem in row.problems:
            reasons = [problem.message("zh"), problem.message("en"), problem.hint("zh"), problem.hint("en")]
            line = "" if row.line is None else str(row.line)
            cells = [problem.place, problem.code, *reasons, *row.cells]
            writer.writerow([str(row.row), line, *(safe_cell(cell) for cell in cells)])
    return rows
