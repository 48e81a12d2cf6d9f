"""Looks through a workbook's archive before anything is read: size, shape, merged cells and formulas.

openpyxl streams values but, read-only, tells neither merged ranges nor whether a value comes from a formula, and
drops rows that stand out of order; so one pass with expat (ECMA-376 part 1, 18.3) proves the sheet first.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import Limits

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BIG_PART = 16 << 20
_MAX_PARTS = 5_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows from 1, columns from 0, both ends included."""

    top: int
    bottom: int
    left: int
    right: int
    name: str


@dataclass(slots=True)
class Scan:
    """What one pass over a sheet finds. `formulas`: row → column from 0 → whether its stored result is text; `errors`:
    row → columns whose value is an error, and not a text that reads like one."""

    merges: list[Merge] = field(default_factory=list)
    formulas: dict[int, dict[int, bool]] = field(default_factory=dict)
    errors: dict[int, set[int]] = field(default_factory=dict)
    last_row: int = 0


class _Stop(Exception):
    """Ends a parse: either enough has been seen or the part is not what it should be."""


def check_archive(archive: zipfile.ZipFile, name: str, limits: Limits) -> Problem | None:
    """Whether the archive is a workbook that may be unpacked; sizes are the archive's own, which zipfile enforces."""
    parts = archive.infolist()
    if any(part.flag_bits & 0x1 for part in parts):
        return Problem("file-password", name)
    total = sum(part.file_size for part in parts)
    for what, size, limit in (("bytes", total, limits.unpacked), ("parts", len(parts), _MAX_PARTS)):
        if size > limit:
            return Problem("file-too-large", name, {"what": what, "size": size, "limit": limit})
    for part in parts:
        ratio = part.file_size // max(1, part.compress_size)
        if part.file_size > _BIG_PART and ratio > limits.ratio:
            detail = {"what": f"{part.filename} ×", "size": ratio, "limit": limits.ratio}
            return Problem("file-too-large", name, detail)
    if "xl/workbook.xml" not in archive.namelist():
        words = {"is_zh": "别的压缩包，不是 .xlsx 工作簿", "is_en": "another archive, not an .xlsx workbook"}
        return Problem("file-not-its-suffix", name, {"suffix": ".xlsx", **words})
    for part in parts:
        if part.filename.endswith((".xml", ".rels")) and _has_doctype(archive, part):
            return Problem("file-doctype", name, {"part": part.filename})
    strings = _strings_size(archive)
    if strings > limits.strings:
        return Problem("file-too-large", name, {"what": "sharedStrings", "size": strings, "limit": limits.strings})
    return None


def _strings_size(archive: zipfile.ZipFile) -> int:
    """Unpacked bytes of the table of strings, which is found by its content type and may bear any name."""
    types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
    named = [kind.get("PartName", "") for kind in types if kind.get("ContentType", "").endswith("sharedStrings+xml")]
    return sum(archive.getinfo(part.lstrip("/")).file_size for part in named)


def _has_doctype(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A document type can define entities that grow without end; no workbook needs one."""
    found: list[str] = []

    def doctype(name: str, *_: object) -> None:
        found.append(name)
        raise _Stop

    def element(*_: object) -> None:
        raise _Stop

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = element
    try:
        with archive.open(part) as file:
            _feed(parser, file, 1 << 12)
    except (_Stop, expat.ExpatError):
        return bool(found)
    return bool(found)


def _feed(parser: expat.XMLParserType, file: IO[bytes], size: int) -> None:
    while chunk := file.read(size):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def sheet_part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The path of a sheet inside the archive; KeyError when the workbook does not lead to it."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    rels = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {rel.get("Id"): rel.get("Target", "") for rel in rels}
    for element in book.iter():
        if element.tag.endswith("}sheet") and element.get("name") == sheet:
            target = targets[element.get(_RELATION)]
            return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    raise KeyError(sheet)


def scan_sheet(file: IO[bytes]) -> Scan:
    """One pass over a sheet; ValueError or ExpatError when it is damaged. Memory grows with what it finds."""
    scan, state = Scan(), _State()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = _handler(scan, state)
    _feed(parser, file, 1 << 18)
    scan.last_row = state.row
    scan.merges.sort(key=lambda merge: merge.top)
    return scan


@dataclass(slots=True)
class _State:
    row: int = 0
    column: int = -1
    text: bool = False


def _handler(scan: Scan, state: _State) -> Any:
    """What happens at each element; a closure because expat calls it millions of times."""
    row_tag, cell_tag, formula_tag, merge_tag, root_tag = (
        f"{_MAIN} {tag}" for tag in ("row", "c", "f", "mergeCell", "worksheet")
    )
    started = False

    def element(tag: str, attributes: dict[str, str]) -> None:
        nonlocal started
        if tag == cell_tag:
            reference = attributes.get("r")
            column = column_of(reference) if reference else state.column + 1
            if not state.column < column < MAX_COLUMNS:
                raise ValueError(f"{reference}")
            kind = attributes.get("t")
            state.column, state.text = column, kind == "str"
            if kind == "e":
                scan.errors.setdefault(state.row, set()).add(column)
        elif tag == row_tag:
            row = int(attributes.get("r", state.row + 1))
            if not state.row < row <= MAX_ROWS:
                raise ValueError(f"row {row} after row {state.row}")
            state.row, state.column = row, -1
        elif tag == formula_tag:
            scan.formulas.setdefault(state.row, {})[state.column] = state.text
        elif tag == merge_tag:
            scan.merges.append(_merge(attributes.get("ref", "")))
        elif not started:
            started = True
            if tag != root_tag:
                raise ValueError("not a transitional worksheet; save it as an ordinary .xlsx")

    return element


def _merge(name: str) -> Merge:
    first, _, last = name.partition(":")
    top, left = _position(first)
    bottom, right = _position(last or first)
    return Merge(min(top, bottom), max(top, bottom), min(left, right), max(left, right), name)


def _position(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    return int(found[2]), _letters(found[1])


def column_of(reference: str) -> int:
    """The column from 0 of a reference such as AB12."""
    return _letters(reference.rstrip("0123456789"))


def _letters(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_name(row: int, column: int) -> str:
    """The reference of a cell, AB12; row from 1, column from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"
