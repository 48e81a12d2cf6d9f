"""Many at once from Excel: accounts by the system administrator, posts by the security administrator. All or nothing.

A sheet is read whole and judged row by row; with one bad row nothing is taken, and every bad row says what is wrong.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

from bihuan.app.administration import accounts, posts
from bihuan.app.administration.accounts import Known
from bihuan.app.district import District
from bihuan.app.imports.xlsx_small import table_of
from bihuan.app.journals import Act, note
from bihuan.app.people import SignIn, granted, record
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.store.registers import DatedPost, Registers

ROWS_MOST, BYTES_MOST = 2_000, 2_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet; its heading may be written in either language."""

    name: str
    title: Text
    example: str
    required: bool = True


ACCOUNTS = (
    Column("name", Text("登录名", "Sign-in name"), "chen.guilan"),
    Column("zh", Text("姓名", "Name"), "陈桂兰"),
    Column("en", Text("英文姓名", "Name in English"), "Chen Guilan", required=False),
    Column("outside", Text("统一身份认证标识", "Single sign-on id"), "", required=False),
)
POSTS = (
    Column("name", Text("登录名", "Sign-in name"), "chen.guilan"),
    Column("duty", Text("职责", "Duty"), ""),
    Column("unit", Text("单位", "Unit"), ""),
    Column("areas", Text("区域", "Areas"), "", required=False),
    Column("since", Text("开始日期", "From"), "2026-01-01"),
    Column("until", Text("截止日期", "Until"), "", required=False),
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one row; row 0 is the file itself."""

    row: int
    column: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: how many rows, and for accounts the passwords drawn, shown once."""

    rows: int
    passwords: Sequence[tuple[str, str]] = ()


Row = Mapping[str, str]


def template(columns: Sequence[Column], choices: Mapping[str, Mapping[str, Text]], language: Language) -> bytes:
    """The empty sheet with its headings, one example, and on a second sheet every code that may be written."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    sheet = book.add_worksheet("1")
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 22, text)
        sheet.write_string(0, index, column.title.in_(language), bold)
        first = next(iter(choices.get(column.name, {})), column.example)
        sheet.write_string(1, index, first, text)
        if column.name in choices:
            _codes(book, sheet, index, column, choices[column.name], language)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _codes(
    book: object, sheet: object, index: int, column: Column, choices: Mapping[str, Text], language: Language
) -> None:
    """A sheet that lists the codes of a column, which the column then offers."""
    name = f"codes{index}"
    listed = book.add_worksheet(name)  # type: ignore[attr-defined]
    listed.set_column(0, 1, 30)
    for row, (code, title) in enumerate(choices.items()):
        listed.write_string(row, 0, code)
        listed.write_string(row, 1, title.in_(language))
    rule = {"validate": "list", "source": f"={name}!$A$1:$A${max(len(choices), 1)}"}
    sheet.data_validation(1, index, ROWS_MOST, index, rule)  # type: ignore[attr-defined]


def rows_of(data: bytes, columns: Sequence[Column]) -> Sequence[Row] | Sequence[Wrong]:
    """The rows of the first sheet, as text by column; or what is wrong with the file or its headings."""
    if len(data) > BYTES_MOST:
        return [_file("文件超过 2 MB。", "The file is larger than 2 MB.")]
    if (held := table_of(data, ROWS_MOST + 2)) is None:
        return [_file("不是可以读取的 Excel 文件（.xlsx）。", "This is no Excel file that can be read (.xlsx).")]
    table = [[_cell(value) for value in row] for row in held.rows]
    heads = table[0] if table else []
    places = {column.name: _place(column, heads) for column in columns}
    missing = [column for column in columns if column.required and places[column.name] is None]
    if missing:
        return [Wrong(1, one.title, Text("缺少这一列。", "This column is missing.")) for one in missing]
    if len(table) > ROWS_MOST + 1:
        return [_file(f"一次最多 {ROWS_MOST} 行。", f"At most {ROWS_MOST} rows at a time.")]
    found = [{name: _at(row, place) for name, place in places.items()} for row in table[1:]]
    return found if any(any(row.values()) for row in found) else [_file("没有数据行。", "There are no rows.")]


def _file(zh: str, en: str) -> Wrong:
    return Wrong(0, Text("文件", "File"), Text(zh, en))


def _cell(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _place(column: Column, heads: Sequence[str]) -> int | None:
    wanted = {column.title.zh.casefold(), column.title.en.casefold(), column.name}
    return next((index for index, head in enumerate(heads) if head.casefold() in wanted), None)


def _at(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def import_accounts(district: District, by: str, data: bytes) -> Taken | Sequence[Wrong]:
    """Accounts without posts, each with a drawn password."""
    rows = rows_of(data, ACCOUNTS)
    if bad := [one for one in rows if isinstance(one, Wrong)]:
        return bad
    taken = {name.casefold() for name in SignIn.objects.values_list("name", flat=True)}
    outside = set(SignIn.objects.exclude(outside=None).values_list("outside", flat=True))
    wrong: list[Wrong] = []
    for number, row in _filled(rows):
        title = Text(row["zh"], row["en"] or row["zh"])
        if refusal := accounts.unfit(row["name"], title):
            wrong.append(_said(number, ACCOUNTS[0], refusal))
        for value, seen, column in ((row["name"].casefold(), taken, 0), (row["outside"], outside, 3)):
            if value and value in seen:
                wrong.append(_said(number, ACCOUNTS[column], Refusal("name-taken", {"name": value})))
            seen.add(value)
    if wrong:
        return wrong
    passwords = []
    for _, row in _filled(rows):
        title = Text(row["zh"], row["en"] or row["zh"])
        opened = accounts.open_for(district, by, row["name"], title, row["outside"])
        if not isinstance(opened, Refusal):
            passwords.append((row["name"], opened.password))
    note(district, Act(actor=by, kind="accounts.imported", about=by, detail={"rows": str(len(passwords))}))
    return Taken(len(passwords), passwords)


def import_posts(district: District, by: str, data: bytes) -> Taken | Sequence[Wrong]:
    """Posts for accounts that exist, in one transaction."""
    rows = rows_of(data, POSTS)
    if bad := [one for one in rows if isinstance(one, Wrong)]:
        return bad
    known = {one.name.casefold(): one for one in accounts.accounts(district) if one.name}
    given: list[DatedPost] = []
    wrong: list[Wrong] = []
    for number, row in _filled(rows):
        found = _post(row, known.get(row["name"].casefold()))
        if isinstance(found, DatedPost):
            earlier = [one for one in given if one.account == found.account]
            refusals = list(posts.unfit(district, by, known[row["name"].casefold()], found))
            if clash := posts.apart(earlier, found):
                refusals.append(clash)
            wrong += [_said(number, POSTS[1], refusal) for refusal in refusals]
            given.append(found)
        else:
            wrong.append(_said(number, *found))
    if wrong:
        return wrong
    record(district, Registers(posts=given), [granted(by, one) for one in given])
    return Taken(len(given))


def _post(row: Row, whose: Known | None) -> DatedPost | tuple[Column, Refusal]:
    if whose is None:
        return POSTS[0], Refusal("not-known", {"what": row["name"]})
    days: dict[str, date | None] = {}
    for column in (POSTS[4], POSTS[5]):
        try:
            days[column.name] = date.fromisoformat(row[column.name]) if row[column.name] else None
        except ValueError:
            said: dict[str, str | Text] = {"field": column.title, "value": row[column.name], "expected": "2026-01-31"}
            return column, Refusal("field-invalid", said)
    since = days["since"]
    if since is None:
        return POSTS[4], Refusal("field-missing", {"field": POSTS[4].title})
    return posts.post(whose.id, row["duty"], row["unit"], row["areas"], since, days["until"])


def _filled(rows: Sequence[Row | Wrong]) -> list[tuple[int, Row]]:
    """Rows that hold something, with their number in the sheet."""
    return [(n, row) for n, row in enumerate(rows, 2) if isinstance(row, Mapping) and any(row.values())]


def _said(number: int, column: Column, refusal: Refusal) -> Wrong:
    zh, en = refusal.message("zh") + refusal.hint("zh"), f"{refusal.message('en')} {refusal.hint('en')}"
    return Wrong(number, column.title, Text(zh, en))


Import = Callable[[District, str, bytes], Taken | Sequence[Wrong]]
