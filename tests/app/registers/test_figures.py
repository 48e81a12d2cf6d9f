"""Figures that officers keep in a register: judged like those of the pack, on both engines, any past day too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from bihuan.app.claims import AsOf, Published, from_district
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.registers import importing
from bihuan.app.registers.reading import known_at
from bihuan.core.claims import Verdict
from bihuan.core.claims.registered import COUNTED
from bihuan.core.commands import SYSTEM
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter, Register
from bihuan.core.text import LANGUAGES
from bihuan.web.show.claims import document_view, of_entry

SINCE = "2026-01-05"
V = Verdict


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        yield opened


class Officer:
    """Enters figures of one text."""

    def __init__(self, district: District) -> None:
        self.district, self._n = district, 0
        self.form = next(form for form in district.rules.registers.values() if form.claims is not None)
        assert self.form.claims is not None
        self.rule = self.form.claims
        text = self.rule.text
        values = dict.fromkeys((*text.title, *text.issuer), "半年通报") | {text.published: "2026-07-01"}
        self.text = str(getattr(self._ask(text.register, "", Act.OPEN, values), "number", ""))
        assert self.text

    def _ask(self, register: str, key: str, act: Act, values: dict[str, object], since: str = SINCE) -> object:
        self._n += 1
        words = {"reason": "抄错了"} if act is Act.CORRECT else {}
        said = {"register": register, "key": key, "act": act, "by": SYSTEM, "since": since}
        return self.district.door.submit(self.district.id, Enter(values=values, words=words, **said), f"n{self._n}")

    def opens(self, key: str, value: str = "", **more: str) -> object:
        """`more` is said by what it is, as the rule has it."""
        rule = self.rule
        values: dict[str, object] = dict.fromkeys((*rule.says, *rule.place), key)
        values |= {rule.text.field: self.text, rule.system: "S01"} | ({rule.value: value} if value else {})
        return self._ask(self.form.id, key, Act.OPEN, values | self._fields(more))

    def changes(self, key: str, act: Act = Act.CHANGE, since: str = SINCE, **more: str) -> object:
        return self._ask(self.form.id, key, act, self._fields(more), since)

    def _fields(self, more: dict[str, str]) -> dict[str, object]:
        found = {name: getattr(self.rule, name) for name in more}
        return {of if isinstance(of, str) else of[0]: more[name] for name, of in found.items()}

    def documents(self, **more: object) -> tuple[Published, ...]:
        found = from_district(self.district, AsOf(moment=self.district.door.clock(), **more))  # type: ignore[arg-type]
        assert not isinstance(found, Refusal)
        return found

    def verdicts(self, **more: object) -> dict[str, Verdict]:
        return {one.claim.id: one.verdict for document in self.documents(**more) for one in document.judged}


@pytest.fixture
def officer(district: District) -> Officer:
    return Officer(district)


def code(answer: object) -> str:
    assert isinstance(answer, Refusal), answer
    for language in LANGUAGES:
        assert answer.message(language) and answer.hint(language), answer.code
        assert "{" not in answer.message(language) + answer.hint(language)
    return answer.code


def fine(answer: object) -> None:
    assert not isinstance(answer, Refusal), (answer.code, answer.message("en"))


def enter_branches(officer: Officer) -> None:
    for key, value in (("singles", "28"), ("joints", "41")):
        fine(officer.opens(key, value))
    fine(officer.opens("all_of_them", "69", formula="singles + joints"))


def test_a_changed_figure_flips_the_verdict_and_a_past_day_keeps_its_own(officer: Officer) -> None:
    enter_branches(officer)
    names = ("singles", "joints", "all_of_them")
    assert [officer.verdicts()[name] for name in names] == [V.CONSISTENT, V.CONSISTENT, V.DERIVED]
    clock, written = officer.district.door.clock, officer.district.today()
    assert isinstance(clock, VirtualClock)
    clock.move(timedelta(days=10))
    fine(officer.changes("singles", since="2026-03-01", value="29"))
    assert {officer.verdicts()[name] for name in names} == {V.CONFLICT}, "28 → 29"
    before = officer.verdicts(day=date(2026, 2, 28))
    assert [before[name] for name in names] == [V.CONSISTENT, V.CONSISTENT, V.DERIVED]
    fine(officer.changes("singles", Act.CORRECT, since="2026-03-01", value="28"))
    assert officer.verdicts()["all_of_them"] is V.DERIVED
    fine(officer.changes("joints", Act.CORRECT, value="40"))
    assert {officer.verdicts(day=date(2026, 2, 28))[name] for name in names} == {V.CONFLICT}, (
        "a correction reaches back"
    )
    known = known_at(officer.district, written)
    assert officer.verdicts(day=date(2026, 2, 28), known=known)["all_of_them"] is V.DERIVED, "as it was known then"


def test_a_rate_that_no_counts_give(officer: Officer) -> None:
    fine(officer.opens("list", "221"))
    fine(officer.opens("once", "95.82%", rounding="nearest", check="whole(once * list)"))
    [told] = [one for document in officer.documents() for one in document.judged if one.claim.id == "once"]
    assert told.verdict is V.CONFLICT and any("211.7" in why.en for why in told.why)
    fine(officer.changes("once", value="95.48%"))
    assert officer.verdicts()["once"] is V.CONSISTENT, "211 of 221"


def test_figures_of_the_pack_and_of_the_register_are_judged_together(officer: Officer) -> None:
    article = officer.verdicts()
    assert article["single"] is V.CONSISTENT
    fine(officer.opens("single_again", "28", check="single_again == single"))
    assert officer.verdicts() == article | {"single_again": V.CONSISTENT}
    fine(officer.changes("single_again", value="29"))
    changed = officer.verdicts()
    assert {name for name in changed if changed[name] is V.CONFLICT} == {"single_again", "single"}
    of = [document.register.id if document.register else "" for document in officer.documents()]
    assert of == [officer.form.id, ""], "each says where it comes from, the newest first"


def test_the_platform_s_own_numbers_stand_beside(officer: Officer) -> None:
    rule = officer.rule
    programme = next(id for id in sorted(rule.figures))
    source = f"{programme} {sorted(rule.figures[programme])[0]} denominator"
    fine(officer.opens("reports_here", figure=source))
    fine(officer.opens("reports_said", "5", check="reports_said == reports_here"))
    assert "reports_here" not in officer.verdicts(), "a number of the platform is published nowhere"
    assert officer.verdicts()["reports_said"] is V.UNDER, "without cases nobody can say"
    register = next(iter(sorted(rule.scopes)))
    fine(officer.opens("listed", "2", entries=f"{register}: count(entries)"))
    assert officer.verdicts()["listed"] is V.UNDER
    document = officer.documents()[0]
    assert "listed" + COUNTED in document.document.operands
    assert code(officer.opens("x", figure=f"{programme} none_such")) == "claim-figure-unknown"
    assert code(officer.opens("x", entries="staff: count(entries)")) == "claim-register-unknown"
    assert code(officer.opens("x", entries=f"{register}: count(entries where nothing > 1)")) == "claim-formula"
    assert code(officer.opens("x", entries=f"{register}: entries")) == "claim-formula-type"
    assert code(officer.opens("x", figure=source, entries=f"{register}: count(entries)")) == "claim-two-sources"


def test_a_figure_tells_its_source_in_words_and_not_by_a_code_alone(officer: Officer) -> None:
    """The text that it stands in by title, code and day, also once the text was ended; a number that the platform
    counts by what it is counted of, not by how that is written down."""
    fine(officer.opens("held", "2", entries="trainings: count(entries)"))
    systems = officer.district.rules.dictionaries
    for ended in (False, True):
        if ended:
            fine(officer._ask(officer.rule.text.register, officer.text, Act.END, {}, since=SINCE))
        [own] = [one for one in officer.documents() if one.register is not None]
        row, _ = of_entry([own], officer.form.id, "held", systems, "en")
        assert row is not None and row.source == f"半年通报 ({officer.text}), 1 Jul 2026"
        assert row.source_href.endswith(f"/{officer.rule.text.register}/entry?key={officer.text}")
        view = document_view(own, systems, "", "en")
        assert (view.title, view.code, view.published) == ("半年通报", officer.text, "1 Jul 2026")
        counted = next(one for one in row.operands if one.name == f"held{COUNTED}")
        form = officer.district.rules.registers["trainings"]
        assert (counted.source, counted.formula, counted.basis) == (form.title.en, "count(entries)", "")


def test_what_could_not_be_judged_is_refused_with_its_place(officer: Officer) -> None:
    enter_branches(officer)
    fine(officer.opens("told", narrative="一句口号"))
    for key, value, more, wanted in (
        ("x", "many", {}, "claim-not-printed"),
        ("x", "", {}, "claim-says-nothing"),
        ("x", "", {"formula": "singles + 1"}, "claim-formula-without-value"),
        ("x", "1", {"narrative": "一句口号"}, "claim-narrative-computed"),
        ("x", "1", {"formula": "singles +"}, "claim-formula"),
        ("x", "1", {"formula": "singles + 'a'"}, "claim-formula"),
        ("x", "1", {"formula": "singles > 1"}, "claim-formula-type"),
        ("x", "1", {"check": "singles + 1"}, "claim-formula-type"),
        ("x", "1", {"formula": "median([singles, joints])"}, "claim-formula-unfit"),
        ("x", "1", {"formula": "singles + joint_"}, "claim-operand-unknown"),
        ("x", "1", {"formula": "singles + told"}, "claim-operand-unknown"),
        ("x", "1", {"formula": "x + 0"}, "claim-uses-itself"),
        ("x", "32", {"formula": "over10 + over50 + over100"}, "claim-tiers-added"),
        ("x", "1", {"unit": "元"}, "claim-money-without-currency"),
        ("single", "28", {}, "claim-name-taken"),
        ("and", "28", {}, "field-invalid"),
        ("2_many", "28", {}, "field-invalid"),
    ):  # fmt: skip
        assert code(officer.opens(key, value, **more)) == wanted, (key, value, more)
    unknown = officer.opens("x", "1", formula="singles + joint_")
    assert isinstance(unknown, Refusal) and unknown.about == officer.rule.formula
    assert (
        "11" in unknown.message("zh") and "“joint_”" in unknown.message("zh") and "是不是“joint”" in unknown.hint("zh")
    )
    assert "character 11" in unknown.message("en") and "Did you mean joint?" in unknown.hint("en")
    assert code(officer.changes("singles", formula="all_of_them - joints")) == "claim-uses-itself", "in a circle"
    assert "x" not in officer.verdicts(), "nothing half-done"


def sheet(path: Path, heads: list[str], *rows: list[str]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        for n, row in enumerate((heads, *rows)):
            page.write_row(n, 0, row)
    return path


def heads(form: Register, *names: str) -> list[str]:
    return [form.key.title.zh, "设立日期", *(form.fields[name].title.zh for name in names)]


def test_a_typed_verdict_is_refused_in_an_excel_file_and_rows_may_come_in_any_order(
    officer: Officer, installation: Installation, tmp_path: Path
) -> None:
    form, rule = officer.form, officer.rule
    assert rule.formula is not None
    names = (rule.text.field, rule.place[0], *rule.says, rule.system, rule.value, rule.formula)
    said = [officer.text, "第一页", "数", "figure", "S01"]
    rows = [["total_of", SINCE, *said, "69", "one_part + other_part"], ["one_part", SINCE, *said, "28", ""],
            ["other_part", SINCE, *said, "41", ""], ["lost", SINCE, *said, "1", "nobody + 1"]]  # fmt: skip
    for typed in ("结论", "verdict", "Verdict"):
        path = sheet(tmp_path / "typed.xlsx", [*heads(form, *names), typed], *([*row, "相互一致"] for row in rows))
        problems = importing.plan(path, form)
        assert isinstance(problems, tuple)
        assert [one.code for one in problems] == ["verdict-column"]
        assert all(typed in problems[0].message(language) and problems[0].hint(language) for language in LANGUAGES)
    planned = importing.plan(sheet(tmp_path / "fine.xlsx", heads(form, *names), *rows), form)
    assert isinstance(planned, importing.Plan), planned
    refused, session = [], installation.session()
    importing.carry(
        planned, officer.district, SYSTEM, session,
        refuse=lambda row: refused.append((row.row, row.code)), report=lambda _: None,
    )  # fmt: skip
    session.close()
    assert refused == [(5, "claim-operand-unknown")], "the one row, by its number"
    found = officer.verdicts()
    assert found["total_of"] is V.DERIVED and found["one_part"] is V.CONSISTENT
