"""S17 in real Chromium: money with its currency, progress reported by one and seen by another, then the register."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.web.at_work import Enters
from tests.web.systems.conftest import Running

pytestmark = pytest.mark.browser


def test_an_investment_from_talks_to_a_contract_in_the_register(running: Running, enters: Enters) -> None:
    registrar, bureau, office, checker = (enters(who) for who in ("registrar", "bureau", "enterprises", "checker"))
    registrar.see("/registers/investments/act?act=open")
    form = "main form.form"
    said = registrar.send(form, {"state": "talks", "v-name": "电池壳体项目", "v-unit": "economy", "v-intended": "12.5"})
    assert "currency" in said.lower() and registrar.typed(form, "v-intended") == "12.5"
    registrar.send(form, {"v-currency": "CNY", "v-intended": "1,250,000,000"})
    assert "电池壳体项目" in registrar.page.locator("h1").inner_text()
    code = registrar.page.locator("header .number").first.inner_text().split()[-1]

    bureau.see("/work/enter/investment-progress")
    assert "电池壳体项目" in bureau.page.locator("datalist").first.inner_html(), "chosen, not remembered"
    told = {"project": code, "reached": "contract", "reached_on": f"{running.today + timedelta(days=1)}"}
    assert "What has not happened can't be reported" in bureau.send(form, told)
    assert "A contract needs its amount" in bureau.send(form, {"reached_on": f"{running.today}"})
    bureau.page.locator(f"{form} [name=fair]").select_option("yes")
    assert "at most 2 decimals" in bureau.send(form, {"contracted": "十二亿", "paid": "30000000.50"})
    assert bureau.typed(form, "contracted") == "十二亿"
    assert "Its currency" in bureau.send(form, {"contracted": "1200000000.00"}), "no money without its currency"
    bureau.page.locator(f"{form} [name=currency]").select_option("CNY")
    bureau.send(form, {})
    number = bureau.page.url.rpartition("/")[2].partition("?")[0]
    assert number in bureau.page.locator("h1").inner_text(), "whoever reports it is told under which number"
    facts = office.see(f"/work/cases/{number}")
    assert "1,200,000,000.00 CNY" in facts and "30,000,000.50 CNY" in facts, "as it was typed, not a hundred times it"

    again = {"project": code, "reached": "started", "reached_on": f"{running.today}"}
    bureau.see("/work/enter/investment-progress")
    assert "being checked already" in bureau.send(form, again), "a project is counted once"
    office.act(number, "give")
    bureau.act(number, "sign")
    assert "photo" in bureau.act(number, "finish", {"words": "合同扫描件"}).lower(), "not without its papers"
    bureau.act(number, "finish", {"words": "合同扫描件"}, photo=True)
    entry = f"/registers/investments/entry?key={code}"
    assert "Contract" not in bureau.see(entry).split("History")[0].replace("Contracted", ""), "not before it was seen"
    checker.act(number, "check", outcome="yes")
    assert "In the register" in office.act(number, "enter")
    stands = bureau.see(entry).split("History")[0]
    assert "Contract" in stands.replace("Contracted", "")
    assert "1,200,000,000.00" in stands and "30,000,000.50" in stands, "with its money"
    assert running.today.strftime("%-d %b %Y") in stands, "and its day"
    assert number in bureau.page.locator("[aria-labelledby=history] ol").inner_text(), "by which report, too"
