"""Files that are not what they should be: refused with the reason and the way out, row by row, nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from bihuan.app.district import District
from bihuan.app.imports.running import Refusing
from bihuan.app.installation import Installation
from bihuan.app.registers import importing, reading
from bihuan.app.registers.sheet import KEY_
from bihuan.core.commands import SYSTEM
from bihuan.core.registers import KeyCheck
from tests.app.registers.filling import credit_code

HEADS = ["统一社会信用代码", "设立日期", "名称", "主体类型", "注册资本", "币种", "变更生效日期"]


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


@pytest.fixture
def firms(district: District):  # type: ignore[no-untyped-def]
    """The first register of firms: the one whose codes are credit codes."""
    return next(
        form for form in district.rules.registers.values()
        if form.key.check is KeyCheck.CREDIT_CODE and {"注册资本"} <= {one.title.zh for one in form.fields.values()}
    )  # fmt: skip


def row(n: int, **changed: object) -> list[object]:
    said = dict(zip(HEADS, [credit_code(Random(n)), "2021-01-04", f"虚构企业{n}", "企业", "", "", ""], strict=True))
    return list({**said, **changed}.values())


def written(path: Path, rows: list[list[object]], shape: Callable[[Any], None]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for one in rows:
        sheet.append(one)
    shape(sheet)
    book.save(path)
    return path


def sent(
    path: Path, firms, district: District, installation: Installation, stop: int = 0, afresh: bool = False
) -> tuple[importing.Progress, list[Refusing]]:
    planned = importing.plan(path, firms)
    assert isinstance(planned, importing.Plan), planned
    refused: list[Refusing] = []
    shares: list[float] = []

    def report(progress: importing.Progress) -> None:
        shares.append(progress.share)
        if stop and len(shares) == stop:
            raise KeyboardInterrupt

    session = installation.session()
    try:
        done = importing.carry(
            planned, district, SYSTEM, session, refuse=refused.append, report=report, afresh=afresh
        )
    finally:
        session.close()
    return done, refused


def plain(_: object) -> None:
    return None


def total(district: District, firms) -> int:
    page = reading.page(district, SYSTEM, reading.Wanted(register=firms.id, day=district.today(), in_force=False))
    assert isinstance(page, reading.Page)
    return page.total


def test_rows_are_refused_one_by_one(district: District, firms, installation: Installation, tmp_path: Path) -> None:
    good = credit_code(Random(99))
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    rows = [
        HEADS,
        row(1),
        row(2, 统一社会信用代码=wrong),
        row(3, 注册资本="1000"),
        row(4, 主体类型="某种"),
        row(5, 设立日期=""),
        row(6, 注册资本="12.345", 币种="人民币元"),
        row(7, 统一社会信用代码=row(1)[0], 名称="别的名称"),
        row(8, 设立日期="2021-02-30"),
        row(9, 注册资本="1,000.50", 币种="人民币元"),
    ]  # fmt: skip
    done, refused = sent(written(tmp_path / "a.xlsx", rows, plain), firms, district, installation)
    assert sorted((one.row, one.code) for one in refused) == [
        (3, "field-invalid"), (4, "money-without-currency"), (5, "field-invalid"), (6, "field-missing"),
        (7, "field-invalid"), (8, "row-twice"), (9, "field-invalid"),
    ]  # fmt: skip
    assert "校验码" in next(one.message_zh for one in refused if one.row == 3)
    assert (done.raised, total(district, firms)) == (2, 2)


def test_everything_wrong_in_a_row_is_told_at_once_column_by_column(
    district: District, firms, installation: Installation, tmp_path: Path
) -> None:
    def merge(sheet) -> None:
        sheet.merge_cells("C4:C5")

    wrong = row(1, 统一社会信用代码="1", 设立日期="2021-02-30", 主体类型="某种", 注册资本="12.345")
    rows = [HEADS, row(2), wrong, row(3, 主体类型="", 注册资本="1000"), row(4)]
    done, refused = sent(written(tmp_path / "a.xlsx", rows, merge), firms, district, installation)
    assert [(one.row, one.column.zh, one.code) for one in refused] == [
        *((3, head, "field-invalid") for head in (HEADS[0], HEADS[1], HEADS[3], HEADS[4])),
        (4, "名称", "cell-merged"), (4, "主体类型", "field-missing"), (4, "注册资本", "money-without-currency"),
        (5, "名称", "cell-merged"),
    ]  # fmt: skip
    assert (done.rows, done.raised, done.refused, total(district, firms)) == (4, 1, 3, 1), "a row counts once"


def test_the_same_code_twice_in_a_file_is_told(
    district: District, firms, installation: Installation, tmp_path: Path
) -> None:
    rows = [HEADS, row(1), row(2, 统一社会信用代码=row(1)[0])]
    done, refused = sent(written(tmp_path / "a.xlsx", rows, plain), firms, district, installation)
    assert [(one.row, one.code) for one in refused] == [(3, "row-twice")]
    assert done.raised == 1


def test_merged_cells_and_formulas_are_refused(
    district: District, firms, installation: Installation, tmp_path: Path
) -> None:
    def merge(sheet) -> None:
        sheet.merge_cells("C2:C3")
        sheet["C4"] = '="虚构"&"企业"'

    rows = [HEADS, row(1), row(2), row(3), row(4)]
    done, refused = sent(written(tmp_path / "a.xlsx", rows, merge), firms, district, installation)
    assert [(one.row, one.code) for one in refused] == [
        (2, "cell-merged"), (3, "cell-merged"), (4, "formula-without-result"),
    ]  # fmt: skip
    assert done.raised == 1


def test_a_renamed_column_is_refused_as_a_whole(firms, tmp_path: Path) -> None:
    heads = ["信用代码", *HEADS[1:]]
    found = importing.plan(written(tmp_path / "a.xlsx", [heads, row(1)], plain), firms)
    assert not isinstance(found, importing.Plan)
    assert [one.code for one in found] == ["register-column-unknown", "register-column-missing"]
    assert "最接近的是“统一社会信用代码”" in found[0].hint("zh"), "the nearest is named"
    heads = ["㐀㐁", *HEADS[1:]]
    found = importing.plan(written(tmp_path / "b.xlsx", [heads, row(1)], plain), firms)
    assert not isinstance(found, importing.Plan)
    hints = [found[0].hint(language) for language in ("zh", "en")]
    assert hints[0].startswith("列名用导出的原样") and hints[1].startswith("Use the headings of the export"), (
        "nothing is near, and nothing is said of it"
    )


def test_a_stopped_import_goes_on_and_a_second_time_changes_nothing(
    district: District, firms, installation: Installation, tmp_path: Path
) -> None:
    path = written(tmp_path / "many.xlsx", [HEADS, *(row(n) for n in range(700))], plain)
    with pytest.raises(KeyboardInterrupt):
        sent(path, firms, district, installation, stop=2)
    assert total(district, firms) == 400
    done, refused = sent(path, firms, district, installation)
    assert (done.rows, done.raised, refused, total(district, firms)) == (300, 300, [], 700)
    assert (done.before, sent(path, firms, district, installation)[0].before) == (400, 700), "told, not read again"
    again, _ = sent(path, firms, district, installation, afresh=True)
    assert (again.raised, again.repeated) == (0, 700)


def test_a_change_from_a_sheet_says_from_when(
    district: District, firms, installation: Installation, tmp_path: Path
) -> None:
    sent(written(tmp_path / "a.xlsx", [HEADS, row(1)], plain), firms, district, installation)
    changed = row(1, 名称="新名称", 变更生效日期="2022-05-01")
    done, refused = sent(written(tmp_path / "b.xlsx", [HEADS, changed], plain), firms, district, installation)
    assert (done.raised, refused) == (1, [])
    for day, name in (("2022-04-30", "虚构企业1"), ("2022-05-01", "新名称")):
        seen = reading.one(district, SYSTEM, firms.id, str(row(1)[0]), district.today().fromisoformat(day))
        assert isinstance(seen, reading.Seen)
        assert name in seen.found.values.values()


def test_what_a_spreadsheet_made_of_a_cell_is_told_with_the_way_out(
    district: District, firms, installation: Installation, tmp_path: Path
) -> None:
    rows = [
        HEADS,
        row(1, 设立日期=44200),
        row(2, 设立日期="２０２１-０１-０４"),
        row(3, 统一社会信用代码=913607012345678901),
        row(4, 名称=12345678901234567),
        row(5, 注册资本="1234.5", 币种="ZZZ"),
        row(6, 注册资本=1234.5),
    ]
    done, refused = sent(written(tmp_path / "odd.xlsx", rows, lambda sheet: None), firms, district, installation)
    assert (done.raised, done.refused) == (1, 5), [(one.row, one.message_en) for one in refused]
    told = {one.row: one for one in refused}
    assert "2021-01-04" in told[2].message_zh and "2021-01-04" in told[2].message_en, "the day that is meant"
    assert 3 not in told, "full width means the same"
    for number, column in ((4, "统一社会信用代码"), (5, "名称")):
        assert told[number].column.zh == column
        assert "15" in told[number].message_zh and "as text" in told[number].message_en
    assert (told[6].column.zh, told[7].column.zh) == ("币种", "注册资本"), "what can't be read is said of itself alone"


def test_a_code_whose_zeros_a_spreadsheet_dropped_is_told_with_its_zeros(
    district: District, installation: Installation, tmp_path: Path
) -> None:
    """A number where the register knows a code: never another entry, never a reference into nothing."""
    form = next(one for one in district.rules.registers.values() if one.documents is not None)
    titles = {KEY_: form.key.title, **{name: one.title for name, one in form.fields.items()}}
    heads = [titles[KEY_].zh, "设立日期", *(titles[name].zh for name in ("name", "issuer", "issued_on", "replaces"))]

    def came(name: str, key: object, replaces: object = "") -> tuple[importing.Progress, list[Refusing]]:
        said = [heads, [key, "2021-06-01", f"办法{name}", "某局", "2021-03-10", replaces]]
        return sent(written(tmp_path / f"{name}.xlsx", said, plain), form, district, installation)  # type: ignore[arg-type]

    assert came("甲", "00123")[0].raised == 1
    for name, key, replaces, column in (("乙", 123, "", titles[KEY_]), ("丙", "乙2号", 123, titles["replaces"])):
        done, [fault] = came(name, key, replaces)
        assert (done.raised, fault.column.zh) == (0, column.zh), fault
        assert "00123" in fault.message_zh and "前面的零" in fault.message_zh and "设为文本" in fault.message_zh
        assert "00123" in fault.message_en and "as text" in fault.message_en
    assert came("丁", 77)[0].raised == 1, "a number that nobody has with zeros is a code like any other"
    assert came("戊", "123")[0].raised == 1, "whoever writes text means it"
    assert total(district, form) == 3  # type: ignore[arg-type]
