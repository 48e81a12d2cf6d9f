"""Reads a CSV file (RFC 4180) as raw rows, with the encoding found out and never more than one record in memory."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import Facts, Layout, Limits, RawRow

_CHUNK = 1 << 20
_HIGH = bytes(range(0x80, 0x100))
_ESCAPED = re.compile("[\udc80-\udcff]")
_WIDE = re.compile("[\u0800-\ud7ff\ue000-\U0010ffff]+")
"""Characters of three bytes and more in UTF-8, as many as come together."""


def open_csv(path: Path, layout: Layout, limits: Limits) -> CsvTable | Problem:
    """The open table, or why it cannot be read."""
    encoding = layout.encoding or find_encoding(path)
    if isinstance(encoding, Problem):
        return encoding
    table = CsvTable(path, encoding, layout, limits)
    problem = table.read_header()
    if problem:
        table.close()
        return problem
    return table


def find_encoding(path: Path) -> str | Problem:
    """`utf-8-sig` or `gb18030`.

    UTF-8 checks itself, GB18030 accepts almost any bytes: a UTF-8 file with a few broken bytes must not be
    taken for GB18030 and turned into nonsense. So the file is UTF-8 unless half of its non-ASCII bytes say no. Two
    bytes of GB18030 are often two of UTF-8, three hardly ever: where no more bytes stand in characters of three
    and more than are broken, and GB18030 takes them all, it is GB18030, however short the text.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return Problem("file-encoding", path.name, {"is_zh": " UTF-16 ", "is_en": "UTF-16"})
        if start.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        broken = high = wide = 0
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            broken += len(_ESCAPED.findall(text))
            wide += 3 * (len(text) - len(_WIDE.sub("", text)))
            high += len(chunk) - len(chunk.translate(None, _HIGH))
        broken += len(_ESCAPED.findall(decoder.decode(b"", True)))
    if broken * 2 > high or (broken >= max(wide, 1) and _decodes(path, "gb18030")):
        return "gb18030"
    return "utf-8-sig"


def _decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of the file is part of a character."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


class _LineTooLong(Exception):
    pass


class _Lines:
    """The physical lines, each within the limit; remembers those of the record that is being read."""

    def __init__(self, file: io.TextIOWrapper, limit: int) -> None:
        self._file = file
        self._limit = limit
        self.taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._limit)
        if not line:
            raise StopIteration
        if len(line) >= self._limit:
            raise _LineTooLong
        self.taken.append(line)
        return line


class CsvTable:
    """A CSV file with its header read. Bytes that cannot be decoded come as lone surrogates (PEP 383)."""

    header: tuple[str, ...] = ()
    header_marks: Mapping[int, Problem] = MappingProxyType({})

    def __init__(self, path: Path, encoding: str, layout: Layout, limits: Limits) -> None:
        self.facts = Facts("csv", encoding)
        self._path, self._layout, self._limits = path, layout, limits
        self._size = path.stat().st_size
        self._raw = path.open("rb")
        text = io.TextIOWrapper(self._raw, encoding, errors="surrogateescape", newline="")
        self._text = text
        # The module's own limit holds for the whole process; it is only ever raised, to the length of a line.
        csv.field_size_limit(max(csv.field_size_limit(), limits.line))
        self._lines = _Lines(text, limits.line)
        self._reader = csv.reader(self._lines, delimiter=layout.delimiter, strict=True)
        self._number = 0

    @property
    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return 1.0 if self._raw.closed or not self._size else min(1.0, self._raw.tell() / self._size)

    def close(self) -> None:
        """Let go of the file."""
        self._text.close()

    def read_header(self) -> Problem | None:
        """Read up to the heading row; a problem when there is none."""
        while self._number < self._layout.header_row:
            row = self._next()
            if row is None:
                return Problem("file-empty", self._path.name)
            if row.fault and self._number == self._layout.header_row:
                return Problem(row.fault.code, self._path.name, row.fault.detail)
            if row.stops:
                return row.fault
            self.header = tuple(str(cell) for cell in row.cells)
        return None

    def rows(self, start_after: int = 0) -> Iterator[RawRow]:
        """Every record below the header; a blank line counts as a row, as it does in a spreadsheet program."""
        width = len(self.header)
        try:
            while (row := self._next()) is not None:
                if row.number > self._limits.rows + self._layout.header_row:
                    yield self._stop("too-many-rows", row.line or 0, limit=self._limits.rows)
                    return
                if row.number <= start_after and not row.stops:
                    continue
                if row.fault is None and not any(row.cells):
                    continue
                if row.fault is None and len(row.cells) != width:
                    detail = {"count": len(row.cells), "wanted": width}
                    row = RawRow(row.number, row.line, row.cells, fault=Problem("column-count", "", detail))
                yield row
                if row.stops:
                    return
        finally:
            self.close()

    def _next(self) -> RawRow | None:
        """The next record, None at the end. A misplaced quotation mark costs its record, an open one the rest."""
        line = self._reader.line_num + 1
        self._lines.taken.clear()
        self._number += 1
        try:
            return RawRow(self._number, line, tuple(next(self._reader)))
        except StopIteration:
            return None
        except _LineTooLong:
            return self._stop("line-too-long", self._reader.line_num + 1, limit=self._limits.line)
        except csv.Error as error:
            reason = str(error)
            if "unexpected end" in reason or "field limit" in reason:
                return self._stop("csv-quote-open", line)
            taken = "".join(self._lines.taken)
            fault = Problem("csv-quote", "", {"reason": f"{line}–{self._reader.line_num}: {reason}"})
            return RawRow(self._number, line, (taken,), fault=fault)

    def _stop(self, code: str, line: int, **detail: object) -> RawRow:
        first = tuple(self._lines.taken[:1])
        fault = Problem(code, self._path.name, {"line": line, **detail})
        return RawRow(self._number, line, first, fault=fault, stops=True)
