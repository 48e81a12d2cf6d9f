"""Which column of a register's sheet is which: headings found, or everything that is wrong with them. Reads no entry.

The headings are those that `sheet` writes, in Chinese or English. What stands above them (the title that offices put
over a table) is passed over, if the headings come within the first rows exactly as they are; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bihuan.app.imports.problems import Problem, nearest
from bihuan.app.imports.raw import Layout, Limits, Table
from bihuan.app.imports.tables import open_table
from bihuan.app.registers.rows import Columns
from bihuan.app.registers.sheet import KEY_, Heading, headings
from bihuan.core.registers import KeyCheck, Register
from bihuan.core.text import Language, Text

TITLES_MOST = 4
"""Rows that may stand above the headings."""
SEPARATORS = (";", "\t")
"""What spreadsheets put between the cells of a CSV file besides a comma."""
VERDICTS = frozenset({"verdict", "status", "result", "结论", "判定", "核对结果", "computed verdict"})
"""Headings under which people type what only computing can say."""
ROW_SENT = Text("原表行号（导入时不读）", "Row sent (not read)")
TO_MEND = Text("要改的地方（导入时不读）", "To be mended (not read)")
UNREAD = frozenset({ROW_SENT.zh, ROW_SENT.en, TO_MEND.zh, TO_MEND.en})
"""Headings of a marked sheet that are no columns of the register."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The open table, how it was opened, and where each column stands."""

    table: Table
    layout: Layout
    columns: Columns


def opened(path: Path, form: Register) -> Opened | tuple[Problem, ...]:
    """The file with its columns found; or all that is wrong with its headings."""
    layout = Layout()
    table = open_table(path, layout, Limits())
    if isinstance(table, Problem):
        return (table,)
    known = headings(form, tuple(form.fields.values()))
    if not _all_there(table.header, form, known):
        table, layout = _otherwise(path, form, known, table)
    columns = _columns(table, form, known, path.name)
    if isinstance(columns, Columns):
        return Opened(table, layout, columns)
    table.close()
    return columns


def language_of(table: Table, columns: Columns) -> Language:
    """In which language the headings are."""
    return "zh" if {title.zh for title in columns.titles.values()} & set(_heads(table.header)) else "en"


def _otherwise(path: Path, form: Register, known: Sequence[Heading], first: Table) -> tuple[Table, Layout]:
    """The table with its headings in a lower row or its cells divided otherwise, if all that are needed are there."""
    lower = [Layout(header_row=row) for row in range(2, 2 + TITLES_MOST)]
    divided = [Layout(delimiter=one) for one in SEPARATORS if path.suffix.lower() == ".csv"]
    for layout in (*divided, *lower):
        table = open_table(path, layout, Limits())
        if isinstance(table, Problem):
            continue
        if _all_there(table.header, form, known):
            first.close()
            return table, layout
        table.close()
    return first, Layout()


def _heads(header: Sequence[str]) -> list[str]:
    return [one.strip().lstrip("\ufeff") for one in header]


def _needed(form: Register, known: Sequence[Heading]) -> list[Heading]:
    """Columns without which no row could be taken."""
    needed = {one.id for one in form.fields.values() if one.required}
    needed |= set() if form.key.check is KeyCheck.OWN else {KEY_}
    return [one for one in known if one.name in needed]


def _all_there(header: Sequence[str], form: Register, known: Sequence[Heading]) -> bool:
    heads = set(_heads(header))
    return all({one.title.zh, one.title.en} & heads for one in _needed(form, known)) and any(
        {one.title.zh, one.title.en} & heads for one in known
    )


def _columns(table: Table, form: Register, known: Sequence[Heading], name: str) -> Columns | tuple[Problem, ...]:
    """Where each column stands; every heading has to be known, and what an entry must have has to be there."""
    names = {title: one.name for one in known for title in (one.title.zh, one.title.en)}
    heads = _heads(table.header)
    problems = [*_twice(heads, name), *_unknown(heads, form, known, name)]
    taken = {names[head]: at for at, head in enumerate(heads) if head in names}
    free = [head for head in heads if head and head not in names]
    for one in _needed(form, known):
        if one.name not in taken:
            detail = {"column": one.title.zh, "field": one.title.en, "near": nearest(one.title.zh, free)}
            problems.append(Problem("register-column-missing", name, detail))
    for mark in table.header_marks.values():
        if mark.code == "cell-merged":
            problems.append(Problem("header-merged", name, mark.detail))
    titles = {one.name: one.title for one in known}
    return tuple(problems) if problems else Columns(taken, titles, table.facts.encoding)


def _twice(heads: Sequence[str], name: str) -> Iterator[Problem]:
    for head in dict.fromkeys(head for head in heads if head and heads.count(head) > 1):
        positions = "、".join(str(at + 1) for at, other in enumerate(heads) if other == head)
        yield Problem("column-twice", name, {"column": head, "positions": positions})


def _unknown(heads: Sequence[str], form: Register, known: Sequence[Heading], name: str) -> Iterator[Problem]:
    """Headings that are none of the register, each with the nearest of those that the file does not have."""
    left = [one for one in known if not {one.title.zh, one.title.en} & set(heads)]
    missing: Mapping[str, str] = _listed(left)
    for head in heads:
        if form.claims is not None and head.casefold() in VERDICTS:
            yield Problem("verdict-column", name, {"column": head})
        elif head and head not in UNREAD and head not in _titles(known):
            detail = {"column": head, "near": nearest(head, list(_titles(left))), **missing}
            yield Problem("register-column-unknown", name, detail)
            missing = {"left_zh": "见上", "left_en": "see above"}


def _titles(known: Sequence[Heading]) -> Collection[str]:
    return [title for one in known for title in (one.title.zh, one.title.en)]


def _listed(left: Sequence[Heading]) -> Mapping[str, str]:
    return {
        "left_zh": "、".join(one.title.zh for one in left) or "没有了",
        "left_en": ", ".join(one.title.en for one in left) or "none",
    }
