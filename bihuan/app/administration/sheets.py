"""Many at once from Excel, looked through before anything is done: what each row would do, and what is wrong with it.

A sheet comes, is judged row by row and shown; then the good rows are taken, on the word of whoever sent it, judged once
more as things stand then. What each kind of sheet means stands beside it (`place_sheets`, `people_sheets`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bihuan.app.administration.tables import CELL_MOST, ROWS_MOST, Choices, Column, Row, Wrong, coded, read, written
from bihuan.app.district import District
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text


class Does(StrEnum):
    """What a row does."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    """Nothing: it stands so already."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row, as judged. `wrong`: then it does nothing."""

    number: int
    """In the file, the headings being row 1."""
    row: Row
    does: Does = Does.NEW
    wrong: tuple[Wrong, ...] = ()

    def refused(self, column: Column, why: Refusal) -> Line:
        """The same with one thing more that is wrong."""
        return replace(self, wrong=(*self.wrong, Wrong(column.title, why)))


@dataclass(frozen=True, slots=True)
class Password:
    """What is drawn for one person, shown once and kept nowhere."""

    name: str
    title: Text
    password: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done."""

    new: int
    changed: int
    left: Sequence[Line] = ()
    """Rows that were not taken, and why."""
    passwords: Sequence[Password] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One kind of sheet."""

    id: str
    title: Text
    columns: tuple[Column, ...]
    choices: Callable[[District], Choices]
    rows: Callable[[District], Sequence[Row]]
    """All that stands now, as the export writes it."""
    judge: Callable[[District, str, Sequence[Line]], Sequence[Line]]
    """The lines with what they would do; `by` whom."""
    carry: Callable[[District, str, Sequence[Line]], Sequence[Password]]
    """Do the good lines. They were judged a moment before."""
    passwords: bool = field(default=False)


def exported(sheet: Sheet, district: District, language: Language, *, empty: bool = False) -> bytes:
    """The file with everything that stands; `empty`: the same to fill in."""
    return written(sheet.columns, sheet.choices(district), () if empty else sheet.rows(district), language)


def plan(sheet: Sheet, district: District, by: str, data: bytes) -> Sequence[Line] | tuple[Refusal, ...]:
    """What a file would do, row by row; or everything that is wrong with the file as a whole."""
    rows = read(data, sheet.columns)
    if rows and isinstance(rows[0], Refusal):
        return tuple(one for one in rows if isinstance(one, Refusal))
    choices = sheet.choices(district)
    lines = []
    for number, row in (one for one in rows if not isinstance(one, Refusal)):
        made, wrong = coded(row, sheet.columns, choices)
        lines.append(Line(number, made, Does.NEW, tuple(wrong)))
    return sheet.judge(district, by, lines)


def take(sheet: Sheet, district: District, by: str, rows: str) -> Taken | Refusal:
    """Do the good rows of a file that was looked through; `rows` as `carried` wrote them. Judged once more."""
    lines = _lines(sheet, district, rows)
    if lines is None:
        return Refusal("sheet-unreadable", {})
    judged = sheet.judge(district, by, lines)
    good = [one for one in judged if not one.wrong and one.does is not Does.SAME]
    passwords = sheet.carry(district, by, good) if good else ()
    new = sum(one.does is Does.NEW for one in good)
    return Taken(new, len(good) - new, [one for one in judged if one.wrong], passwords)


def carried(lines: Sequence[Line]) -> str:
    """The good rows, for the page that asks whether to take them."""
    return json.dumps([[one.number, dict(one.row)] for one in lines if not one.wrong], ensure_ascii=False)


def _lines(sheet: Sheet, district: District, rows: str) -> list[Line] | None:
    """Whatever a page sends back is a row of this sheet, or nothing."""
    names, choices = [one.name for one in sheet.columns if not one.told], sheet.choices(district)
    try:
        found = json.loads(rows)
        if not isinstance(found, list) or not 0 < len(found) <= ROWS_MOST:
            return None
        lines = []
        for number, row in found:
            made, wrong = coded(
                {name: str(row.get(name, ""))[:CELL_MOST].strip() for name in names}, sheet.columns, choices
            )
            lines.append(Line(int(number), made, Does.NEW, tuple(wrong)))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return lines


def twice(lines: Sequence[Line], key: Callable[[Row], tuple[str, ...]], column: Column) -> list[Line]:
    """The lines, each refused that stands in the file a second time and would do something."""
    first: dict[tuple[str, ...], int] = {}
    found = []
    for line in lines:
        at = first.setdefault(key(line.row), line.number)
        again = at != line.number and all(key(line.row)[:1]) and line.does is not Does.SAME
        found.append(line.refused(column, Refusal("row-twice", {"row": str(at)})) if again else line)
    return found


def settled(
    lines: Sequence[Line], known: Mapping[str, object], own: str, above: str, column: Column
) -> list[Line]:
    """The lines, each refused whose `above` is neither known nor a good line of the file, until no more falls."""
    found = list(lines)
    while True:
        there = {*known, *(one.row[own] for one in found if not one.wrong)}
        after = [
            one.refused(column, Refusal("not-known", {"what": one.row[above]}))
            if not one.wrong and one.row[above] and one.row[above] not in there else one
            for one in found
        ]  # fmt: skip
        if after == found:
            return found
        found = after


def round_about(
    lines: Sequence[Line], known: Mapping[str, str | None], own: str, above: str, column: Column
) -> list[Line]:
    """The lines, each refused that would lie, over others, in itself. `known`: what each lies in now."""
    after = {**known, **{one.row[own]: one.row[above] or None for one in lines if not one.wrong}}
    return [
        one.refused(column, Refusal("circle", {"what": one.row[above]}))
        if not one.wrong and _in_itself(one.row[own], after) else one
        for one in lines
    ]  # fmt: skip


def _in_itself(id: str, above: Mapping[str, str | None]) -> bool:
    seen, at = set(), above.get(id)
    while at is not None and at not in seen:
        if at == id:
            return True
        seen.add(at)
        at = above.get(at)
    return False
