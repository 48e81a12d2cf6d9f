"""A small workbook sent from a page, as rows; refused before it is read where reading it would take the memory of all.

calamine holds a sheet as one rectangle from its first cell to its last: two cells in opposite corners, in a file of one
kilobyte, ask for half a terabyte, and the process ends. So the archive is looked through first.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from bihuan.app.imports.raw import Limits
from bihuan.app.imports.xlsx_scan import check_archive

LIMITS = Limits(unpacked=60_000_000, strings=30_000_000)
COLUMNS_MOST, ROWS_MOST = 256, 20_000
"""Where the last cell may stand: what calamine then holds is below 200 MB."""
_READ = 1 << 16


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet, and which cells in it are merged: first and last of each, row and column from 0."""

    rows: Sequence[Sequence[object]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]


def table_of(data: bytes, rows: int, *, skip: bool = True, sheet: str | None = None) -> Table | None:
    """At most so many rows of the first sheet, or of the one of that name; None for what is no workbook, has no such
    sheet or cannot be held. `skip` leaves out empty rows and columns before the first cell."""
    try:
        if not _held(data):
            return None
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = book.get_sheet_by_index(0) if sheet is None else book.get_sheet_by_name(sheet)
        return Table(found.to_python(skip_empty_area=skip, nrows=rows), found.merged_cell_ranges or ())
    except _DAMAGE:
        return None


class _TooFar(Exception):
    """A cell beyond what is read."""


_DAMAGE = (
    CalamineError, ValueError, LookupError, OSError, EOFError, RuntimeError, SyntaxError, zipfile.BadZipFile,
    zlib.error, expat.ExpatError, _TooFar,
)  # fmt: skip


def _held(data: bytes) -> bool:
    """Whether it is one workbook of the kind that is looked through here, and every sheet in it small enough."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if check_archive(archive, "", LIMITS) is not None:
            return False
        for part in archive.infolist():
            if part.filename.endswith((".xml", ".rels", ".vml")):
                _look_through(archive, part)
            elif b"sheetData" in archive.read(part):
                return False
        # calamine tries one kind after the other; the others have their own ways to be huge.
        return not {"content.xml", "xl/workbook.bin"} & set(archive.namelist())


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Follow rows and cells as calamine counts them, by their names or one after the other. Raises _TooFar."""
    at = [0, 0]

    def begins(name: str, said: dict[str, str]) -> None:
        kind, named = name.rpartition(":")[2], said.get("r", "")
        if kind == "row":
            at[:] = (int(named) if named else at[0] + 1), 0
        elif kind == "c":
            at[:] = _place(named) if named else (at[0], at[1] + 1)
        if at[0] > ROWS_MOST or at[1] > COLUMNS_MOST:
            raise _TooFar

    parser = expat.ParserCreate()
    parser.StartElementHandler = begins
    with archive.open(part) as file:
        while chunk := file.read(_READ):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _place(named: str) -> tuple[int, int]:
    """Row and column of a name such as AB12, from 1."""
    letters = named.rstrip("0123456789")
    column = 0
    for letter in letters.upper()[:8]:
        column = column * 26 + ord(letter) - 64
    return int(named[len(letters) :]), column
