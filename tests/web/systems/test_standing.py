"""S18 and S20 in real Chromium: ranks with their population, a zone profile, goals and how far they are reached."""

from __future__ import annotations

import pytest

from tests.web.at_work import Enters, Worker
from tests.web.systems.conftest import Running

pytestmark = pytest.mark.browser

FORM = "main form.form"
RANK = {
    "v-name": "开放发展评价", "v-issuer": "省商务厅", "v-scope": "全省开发区", "v-method": "2020版",
    "v-year": "2020", "v-data_year": "2019", "v-place": "31",
}  # fmt: skip


def entered(registrar: Worker, register: str, filled: dict[str, str]) -> str:
    """The code of a new entry."""
    registrar.see(f"/registers/{register}/act?act=open")
    registrar.send(FORM, filled)
    assert "/entry?key=" in registrar.page.url, registrar.page.locator("main").inner_text()
    return registrar.page.url.partition("key=")[2].partition("&")[0]


def test_a_rank_is_entered_corrected_and_shown_as_a_line(running: Running, enters: Enters) -> None:
    registrar, visitor = enters("registrar"), enters("leader")
    registrar.see("/registers/rankings/act?act=open")
    assert "Population" in registrar.send(FORM, RANK), "no rank without out of how many"
    assert registrar.typed(FORM, "v-place") == "31"
    code = entered(registrar, "rankings", {**RANK, "v-population": "218"})
    entered(registrar, "rankings", {**RANK, "v-population": "217", "v-year": "2021", "v-data_year": "2020",
                                    "v-place": "28"})  # fmt: skip
    registrar.see(f"/registers/rankings/act?act=correct&key={code}")
    assert "eason" in registrar.send(FORM, {"v-place": "33"}), "a correction says why"
    registrar.send(FORM, {"v-place": "33", "reason": "原件写的是33"})
    said = visitor.see("/standing/")
    line = visitor.page.locator(".series", has_text="开放发展评价").inner_text()
    assert "33" in line and "218" in line and "28" in line and "217" in line and "31" not in line, said
    visitor.clean()


def test_a_goal_is_measured_by_the_profile_or_said_to_be_under_defined(running: Running, enters: Enters) -> None:
    registrar, visitor = enters("registrar"), enters("leader")
    measure = {"v-name": "工业营业收入", "v-definition": "规模以上工业", "v-value": "620", "v-unit": "yi_yuan",
               "v-as_of": "2020-12-31", "v-source": "统计公报"}  # fmt: skip
    known = entered(registrar, "measures", measure)
    entered(registrar, "goals", {"v-name": "千亿园区", "v-wanted": "1000", "v-unit": "yi_yuan", "v-measure": known,
                                 "v-until": "2030-12-31", "v-source": "规划"})  # fmt: skip
    entered(registrar, "goals", {"v-name": "一流园区", "v-source": "讲话"})
    entered(registrar, "goals", {"v-name": "千人计划", "v-wanted": "1000", "v-unit": "people", "v-measure": known,
                                 "v-source": "规划"})  # fmt: skip
    visitor.see("/standing/")
    measured = visitor.page.locator(".goal", has_text="千亿园区").inner_text()
    assert "62" in measured and "1,000" in measured and "380" in measured, measured
    vague = visitor.page.locator(".goal", has_text="一流园区").inner_text()
    assert "Under-defined" in vague and "nobody can say" in vague
    unlike = visitor.page.locator(".goal", has_text="千人计划").inner_text()
    assert "Under-defined" in unlike and "different units" in unlike and "%" not in unlike, unlike
