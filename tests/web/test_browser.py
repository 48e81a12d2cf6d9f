"""Pages in real Chromium: raising a matter without JavaScript, nothing typed lost, and axe on every page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
PAGES = ("/", "/report", "/cases/{number}", "/r/", "/map", "/figures/{programme}/solve_rate",
         "/registers/", "/registers/{register}", "/programmes/", "/claims/", "/standing/", "/documents/",
         "/programmes/{programme}", "/nothing", "/find")  # fmt: skip


def write(page: Page, words: str) -> None:
    page.locator("textarea").first.fill(words)


def test_a_matter_is_raised_without_javascript(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.goto(site.base + "/")
    page.get_by_role("link", name="提诉求").first.click()
    write(page, "小区门口的路灯三天不亮，老人晚上出门不方便。")
    page.get_by_role("button", name="提交").click()
    assert page.url.endswith("/r/receipt")
    number = page.locator(".receipt .big").inner_text()
    body = page.content()
    assert number in body and "路灯三天不亮" not in body
    page.goto(f"{site.base}/cases/{number}")
    assert "已登记" in page.content() or "问题收集" in page.content()
    context.close()


def test_an_empty_form_comes_back_with_what_was_typed(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="en")
    page = context.new_page()
    page.goto(site.base + "/report")
    page.locator("input[type=text], input:not([type])").first.fill("Block 3, east gate")
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("alert").count() == 1
    assert page.locator("input[type=text], input:not([type])").first.input_value() == "Block 3, east gate"
    context.close()


def test_a_double_tap_is_one_matter(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, locale="en")
    first, second = context.new_page(), context.new_page()
    first.goto(site.base + "/report")
    write(first, "The lamp at gate two is dark.")
    form = first.locator("input[name=request]").input_value()
    second.goto(site.base + "/report")
    write(second, "The lamp at gate two is dark.")
    second.evaluate("value => document.querySelector('input[name=request]').value = value", form)
    for page in (first, second):
        page.get_by_role("button", name="Send").click()
    receipts = {(page.url, page.locator(".receipt .big").inner_text()) for page in (first, second)}
    assert len(receipts) == 1 and first.url.endswith("/r/receipt")
    context.close()


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing(site: Site, browser: Browser, language: str, size: dict[str, int], elder: bool) -> None:
    context = browser.new_context(viewport=size, locale=language, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if site.base not in request.url else None)
    page.goto(site.base + "/")
    if elder:
        page.get_by_role("button", name="大字版" if language == "zh-CN" else "Large type").click()
    found: dict[str, Any] = {}
    for path in PAGES:
        page.goto(site.base + path.format(number=site.number, programme=site.programme, register=site.register))
        # At the end of the page the bar with the telephone number covers nothing, so sizes are measured fairly.
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        for violation in page.evaluate("options => axe.run(document, options)", wanted)["violations"]:
            found[f"{path} {violation['id']}"] = [node["html"][:120] for node in violation["nodes"]][:3]
        overflow = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        if overflow:
            found[f"{path} overflow"] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == {}
    assert [one for one in complaints if "404" not in one] == []


def test_nothing_on_a_page_breaks_its_own_policy(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=DESK, locale="zh-CN")
    page = context.new_page()
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if "Content Security" in message.text else None)
    for path in PAGES:
        page.goto(site.base + path.format(number=site.number, programme=site.programme, register=site.register))
    context.close()
    assert broken == []
