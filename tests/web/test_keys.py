"""Every queue of the desk and of those who check, by keyboard alone in real Chromium."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bihuan.core.verbs import Party, Verb
from tests.web.conftest import Site
from tests.web.matters import Matter, installation_of
from tests.web.signing import open_account, sign_in
from tests.web.test_browser import DESK
from tests.web.test_desk import take_down

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def at(page: Page) -> str:
    """What the keyboard stands on: the words of it, or its name."""
    said: str = page.evaluate("(document.activeElement.textContent.trim() || document.activeElement.name || '')")
    return said


@pytest.mark.browser
def test_every_queue_the_map_the_shift_and_the_draws_by_keyboard_alone(site: Site, browser: Browser) -> None:
    page = browser.new_context(viewport=DESK, locale="en-GB").new_page()  # type: ignore[arg-type]
    sign_in(page, site, open_account(site, "keys-desk", "desk", "service-centre"))
    number = take_down(page, site, "西门的井盖松了，车一过就响。")
    page.goto(site.base + "/desk")
    queues = page.locator(".queues a[data-queue]").count()
    for key in [*map(str, range(1, min(queues, 7) + 1)), "0"]:
        with page.expect_navigation():
            page.keyboard.press(key)
        assert page.locator(f"[data-queue='{key}'][aria-current]").count() == 1, key
        rows = page.locator("[data-rove]").all_inner_texts()
        page.keyboard.press("j")
        assert not rows or at(page) == rows[0], key
    for key, address in (("m", "**/desk/map?queue=all"), ("u", "**/desk?queue=all"), ("d", "**/desk/draws"),
                         ("l", "**/ledger"), ("h", "**/desk/shift")):  # fmt: skip
        with page.expect_navigation(url=address):
            page.keyboard.press(key)
        if key in "ml":
            page.keyboard.press("j")
            assert at(page) == page.locator("[data-rove]").first.inner_text()
        elif key == "d":
            page.keyboard.press("a")
            assert page.evaluate("document.activeElement.name") == "programme"
            page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.type("West gate: ask for the drawing again. j k 1")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".said-by").first.inner_text() == "West gate: ask for the drawing again. j k 1"
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    page.locator("details[open] [data-rove]").nth(1).wait_for()
    page.keyboard.press("j")
    opened = at(page)
    with page.expect_navigation(url=f"**/desk/cases/{opened}"):
        page.keyboard.press("Enter")
    assert re.fullmatch(r"[A-Z]{2}\d{8}-\d{6}", opened) and number
    page.context.close()


@pytest.mark.browser
def test_the_queue_of_checks_and_call_backs_by_keyboard_alone(site: Site, browser: Browser) -> None:
    with installation_of(site).opened() as district:
        one = Matter(district, "车棚的灯一直闪。").given_to("municipal")
        one.take(Verb.SIGN, Party.HANDLER, "municipal")
        one.take(Verb.FINISH, Party.HANDLER, "municipal")
        step = one.step(Verb.CHECK, Party.CHECKER)
    page = browser.new_context(viewport=DESK, locale="zh-CN").new_page()  # type: ignore[arg-type]
    sign_in(page, site, open_account(site, "keys-check", "checker", "check-team"))
    page.goto(site.base + "/work/checks")
    page.keyboard.press("j")
    first = page.locator("[data-rove]").first
    assert at(page) == first.inner_text()
    with page.expect_navigation(url="**/work/cases/**"):
        page.keyboard.press("Enter")
    with page.expect_navigation(url="**/work/checks"):
        page.keyboard.press("u")
    page.goto(f"{site.base}/work/cases/{one.number}?step={step.id}")
    page.keyboard.press("a")
    assert page.evaluate(f"document.activeElement.closest('#do-{step.id}') !== null")
    for _ in range(12):
        tag, required = page.evaluate("[document.activeElement.tagName, document.activeElement.required]")
        if tag == "BUTTON" and page.evaluate("document.activeElement.value") == "yes":
            break
        if tag in ("TEXTAREA", "INPUT") and required:
            page.keyboard.type("看过了，灯已换好。")
        elif tag == "SELECT" and required:
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("alert").count() == 0 and page.locator(f"#do-{step.id}").count() == 0
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.context.close()
