"""Accounts, posts, units and areas as Excel: what was exported imports to the same, a change is an event, and whatever
is wrong is said cell by cell, the good rows beside it being takeable all the same."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter
from django.db import connections
from python_calamine import CalamineWorkbook

from bihuan.app.administration import accounts, places, posts
from bihuan.app.administration.people_sheets import ACCOUNTS, POSTS
from bihuan.app.administration.place_sheets import AREAS_SHEET, UNITS
from bihuan.app.administration.sheets import Does, Line, Sheet, carried, exported, plan, take
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.journals import Journal, Wanted, acts
from bihuan.app.people import Opened
from bihuan.core.refusals import Refusal
from bihuan.core.text import LANGUAGES, Text
from tests.store.making import settings_of
from tests.web.matters import Matter

PLACES = (UNITS, AREAS_SHEET)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    """The district, with Django's own connection led to the same database."""
    before = connections.databases["default"]
    connections["default"].close()
    connections.databases["default"] = {**before, "OPTIONS": {}, **settings_of(installation.database)}
    del connections["default"]
    with installation.opened() as opened:
        yield opened
    connections["default"].close()
    connections.databases["default"] = before
    del connections["default"]


def xlsx(*rows: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def rows_in(data: bytes) -> list[list[str]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def lines_of(sheet: Sheet, district: District, data: bytes, by: str = "boss") -> list[Line]:
    found = plan(sheet, district, by, data)
    assert all(isinstance(one, Line) for one in found), [one.message("en") for one in found if isinstance(one, Refusal)]
    return [one for one in found if isinstance(one, Line)]


def codes(line: Line) -> set[tuple[str, str]]:
    return {(one.column.en, one.why.code) for one in line.wrong}


def written(district: District, about: str) -> list[tuple[str, Mapping[str, str], str]]:
    """What the journal holds about something, the earliest first: kind, detail, who."""
    found, _ = acts(district, Journal.ADMINISTRATION, Wanted(about=about))
    return [(one.kind, one.detail, one.actor) for one in reversed(found)]


def changed(data: bytes, at: int, column: str, text: str) -> bytes:
    rows = rows_in(data)
    rows[at][rows[0].index(column)] = text
    return xlsx(*rows)


@pytest.mark.parametrize("sheet", PLACES, ids=lambda one: one.id)
def test_what_was_exported_changes_nothing_in_either_language(district: District, sheet: Sheet) -> None:
    for language in LANGUAGES:
        data = exported(sheet, district, language)
        lines = lines_of(sheet, district, data)
        assert len(lines) == len(rows_in(data)) - 1 > 3
        assert {(one.does, one.wrong) for one in lines} == {(Does.SAME, ())}
        as_typed = xlsx(*rows_in(data))
        assert {one.does for one in lines_of(sheet, district, as_typed)} == {Does.SAME}, "and typed again by a person"


def test_what_was_exported_makes_the_same_district_elsewhere(district: District) -> None:
    """Every unit and area goes out, everything is renamed meanwhile, and the file brings all of it back."""
    before = district.places()
    areas = exported(AREAS_SHEET, district, "en")
    for one in before.areas.values():
        assert places.change_area(district, "boss", replace(one, title=Text("改名", "Renamed"), parent=None)) is None
    lines = lines_of(AREAS_SHEET, district, areas)
    assert {one.does for one in lines} == {Does.CHANGED} and not any(one.wrong for one in lines)
    done = take(AREAS_SHEET, district, "boss", carried(lines))
    assert not isinstance(done, Refusal) and (done.new, done.changed) == (0, len(before.areas))
    assert district.places().areas == before.areas


def test_one_changed_cell_of_a_unit_is_one_event_with_what_it_was(district: District) -> None:
    data = exported(UNITS, district, "zh")
    first = rows_in(data)[1]
    lines = lines_of(UNITS, district, changed(data, 1, "名称", "改过的名称"), "anna")
    assert [one.does for one in lines if one.does is not Does.SAME] == [Does.CHANGED]
    assert not isinstance(take(UNITS, district, "anna", carried(lines)), Refusal)
    [(kind, detail, who)] = written(district, first[0])
    assert (kind, detail["zh"], detail["was.zh"], who) == ("unit.changed", "改过的名称", first[1], "anna")
    head = rows_in(data)[0]
    later = [*first[: head.index("开始日期")], "2027-01-01", ""]
    lines = lines_of(UNITS, district, xlsx(head, later))
    take(UNITS, district, "anna", carried(lines))
    history = [one for one in places.units(district) if one.id == first[0]]
    assert [one.until for one in history] == [date(2026, 12, 31), None], "the row before ends the day before"
    exported_again = lines_of(UNITS, district, exported(UNITS, district, "zh"))
    assert {one.does for one in exported_again} == {Does.SAME}, "a history goes out and in, too"


HEAD = ["Code", "Name", "Name in English", "Level", "Above it", "Areas it answers for", "From", "Last day"]


def unit(id: str, above: str, since: str = "2026-03-01", until: str = "", level: str = "station", areas: str = ""
         ) -> list[str]:  # fmt: skip
    return [id, "新单位", "New unit", level, above, areas, since, until]


def test_a_bad_unit_is_refused_at_its_cell_and_holds_no_other_up(district: District) -> None:
    known = next(iter(district.places().units.values()))
    rows = [
        unit("a-one", "b-two"), unit("b-two", "c-three"), unit("c-three", "a-one"),
        unit("nowhere", "no-such"), unit("below-it", "nowhere"), unit("twice", ""), unit("twice", ""),
        unit("UPPER", ""), unit("badday", "", since="soon"), unit("reversed", "", until="2026-01-01"),
        unit("badlevel", "", level="palace"), unit("badarea", "", areas="atlantis"),
        unit(known.id, "", since="2001-01-01"), unit("good-one", known.id), unit("good-two", "good-one"),
        [known.id, known.title.zh, known.title.en, known.level, "good-two", "", "2026-03-02", ""],
        unit("", ""),
    ]  # fmt: skip
    lines = lines_of(UNITS, district, xlsx(HEAD, *rows))
    by_id = {f"{one.row['id']}@{one.number}": codes(one) for one in lines}
    assert by_id["a-one@2"] == by_id["b-two@3"] == by_id["c-three@4"] == {("Above it", "circle")}
    assert by_id["nowhere@5"] == {("Above it", "not-known")} == by_id["below-it@6"], "nor what hangs on it"
    assert by_id["twice@7"] == set() and by_id["twice@8"] == {("Code", "row-twice")}
    assert by_id["UPPER@9"] == {("Code", "field-invalid")} and by_id["badday@10"] == {("From", "field-invalid")}
    assert by_id["reversed@11"] == {("Last day", "days-reversed")} and by_id["badlevel@12"] == {("Level", "not-known")}
    assert by_id["badarea@13"] == {("Areas it answers for", "not-known")}
    assert by_id[f"{known.id}@14"] == {("From", "later-row")}
    assert by_id["@18"] == {("Code", "field-missing")}
    # The two that are good by themselves would be put under each other by the last row.
    assert by_id[f"{known.id}@17"] == {("Above it", "circle")} and len(lines) == len(rows)
    good = [one for one in lines if not one.wrong]
    assert {one.row["id"] for one in good} == {"twice"} | ({"good-one", "good-two"} & {one.row["id"] for one in good})
    done = take(UNITS, district, "boss", carried(lines))
    assert not isinstance(done, Refusal) and done.new == len(good)
    assert "twice" in district.places().units and "nowhere" not in district.places().units


def test_a_circle_over_two_changes_falls_as_well_on_the_page(district: District) -> None:
    units = district.places().units
    child = next(one for one in units.values() if one.parent in units)
    parent = units[child.parent or ""]
    refusal = places.change_unit(district, "boss", replace(parent, parent=child.id, since=date(2026, 3, 2)))
    assert refusal is not None and refusal.code == "circle"


def test_a_unit_that_still_has_work_people_or_units_is_not_ended(district: District) -> None:
    unit_ = "municipal"
    Matter(district, "东门的路灯不亮。").given_to(unit_)
    head, *rows = rows_in(exported(UNITS, district, "en"))
    ended = [[*row[:-1], "2026-03-02"] for row in rows if row[0] == unit_]
    [line] = lines_of(UNITS, district, xlsx(head, *ended))
    assert codes(line) == {("Last day", "unit-owes")}, "parts of matters still lie with it"
    above = next(one.parent for one in district.places().units.values() if one.parent)
    [line] = lines_of(UNITS, district, xlsx(head, *([*row[:-1], "2026-03-02"] for row in rows if row[0] == above)))
    assert codes(line) <= {("Last day", "unit-above"), ("Last day", "unit-owes")} and line.wrong
    opened = accounts.open_for(district, "boss", "holder.one", Text("任", "Ren"))
    assert isinstance(opened, Opened)
    free = next(one for one in district.places().units if one not in (unit_, above))
    post = posts.post(opened.account, "handler", free, "", date(2026, 3, 1), None)
    assert posts.grant(district, "guard", post) is None
    [line] = lines_of(UNITS, district, xlsx(head, *([*row[:-1], "2026-03-02"] for row in rows if row[0] == free)))
    assert codes(line) == {("Last day", "unit-held")}


def test_areas_twice_in_a_circle_or_under_nothing_are_refused(district: District) -> None:
    head = ["代号", "名称", "英文名称", "位于"]
    rows = [["x-a", "甲", "A", "x-b"], ["x-b", "乙", "B", "x-a"], ["x-c", "丙", "C", "gone"], ["x-d", "丁", "D", ""],
            ["x-d", "丁", "D", ""], ["x-e", "戊", "E", "x-d"]]  # fmt: skip
    found = [codes(one) for one in lines_of(AREAS_SHEET, district, xlsx(head, *rows))]
    assert found == [{("Lies in", "circle")}, {("Lies in", "circle")}, {("Lies in", "not-known")}, set(),
                     {("Code", "row-twice")}, set()]  # fmt: skip


def everything(district: District) -> str:
    """Every row of every table, as far as one file holds them."""
    database = district.door.database
    if database.engine != "sqlite":
        return ""
    with closing(sqlite3.connect(database.target)) as there:
        names = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "".join(str(there.execute(f'SELECT * FROM "{name}"').fetchall()) for name in names)


def opened(district: District, *names: str) -> dict[str, str]:
    made = {name: accounts.open_for(district, "boss", name, Text(f"某{name}", name)) for name in names}
    return {name: one.account for name, one in made.items() if isinstance(one, Opened)}


def test_accounts_are_told_row_by_row_and_the_good_ones_opened(district: District) -> None:
    opened(district, "there.already")
    rows = [["there.already", "别人"], ["坏 名", "坏"], ["new.one", "新一"], ["new.one", "新二"], ["noname", ""],
            ["new.two", "新二\u202e"], ["there.already", "某there.already", "there.already"]]  # fmt: skip
    lines = lines_of(ACCOUNTS, district, xlsx(["登录名", "姓名", "英文姓名"], *([*row, ""][:3] for row in rows)))
    assert [codes(one) for one in lines] == [
        {("Sign-in name", "account-there")}, {("Sign-in name", "field-invalid")}, set(),
        {("Sign-in name", "row-twice")}, {("Name", "field-missing")}, {("Name", "control-character")}, set(),
    ]  # fmt: skip
    assert lines[-1].does is Does.SAME
    done = take(ACCOUNTS, district, "boss", carried(lines))
    assert not isinstance(done, Refusal)
    [slip] = done.passwords
    assert (slip.name, slip.title.zh, len(slip.password)) == ("new.one", "新一", 18)
    assert slip.password not in everything(district), "kept nowhere"
    again = take(ACCOUNTS, district, "boss", carried(lines))
    assert not isinstance(again, Refusal) and again.new == 0 and not again.passwords, "sent twice, nothing happens"


def test_posts_go_out_and_in_and_a_change_is_dated_and_attributed(district: District) -> None:
    who = opened(district, "post.one", "post.two")
    units = [*district.places().units]
    for name, duty in (("post.one", "handler"), ("post.two", "office.system")):
        post = posts.post(who[name], duty, units[0], "", date(2026, 3, 1), None)
        assert posts.grant(district, "guard", post) is None
    for language in LANGUAGES:
        data = exported(POSTS, district, language)
        assert {one.does for one in lines_of(POSTS, district, data)} == {Does.SAME}
    data = exported(POSTS, district, "en")
    at = next(n for n, row in enumerate(rows_in(data)) if row[0] == "post.one")
    lines = lines_of(POSTS, district, changed(data, at, "Until", "2026-06-30"), "guard")
    take(POSTS, district, "guard", carried(lines))
    detail = {"duty": "handler", "unit": units[0], "until": "2026-06-30"}
    assert written(district, who["post.one"])[-1] == ("post.ended", detail, "guard")
    assert {one.does for one in lines_of(POSTS, district, exported(POSTS, district, "zh"))} == {Does.SAME}


def test_posts_keep_the_three_apart_and_give_nobody_their_own(district: District) -> None:
    who = opened(district, "guard.self", "two.hats", "closed.one")
    accounts.set_active(district, "boss", who["closed.one"], False)
    unit_ = next(iter(district.places().units))
    row = ["handler", unit_, "", "2026-03-02", ""]
    rows = [
        ["two.hats", "office.system", *row[1:]], ["two.hats", "office.audit", *row[1:]], ["guard.self", *row],
        ["closed.one", *row], ["nobody.here", *row], ["two.hats", "wizard", *row[1:]],
        ["two.hats", "handler", "atlantis", *row[2:]], ["two.hats", "handler", unit_, "", "", ""],
    ]  # fmt: skip
    head = ["Sign-in name", "Duty", "Unit", "Areas", "From", "Until"]
    lines = lines_of(POSTS, district, xlsx(head, *rows), who["guard.self"])
    assert [codes(one) for one in lines] == [
        set(), {("Duty", "offices-apart")}, {("Sign-in name", "not-oneself")}, {("Sign-in name", "account-closed")},
        {("Sign-in name", "not-known")}, {("Duty", "not-known")}, {("Unit", "not-known")}, {("From", "field-missing")},
    ]  # fmt: skip
    # What a page sends back is judged again: made up by hand, it does no more.
    made_up = carried([replace(one, wrong=()) for one in lines])
    done = take(POSTS, district, who["guard.self"], made_up)
    assert not isinstance(done, Refusal) and (done.new, len(done.left)) == (1, len(rows) - 1)
    held = next(one for one in accounts.accounts(district) if one.name == "two.hats").posts
    assert [one.post.duty for one in held] == ["office.system"]


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

