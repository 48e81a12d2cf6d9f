"""The ledger out to Excel and back with the real pack, on both engines: real cells, locked ones, each change told."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from bihuan.app import ledger, ledger_layout, ledger_refused, ledger_sheet
from bihuan.app.acts import on_case
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.installation import Installation
from bihuan.app.ledger_back import STALE_MOST, Preview, chosen, preview, request_of
from bihuan.app.ledger_columns import COLUMNS
from bihuan.app.overseeing import LEVELS, YES, Answer, Wish, oversee
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from tests.app.test_ledger import ABOUT, AMEI, DESK, LIU, ids

LEI = Person(account="lei", posts=(Post(duty="leader", unit="committee"),))
EVERY = tuple(one.id for one in COLUMNS)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    """Three matters, one of them with a unit."""
    with installation.opened() as opened:
        for words in ("灯不亮", "路面坑", "噪声"):
            command = Raise(
                case="", number="", programme="ten-minute-circle", step="raise", by=AMEI,
                values={"channel": "web", "area": "xiangjiang", "reachable": True},
                words={"words": words, "place": "西门", "name": "李阿梅", "phone": "13800000000"},
            )  # fmt: skip
            assert isinstance(opened.door.submit(opened.id, command, f"b{next(ids)}"), Accepted)
        yield opened


def exported(
    district: District, language: Language = "zh", columns: tuple[str, ...] = (), who: Person = LIU, **more: str
) -> bytes:
    wanted, made = ledger.asked(district, more, columns), district.door.clock()
    rows = ledger.all_rows(district, who, wanted, made)
    programme = wanted.filter_.programme or ""
    return ledger_sheet.written(
        rows, wanted.columns, district.zone, language, ABOUT, made=made, programme=programme
    )  # fmt: skip


def sheet_of(data: bytes) -> Worksheet:
    found: Worksheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return found


def changed(
    data: bytes, cells: Mapping[tuple[int, str], object], *, merge: str = "", drop: Sequence[int] = ()
) -> bytes:
    """The file after somebody typed into it; a cell is named by its row and the head of its column."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = {str(one.value): one.column for one in sheet[3]}
    for (row, head), value in cells.items():
        sheet.cell(row=row, column=heads[head]).value = value  # type: ignore[union-attr]
    for row in drop:
        sheet.delete_rows(row)
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def looked_at(district: District, data: bytes, who: Person = LIU) -> Preview:
    found = preview(district, who, data)
    assert isinstance(found, Preview), found
    return found


def sent(district: District, data: bytes, also: frozenset[int] = frozenset()) -> tuple[Answer, ...]:
    """Looked through and then done, as the pages do it."""
    found = looked_at(district, data)
    return (*found.wrong, *oversee(district, LIU, chosen(found.changes, also), request_of(data, LIU.account)))


def state(district: District) -> list[tuple[int, int, int]]:
    """Events, reminders and level of each case, in the order of the sheet."""
    found = []
    for row in ledger.all_rows(district, LIU, ledger.asked(district, {})):
        seen = on_case(district, LIU, row.number)
        assert not isinstance(seen, Refusal)
        case = seen.seen.case
        found.append((case.n, case.counts.get("reminder", 0), case.supervision))
    return found


def taken(district: District, number: str, step: str, values: Mapping[str, str]) -> None:
    seen = on_case(district, DESK, number)
    assert not isinstance(seen, Refusal)
    command = Take(case=seen.seen.case.id, step=step, by=DESK, values=values)
    assert isinstance(district.door.submit(district.id, command, f"b{next(ids)}"), Accepted)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_unchanged_file_is_read_back_exactly(district: District, language: Language) -> None:
    """Every column, as it was written and as another program saved it again: nothing is asked, nothing is told."""
    before = state(district)
    data = exported(district, language, EVERY)
    for file in (data, changed(data, {})):
        found = looked_at(district, file)
        assert (found.changes, found.wrong, found.gone) == ((), (), 0)
    assert state(district) == before and len(before) == 3


def test_moments_and_numbers_are_real_and_the_sheet_is_set_up(district: District) -> None:
    data = exported(district, columns=EVERY)
    sheet = sheet_of(data)
    cell = {str(one.value): sheet.cell(row=4, column=one.column or 0) for one in sheet[3]}
    raised = cell["提出时间"].value
    assert isinstance(raised, datetime) and cell["提出时间"].number_format == "yyyy-mm-dd hh:mm"
    [row, *_] = ledger.all_rows(district, LIU, ledger.asked(district, {}, EVERY))
    moment = row.values[EVERY.index("raised")]
    assert isinstance(moment, datetime) and raised == ledger_sheet.local(moment, district.zone)
    assert isinstance(cell["退单次数"].value, int) and cell["序号"].value == 1
    assert sheet.freeze_panes == "C4" and str(sheet["A2"].value).count("件数：3") == 1
    assert sheet.auto_filter.ref == f"A3:{sheet.cell(row=6, column=sheet.max_column).coordinate}"
    assert sheet.page_setup.orientation == "landscape" and str(sheet.page_setup.paperSize) == "9"
    assert sheet.print_title_rows == "$3:$3" and sheet.page_setup.fitToHeight == 0
    assert all(sheet.column_dimensions[one].width > 5 for one in "ABCD")


def test_cells_to_fill_in_are_open_and_offer_words(district: District) -> None:
    sheet = sheet_of(exported(district))
    assert sheet.protection.sheet and not sheet.protection.password
    open_ = {str(sheet.cell(row=3, column=one.column).value) for one in sheet[4] if not one.protection.locked}
    assert open_ == {"催办", "督办级别", "催办督办理由"}
    lists = [str(one.formula1) for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert lists == [f'"{YES.zh}"', '"' + ",".join(one.zh for one in LEVELS.values()) + '"']
    plain = ledger_sheet.written((), COLUMNS[:2], district.zone, "zh", ABOUT, made=district.door.clock(), fill=False)
    assert not sheet_of(plain).protection.sheet, "what does not come back is anybody's to arrange"
    found = preview(district, LIU, plain)
    assert isinstance(found, tuple) and found[0].why == ledger_layout.READ_ONLY


def test_what_was_filled_in_is_done_once_and_what_was_not_is_told(district: District) -> None:
    data = changed(exported(district), {(4, "催办"): "是", (5, "督办级别"): "二级督办", (6, "督办级别"): "三级督办",
                                        (6, "催办"): "也许"})  # fmt: skip
    found = looked_at(district, data)
    assert state(district) == [(1, 0, 0)] * 3, "a look changes nothing"
    assert [(one.wish.row, one.wish.level) for one in found.changes] == [(4, None), (5, 2)]
    assert [(one.row, one.written) for one in found.wrong if one.written] == [(6, "也许")]
    answers = sent(district, data)
    assert [(one.row, one.why is None) for one in answers] == [(6, False), (6, False), (4, True), (5, True)]
    assert [one[1:] for one in state(district)] == [(1, 0), (0, 2), (0, 0)]
    after, again = state(district), looked_at(district, data)
    assert [one.stale for one in again.changes] == [1], "reminding again is for whoever ticks it"
    refused = sent(district, data)
    assert all(one.why is not None for one in refused)
    [level] = [one.why for one in refused if one.row == 5]
    assert level is not None and "岗位不能" not in level.zh, "it is one's own, and done already: that is said"
    sent(district, data, frozenset({0}))
    assert state(district) == after, "the same file again does nothing twice, even if it is ticked"


def test_a_step_that_is_not_ones_own_names_whose_it_is(district: District) -> None:
    [answer] = looked_at(district, changed(exported(district), {(4, "督办级别"): "三级督办"})).wrong
    assert answer.why is not None and str(district.pack.duties["leader"].zh) in answer.why.zh
    assert answer.cell.endswith("4") and sheet_of(exported(district))[f"{answer.cell[:-1]}3"].value == "督办级别"


def test_a_locked_cell_that_says_something_else_is_told_with_what_stood_there(district: District) -> None:
    data = exported(district)
    moment, stage = sheet_of(data)["C4"].value, str(sheet_of(data).cell(row=5, column=8).value)
    assert isinstance(moment, datetime)
    other = moment.replace(month=1, day=5, hour=8, minute=30, second=0)
    typed = {(4, "提出时间"): other, (5, "环节"): "已办结", (5, "催办"): "是", (6, "退单次数"): 7}
    found = looked_at(district, changed(data, typed))
    told = [(one.row, one.cell, one.what.zh, one.stood, one.written) for one in found.wrong]
    assert told[0] == (4, "C4", "提出时间", f"{moment:%Y-%m-%d %H:%M}", "2026-01-05 08:30")
    assert [one[2:] for one in told[1:]] == [("环节", stage, "已办结"), ("退单次数", "0", "7")]
    assert all(one.why is not None and "没有采用" in one.why.zh for one in found.wrong)
    assert [one.wish.row for one in found.changes] == [5], "the wish beside it stands"


def test_what_went_on_meanwhile_is_told_and_done_only_if_ticked(district: District) -> None:
    data = exported(district)
    number = str(sheet_of(data)["B4"].value)
    taken(district, number, "accept", {"category": "street_light"})
    found = looked_at(district, data)
    assert (found.changes, found.wrong) == ((), ()), "nothing was asked of it and nobody touched it"
    file = changed(data, {(4, "催办"): "是", (5, "催办"): "是"})
    [stale, fresh] = looked_at(district, file).changes
    assert stale.stale == 1 and fresh.stale == 0
    now = {head.zh: (read, today) for head, read, today in stale.now}
    assert now["环节"][0] != now["环节"][1] and "路灯" in now["类别"][1] and not now["类别"][0]
    assert [one.row for one in sent(district, file)] == [5]
    assert [one.row for one in sent(district, changed(data, {(4, "催办"): "是"}), frozenset({0}))] == [4]
    touched = looked_at(district, changed(data, {(4, "退单次数"): 9})).wrong
    assert "9" in {one.written for one in touched} and all(one.row == 4 for one in touched), "nobody is silent about it"


def test_a_case_that_moves_on_between_look_and_word_is_refused(district: District) -> None:
    data = changed(exported(district), {(4, "催办"): "是", (4, "督办级别"): "一级督办"})
    found = looked_at(district, data)
    taken(district, found.changes[0].wish.number, "accept", {"category": "street_light"})
    answers = oversee(district, LIU, chosen(found.changes, frozenset()), "late")
    assert answers[0].why is not None


def test_rows_that_are_strange_or_stand_twice_are_told(district: District) -> None:
    data = exported(district)
    first, second = (str(sheet_of(data)[f"B{n}"].value) for n in (4, 5))
    typed = {(5, "编号"): first, (6, "编号"): "GZ99999999-000000", (4, "催办"): "是"}
    found = looked_at(district, changed(data, typed))
    assert [(one.row, one.cell, one.written) for one in found.wrong if one.what.en == "the row"] == [
        (5, "B5", first), (6, "B6", "GZ99999999-000000")
    ]  # fmt: skip
    assert found.gone == 2 and [one.wish.row for one in found.changes] == [4]
    assert looked_at(district, changed(data, {}, drop=[5])).gone == 1 and second
    stranger = Person(account="x", posts=(Post(duty="handler", unit="municipal"),))
    assert {one.why for one in looked_at(district, data, stranger).wrong} != {None}


def test_a_changed_layout_is_refused_whole_and_each_fault_is_told(district: District) -> None:
    data = exported(district)
    for name, wrong, cells in (
        ("renamed", changed(data, {(3, "环节"): "阶段", (3, "主办单位"): "单位"}), ("H3", "I3")),
        ("missing", changed(data, {(3, "环节"): None}), ("",)),
        ("twice", changed(data, {(3, "环节"): "催办"}), None),
        ("merged", changed(data, {}, merge="A4:B4"), ("A4:B4",)),
        ("no workbook", b"PK nonsense", None),
        ("a copy of cells", copied(data), None),
    ):
        found = preview(district, LIU, wrong)
        assert isinstance(found, tuple) and found, name
        assert all(one.why is not None and one.why.zh and one.why.en for one in found), name
        if cells is not None and name == "merged":
            assert tuple(one.cell for one in found) == cells
        if name == "renamed":
            assert {(one.stood, one.written) for one in found} == {("环节", "阶段"), ("主办单位", "单位")}
        if name == "missing":
            assert "环节" in {one.stood for one in found}


def copied(data: bytes) -> bytes:
    """Only what is seen, in a new workbook."""
    book, there = openpyxl.Workbook(), sheet_of(data)
    for row in there.iter_rows(values_only=True):
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_nothing_in_the_file_is_a_formula(district: District) -> None:
    row = ledger.Row(number="=HYPERLINK(1)", n=1, late=False, values=("=1+1", "@x"))
    data = ledger_sheet.written([row], COLUMNS[:2], district.zone, "zh", ABOUT, made=district.door.clock())
    assert [one.data_type for one in sheet_of(data)[4]][1:3] == ["s", "s"]
    kept = ledger_refused.written([("B4", "=1+1", "x", "=2", "@y", "z")], "zh")
    assert {one.data_type for one in sheet_of(kept)[2]} == {"s"}


def test_a_reason_in_the_sheet(district: District) -> None:
    why = "催办督办理由"
    data = changed(exported(district), {(4, "催办"): "是", (4, why): "还没有人来", (5, why): "忘了填",
                                        (6, "催办"): "是", (6, why): "长" * 501})  # fmt: skip
    answers = sent(district, data)
    assert [(one.row, one.why is None) for one in answers] == [(5, False), (6, False), (4, True)]
    seen = on_case(district, LIU, answers[-1].number)
    assert not isinstance(seen, Refusal) and [w.text for w in seen.seen.words if w.name == "reason"] == ["还没有人来"]


def test_a_file_that_is_too_old_says_so() -> None:
    assert STALE_MOST < 150, "each is a tick, and a form has no more than 200 fields"
    assert Wish(1, "x").what.zh and Wish(1, "x", 2).what.en
