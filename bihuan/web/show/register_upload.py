"""What came of a register's file, for its page; the refused rows travel in the page, signed, until somebody wants them
as a sheet. Nothing is kept on the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

from django.core import signing

from bihuan.app.imports.running import Refusing
from bihuan.app.registers.faults import Kind, words
from bihuan.app.registers.marked import Marked, written
from bihuan.core.text import Language, Text

SALT, SECONDS = "bihuan.register-refused", 12 * 3600
TOO_LATE = Text(
    "这份清单太旧，或不是这个名录的。请重新上传文件：已经在库的不会重复。",
    "This list is too old, or of another register. Upload the file again: what is in already stays as it is.",
)
LETTERS_MOST = 1_500_000
"""Of what a page carries: less than a form may send back."""


def page(found: Mapping[str, Any], register: str, language: Language) -> dict[str, object]:
    """The fields of the template."""
    if "done" not in found:
        return dict(found)
    kinds: Sequence[Kind] = found["kinds"]
    refused: Sequence[Refusing] = found["refused"]
    rows: list[Marked] = found["marked"]
    packed, many = packed_rows(register, found["header"], rows)
    return {
        "done": found["done"], "more": found["more"], "packed": packed, "left_out": len(rows) - many,
        "kinds": [(one.column.in_(language), one.count, one.in_rows(language), one.example.in_(language))
                  for one in kinds],
        "refused": [(one.row, one.column.in_(language), words(one, language)) for one in refused],
    }  # fmt: skip


def packed_rows(register: str, header: Sequence[str], rows: Sequence[Marked]) -> tuple[str, int]:
    """The refused rows as one field of a form, and how many of them it holds; empty for none."""
    many = len(rows)
    while many:
        said = [register, list(header), [astuple(one) for one in rows[:many]]]
        text = signing.dumps(said, salt=SALT, compress=True)
        if len(text) <= LETTERS_MOST:
            return text, many
        many = many * 2 // 3
    return "", 0


def sheet_of(text: str, register: str, language: Language) -> bytes | None:
    """The marked sheet; None for what was not packed here for this register."""
    try:
        of, header, rows = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    if of != register:
        return None
    found = (Marked(number, tuple(cells), tuple(wrong), said) for number, cells, wrong, said in rows)
    return written(header, found, language)
