"""Units and areas as Excel: what was exported imports to the same, a change is an event with what was before, and what
is wrong is said at its cell and holds no other row up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bihuan.app.acts import on_case
from bihuan.app.administration import accounts, places, posts
from bihuan.app.administration.place_sheets import AREAS_SHEET, UNITS
from bihuan.app.administration.sheets import Does, Sheet, carried, exported, take
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.people import Opened, Signed, signed
from bihuan.core.refusals import Refusal
from bihuan.core.text import LANGUAGES, Text
from bihuan.core.verbs import Verb
from bihuan.web.show.administering import unit_page
from tests.app.administration.workbooks import changed, codes, lines_of, rows_in, written, xlsx
from tests.web.matters import Matter

PLACES = (UNITS, AREAS_SHEET)


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



def test_a_unit_with_work_ends_on_a_day_to_come_and_what_is_open_then_falls_to_those_above(
    district: District, installation: Installation
) -> None:
    top = next(one.id for one in district.places().units.values() if one.parent is None)
    today = district.today()
    title = Text("临时专班", "A task force")
    new = replace(district.places().units[top], title=title, level="department", areas=frozenset())
    for id, above in (("force", top), ("squad", "force")):
        assert places.change_unit(district, "boss", replace(new, id=id, parent=above, since=today)) is None

    def hired(name: str, unit: str, until: date | None) -> str:
        opened = accounts.open_for(district, "boss", name, Text("任", "Ren"))
        assert isinstance(opened, Opened)
        post = posts.post(opened.account, "handler", unit, "", today, until)
        assert posts.grant(district, "guard", post) is None
        return opened.account

    last = today + timedelta(days=10)
    def now(account: str) -> Signed:
        found = signed(district, account)
        assert found is not None
        return found

    leaves = hired("squad.one", "squad", last)

    def ended(until: date) -> str:
        refusal = places.end_unit(district, "boss", "squad", until)
        return refusal.code if refusal else ""

    assert ended(last) == "unit-heirless", "it could still be given work until then"
    matter = Matter(district, "东门的路灯不亮。").given_to("squad")
    assert [ended(last - timedelta(days=1)), ended(last)] == ["unit-held", "unit-heirless"], "nobody above carries on"
    above, other = hired("force.one", "force", None), hired("top.one", top, None)
    posts_now = [now(one).person.posts for one in (above, other)]
    assert ended(last) == ""
    squad = [one for one in places.units(district) if one.id == "squad"][-1]
    owed, heir = places.left_behind(district, squad)
    assert (owed, heir and heir.id) == (1, "force")
    told = [unit_page([squad], district.places(), {}, today, None, None, {}, (owed, one)) for one in (heir, None)]
    said = [one.warned.en if one.warned else "" for one in told]
    assert "now: 1." in said[0] and title.en in said[0] and "Nobody carries on" in said[1]
    assert [now(one).person.posts for one in (above, other)] == posts_now, "it still has its own people"
    assert isinstance(installation.clock, VirtualClock)
    installation.clock.move(timedelta(days=11))
    assert now(leaves).person.posts == ()
    after = [{post.unit for post in now(one).person.posts} for one in (above, other)]
    assert after == [{"force", "squad"}, {top}], "the nearest unit above that is there"
    found = on_case(district, now(above).person, matter.number)
    assert not isinstance(found, Refusal) and any(one.step.verb is Verb.SIGN for one in found.acts)
    assert isinstance(on_case(district, now(other).person, matter.number), Refusal)


def test_a_unit_with_work_does_not_end_today(district: District) -> None:
    Matter(district, "西门的路灯不亮。").given_to("municipal")
    for day in (district.today(), district.today() - timedelta(days=1)):
        refusal = places.unended(district, "municipal", day)
        assert refusal is not None and refusal.code in ("unit-held", "unit-owes")
