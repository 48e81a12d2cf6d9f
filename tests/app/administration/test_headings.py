"""What holds for every sheet of the administrators: no column is swallowed, and a sheet explains itself."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from bihuan.app.administration import places, posts
from bihuan.app.administration.people_sheets import ACCOUNTS, POSTS
from bihuan.app.administration.place_sheets import AREAS_SHEET, UNITS
from bihuan.app.administration.sheets import Sheet, exported, plan, take
from bihuan.app.district import District
from bihuan.core.refusals import Refusal
from bihuan.core.text import LANGUAGES, Text
from tests.app.administration.workbooks import lines_of, xlsx


def heads(sheet: Sheet) -> list[str]:
    return [one.title.zh for one in sheet.columns]


@pytest.mark.parametrize("sheet", [ACCOUNTS, POSTS, UNITS, AREAS_SHEET], ids=lambda one: one.id)
def test_no_column_is_swallowed(district: District, sheet: Sheet) -> None:
    known = heads(sheet)
    for columns, said in (
        ([*known, "备注"], {"sheet-column-unknown"}),
        (known[1:], {"sheet-column-missing"}),
        ([*known, known[0]], {"sheet-column-twice"}),
        ([known[0] + "称", *known[1:]], {"sheet-column-missing", "sheet-column-near"}),
        ([*known[1:], "职责说明啊"], {"sheet-column-missing", "sheet-column-unknown"}),
    ):
        found = plan(sheet, district, "boss", xlsx(columns, ["x"] * len(columns)))
        assert {one.code for one in found if isinstance(one, Refusal)} == said, columns
    for hostile in (b"", b"PK\x03\x04 no", b"%PDF-1.4", xlsx(known)):
        assert isinstance(plan(sheet, district, "boss", hostile)[0], Refusal)
    for made_up in ("", "{}", "[]", "[1]", "[[1]]", '[["x", {}]]', "[[1, 2]]", "null", "[" * 5000):
        assert isinstance(take(sheet, district, "boss", made_up), Refusal), made_up


def test_the_file_offers_words_and_explains_every_code(district: District) -> None:
    for language in LANGUAGES:
        book = CalamineWorkbook.from_filelike(io.BytesIO(exported(POSTS, district, language, empty=True)))
        assert book.get_sheet_by_index(0).height <= 1, "an example is explained, and never imported"
        notes = [cell for row in book.get_sheet_by_index(1).to_python() for cell in row]
        units = {one.id: one.title for one in district.places().units.values()}
        for code, title in {**posts.duties(district), **units}.items():
            assert code in notes and title.in_(language) in notes
        offered = [row[0] for row in book.get_sheet_by_name("list2").to_python()]
        assert offered == [f"{title.in_(language)}（{code}）" for code, title in posts.duties(district).items()]


def test_a_word_that_two_bear_is_asked_for_by_its_code(district: District) -> None:
    for id_ in ("same-a", "same-b"):
        places.change_area(district, "boss", places.Area(id=id_, title=Text("同名", "Same"), parent=None))
    head = ["代号", "名称", "英文名称", "位于"]
    rows = [["x-1", "甲", "A", "同名（same-a）"], ["x-2", "乙", "B", "same-b"]]
    found = lines_of(AREAS_SHEET, district, xlsx(head, *rows))
    assert [one.row["parent"] for one in found] == ["same-a", "same-b"] and not any(one.wrong for one in found)

