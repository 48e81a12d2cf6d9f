"""Three calls in a row at the desk, by keyboard alone: taken down, accepted, the next one opened; no click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site
from tests.web.signing import open_account, sign_in
from tests.web.test_browser import DESK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CALLS = ("东门路灯不亮，老人晚上出门不便。", "小区门口的井盖松了，车一过就响。", "菜场后面的垃圾三天没有清运。")
FAR = 80
"""Tabs after which a field is not on the page."""


def tab_to(page: Page, found: str) -> None:
    """Press Tab until the keyboard stands on what the expression says of `it`."""
    for _ in range(FAR):
        if page.evaluate(f"(() => {{ const it = document.activeElement; return Boolean({found}); }})()"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {found}")


def took_down(page: Page, words: str, first: bool) -> str:
    """One call, from wherever the keyboard stands on a page of the desk; the number of the case."""
    with page.expect_navigation(url="**/desk/intake"):
        page.keyboard.press("n")
    tab_to(page, "it.name === 'words'")
    page.keyboard.type(words)
    tab_to(page, "it.name === 'channel'")
    if first:
        page.keyboard.press("ArrowDown")
    else:
        assert page.evaluate("document.activeElement.value"), "the channel is that of the last call"
    tab_to(page, "it.matches('form.deskform button.large')")
    page.keyboard.press("Enter")
    page.locator(".receipt .big").first.wait_for()
    return page.locator(".receipt .big").first.inner_text()


@pytest.mark.browser
def test_three_calls_by_keyboard_alone(site: Site, browser: Browser) -> None:
    page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type]
    sign_in(page, site, open_account(site, "three-calls", "desk", "service-centre"))
    page.goto(site.base + "/desk")
    for at, words in enumerate(CALLS):
        number = took_down(page, words, first=at == 0)
        with page.expect_navigation(url=f"**/desk/cases/{number}"):
            page.keyboard.press("a")
        assert words in page.locator(".said-by").all_inner_texts()
        page.keyboard.press("a")
        tab_to(page, "it.closest('form')?.querySelector('[name=step]')?.value === 'accept' && it.name === 'category'")
        page.keyboard.press("ArrowDown")
        tab_to(page, "it.closest('form')?.querySelector('[name=step]')?.value === 'accept' && it.tagName === 'BUTTON'")
        page.keyboard.press("Enter")
        page.get_by_role("status").filter(has_text="受理").first.wait_for()
        assert page.url.endswith(f"/desk/cases/{number}?done=accept")
    page.goto(site.base + "/desk?queue=dispatch")
    rows = page.locator("[data-rove]").all_inner_texts()
    page.keyboard.press("j")
    with page.expect_navigation(url=f"**/desk/cases/{rows[0]}"):
        page.keyboard.press("Enter")
    with page.expect_navigation(url=f"**/desk/cases/{rows[1]}"):
        page.keyboard.press("x")
    assert page.locator("[role=status]").count() == 0, "an address alone claims nothing"
    page.goto(f"{site.base}/desk/cases/{rows[1]}?done=dispatch")
    assert page.locator("[role=status]").count() == 0
    page.context.close()
