"""The ledger as an Excel file in the layout of the offices: real numbers and moments, a head that stays, a set-up for
printing, and, for whoever may remind and supervise, columns to fill in beside cells that are locked without a password.

Only strings, numbers and moments are written, never a formula, whatever somebody typed into a case. What comes back is
read by `ledger_back`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bihuan.app import ledger_marks
from bihuan.app.ledger import Row
from bihuan.app.ledger_columns import FILLED_IN, SERIAL, Amount, Column, Named, Value
from bihuan.app.ledger_marks import Mark, Marks
from bihuan.app.overseeing import LEVELS, REASON_MOST, YES
from bihuan.core.amounts import amount_text
from bihuan.core.text import Language, Text

EXACT = 10**15
"""From here on a sheet's number would be rounded: the amount is written as words."""
FIRST_YEAR = 1900
"""A sheet knows no day before: it is written as words."""
TITLE = Text("事项督办台账", "Ledger of cases under supervision")
PLAIN = Text("事项台账", "Ledger of cases")
INVENTED = Text("（演示数据，事项均为虚构）", " (demonstration: made-up matters)")
SHEET = Text("台账", "Ledger")
ABOUT = Text(
    "单位：{unit}　日期：{day}　范围：{range}　件数：{cases}",
    "Unit: {unit}   Date: {day}   Range: {range}   Cases: {cases}",
)
PAGES = Text("第 &P 页，共 &N 页", "Page &P of &N")
LOCKED = Text(
    "白格锁定，只填右边黄色的格子；撤销保护不需要密码。",
    "White cells are locked; fill in the yellow ones on the right. Protection has no password.",
)
ASKS = (
    Text("选“是”即催办；不办的留空。", "Choose yes to remind; leave the others blank."),
    Text("选督办级别；不督办的留空。", "Choose a level; leave blank for none."),
    Text("给同事看的理由，可以不填。", "A reason for colleagues; may be left out."),
)
WRONG = Text("请从下拉列表里选，或留空。", "Choose from the list, or leave it blank.")
LONG = Text(f"理由最多 {REASON_MOST} 字。", f"A reason has at most {REASON_MOST} characters.")
HEAD = 2
"""Row of the heads, from 0."""
A4 = 9
MOMENT, DAY = "yyyy-mm-dd hh:mm", "yyyy-mm-dd"
ALLOWED = ("autofilter", "sort", "format_columns", "format_rows")
"""What may be done with a sheet whose cells are locked."""
FILL_WIDTHS = (8, 14, 28)


def written(
    rows: Iterable[Row], columns: Sequence[Column], zone: ZoneInfo, language: Language, about: dict[str, str],
    *, made: datetime, programme: str = "", invented: bool = False, fill: bool = True,
) -> bytes:
    """The file. `about` gives unit, day and range; `made`: now; `programme`: whose own columns are among these;
    `invented`: the cases are those of a demonstration; `fill`: with the columns to fill in."""
    out, held = io.BytesIO(), list(rows)
    font = {"font_name": "宋体" if language == "zh" else "Calibri", "font_size": 11}
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {**options, "default_format_properties": font})
    sheet, shapes = book.add_worksheet(SHEET.in_(language)), _Shapes(book)
    filled = FILLED_IN if fill else ()
    heads = [SERIAL, *(one.title for one in columns), *filled]
    called = (TITLE if fill else PLAIN).in_(language) + (INVENTED.in_(language) if invented else "")
    for at, width in enumerate((6, *(one.width for one in columns), *FILL_WIDTHS[: len(filled)])):
        sheet.set_column(at, at, width)
    _print_set_up(sheet, called if invented else "", language)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, called, shapes.title)
    for at in range(1, len(heads)):
        sheet.write_blank(0, at, None, shapes.title)
    said = ABOUT.in_(language, {**about, "cases": len(held)})
    sheet.write_string(1, 0, f"{said}　{LOCKED.in_(language)}" if fill else said)
    for at, title in enumerate(heads):
        sheet.write_string(HEAD, at, title.in_(language), shapes.head)
    for n, row in enumerate(held, 1):
        sheet.write_number(HEAD + n, 0, n, shapes.cell)
        for at, value in enumerate(row.values, 1):
            _write(sheet, HEAD + n, at, value, zone, language, shapes)
        for back in range(1, len(filled) + 1):
            sheet.write_blank(HEAD + n, len(heads) - back, None, shapes.open)
    sheet.freeze_panes(HEAD + 1, 2)
    sheet.autofilter(HEAD, 0, HEAD + len(held), len(heads) - 1)
    if fill:
        _guard(sheet, len(heads), len(held), language)
    seen = {
        row.number: Mark(row.n, ledger_marks.hash_of(made, [as_held(one, zone, language) for one in row.values]))
        for row in held
    }
    ids = tuple(one.id for one in columns)
    ledger_marks.write(book, Marks(language=language, made=made, programme=programme, columns=ids, seen=seen))
    book.close()
    return out.getvalue()


def _print_set_up(sheet: Worksheet, over: str, language: Language) -> None:
    """A4 across, as wide as one page, the heads on each, pages counted at the foot."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(HEAD)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&C{PAGES.in_(language)}")
    if over:
        sheet.set_header(f"&C{over}")


def _guard(sheet: Worksheet, width: int, rows: int, language: Language) -> None:
    """Locked but for the columns to fill in, which offer words to choose from. No password: it guards from slips."""
    sheet.protect("", dict.fromkeys(ALLOWED, True))
    if not rows:
        return
    choices: tuple[dict[str, Any], ...] = (
        {"validate": "list", "source": [YES.in_(language)], "error_message": WRONG.in_(language)},
        {"validate": "list", "source": [one.in_(language) for one in LEVELS.values()],
         "error_message": WRONG.in_(language)},
        {"validate": "length", "criteria": "<=", "value": REASON_MOST, "error_message": LONG.in_(language)},
    )  # fmt: skip
    for n, (one, says) in enumerate(zip(choices, ASKS, strict=True)):
        at = width - len(choices) + n
        told = {"input_title": FILLED_IN[n].in_(language), "input_message": says.in_(language)}
        sheet.data_validation(HEAD + 1, at, HEAD + rows, at, {**one, **told})


def _write(
    sheet: Worksheet, row: int, at: int, value: Value, zone: ZoneInfo, language: Language, shapes: _Shapes
) -> None:
    match value:
        case datetime() if value.year >= FIRST_YEAR:
            sheet.write_datetime(row, at, local(value, zone), shapes.moment)
        case date() if value.year >= FIRST_YEAR:
            sheet.write_datetime(row, at, value, shapes.day)
        case Amount() if abs(value.value) < EXACT:
            sheet.write_number(row, at, value.value / 10**value.decimals, shapes.amount(value, language))
        case int():
            sheet.write_number(row, at, value, shapes.cell)
        case None:
            sheet.write_blank(row, at, None, shapes.cell)
        case _:
            sheet.write_string(row, at, str(plain(value, zone, language)), shapes.cell)


class _Shapes:
    """How cells look: one format for each kind, and one for each currency or measure."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book, self.made = book, dict[str, Format]()
        cell = {"border": 1, "text_wrap": True, "valign": "vcenter"}
        self.title = book.add_format({"bold": True, "font_size": 18, "align": "center_across", "valign": "vcenter"})
        self.head = book.add_format({**cell, "bold": True, "bg_color": "#EDEDED", "align": "center"})
        self.cell, self.open = book.add_format(cell), book.add_format({**cell, "bg_color": "#FFF8DC", "locked": False})
        self.moment = book.add_format({**cell, "num_format": MOMENT, "align": "left"})
        self.day = book.add_format({**cell, "num_format": DAY, "align": "left"})

    def amount(self, amount: Amount, language: Language) -> Format:
        """A number with its currency or measure behind it."""
        behind = "".join(one for one in amount.unit.in_(language) if one not in '"\\')
        shape = "#,##0" + ("." + "0" * amount.decimals if amount.decimals else "") + (f'" {behind}"' if behind else "")
        if shape not in self.made:
            self.made[shape] = self.book.add_format({"border": 1, "valign": "vcenter", "num_format": shape})
        return self.made[shape]


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """A moment as the clock on the wall says it, to the second: what a sheet can hold exactly."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def as_held(value: Value, zone: ZoneInfo, language: Language) -> str:
    """What a sheet holds of a value, as `as_read` gives it back from the cell."""
    match value:
        case datetime() if value.year >= FIRST_YEAR:
            return as_read(local(value, zone))
        case Amount() if abs(value.value) < EXACT:
            return as_read(value.value / 10**value.decimals)
        case _:
            return as_read(plain(value, zone, language))


def as_read(cell: object) -> str:
    """The text of a cell by which it is compared: seconds rounded, numbers as short as they can be told."""
    match cell:
        case datetime():
            moment = (cell + timedelta(microseconds=500_000)).replace(microsecond=0)
            return moment.isoformat(" ").removesuffix(" 00:00:00")
        case date():
            return cell.isoformat()
        case float() | int() if not isinstance(cell, bool):
            return f"{cell:.15g}"
        case _:
            return "\n".join(str(cell).replace("\r\n", "\n").split("\r")).strip()


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
