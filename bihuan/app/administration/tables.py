"""A sheet of the administrators as a table: its columns, the Excel file to fill in, and a file that came back, as rows.

Headings may be in either language, a choice may be written as its code, its words, or both as the drop-down offers it.
What is wrong with the file as a whole is said at once; what is wrong with a cell is said at the cell. No rule of what a
row means stands here.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

import xlsxwriter

from bihuan.app.imports.xlsx_small import table_of
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text

ROWS_MOST, BYTES_MOST, CELL_MOST = 2_000, 2_000_000, 500
Row = Mapping[str, str]
Choices = Mapping[str, Mapping[str, Text]]
"""Of a column: code → words."""
NO_CHOICES: Choices = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a sheet."""

    name: str
    title: Text
    about: Text
    """What to write, for whoever fills it in."""
    example: str = ""
    required: bool = True
    several: bool = False
    """Whether a cell holds several codes, one a line."""
    within: bool = False
    """Whether a cell may also name another row of the same file."""
    told: bool = False
    """Only to be read by people: what stands in it is not taken."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one cell."""

    column: Text
    why: Refusal


NOTES = Text("填写说明", "How to fill it in")
_NOTE_HEADS = (Text("列", "Column"), Text("必填", "Required"), Text("怎么填", "What to write"), Text("例", "Example"))
_CODE_HEADS = (Text("代号", "Code"), Text("含义", "Means"))
YES, NO = Text("是", "yes"), Text("否", "no")


def written(columns: Sequence[Column], choices: Choices, rows: Sequence[Row], language: Language) -> bytes:
    """The file: the rows, one sheet that explains every column and every code, and drop-downs in words."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED", "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    grey = book.add_format({"num_format": "@", "font_color": "#767676", "text_wrap": True, "valign": "top"})
    sheet, notes = book.add_worksheet("1"), book.add_worksheet(NOTES.in_(language))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, 24, grey if column.told else text)
        sheet.write_string(0, at, column.title.in_(language), bold)
        for n, row in enumerate(rows, 1):
            said = _said(column, choices.get(column.name, {}), row.get(column.name, ""), language)
            sheet.write_string(n, at, said, grey if column.told else text)
        if column.name in choices and not column.several:
            _offer(book, sheet, at, [_both(code, title, language) for code, title in choices[column.name].items()])
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)
    _explain(notes, columns, choices, language, bold, text)
    book.close()
    return out.getvalue()


def _offer(book: object, sheet: object, at: int, words: Sequence[str]) -> None:
    """The choices of a column in a hidden sheet of their own, for its drop-down."""
    name = f"list{at}"
    listed = book.add_worksheet(name)  # type: ignore[attr-defined]
    listed.write_column(0, 0, words)
    listed.hide()
    rule = {"validate": "list", "source": f"={name}!$A$1:$A${max(len(words), 1)}", "error_type": "warning"}
    sheet.data_validation(1, at, ROWS_MOST, at, rule)  # type: ignore[attr-defined]


def _explain(notes, columns, choices, language, bold, text) -> None:  # type: ignore[no-untyped-def]
    notes.set_column(0, 1, 18)
    notes.set_column(2, 2, 60)
    notes.set_column(3, 3, 24)
    notes.write_row(0, 0, [one.in_(language) for one in _NOTE_HEADS], bold)
    for n, one in enumerate(columns, 1):
        said = (one.title, YES if one.required else NO, one.about, Text(one.example, one.example))
        notes.write_row(n, 0, [cell.in_(language) for cell in said], text)
    at = len(columns) + 2
    for column in (one for one in columns if one.name in choices):
        notes.write_string(at, 0, column.title.in_(language), bold)
        notes.write_row(at, 1, [one.in_(language) for one in _CODE_HEADS], bold)
        for code, title in choices[column.name].items():
            at += 1
            notes.write_row(at, 1, [code, title.in_(language)], text)
        at += 2


def _said(column: Column, known: Mapping[str, Text], value: str, language: Language) -> str:
    if not known or not value:
        return value
    codes = value.split() if column.several else [value]
    return "\n".join(_both(code, known[code], language) if code in known else code for code in codes)


def _both(code: str, title: Text, language: Language) -> str:
    return f"{title.in_(language)}（{code}）"


def read(data: bytes, columns: Sequence[Column]) -> Sequence[tuple[int, Row]] | tuple[Refusal, ...]:
    """The rows of the first sheet that hold something, with their number in it; or everything wrong with the file."""
    if len(data) > BYTES_MOST:
        return (Refusal("sheet-too-large", {"most": f"{BYTES_MOST // 1_000_000} MB"}),)
    if (held := table_of(data, ROWS_MOST + 2, skip=False)) is None:
        return (Refusal("sheet-unreadable", {}),)
    table = [[_cell(value) for value in row] for row in held.rows]
    heads = [head.strip() for head in table[0]] if table else []
    places = {column.name: _places(column, heads) for column in columns}
    if refusals := (*_of_heads(columns, heads, places), *((Refusal("sheet-merged", {}),) if held.merged else ())):
        return refusals
    if len(table) > ROWS_MOST + 1:
        return (Refusal("sheet-rows", {"most": str(ROWS_MOST)}),)
    at = {name: found[0] for name, found in places.items() if found}
    rows = [
        (number, {one.name: _at(row, at.get(one.name)) for one in columns if not one.told})
        for number, row in enumerate(table[1:], 2)
    ]
    return [(number, row) for number, row in rows if any(row.values())] or (Refusal("sheet-empty", {}),)


def _of_heads(columns: Sequence[Column], heads: Sequence[str], places: Mapping[str, list[int]]) -> list[Refusal]:
    """A column that is missing, stands twice, or that nobody knows: none is passed over in silence."""
    taken = {at for found in places.values() for at in found}
    strange = [head for at, head in enumerate(heads) if head and at not in taken]
    free = [column for column in columns if not places[column.name]]
    found = []
    for column in columns:
        if column.required and not column.told and not places[column.name]:
            found.append(Refusal("sheet-column-missing", {"column": column.title}))
        if len(places[column.name]) > 1:
            found.append(Refusal("sheet-column-twice", {"column": column.title}))
    known = Text("、".join(one.title.zh for one in columns), ", ".join(one.title.en for one in columns))
    for head in strange:
        near = _near(head, free)
        found.append(Refusal("sheet-column-near", {"column": head[:60], "near": near}) if near
                     else Refusal("sheet-column-unknown", {"column": head[:60], "columns": known}))  # fmt: skip
    return found


def _near(head: str, free: Sequence[Column]) -> Text | None:
    """The column that a misspelt heading most likely means."""
    names = {said.casefold(): one.title for one in free for said in (one.title.zh, one.title.en)}
    close = difflib.get_close_matches(head.casefold(), names, 1, 0.5)
    return names[close[0]] if close else None


def _places(column: Column, heads: Sequence[str]) -> list[int]:
    wanted = {column.title.zh.casefold(), column.title.en.casefold(), column.name}
    return [at for at, head in enumerate(heads) if head.casefold() in wanted]


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()[:CELL_MOST]


def _at(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


_BEHIND = re.compile(r"[（(]([^（）()]+)[）)]\s*$")
_APART = re.compile(r"[、，,;；\s]+")


def coded(row: Row, columns: Sequence[Column], choices: Choices) -> tuple[Row, list[Wrong]]:
    """The row with every choice as its code, and what is wrong with cells that are empty or name nothing."""
    made, wrong = dict(row), []
    for column in (one for one in columns if not one.told):
        value, known = row.get(column.name, ""), choices.get(column.name)
        if not value and column.required:
            wrong.append(Wrong(column.title, Refusal("field-missing", {"field": column.title})))
        if not value or known is None:
            continue
        found, refusal = _codes(value, known) if column.several else _code(value, known)
        if column.within and refusal:
            behind = _BEHIND.search(value)
            found, refusal = behind[1].strip() if behind else value, None
        made[column.name] = found
        wrong += [Wrong(column.title, refusal)] if refusal else []
    return made, wrong


def _codes(value: str, known: Mapping[str, Text]) -> tuple[str, Refusal | None]:
    """Several, one a line as exported, else apart by any sign that lists have."""
    codes = [_code(one, known) for one in value.splitlines() if one.strip()]
    if any(refusal for _, refusal in codes):
        codes = [_code(one, known) for one in _APART.split(value) if one]
    refusal = next((one for _, one in codes if one), None)
    return " ".join(dict.fromkeys(code for code, _ in codes)), refusal


def _code(value: str, known: Mapping[str, Text]) -> tuple[str, Refusal | None]:
    text = value.strip()
    behind = _BEHIND.search(text)
    if text in known:
        return text, None
    if behind and behind[1].strip() in known:
        return behind[1].strip(), None
    called = [code for code, title in known.items() if text.casefold() in (title.zh.casefold(), title.en.casefold())]
    if len(called) == 1:
        return called[0], None
    if called:
        return text, Refusal("several-called", {"what": text[:40], "codes": "、".join(called[:5])})
    return text, Refusal("not-known", {"what": text[:40]})


def day(row: Row, column: Column) -> date | Wrong | None:
    """A day as written; None for an empty cell."""
    value = row.get(column.name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        said: dict[str, str | Text] = {"field": column.title, "value": value[:40], "expected": "2026-01-31"}
        return Wrong(column.title, Refusal("field-invalid", said))
