"""The list of refused rows: complete, readable by a CSV reader, and never a formula."""

from __future__ import annotations

import csv
import io
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.imports import Mapping, Problem, Refused, write_refused
from bihuan.app.imports.refused import safe_cell

ANY = st.text(max_size=20) | st.sampled_from(["=1+1", " =1+1", "\t=1", "＝1", "@a", "-1", "+1", "\r\n=1", "\ud800"])


@given(ANY)
def test_no_cell_can_be_run(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip(" \u3000").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    cell.encode("utf-8")
    assert "\0" not in cell


@given(st.lists(ANY, min_size=1, max_size=4))
def test_the_list_reads_back_with_a_line_per_reason(cells: list[str]) -> None:
    problems = (Problem("words-missing", "内容"), Problem("date-unreadable", "=时间", {"value": cells[0]}))
    file = io.StringIO(newline="")
    assert write_refused(file, ("=编号", "内容"), [Refused(7, 9, problems, tuple(cells))]) == 1
    header, *lines = csv.reader(io.StringIO(file.getvalue(), newline=""))
    assert header[-2:] == ["'=编号", "内容"] and len(lines) == 2
    assert [line[:4] for line in lines] == [
        ["7", "9", "内容", "words-missing"],
        ["7", "9", "'=时间", "date-unreadable"],
    ]
    assert lines[0][4] == "没有内容。" and lines[0][5] == "There are no words."
    assert lines[0][8:] == [safe_cell(cell) for cell in cells]


def test_refused_rows_of_a_file_land_in_the_list(csv_file: Any, row: Any, read: Any, mapping: Mapping) -> None:
    _, refused = read(csv_file(row(), row(内容="", 标题="=cmd|' /C calc'!A0")), mapping)
    file = io.StringIO(newline="")
    write_refused(file, ("编号", "标题"), [refused])
    assert "'=cmd|" in file.getvalue() and ',"=cmd' not in file.getvalue()
