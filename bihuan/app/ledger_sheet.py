"""The ledger as an Excel file in the layout of the offices, and the file back: two columns to fill in, checked whole.

Only strings and numbers are written, never a formula, whatever somebody typed into a case.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format

from bihuan.app.imports.xlsx_small import table_of
from bihuan.app.ledger import ROWS_MOST, Row
from bihuan.app.ledger_columns import (
    BY_ID,
    COLUMNS,
    FILLED_IN,
    LEVEL,
    REASON,
    REMIND,
    SERIAL,
    Amount,
    Column,
    Named,
    Value,
)
from bihuan.app.overseeing import Answer, Wish
from bihuan.core.amounts import amount_text
from bihuan.core.text import Language, Text

BYTES_MOST = 5_000_000
EXACT = 10**15
"""From here on a sheet's number would be rounded: the amount is written as words."""
TITLE = Text("事项督办台账", "Ledger of cases under supervision")
PLAIN = Text("事项台账", "Ledger of cases")
INVENTED = Text("（演示数据，事项均为虚构）", " (demonstration: made-up matters)")
ABOUT = Text(
    "单位：{unit}　日期：{day}　范围：{range}　列数：{columns}",
    "Unit: {unit}   Date: {day}   Range: {range}   Columns: {columns}",
)
COUNTED = re.compile(r"(?:列数：|Columns: )(\d+)")
HEAD = 2
"""Row of the heads, from 0."""
YES = frozenset({"是", "催办", "1", "y", "yes", "√", "✓", "x"})
LEVELS = {"1": 1, "2": 2, "3": 3, "一": 1, "二": 2, "三": 3, "一级": 1, "二级": 2, "三级": 3}


def written(
    rows: Iterable[Row], columns: Sequence[Column], zone: ZoneInfo, language: Language, about: dict[str, str],
    *, invented: bool = False, fill: bool = True,
) -> bytes:
    """The file. `about` gives unit, day and range; `invented`: the cases are those of a demonstration; `fill`: with
    the columns to fill in, for whoever may remind and supervise."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("1")
    big = book.add_format({"bold": True, "font_size": 18})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED", "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    open_ = book.add_format({"border": 1, "bg_color": "#FFF8DC"})
    money = _Formats(book)
    filled = FILLED_IN if fill else ()
    heads = [SERIAL, *(one.title for one in columns), *filled]
    for at, width in enumerate((6, *(one.width for one in columns), *(8, 12, 24)[: len(filled)])):
        sheet.set_column(at, at, width)
    called = (TITLE if fill else PLAIN).in_(language) + (INVENTED.in_(language) if invented else "")
    sheet.write_string(0, 0, called, big)
    if invented:
        sheet.set_header(f"&C{called}")
    sheet.write_string(1, 0, ABOUT.in_(language, {**about, "columns": len(heads)}))
    for at, title in enumerate(heads):
        sheet.write_string(HEAD, at, title.in_(language), head)
    for n, row in enumerate(rows, 1):
        sheet.write_number(HEAD + n, 0, n, cell)
        for at, value in enumerate(row.values, 1):
            shown = plain(value, zone, language)
            if isinstance(value, Amount) and abs(value.value) < EXACT:
                said = money.get(value, language)
                sheet.write_number(HEAD + n, at, value.value / 10**value.decimals, said)
            elif isinstance(shown, int):
                sheet.write_number(HEAD + n, at, shown, cell)
            else:
                sheet.write_string(HEAD + n, at, shown, cell)
        for back in range(1, len(filled) + 1):
            sheet.write_blank(HEAD + n, len(heads) - back, None, open_)
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.set_landscape()
    sheet.repeat_rows(HEAD)
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


class _Formats:
    """How amounts are written: a number with its currency or measure behind it, one format for each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book, self.made = book, dict[str, Format]()

    def get(self, amount: Amount, language: Language) -> Format:
        behind = "".join(one for one in amount.unit.in_(language) if one not in '"\\')
        shape = "#,##0" + ("." + "0" * amount.decimals if amount.decimals else "") + (f'" {behind}"' if behind else "")
        if shape not in self.made:
            self.made[shape] = self.book.add_format({"border": 1, "valign": "vcenter", "num_format": shape})
        return self.made[shape]


def plain(value: Value, zone: ZoneInfo, language: Language) -> str | int:
    """A value as people read it."""
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Amount):
        return f"{amount_text(value.value, value.decimals, grouped=True)} {value.unit.in_(language)}".strip()
    if isinstance(value, Named):
        return f"{value.title}（{value.code}）" if language == "zh" else f"{value.title} ({value.code})"
    return "" if value is None else value


def read(data: bytes, more: Iterable[Text] = ()) -> tuple[tuple[Wish, ...], tuple[Answer, ...]] | Text:
    """What was filled in, and rows that cannot be read; or why the whole file is refused. `more` are heads of columns
    that packs declare."""
    if len(data) > BYTES_MOST:
        return Text("文件超过 5 MB。", "The file is larger than 5 MB.")
    if (held := table_of(data, ROWS_MOST + 100, skip=False)) is None:
        return Text("不是可以读取的 Excel 文件（.xlsx）。", "This is no Excel file that can be read (.xlsx).")
    if held.merged:
        return Text("表中有合并单元格，请取消合并后再上传。", "There are merged cells. Unmerge them and upload again.")
    table = [[_typed(one) for one in row] for row in held.rows]
    places = _places(table, tuple(more))
    if isinstance(places, Text):
        return places
    if len(table) > HEAD + 1 + ROWS_MOST:
        return Text(f"一次最多 {ROWS_MOST} 行。", f"At most {ROWS_MOST} rows at a time.")
    return _wishes(table, places)


def _typed(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _places(table: Sequence[Sequence[str]], more: tuple[Text, ...]) -> tuple[int, int, int, int] | Text:
    """Where number, reminder, level and reason stand; or which head is wrong."""
    heads = [one for one in table[HEAD] if one] if len(table) > HEAD else []
    every = (SERIAL, *FILLED_IN, *(c.title for c in COLUMNS), *more)
    known = {title for one in every for title in (one.zh, one.en)}
    for head in heads:
        if head not in known or heads.count(head) > 1:
            zh = f"第 {HEAD + 1} 行的列名“{head}”不是导出时的列名，或重复。请使用导出的原表。"
            return Text(zh, f"The head “{head}” in row {HEAD + 1} is none of the export, or stands twice.")
    for needed in (BY_ID["number"].title, *FILLED_IN):
        if needed.zh not in heads and needed.en not in heads:
            return Text(f"缺少“{needed.zh}”列。请使用导出的原表。", f"The column “{needed.en}” is missing.")
    counted = COUNTED.search(" ".join(table[1]))
    if counted is None or int(counted[1]) != len(heads):
        zh = "列数与导出时不一致，或第 2 行被改动。请使用导出的原表。"
        return Text(zh, "There are other columns than in the export, or row 2 was changed. Use the exported file.")
    number, remind, level, reason = (
        next(at for at, head in enumerate(table[HEAD]) if head in (one.zh, one.en))
        for one in (BY_ID["number"].title, *FILLED_IN)
    )
    return number, remind, level, reason


def _wishes(
    table: Sequence[Sequence[str]], places: tuple[int, int, int, int]
) -> tuple[tuple[Wish, ...], tuple[Answer, ...]]:
    wishes: list[Wish] = []
    wrong: list[Answer] = []
    seen: set[str] = set()
    for row, cells in enumerate(table[HEAD + 1 :], HEAD + 2):
        number, remind, level, reason = (cells[at] for at in places)
        if not remind and not level:
            if reason:
                why = Text("只填了理由，没有填催办或督办级别。", "A reason, but neither reminder nor level.")
                wrong.append(Answer(row, number, REASON, why))
            continue
        if number in seen:
            why = Text(
                "同一编号在表中出现两次，只办第一行。", "Stands twice; only the first row was taken."
            )
            wrong.append(Answer(row, number, REMIND, why))
            continue
        seen.add(number)
        if remind and remind.casefold() in YES:
            wishes.append(Wish(row, number, None, reason))
        elif remind:
            why = Text(f"“催办”只能填“是”，现为“{remind}”。", f"Write “yes” to remind, not “{remind}”.")
            wrong.append(Answer(row, number, REMIND, why))
        if level in LEVELS:
            wishes.append(Wish(row, number, LEVELS[level], reason))
        elif level:
            why = Text(f"“督办级别”只能填 1、2、3，现为“{level}”。", f"The level is 1, 2 or 3, not “{level}”.")
            wrong.append(Answer(row, number, LEVEL, why))
    return tuple(wishes), tuple(wrong)


def request_of(data: bytes, account: str) -> str:
    """The same file from the same person is the same request, so that sending it twice does nothing twice."""
    return hashlib.sha256(account.encode() + b"\0" + data).hexdigest()[:32]


def refused(rows: Sequence[tuple[str, str, str]], language: Language) -> bytes:
    """The rows that were refused, with reasons, to be kept."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("1")
    heads = (BY_ID["number"].title, Text("办理", "Step"), Text("原因", "Reason"))
    for at, title in enumerate(heads):
        sheet.set_column(at, at, (24, 16, 80)[at])
        sheet.write_string(0, at, title.in_(language))
    for n, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            sheet.write_string(n, at, value)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
