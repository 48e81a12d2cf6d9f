"""A roster of some days as an Excel file: the sums of each unit, and every turn. Strings and numbers only."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import xlsxwriter

from bihuan.app.ledger_sheet import INVENTED
from bihuan.app.turns import Turn, by_unit
from bihuan.core.commands import Unit
from bihuan.core.text import Language, Text

UNITS, TURNS = Text("按单位", "By unit"), Text("每一班", "Every turn")
SUMS = (Text("单位", "Unit"), Text("班次", "Turns"), Text("应值守（分钟）", "Required (min)"),
        Text("在岗（分钟）", "Present (min)"), Text("空岗（分钟）", "Unmanned (min)"),
        Text("无人到岗的班次", "Turns nobody took"))  # fmt: skip
EACH = (Text("编号", "Case number"), Text("单位", "Unit"), Text("应到", "From"), Text("应至", "Until"),
        Text("到岗", "Came"), Text("离岗", "Left"), Text("空岗（分钟）", "Unmanned (min)"))  # fmt: skip
NO_UNIT = Text("未派单位", "no unit yet")
Line = tuple[str | int, ...]


def sheet(turns: Sequence[Turn], units: Mapping[str, Unit], zone: ZoneInfo, now: datetime, language: Language) -> bytes:
    """The file."""

    def called(unit: str) -> str:
        return units[unit].title.in_(language) if unit in units else unit or NO_UNIT.in_(language)

    def moment(at: datetime | None) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at is not None else ""

    sums: list[Line] = [
        (called(one.unit), one.turns, one.required, one.present, one.gap, one.nobody) for one in by_unit(turns, now)
    ]
    each: list[Line] = [
        (
            one.line.case.number,
            called(one.line.case.lead.unit if one.line.case.lead else ""),
            moment(one.required.start),
            moment(one.required.end),
            moment(one.present.start if one.present else None),
            moment(one.line.case.moments.get("finish") if one.present else None),
            one.gap,
        )
        for one in turns
    ]
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    bold = workbook.add_format({"bold": True, "border": 1, "bg_color": "#EDEDED", "text_wrap": True})
    invented = any(one.line.case.population == "demo" for one in turns)
    for title, heads, lines in ((UNITS, SUMS, sums), (TURNS, EACH, each)):
        page = workbook.add_worksheet(title.in_(language))
        for at, head in enumerate(heads):
            page.set_column(at, at, 20)
            page.write_string(0, at, head.in_(language), bold)
        for n, line in enumerate(lines, 1):
            for at, value in enumerate(line):
                page.write_number(n, at, value) if isinstance(value, int) else page.write_string(n, at, value)
        if invented:
            page.set_header(f"&C{INVENTED.in_(language)}")
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
    workbook.close()
    return out.getvalue()
