"""Reads a workbook as raw rows through openpyxl's streaming reader, with merged cells and formulas marked.

openpyxl and not calamine: it streams, and with the scan before it formulas without a result can be told from empty
cells; calamine is six times as fast but holds the sheet whole and gives both as "" (docs/decisions/dependencies.md).
"""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from openpyxl.utils.datetime import MAC_EPOCH

from bihuan.app.imports.cells import Cell, is_blank
from bihuan.app.imports.problems import Problem, nearest
from bihuan.app.imports.raw import Facts, Layout, Limits, RawRow
from bihuan.app.imports.xlsx_scan import Merge, Scan, cell_name, check_archive, scan_sheet, sheet_part
from bihuan.app.imports.xlsx_strings import open_book

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MAX_HEADINGS = 1_000
_BATCH = 500
# What openpyxl and zipfile raise on damaged parts is not one family; each of these has been seen.
_DAMAGE = (
    zipfile.BadZipFile,
    SyntaxError,  # of ElementTree and, where it is installed, of lxml, which openpyxl then prefers
    expat.ExpatError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    struct.error,
    zlib.error,
)


def open_xlsx(path: Path, layout: Layout, limits: Limits) -> XlsxTable | Problem:
    """The open table, or why it cannot be read. The whole sheet is scanned first, so damage shows before any row."""
    # openpyxl leaves a file that it cannot load open; this one is ours to close.
    file = path.open("rb")
    try:
        table = _open(file, path, layout, limits)
    except _DAMAGE as error:
        table = _damaged(path, error)
    if isinstance(table, Problem):
        file.close()
    return table


def _open(file: IO[bytes], path: Path, layout: Layout, limits: Limits) -> XlsxTable | Problem:
    with zipfile.ZipFile(file) as archive:
        problem = check_archive(archive, path.name, limits)
        if problem:
            return problem
        with warnings.catch_warnings():
            # It warns of styles and extensions it ignores; none of them touches a value.
            warnings.simplefilter("ignore")
            book = open_book(file)
        sheet = _choose(book, layout.sheet, path.name)
        if isinstance(sheet, Problem):
            return sheet
        with archive.open(sheet_part(archive, sheet)) as part:
            scan = scan_sheet(part)
    return XlsxTable(file, book, sheet, scan, layout, limits)


def _damaged(path: Path, error: Exception) -> Problem:
    return Problem("file-damaged", path.name, {"reason": f"{type(error).__name__}: {error}"[:200]})


def _choose(book: Any, wanted: str | None, name: str) -> str | Problem:
    """The sheet that is named, or the only visible one."""
    known = [sheet.title for sheet in book.worksheets]
    if wanted is not None:
        detail = {"sheet": wanted, "known": "、".join(known), "near": nearest(wanted, known)}
        return wanted if wanted in known else Problem("sheet-missing", name, detail)
    visible = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(visible) != 1:
        return Problem("sheet-several", name, {"known": "、".join(visible or known)})
    return str(visible[0])


class XlsxTable:
    """A sheet with its header read."""

    def __init__(self, file: IO[bytes], book: Any, sheet: str, scan: Scan, layout: Layout, limits: Limits) -> None:
        self._file, self._book, self._scan, self._limits = file, book, scan, limits
        self._sheet = book[sheet]
        # Some programs write a wrong extent, and openpyxl would believe it and drop the rest.
        self._sheet.reset_dimensions()
        self._header_row = layout.header_row
        self._at = 0
        self._damage: Exception | None = None
        self.facts = Facts("xlsx", "utf-8", sheet, book.epoch == MAC_EPOCH, scan.last_row)
        self.header = self._read_header()
        self.header_marks: Mapping[int, Problem] = self._marks(
            self._header_row, self.header, [merge for merge in scan.merges if _covers(merge, self._header_row)]
        )

    def _read_header(self) -> tuple[str, ...]:
        at = self._header_row
        for row in self._sheet.iter_rows(min_row=at, max_row=at, max_col=_MAX_HEADINGS, values_only=True):
            cells = ["" if cell is None else str(_clean(cell)) for cell in row]
            while cells and not cells[-1].strip():
                cells.pop()
            return tuple(cells)
        return ()

    @property
    def share(self) -> float:
        """How much of the sheet has been read, from 0 to 1."""
        return min(1.0, self._at / max(1, self._scan.last_row))

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()
        self._file.close()

    def rows(self, start_after: int = 0) -> Iterator[RawRow]:
        """Every row below the header that is not blank."""
        start = max(self._header_row, start_after) + 1
        merges = iter(self._scan.merges)
        coming = next(merges, None)
        active: list[Merge] = []
        try:
            for number, values in enumerate(self._values(start), start):
                self._at = number
                while coming and coming.top <= number:
                    active.append(coming)
                    coming = next(merges, None)
                active = [merge for merge in active if merge.bottom >= number]
                if number > self._limits.rows + self._header_row:
                    fault = Problem("too-many-rows", "", {"limit": self._limits.rows})
                    yield RawRow(number, None, (), fault=fault, stops=True)
                    return
                cells: tuple[Cell, ...] = tuple(_clean(value) for value in values)
                marks = self._marks(number, cells, active)
                if marks or not all(is_blank(cell) for cell in cells):
                    yield RawRow(number, None, cells, marks)
            if self._damage:
                fault = Problem("file-damaged", "", {"reason": f"{type(self._damage).__name__}: {self._damage}"[:200]})
                yield RawRow(max(self._at, start - 1) + 1, None, (), fault=fault, stops=True)
        finally:
            self.close()

    def _values(self, start: int) -> Iterator[tuple[Any, ...]]:
        """openpyxl's rows in batches, because its warnings about dates out of range are told as problems of ours."""
        width = len(self.header)
        rows = self._sheet.iter_rows(min_row=start, max_col=width, values_only=True) if width else iter(())
        while True:
            batch: list[tuple[Any, ...]] = []
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    batch.extend(islice(rows, _BATCH))
            except _DAMAGE as error:
                # Well-formed XML can still hold nonsense, such as a string that the table of strings lacks.
                self._damage = error
            yield from batch
            if self._damage or not batch:
                return

    def _marks(self, number: int, cells: tuple[Cell, ...], merges: list[Merge]) -> dict[int, Problem]:
        """Problems and notes of single cells by column."""
        marks: dict[int, Problem] = {}
        for column, text_result in self._scan.formulas.get(number, {}).items():
            if column < len(cells):
                known = cells[column] is not None or text_result
                code = "formula-result" if known else "formula-without-result"
                marks[column] = Problem(code, "", {"cell": cell_name(number, column)})
        for column in self._scan.errors.get(number, ()):
            if column < len(cells):
                detail = {"cell": cell_name(number, column), "value": str(cells[column])}
                marks[column] = Problem("cell-error", "", detail)
        for merge in merges:
            for column in range(merge.left, min(merge.right + 1, len(cells))):
                detail = {"cell": cell_name(number, column), "range": merge.name}
                marks[column] = Problem("cell-merged", "", detail)
        return marks


def _covers(merge: Merge, row: int) -> bool:
    return merge.top <= row <= merge.bottom


def _clean(value: Any) -> Any:
    """Undo _x000D_, the way a workbook writes control characters (ECMA-376 part 1, 22.9.2.19), and _x005F_, the way it
    writes a text that looks like it."""
    if isinstance(value, str) and "_x" in value:
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value
