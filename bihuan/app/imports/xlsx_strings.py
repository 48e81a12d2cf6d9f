"""The table of strings of a workbook, on disk: a sheet of 200,000 rows has as many, and they need not be in memory.

openpyxl reads the table into a list before the first row. Here the same strings lie in a file that has no name, and
only where each begins is kept: eight bytes a string.
"""

from __future__ import annotations

import tempfile
from array import array
from typing import IO, Any
from weakref import finalize
from xml.etree.ElementTree import iterparse

from openpyxl.cell.text import Text
from openpyxl.packaging.manifest import Manifest
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

_STRING = f"{{{SHEET_MAIN_NS}}}si"
_IN_MEMORY = 4 << 20
"""A table up to this many bytes is not written to disk at all."""


class Strings:
    """Strings by their number, as the cells of a sheet name them. Raises IndexError for a number there is not."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- lives as long as the workbook
        self._ends = array("Q", [0])
        # openpyxl hands the table on to every sheet and closes none of it: it goes with its last reader.
        finalize(self, self._file.close)

    def append(self, text: str) -> None:
        """One more, with the next number."""
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self):
            raise IndexError(number)
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")


class _Reader(ExcelReader):
    """openpyxl's reader of a workbook, but for the table of strings."""

    package: Manifest

    def read_strings(self) -> None:
        """As openpyxl does it, an element at a time and none kept."""
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = strings_of(source)


def strings_of(source: IO[bytes]) -> Strings:
    """Every string of a table; the words of a rich one without their looks. Raises ParseError."""
    strings = Strings()
    events = iterparse(source, events=("start", "end"))
    _, root = next(events)
    for event, node in events:
        if event == "end" and node.tag == _STRING:
            strings.append(Text.from_tree(node).content)
            root.clear()
    return strings


def open_book(file: IO[bytes]) -> Any:
    """The workbook, to be read row by row; values and not formulas. Raises what openpyxl raises."""
    reader = _Reader(file, read_only=True, keep_vba=False, data_only=True, keep_links=False, rich_text=False)
    reader.read()
    return reader.wb
