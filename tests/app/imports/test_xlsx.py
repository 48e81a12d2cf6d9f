"""Workbooks: dates, formulas, merged cells, and archives that lie, against openpyxl, XlsxWriter and hand-made XML."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.imports import Accepted, Limits, Mapping, Reading, Refused, open_reading
from bihuan.app.imports.xlsx_scan import cell_name, column_of

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=30)
MOMENT = datetime(2019, 2, 28, 11, 25, 5)  # noqa: DTZ001 – a workbook has no zones
# XML 1.0 cannot hold these two, so no workbook can.
UNWRITABLE = str.maketrans("", "", "\ufffe\uffff")


def rewrite(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one part changed as text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def in_sheet(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, text[:2000]
        return text.replace(old, new, 1)

    return change


@given(words=st.lists(TEXT.map(lambda text: "字" + text.translate(UNWRITABLE)), min_size=1, max_size=4))
def test_what_xlsxwriter_writes_comes_back(
    words: list[str], tmp_path_factory: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
        dated = book.add_format({"num_format": "yyyy/m/d h:mm:ss"})
        for at, text in enumerate(words, 1):
            sheet.write_number(at, 0, at)
            sheet.write_string(at, 2, text)
            sheet.write_datetime(at, 3, MOMENT, dated)
    found = read(path, mapping)
    assert [(item.row, item.record.words, item.record.key) for item in found] == [
        (at + 1, text, f"sample:{at}") for at, text in enumerate(words, 1)
    ]
    assert {item.record.occurred_at.isoformat() for item in found} == {"2019-02-28T03:25:05+00:00"}
    assert read(path, mapping, start_after=2) == found[1:]


def test_a_serial_day_without_a_date_format_is_a_date(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    whole, exact = read(workbook(row(时间=43524), row(时间=43524 + 41105 / 86400)), mapping)
    assert whole.record.occurred_at.isoformat() == "2019-02-27T16:00:00+00:00"
    assert (whole.record.occurred_precision, exact.record.occurred_precision) == ("day", "second")
    assert exact.record.occurred_at.isoformat() == "2019-02-28T03:25:05+00:00"


def test_a_workbook_that_counts_from_1904(tmp_path: Path, row: Any, read: Any, mapping: Mapping) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
        sheet.write_row(1, 0, row(时间=43524 - 1462))
        sheet.write_datetime(1, 4, MOMENT, book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}))
    (found,) = read(path, mapping)
    assert found.record.occurred_at.isoformat() == "2019-02-27T16:00:00+00:00"
    assert found.record.replied_at.isoformat() == "2019-02-28T03:25:05+00:00"


def test_a_formula_without_a_result_is_refused_and_names_its_cell(
    workbook: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    refused, sound = read(workbook(row(内容='="路灯"&"不亮"'), row(编号="18")), mapping)
    (problem,) = refused.problems
    assert (problem.code, problem.detail["cell"]) == ("formula-without-result", "C2")
    assert isinstance(sound, Accepted) and not sound.notes


def test_a_formula_with_a_result_is_taken_and_noted(tmp_path: Path, row: Any, read: Any, mapping: Mapping) -> None:
    path = tmp_path / "formula.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
        sheet.write_row(1, 0, row())
        sheet.write_formula(1, 2, '="路灯"&"不亮"', None, "路灯不亮")
        sheet.write_formula(1, 1, '=""', None, "")
    # XlsxWriter leaves out that an empty result is text; Excel writes it.
    rewrite(path, SHEET, in_sheet('<c r="B2">', '<c r="B2" t="str">'))
    (found,) = read(path, mapping)
    assert found.record.words == "路灯不亮" and found.record.title is None
    assert sorted(note.detail["cell"] for note in found.notes) == ["B2", "C2"]


def test_text_that_looks_like_a_formula_stays_text(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    def as_text(sheet: Any) -> None:
        sheet["C2"].value, sheet["C2"].data_type = "=SUM(A1)", "s"

    (found,) = read(workbook(row(), change=as_text), mapping)
    assert found.record.words == "=SUM(A1)" and not found.notes


def test_rows_in_a_merged_range_of_a_mapped_column_are_refused(
    workbook: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    rows = [row(编号=str(number)) for number in range(5)]
    found = read(workbook(*rows, change=lambda sheet: sheet.merge_cells("D3:D4")), mapping)
    assert [type(item) for item in found] == [Accepted, Refused, Refused, Accepted, Accepted]
    assert found[2].problems[0].detail == {"cell": "D4", "range": "D3:D4"}


def test_merged_cells_elsewhere_do_no_harm(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    path = workbook(row(), row(编号="18"), change=lambda sheet: sheet.merge_cells("I2:J3"))
    assert [type(item) for item in read(path, mapping)] == [Accepted, Accepted]


def test_a_merged_header_is_refused(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    found = read(workbook(row(), change=lambda sheet: sheet.merge_cells("C1:D1")), mapping)
    assert {"header-merged", "column-missing"} & {problem.code for problem in found}


def test_a_wrong_extent_hides_no_row(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    path = workbook(row(), row(编号="18"))
    rewrite(path, SHEET, in_sheet('<dimension ref="A1:G3"', '<dimension ref="A1:A1"'))
    assert len(read(path, mapping)) == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="3"', '<row r="2"'),
        ('<row r="3"', '<row r="2000000"'),
        ('<c r="A3"', '<c r="XFE3"'),
        ("</sheetData>", "</sheetDat>"),
        ('xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"', 'xmlns="http://purl.oclc.org/strict"'),
    ],
)
def test_a_damaged_sheet_is_found_before_any_row(
    old: str, new: str, workbook: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    path = rewrite(workbook(row(), row(编号="18")), SHEET, in_sheet(old, new))
    assert [problem.code for problem in read(path, mapping)] == ["file-damaged"]


def test_damage_that_shows_only_while_reading_keeps_what_came_before(
    tmp_path: Path, row: Any, read: Any, mapping: Mapping
) -> None:
    path = tmp_path / "strings.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
        for at in range(1, 4):
            sheet.write_row(at, 0, row(编号=str(at)))
    rewrite(path, SHEET, lambda text: text.replace('<c r="A4" t="s"><v>', '<c r="A4" t="s"><v>99', 1))
    found = read(path, mapping)
    assert [item.row for item in found] == [2, 3, 4] and isinstance(found[1], Accepted)
    assert found[2].stops and found[2].problems[0].code == "file-damaged"


@given(
    part=st.sampled_from([None, SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]),
    cuts=st.lists(st.tuples(st.integers(0, 6_000), st.integers(1, 255)), min_size=1, max_size=8),
    put=st.sampled_from(["", "<", '"', "9" * 30, "<f>", "&x;", "</c>", "é"]),
)
def test_no_damage_escapes_as_an_exception(
    part: str | None, cuts: list[tuple[int, int]], put: str, tmp_path_factory: Any, read: Any, mapping: Mapping
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
        sheet.write_row(1, 0, ["1", "题", "文", "2019/2/28", "", 3, "道路"])
    if part is None:
        raw = bytearray(path.read_bytes())
        for at, flip in cuts:
            raw[at % len(raw)] ^= flip
        path.write_bytes(raw)
    else:
        at, skip = cuts[0]
        rewrite(path, part, lambda text: text[: at % len(text)] + put + text[at % len(text) + skip % 10 :])
    read(path, mapping)


def test_an_entity_bomb_is_refused(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    path = rewrite(workbook(row()), SHEET, in_sheet("<worksheet", bomb))
    assert read(path, mapping)[0].code == "file-doctype"


def test_archives_that_unpack_to_too_much(workbook: Any, row: Any, read: Any, mapping: Mapping) -> None:
    path = workbook(row())
    assert read(path, mapping, Limits(unpacked=2_000))[0].detail["what"] == "bytes"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(17 << 20))
    assert read(path, mapping)[0].detail["what"] == "xl/media/zeros.bin ×"


def test_a_table_of_strings_is_limited_because_it_is_held_whole(tmp_path: Path, read: Any, mapping: Mapping) -> None:
    path = tmp_path / "strings.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write_row(0, 0, ["字" * 1_000])
    assert read(path, mapping, Limits(strings=1_000))[0].detail["what"] == "sharedStrings"


def test_another_archive_is_no_workbook(tmp_path: Path, read: Any, mapping: Mapping) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert read(path, mapping)[0].code == "file-not-its-suffix"


def test_error_cells_lost_digits_and_escaped_control_characters(
    workbook: Any, row: Any, read: Any, mapping: Mapping
) -> None:
    rows = [
        row(点赞="#REF!"),
        row(编号=20190228112505001),
        row(内容="一_x000B_二"),
        row(内容="一_x000D_\n二"),
        row(时间=True),
    ]
    found = read(workbook(*rows), mapping)
    codes = [item.problems[0].code if isinstance(item, Refused) else item.record.words for item in found]
    assert codes == ["cell-error", "number-lost-digits", "control-character", "一\n二", "date-unreadable"]


def test_which_sheet_is_read(workbook: Any, row: Any, read: Any, sample: str, mapping: Mapping) -> None:
    from dataclasses import replace

    path = workbook(row(), change=lambda sheet: sheet.parent.create_sheet("说明"))
    assert read(path, mapping)[0].code == "sheet-several"
    assert len(read(path, replace(mapping, sheet="Sheet"))) == 1
    missing = read(path, replace(mapping, sheet="Sheet1"))[0]
    assert missing.code == "sheet-missing" and "Sheet" in missing.hint("zh")


def test_a_header_below_a_title_and_blank_rows(
    tmp_path: Path, row: Any, read: Any, now: datetime, mapping: Mapping
) -> None:
    from dataclasses import replace

    book = openpyxl.Workbook()
    book.active.append(["2019 年热线工单"])
    book.active.append(["编号", "标题", "内容", "时间", "答复时间", "点赞", "分类"])
    book.active.append(row())
    book.active["A6"] = "18"
    book.active.merge_cells("A1:G1")
    path = tmp_path / "titled.xlsx"
    book.save(path)
    titled = replace(mapping, header_row=2)
    first, second = read(path, titled)
    assert isinstance(first, Accepted) and (first.row, second.row) == (3, 6)
    assert second.problems[0].code == "words-missing"
    reading = open_reading(path, titled, now)
    assert isinstance(reading, Reading)
    shares = [reading.share for _ in reading.rows()]
    assert shares == [0.5, 1.0] and reading.facts.last_row == 6


@given(st.integers(0, 16_383), st.integers(1, 1_048_576))
def test_cell_names_agree_with_openpyxl(column: int, row: int) -> None:
    name = f"{openpyxl.utils.get_column_letter(column + 1)}{row}"
    assert cell_name(row, column) == name and column_of(name) == column
