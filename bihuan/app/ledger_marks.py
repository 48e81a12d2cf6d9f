"""What an exported ledger remembers of itself, on a sheet that nobody sees: when and with which columns it was made,
how many things had happened in each case, and a hash of its row. No value of a case stands there, so that whoever
deletes a column before passing the file on does not pass it on all the same.

May live here: writing and reading those marks. May not: what is done with them (`ledger_back`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from bihuan.core.text import Language

SHEET, FORM = "bihuan", "ledger-1"


@dataclass(frozen=True, slots=True)
class Mark:
    """One row: how many things had happened in the case, and a hash of its cells."""

    n: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """One export."""

    language: Language
    made: datetime
    programme: str
    """The mechanism whose own columns may be among the columns; empty for none."""
    columns: tuple[str, ...]
    seen: Mapping[str, Mark]
    """By case number."""


def hash_of(made: datetime, cells: Iterable[str]) -> str:
    """Tells whether a row is as it was written, not what stood in it."""
    return hashlib.sha256("\0".join((made.isoformat(), *cells)).encode()).hexdigest()[:16]


def write(book: xlsxwriter.Workbook, marks: Marks) -> None:
    """Add the sheet, out of sight; strings and numbers only."""
    sheet = book.add_worksheet(SHEET)
    head = (FORM, marks.language, marks.made.isoformat(), marks.programme, *marks.columns)
    for at, said in enumerate(head):
        sheet.write_string(0, at, said)
    for row, (number, mark) in enumerate(marks.seen.items(), 1):
        sheet.write_string(row, 0, number)
        sheet.write_number(row, 1, mark.n)
        sheet.write_string(row, 2, mark.hash)
    sheet.very_hidden()


def read(rows: Sequence[Sequence[object]] | None) -> Marks | None:
    """The marks again; None for a sheet that is missing or that somebody typed into."""
    if not rows or len(rows[0]) < 5:
        return None
    form, language, made, programme, *columns = (str(one).strip() for one in rows[0])
    try:
        seen = dict(_seen(rows[1:]))
        moment = datetime.fromisoformat(made)
    except ValueError:
        return None
    if form != FORM or language not in ("zh", "en") or moment.tzinfo is None:
        return None
    named = tuple(one for one in columns if one)
    return Marks(language=language, made=moment, programme=programme, columns=named, seen=seen)  # type: ignore[arg-type]


def _seen(rows: Iterable[Sequence[object]]) -> Iterable[tuple[str, Mark]]:
    for row in rows:
        if len(row) > 2 and str(row[0]).strip():
            yield str(row[0]).strip(), Mark(int(float(str(row[1]))), str(row[2]).strip())
