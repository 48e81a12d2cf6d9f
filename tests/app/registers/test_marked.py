"""What is refused of a sheet, as people work through it: by kind, and as a sheet to be mended and sent again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import openpyxl
import pytest

from bihuan.app.district import District
from bihuan.app.imports.running import Refusing
from bihuan.app.installation import Installation
from bihuan.app.registers import importing
from bihuan.app.registers.columns import ROW_SENT, TO_MEND, language_of
from bihuan.app.registers.faults import Kinds
from bihuan.app.registers.marked import marked, written
from bihuan.core.commands import SYSTEM
from bihuan.core.registers import KeyCheck, Register
from bihuan.core.text import Text
from tests.app.registers.filling import credit_code

HEADS = ["统一社会信用代码", "设立日期", "状态", "名称", "主体类型", "成立日期"]


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


@pytest.fixture
def firms(district: District) -> Register:
    found = (form for form in district.rules.registers.values() if form.key.check is KeyCheck.CREDIT_CODE)
    return next(form for form in found if {"主体类型"} <= {one.title.zh for one in form.fields.values()})


def row(n: int, **changed: object) -> list[object]:
    said = dict(zip(HEADS, [credit_code(Random(n)), "2021-01-04", "", f"虚构企业{n}", "企业", ""], strict=True))
    return list({**said, **changed}.values())


def book(path: Path, rows: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for one in rows:
        sheet.append(one)
    made.save(path)
    return path


class Sent:
    """A file on its way, and what came of it."""

    def __init__(self, path: Path, form: Register, district: District, installation: Installation) -> None:
        plan = importing.plan(path, form)
        assert isinstance(plan, importing.Plan), [one.message("zh") + one.hint("zh") for one in plan]
        self.plan, self.refused = plan, list[Refusing]()
        session = installation.session()
        try:
            self.done = importing.carry(
                plan, district, SYSTEM, session, refuse=self.refused.append, report=lambda _: None, afresh=True
            )
        finally:
            session.close()

    def back(self) -> bytes:
        rows = marked(self.plan, self.refused, "zh")
        return written(self.plan.table.header, rows, language_of(self.plan.table, self.plan.columns))


def test_the_refused_rows_come_back_marked_and_are_sent_again_as_they_are(
    district: District, firms: Register, installation: Installation, tmp_path: Path
) -> None:
    rows = [HEADS, row(1), row(2, 主体类型="某种", 成立日期=44200), row(3), row(4, 统一社会信用代码=913607012345678901)]
    first = Sent(book(tmp_path / "a.xlsx", rows), firms, district, installation)
    assert (first.done.raised, first.done.refused) == (2, 2)
    path = tmp_path / "marked.xlsx"
    path.write_bytes(first.back())
    made = openpyxl.load_workbook(path)
    sheet = made.active
    assert sheet is not None
    assert [one.value for one in sheet[1]] == [*HEADS, TO_MEND.zh, ROW_SENT.zh]
    assert [[one.value for one in line][-1] for line in sheet.iter_rows(min_row=2)] == [3, 5], "the rows they came from"
    plain = sheet["A2"].fill.fgColor.rgb
    assert [one.coordinate for line in sheet["A2:F3"] for one in line if one.fill.fgColor.rgb != plain] == [
        "E2", "F2", "A3"
    ]  # fmt: skip
    assert sheet["F2"].value == 44200, "a number is one still"
    assert "应为" in str(sheet["G2"].value) and "15 位" in str(sheet["G3"].value)

    again = Sent(path, firms, district, installation)
    said = [[(one.column.zh, one.code) for one in sent.refused] for sent in (first, again)]
    assert said[0] == said[1], "unmended it is refused for the same"
    path.write_bytes(again.back())
    heads = [one.value for one in openpyxl.load_workbook(path).worksheets[0][1]]
    assert heads.count(TO_MEND.zh) == 1, "what an earlier marking said is gone"
    sheet["E2"], sheet["F2"], sheet["A3"] = "企业", "2021-01-04", str(row(4)[0])
    made.save(path)
    last = Sent(path, firms, district, installation)
    assert (last.done.raised, last.refused) == (2, [])


def test_faults_are_gathered_by_kind_with_the_first_rows() -> None:
    kinds, column = Kinds(), Text("金额", "Amount")
    for n in range(9, 1, -1):
        kinds.add(Refusing(n, "field-invalid", f"第 {n} 处", f"fault {n}", column))
    kinds.add(Refusing(3, "field-missing", "缺", "missing", column))
    many, one = kinds.told()
    assert (many.count, many.rows, many.in_rows("zh"), many.in_rows("en")) == (
        8, [2, 3, 4, 5, 6], "2、3、4、5、6 …", "2, 3, 4, 5, 6 …"
    )  # fmt: skip
    assert (one.count, one.in_rows("zh"), one.example.en) == (1, "3", "missing")


def test_a_code_that_a_sheet_has_twice_is_told_with_the_other_row_however_far_apart(
    district: District, firms: Register, installation: Installation, tmp_path: Path
) -> None:
    twice = row(900, 统一社会信用代码=row(1)[0], 主体类型="某种")
    rows = [HEADS, *(row(n) for n in range(1, 1 + importing.BATCH_ROWS)), twice, row(2), row(3, 统一社会信用代码="9")]
    for raised in (importing.BATCH_ROWS, 0):
        sent = Sent(book(tmp_path / "a.xlsx", [*rows, row(4, 统一社会信用代码="9")]), firms, district, installation)
        assert [(one.row, one.code) for one in sent.refused] == [
            (202, "row-twice"), (202, "field-invalid"), (203, "row-twice"),
            (204, "field-invalid"), (205, "field-invalid"),
        ]  # fmt: skip
        assert "第 2 行" in sent.refused[0].message_zh and "Row 2 " in sent.refused[0].message_en
        assert sent.done.raised == raised


def test_an_empty_state_is_no_wish(
    district: District, firms: Register, installation: Installation, tmp_path: Path
) -> None:
    """The first state is given to whoever says none; the same sheet sent again says nothing else."""
    path = book(tmp_path / "a.xlsx", [HEADS, row(1), row(2)])
    assert Sent(path, firms, district, installation).done.raised == 2
    again = Sent(path, firms, district, installation)
    assert (again.done.repeated, again.refused) == (2, [])


def test_the_title_of_a_table_and_other_separators_are_passed_over(
    district: District, firms: Register, installation: Installation, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", [["虚构名录（2026年）"], [], HEADS, row(1), row(2, 主体类型="某种")])
    titled = Sent(path, firms, district, installation)
    assert (titled.done.raised, [one.row for one in titled.refused]) == (1, [5])
    assert [one.number for one in marked(titled.plan, titled.refused, "zh")] == [5]
    for n, separator in enumerate(";\t", 10):
        path = tmp_path / f"{n}.csv"
        lines = [separator.join(map(str, line)) for line in (HEADS, row(n))]
        path.write_bytes("\r\n".join(lines).encode("gb18030"))
        assert Sent(path, firms, district, installation).done.raised == 1


def test_a_byte_that_is_no_character_is_told_in_its_column(
    district: District, firms: Register, installation: Installation, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    text = "\r\n".join(",".join(map(str, line)) for line in (HEADS, row(1, 名称="虚构X企业"), row(2, 名称="虚\x07构")))
    path.write_bytes(text.encode().replace(b"X", b"\xff"))
    sent = Sent(path, firms, district, installation)
    assert [(one.row, one.column.zh, one.code) for one in sent.refused] == [
        (2, "名称", "undecodable"), (3, "名称", "control-character")
    ]  # fmt: skip


def test_a_sheet_from_before_the_columns_changed_says_what_to_do(firms: Register, tmp_path: Path) -> None:
    heads = ["信用代码", "行业大类", *HEADS[1:]]
    found = importing.plan(book(tmp_path / "a.xlsx", [heads, ["", "制造", *row(1)[1:]]]), firms)
    assert not isinstance(found, importing.Plan)
    assert [one.code for one in found] == ["register-column-unknown"] * 2 + ["register-column-missing"]
    said = [(one.message(language), one.hint(language)) for one in found for language in ("zh", "en")]  # type: ignore[arg-type]
    assert "最接近的是“统一社会信用代码”" in said[0][1] and "成立日期" not in said[0][1], "what is there is no way out"
    assert "In force from" not in said[1][1] and "Unified social credit code" in said[1][1]
    assert "见上" in said[2][1], "the long list once"
    assert "重新导出" in said[4][1] and "export it again" in said[5][1]
