"""Codes in the rows of a sheet, held against the registers: a reference that is a code as it is written, and a code
whose zeros a spreadsheet dropped. Reads through the session it is given and decides nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.app.registers.rows import Columns, Row, invalid
from bihuan.app.registers.sheet import KEY_
from bihuan.app.registers.telling import Unreadable
from bihuan.core.programme import FieldType
from bihuan.core.registers import Register
from bihuan.core.text import Text
from bihuan.store import entry_reading
from bihuan.store.session import Session

CODE_MOST = 18
"""Places of the longest code that is looked for with zeros before it: a credit code's."""
_ZEROS_LOST = (
    "{code}；表格软件把编号当成数字，去掉了前面的零：请把这一列设为文本，填 {code}",
    "{code}; a spreadsheet took the code for a number and dropped the zeros before it: format the column as text and "
    "enter {code}",
)


def codes_in_doubt(row: Row, form: Register) -> dict[str, tuple[str, str]]:
    """Field → register and text, where a reference reads like a name with its code behind it: it may be a code that
    itself ends in brackets, and only the register knows."""
    return {
        one.id: (one.register, row.texts[one.id])
        for one in form.fields.values()
        if one.type is FieldType.ENTRY and one.register and row.values.get(one.id) not in (None, row.texts.get(one.id))
    }


def shorter_of(row: Row, form: Register) -> dict[str, tuple[str, str]]:
    """Column → register and code, of the codes that a spreadsheet may have taken for numbers."""
    registers = {KEY_: form.id, **{one.id: one.register or "" for one in form.fields.values()}}
    return {name: (registers[name], row.texts[name]) for name in sorted(row.numbers)}


def longer(code: str) -> list[str]:
    """The code with zeros before it, in every length that it can have had."""
    return [code.zfill(places) for places in range(len(code) + 1, CODE_MOST + 1)]


def zeros_lost(row: Row, columns: Columns, found: Mapping[str, str]) -> Row:
    """The row, refused for each column in which a code lost its zeros; `found`: column → the code that is known."""
    if not found:
        return row
    faults = []
    for name, code in found.items():
        expected = Text(*(one.format(code=code) for one in _ZEROS_LOST))
        faults.append((name, invalid(columns.titles[name], Unreadable(row.texts[name], expected))))
    return replace(row, unread=(*row.unread, *faults))


@dataclass(frozen=True, slots=True)
class Looking:
    """Where the codes of a batch are looked up."""

    session: Session
    district: str
    form: Register
    day: date

    def coded(self, rows: Sequence[Row]) -> list[Row]:
        """The rows, with references that are a code as they are written taken for it."""
        doubts = [codes_in_doubt(row, self.form) for row in rows]
        known = self._known((one, text) for doubt in doubts for one, text in doubt.values())
        taken = [{name: found[1] for name, found in doubt.items() if found in known} for doubt in doubts]
        return [replace(row, values={**row.values, **new}) for row, new in zip(rows, taken, strict=True)]

    def whole(self, rows: Sequence[Row], columns: Columns) -> list[Row]:
        """The rows; those with a code that nobody has, though somebody has it with zeros before it, are refused."""
        doubts = [shorter_of(row, self.form) for row in rows]
        asked = [found for doubt in doubts for found in doubt.values()]
        known = self._known((register, one) for register, code in asked for one in (code, *longer(code)))
        return [
            zeros_lost(row, columns, {name: one for name, found in doubt.items() if (one := _longest(found, known))})
            for row, doubt in zip(rows, doubts, strict=True)
        ]

    def _known(self, asked: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those (register, code) that are there."""
        wanted: dict[str, set[str]] = {}
        for register, code in asked:
            wanted.setdefault(register, set()).add(code)
        return {
            (register, key)
            for register, codes in wanted.items()
            for key in entry_reading.values_of(self.session, self.district, register, sorted(codes), self.day)
        }


def _longest(found: tuple[str, str], known: set[tuple[str, str]]) -> str:
    """The code with its zeros; empty if it is known as it stands, or not with any."""
    register, code = found
    if found in known:
        return ""
    return next((one for one in reversed(longer(code)) if (register, one) in known), "")
