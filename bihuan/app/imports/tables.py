"""Opens a CSV file or a workbook as a stream of raw rows, after proving that it is what its name says.

Knows no field of ours and judges no content: which columns matter is the mapping's affair.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from bihuan.app.imports.csv_table import open_csv
from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import Layout, Limits, Table

_SUFFIXES = {".csv": "csv", ".xlsx": "xlsx", ".xlsm": "xlsx"}

# First bytes → what a file with them is, in zh and en, and the suffix kind that may hold it.
_SIGNATURES: tuple[tuple[bytes, str, str, str], ...] = (
    (b"PK\x03\x04", "ZIP 压缩包（如 .xlsx、.docx）", "a ZIP archive (such as .xlsx or .docx)", "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 文件（.xls）", "an old Office file (.xls)", ""),
    (b"%PDF", "PDF", "a PDF", ""),
    (b"\x1f\x8b", "gzip 压缩包", "a gzip archive", ""),
    (b"Rar!", "RAR 压缩包", "a RAR archive", ""),
    (b"\x89PNG", "图片", "a picture", ""),
    (b"\xff\xd8\xff", "图片", "a picture", ""),
    (b"<?xml", "XML 文件", "an XML file", ""),
    (b"<html", "网页", "a web page", ""),
    (b"<!doctype", "网页", "a web page", ""),
    (b"<table", "网页表格", "a table of a web page", ""),
)


def open_table(path: Path, layout: Layout, limits: Limits) -> Table | Problem:
    """The open table, or why the file cannot be read; in that case nothing is left open."""
    kind = _SUFFIXES.get(path.suffix.lower())
    if kind is None:
        return Problem("file-suffix", path.name, {"suffix": path.suffix or "–"})
    try:
        with path.open("rb") as file:
            start = file.read(4096)
            protected = _is_protected(file, start)
        size = os.path.getsize(path)
    except OSError as error:
        return Problem("file-missing", path.name, {"reason": error.strerror or type(error).__name__})
    if size == 0 or not start.strip(b"\xef\xbb\xbf\r\n\t "):
        return Problem("file-empty", path.name)
    if protected:
        return Problem("file-password", path.name)
    other = _other_content(start, kind)
    if other:
        words = {"is_zh": other[0], "is_en": other[1]}
        return Problem("file-not-its-suffix", path.name, {"suffix": path.suffix, **words})
    if kind == "csv":
        return open_csv(path, layout, limits)
    # The reader of workbooks takes 23 MB: a server that is sent none does without it.
    from bihuan.app.imports.xlsx_table import open_xlsx

    return open_xlsx(path, layout, limits)


def _other_content(start: bytes, kind: str) -> tuple[str, str] | None:
    """What the content is (zh, en) if it is not what the suffix promises."""
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    for signature, zh, en, holds in _SIGNATURES:
        if head.startswith(signature.lower()):
            return None if holds == kind else (zh, en)
    return ("别的数据，不是工作簿", "data that is no workbook") if kind == "xlsx" else None


def _is_protected(file: IO[bytes], start: bytes) -> bool:
    """An encrypted workbook is an OLE file with a stream “EncryptedPackage” (MS-OFFCRYPTO 2.3.4.4)."""
    if not start.startswith(b"\xd0\xcf\x11\xe0"):
        return False
    name = "EncryptedPackage".encode("utf-16-le")
    tail = start
    while tail:
        if name in tail:
            return True
        rest = file.read(1 << 20)
        tail = tail[-len(name) :] + rest if rest else b""
    return False
