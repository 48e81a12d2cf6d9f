"""The values between a file and its meaning: how to open it, its raw rows, and what an open table offers.

Values and one protocol only; the two readers are `csv_table.py` and `xlsx_table.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from bihuan.app.imports.cells import Cell
from bihuan.app.imports.problems import Problem


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may ask of us.

    Characters of long text, of a name and of a physical line; rows; bytes a workbook unpacks to, bytes of its
    table of strings (the one part that is held whole), and how many times its packed size a large part may be.
    """

    words: int = 20_000
    name: int = 1_000
    line: int = 4_000_000
    rows: int = 1_000_000
    unpacked: int = 1 << 30
    strings: int = 1 << 28
    ratio: int = 300


@dataclass(frozen=True, slots=True)
class Layout:
    """How to open the file, as the mapping states it; None is found out."""

    encoding: str | None = None
    sheet: str | None = None
    delimiter: str = ","
    header_row: int = 1


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands in the file.

    `number` is the row a person sees in a spreadsheet program (the header is row 1), `line` the physical line on
    which a CSV record starts. `marks` are problems and notes of single cells by column from 0, their place still
    empty; `fault` is one of the whole row. After a row that `stops`, nothing more can be read.
    """

    number: int
    line: int | None
    cells: tuple[Cell, ...]
    marks: Mapping[int, Problem] = field(default_factory=lambda: MappingProxyType({}))
    fault: Problem | None = None
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found out on opening: shown to the person who imports."""

    kind: str
    encoding: str = "utf-8"
    sheet: str | None = None
    mac_1904: bool = False
    last_row: int | None = None


class Table(Protocol):
    """A file that is open, with its header read."""

    facts: Facts
    header: tuple[str, ...]
    header_marks: Mapping[int, Problem]

    @property
    def share(self) -> float:
        """How much of the file has been read, from 0 to 1, for a progress bar."""

    def rows(self, start_after: int = 0) -> Iterator[RawRow]:
        """Every row below the header that is not blank, in order, without those up to `start_after`."""

    def close(self) -> None:
        """Let go of the file; also done when `rows` ends."""
