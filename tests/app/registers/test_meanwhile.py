"""Two who change one entry, a sheet that was exported before, a past that was written down wrong: nothing is lost, and
nothing is changed that nobody touched. Through sheets, as officers send them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.imports.running import Refusing
from bihuan.app.installation import Installation
from bihuan.app.registers import importing, reading, sheet
from bihuan.core.commands import SYSTEM
from bihuan.core.registers import Act, Enter
from bihuan.core.text import Language
from tests.app.registers.test_officer_sheets import written_as_a_person_would

numbers = count()


class Desk:
    """One fund, and what is said of it."""

    def __init__(self, district: District, installation: Installation, folder: Path) -> None:
        self.district, self._installation, self._folder = district, installation, folder
        self.form = district.rules.registers["funds"]
        said = {"name": "基金甲", "size": 100, "currency": "CNY", "registered_on": "2021-01-01"}
        self.key = self.says(Act.OPEN, "2021-01-01", key="", **said).number

    def says(self, act: Act, since: str, key: str | None = None, **values: object) -> Accepted:
        code = self.key if key is None else key
        asked = Enter(register="funds", key=code, act=act, by=SYSTEM, since=since, values=values)  # type: ignore[arg-type]
        answer = self.district.door.submit(self.district.id, asked, f"says{next(numbers)}")
        assert isinstance(answer, Accepted), answer
        return answer

    def heads(self, language: Language) -> tuple[str, str, str, str]:
        """Name, size, from when, why wrong."""
        fields = (self.form.fields["name"].title, self.form.fields["size"].title)
        name, size, day, why = (one.in_(language) for one in (*fields, sheet.CHANGED, sheet.REASON_TITLE))
        return name, size, day, why

    def on(self, day: str) -> tuple[object, object]:
        """Name and size on a day, in units of the currency."""
        seen = reading.one(self.district, SYSTEM, "funds", self.key, date.fromisoformat(day))
        assert isinstance(seen, reading.Seen)
        return seen.found.values["name"], seen.found.values["size"]

    def rows(self, language: Language, day: str | None = None) -> list[list[str]]:
        on = self.district.today() if day is None else date.fromisoformat(day)
        data = sheet.exported(self.district, SYSTEM, "funds", on, language)
        assert isinstance(data, bytes)
        found = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        return [[str(cell) for cell in row] for row in found]

    def sends(self, rows: list[list[str]], **cells: str) -> tuple[importing.Progress, list[Refusing]]:
        """The sheet with some cells of its one row changed."""
        said = [list(row) for row in rows]
        for head, text in cells.items():
            said[1][said[0].index(head)] = text
        path = self._folder / "funds.xlsx"
        path.write_bytes(written_as_a_person_would(said))
        planned = importing.plan(path, self.form)
        assert isinstance(planned, importing.Plan), planned
        refused: list[Refusing] = []
        with closing(self._installation.session()) as session:
            done = importing.carry(
                planned, self.district, SYSTEM, session, refuse=refused.append, report=lambda _: None, afresh=True
            )
        return done, refused


@pytest.fixture
def desk(installation: Installation, tmp_path: Path) -> Iterator[Desk]:
    with installation.opened() as opened:
        yield Desk(opened, installation, tmp_path)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_nobody_touched_in_an_old_sheet_stays_as_others_changed_it(desk: Desk, language: Language) -> None:
    _, size, day, _ = desk.heads(language)
    old = desk.rows(language)
    desk.says(Act.CHANGE, "2022-01-01", name="基金乙")
    done, refused = desk.sends(old)
    assert refused == [] and (done.raised, done.repeated) == (0, 1), "the old name in it is nobody's wish"
    done, refused = desk.sends(old, **{size: "250", day: "2022-06-01"})
    assert refused == [] and done.raised == 1
    assert desk.on("2022-06-01") == ("基金乙", 25000), "both changes hold"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cell_that_two_changed_is_told_with_both_values(desk: Desk, language: Language) -> None:
    name, size, day, _ = desk.heads(language)
    old = desk.rows(language)
    desk.says(Act.CHANGE, "2022-01-01", name="基金乙", size=20000)
    done, refused = desk.sends(old, **{name: "基金丙", size: "300", day: "2022-06-01"})
    assert done.refused == 1 and [one.code for one in refused] == ["cell-moved", "cell-moved"]
    assert [one.column.in_(language) for one in refused] == [name, size] and {one.row for one in refused} == {2}
    said = refused[0].message_zh if language == "zh" else refused[0].message_en
    assert "基金乙" in said and "基金丙" in said
    assert desk.on("2026-01-01") == ("基金乙", 20000), "nothing of it was taken"
    fresh = desk.rows(language)
    assert desk.sends(fresh, **{name: "基金丙", size: "300", day: "2022-06-01"})[1] == []
    assert desk.on("2026-01-01") == ("基金丙", 30000)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_past_is_corrected_from_a_sheet_also_to_what_holds_today(desk: Desk, language: Language) -> None:
    name, size, day, why = desk.heads(language)
    desk.says(Act.CHANGE, "2022-01-01", size=20000)
    past = desk.rows(language, "2021-06-01")
    done, refused = desk.sends(past, **{size: "200"})
    assert done.raised == 0 and refused == [], "what holds today already needs no day"
    done, refused = desk.sends(past, **{size: "200", day: "2021-01-01", why: "登记时抄错"})
    assert refused == [] and done.raised == 1
    assert (desk.on("2021-01-01"), desk.on("2022-01-01")) == (("基金甲", 20000), ("基金甲", 20000))
    today = desk.rows(language)
    done, refused = desk.sends(today, **{name: "基金一", day: "2021-01-01", why: "名称写错"})
    assert refused == [] and desk.on("2021-01-01") == ("基金一", 20000), "only the cell that was touched"
    seen = reading.one(desk.district, SYSTEM, "funds", desk.key, desk.district.today())
    assert isinstance(seen, reading.Seen)
    assert [event.act for _, event in seen.history] == [Act.OPEN, Act.CHANGE, Act.CORRECT, Act.CORRECT]
    assert "reason" in seen.history[-1][1].words


def test_a_mark_of_the_export_that_was_changed_is_told(desk: Desk) -> None:
    _, size, day, _ = desk.heads("zh")
    done, refused = desk.sends(desk.rows("zh"), **{size: "250", day: "2022-01-01", sheet.SHOWN.zh: "昨天"})
    assert done.refused == 1 and refused[0].column == sheet.SHOWN
