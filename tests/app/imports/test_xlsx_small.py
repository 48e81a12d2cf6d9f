"""Small workbooks from pages: a file of one kilobyte never takes the memory of all, and ordinary ones are read."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from bihuan.app import ledger_layout
from bihuan.app.administration.people_sheets import ACCOUNTS
from bihuan.app.administration.tables import read
from bihuan.app.imports.xlsx_small import COLUMNS_MOST, ROWS_MOST, table_of
from bihuan.core.refusals import Refusal

CELL = "<c><v>1</v></c>"
FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
HUGE = {
    "opposite corners": f'{FIRST}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a wide row": f'<row r="1">{CELL * (COLUMNS_MOST + 1)}</row>',
    "many rows": FIRST + "<row/>" * ROWS_MOST,
    "a row far below": f'{FIRST}<row r="999999999">{CELL}</row>',
    "with a prefix": '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="1048576"/>',
}


def ordinary() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("1").write_row(1, 1, ["甲", 2, "=3"])
    return out.getvalue()


def with_sheet(rows: str, **more: str) -> bytes:
    """An ordinary workbook whose first sheet holds these rows instead."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ordinary())) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            text = given.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                begins, ends = text.index("<sheetData>"), text.index("</sheetData>")
                text = f"{text[:begins]}<sheetData>{rows}{text[ends:]}"
            made.writestr(name, text)
        for name, text in more.items():
            made.writestr(name, text)
    return out.getvalue()


def test_an_ordinary_workbook_is_read_as_before() -> None:
    found = table_of(ordinary(), 10)
    assert found is not None and [*found.rows] == [["甲", 2.0, 0.0]] and not found.merged
    whole = table_of(with_sheet(f'<row r="{ROWS_MOST}"><c r="IV{ROWS_MOST}"><v>1</v></c></row>'), ROWS_MOST, skip=False)
    assert whole is not None and len(whole.rows) == ROWS_MOST and len(whole.rows[0]) == COLUMNS_MOST


@pytest.mark.parametrize("rows", HUGE.values(), ids=HUGE)
def test_a_sheet_that_would_fill_the_memory_is_refused(rows: str) -> None:
    """In this process, on purpose: without the guard the test run itself ends here."""
    data = with_sheet(rows)
    assert len(data) < 20_000 and table_of(data, 10) is None
    assert isinstance(ledger_layout.opened(None, data), tuple)  # type: ignore[arg-type]
    assert [type(one) for one in read(data, ACCOUNTS.columns)] == [Refusal]


def test_another_kind_of_workbook_inside_is_not_tried() -> None:
    assert table_of(with_sheet(FIRST), 10) is not None
    assert table_of(with_sheet(FIRST, **{"content.xml": "<x/>"}), 10) is None
    assert table_of(with_sheet(FIRST, **{"xl/other": f"<sheetData>{HUGE['opposite corners']}</sheetData>"}), 10) is None
    assert table_of(b"\xd0\xcf\x11\xe0" + bytes(600), 10) is None and table_of(b"", 10) is None
