"""S06 in real Chromium: a firm asks and confirms itself; one visit a week, and its notes stay with those who went; an
outage is told as long ahead as the law asks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bihuan.core.registers.codes import credit_check_digit
from tests.web.at_work import PHONE, Enters, Worker
from tests.web.systems.conftest import Running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BEGINS = "91360703MA9000001"
FIRM = BEGINS + credit_check_digit(BEGINS)
MISTYPED = FIRM.replace("7", "1", 1)


PHONE_NUMBER = "13800007788"


def numbers_on(page: str) -> set[str]:
    """What looks like the number of a matter."""
    return set(re.findall(r"[A-Z]*\d{8}-\d{6}", page))


@pytest.fixture(scope="module")
def firm(enters: Enters) -> str:
    """A firm in the register: the registrar enters it, with a slip first."""
    registrar = enters("registrar")
    registrar.see("/registers/enterprises/act?act=open")
    filled = {"key": MISTYPED, "v-kind": "company", "v-area": "hexie-jiayuan", "v-capital": "1.234",
              "v-phone": PHONE_NUMBER}  # fmt: skip
    said = registrar.send("main form.form", filled)
    assert "the last place does not check" in said and registrar.typed("main form.form", "v-capital") == "1.234"
    wrong = registrar.page.locator("main form.form .field.wrong")
    assert [one.locator("input, select, textarea").first.get_attribute("name") for one in wrong.all()] == [
        "key", "v-name", "v-capital"
    ], "everything that is wrong at once, each beside its field"  # fmt: skip
    assert registrar.page.locator(".notice.wrong li a").count() == 3, "and on top, with a way to each"
    registrar.send("main form.form", {"key": FIRM, "v-name": "虚构机械厂", "v-capital": ""})
    assert "虚构机械厂" in registrar.page.content()
    return FIRM


def test_a_request_until_the_firm_itself_confirms(
    running: Running, enters: Enters, browser: Browser, firm: str
) -> None:
    office, bureau, checker = (enters(who) for who in ("enterprises", "bureau", "checker"))
    boss = Worker(browser.new_context(viewport=PHONE, locale="zh-CN").new_page(), running.site)  # type: ignore[arg-type]
    boss.see("/report/enterprise-requests")
    boss.send("main form.form", {"words": "订单多了，要贷款添两台设备。", "need": "finance", "name": "吴总"})
    number = boss.page.locator(".receipt .big").inner_text()

    assert "Say why" in office.act(number, "decline"), "nobody is sent away without a reason"
    office.act(number, "level", {"level": "district", "need": "finance", "enterprise": firm})
    named = office.see(f"/work/cases/{number}?step=give")
    assert "Finance and project filing: the economy bureau" in named, "the catalogue names the unit, in words"
    assert "Kind of request: Finance" in named, "and the fact of the case that made its rule fire"
    office.act(number, "give")
    assert number in bureau.see("/work/tasks")
    bureau.act(number, "sign")
    bureau.act(number, "first_reply", {"reply": "已约银行客户经理周五见面。"}, outcome="reached")
    said = bureau.act(number, "finish", {"result": "银行要看一季度报表。", "resolution": "long_term"})
    assert "What is planned is not finished" in said and "Put into a plan" in said, "and the way out stands there"
    assert bureau.typed("#do-finish form", "result") == "银行要看一季度报表。"
    again = running.today + timedelta(days=3)
    bureau.act(number, "plan", {"result": "银行要看一季度报表。", "again_on": f"{again}"})
    assert boss.sees("/r/", "列入计划，到期再看：银行要看一季度报表。"), "the firm is told why it waits"
    bureau.act(number, "take_up")
    bureau.act(number, "finish", {"result": "贷款已到账。", "resolution": "solved"})
    assert number in checker.see("/work/checks")
    checker.act(number, "check", outcome="yes")
    office.act(number, "close")

    assert "贷款已到账。" in boss.see("/r/")
    boss.page.locator("section.ask").first.locator("input[value=yes]").check()
    boss.send("section.ask form", {}, button="button")
    assert "Done" in office.see(f"/work/cases/{number}")
    found = office.page.locator(".findings").inner_text()
    assert found.lower().count("yes") >= 3, found
    funnel = "/screens/enterprise-requests/funnel"
    for show, here in (("done.stands", True), ("collected.went_on", True), ("collected.stands", False)):
        assert (number in office.see(f"{funnel}?show={show}")) is here, show
    office.clean()
    assert number not in enters("team").see(f"{funnel}?show=done.stands"), "who may not see it does not count it"


def test_one_visit_a_week_and_its_notes_stay_confidential(running: Running, enters: Enters, firm: str) -> None:
    office, bureau, instructor, checker = (enters(who) for who in ("enterprises", "bureau", "instructor", "checker"))
    monday = running.today + timedelta(days=7 - running.today.weekday())
    planned = {"enterprise": firm, "purpose": "party", "visit_on": f"{monday}", "words": "看支部学习和用工"}
    visit = instructor.enter("enterprise-visits", planned)

    bureau.see("/work/enter/enterprise-visits")
    other = {"enterprise": firm, "purpose": "policy", "visit_on": f"{monday + timedelta(days=2)}"}
    said = bureau.send("main form.form", other)
    assert f"visits this firm on {monday}; nobody else goes there" in said
    assert visit in said and f"take the week from {monday + timedelta(days=7)} on, which is free" in said
    assert "看支部学习和用工" not in said, "what the visit is about is none of their business"
    assert bureau.typed("main form.form", "visit_on") == other["visit_on"], "nothing typed is lost"
    bureau.speaks("zh-hans")
    bureau.see("/work/enter/enterprise-visits")
    said = bureau.send("main form.form", other)
    assert f"已登记 {monday} 走访这家企业" in said and f"改到 {monday + timedelta(days=7)} 起的那一周" in said
    bureau.speaks("en")
    later = bureau.enter("enterprise-visits", {**other, "visit_on": f"{monday + timedelta(days=7)}"})
    office.act(later, "cancel", {"reason": "那一周检修停产"})

    office.act(visit, "arrange")
    instructor.act(visit, "sign")
    notes = {"notes": "缺技工，宿舍不够"}
    assert "The day of the visit has not come" in instructor.act(visit, "finish", notes)
    running.pass_days((monday - running.today).days)
    office, instructor, checker = (enters(who) for who in ("enterprises", "instructor", "checker"))
    said = instructor.act(visit, "finish", notes)
    assert "No request of this visit was entered" in said and "Enter each one with" in said, "nor is a number typed"
    requests = [collected(instructor, visit, words) for words in ("缺五名焊工", "宿舍差三十张床")]
    shown = instructor.see(f"/work/cases/{visit}")
    assert instructor.page.locator("#brought").inner_text().endswith("2"), "counted from the cases themselves"
    assert set(requests) <= numbers_on(shown)
    instructor.act(visit, "finish", notes)
    checker.act(visit, "check", outcome="yes")
    assert "Filed" in office.act(visit, "file")
    assert "缺技工" in instructor.see(f"/work/cases/{visit}")
    for who in (office, checker):
        said = who.see(f"/work/cases/{visit}")
        assert "缺技工" not in said and set(requests) <= numbers_on(said), "what it brought is no secret of the visit"
    page = f"/registers/enterprises/entry?key={firm}"
    assert {visit, later, *requests} <= numbers_on(office.see(page)), "all visits of a firm stand on its page"
    below = office.page.locator("#cases ~ ul > li", has_text=visit)
    assert numbers_on(below.locator(".brought").inner_text()) == set(requests), "each with what came of it"
    assert "written down, confidential" in below.inner_text() and "缺技工" not in office.page.content()
    asked = office.page.locator("#cases ~ ul > li", has_text=requests[0]).first.inner_text()
    assert "To be levelled" in asked and "The firm is satisfied" in asked and "not yet" in asked
    assert {visit, later}.isdisjoint(numbers_on(enters("team").see(page))), "not for units that have no part in them"


def told_on(running: Running, office: Worker, number: str) -> str:
    """What the record of a notice says of the firms, once everybody was told that can be."""
    running.run("notices")
    for _ in range(100):  # The site sends as well: what it has in hand is sent a moment later.
        office.see(f"/work/cases/{number}")
        told = office.page.locator("section:has(> #told)").inner_text()
        if "Waiting" not in told and "Being sent" not in told:
            break
    return told


def collected(visitor: Worker, visit: str, words: str) -> str:
    """A request raised from the page of a visit: of that firm, without asking which; its number."""
    before = numbers_on(visitor.see(f"/work/cases/{visit}?step=collect"))
    link = visitor.page.locator("#do-collect a.button").get_attribute("href")
    visitor.see(str(link))
    form = "main form.form"
    assert "虚构机械厂" in visitor.page.locator("main").inner_text(), "the firm is filled in"
    assert visitor.page.locator(f"{form} [name=enterprise]").count() == 0
    [number] = numbers_on(visitor.send(form, {"words": words, "need": "labour"})) - before
    return number


def test_an_outage_is_told_ahead_as_the_law_asks(running: Running, enters: Enters, firm: str) -> None:
    power, office = enters("power"), enters("enterprises")
    begins = running.today + timedelta(days=3)
    planned = {"kind": "power_planned", "from_when": f"{begins}T08:00", "until_when": f"{begins}T18:00",
               "area": "hexie-jiayuan", "words": "更换变压器"}  # fmt: skip
    power.see("/work/enter/outage-notices")
    said = power.send("main form.form", planned)
    assert "planned power cuts 7 days" in said and "Move the outage to a later time" in said, said
    assert power.typed("main form.form", "words") == "更换变压器", "nothing typed is lost"
    begins = running.today + timedelta(days=20)
    said = power.send("main form.form", {"from_when": f"{begins}T08:00", "until_when": f"{begins}T07:00"})
    assert "restored before it begins" in said
    power.send("main form.form", {"until_when": f"{begins + timedelta(days=1)}T18:00"})
    number = power.page.url.rpartition("/")[2].partition("?")[0]
    mine = power.see(f"/work/cases/{number}")
    assert "Your unit raised it" in mine and "更换变压器" in mine, "who raised it reads it before it is theirs to do"
    assert "Notice" in mine and "Power, planned" in mine, "with what was said and the last moment to tell it"
    assert "404" in enters("bureau").see(f"/work/cases/{number}"), "and other units do not"
    assert number in office.see("/desk?queue=all&programme=outage-notices")
    office.act(number, "announce")
    running.until_morning()
    office = enters("enterprises")
    told = told_on(running, office, number)
    assert "虚构机械厂" in told and "Text message" in told and "Sent" in told and "too late" not in told, told
    assert "To be told by" in told and PHONE_NUMBER not in office.page.content(), "the address stays sealed"
    page = office.see(f"/registers/enterprises/entry?key={firm}")
    assert number in page and "in its area" in page, "an outage around a firm stands on its page, too"
    office.act(number, "give")
    enters("power").act(number, "sign")
    running.pass_days(20)
    power, office, checker = (enters(who) for who in ("power", "enterprises", "checker"))
    power.act(number, "restore", {"result": "变压器换好，已送电"})
    assert number in checker.see("/work/checks")
    checker.act(number, "check", outcome="yes")
    assert "Restored" in office.act(number, "file")
    assert "Done" in office.see(f"/work/cases/{number}") or "completed" in office.page.content()


def test_a_register_on_paper_says_of_which_day_it_is_and_shows_no_controls(enters: Enters, firm: str) -> None:
    page = enters("registrar").page
    assert enters("registrar").sees("/registers/enterprises", firm), page.content()
    assert not page.get_by_text("As of 20").is_visible()
    page.emulate_media(media="print")
    try:
        page.get_by_text("As of 20").wait_for()
        assert page.get_by_text(firm).is_visible()
        assert page.locator("main button:visible, main input:visible, main a.button:visible, nav:visible").count() == 0
    finally:
        page.emulate_media(media="screen")
