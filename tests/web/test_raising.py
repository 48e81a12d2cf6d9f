"""What raising a matter asks of a person in Chromium: how much at most, and a number that is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 800}
WORDS = "西门第二盏路灯三天不亮，老人晚上摔了一跤。"


def test_a_number_nobody_can_be_told_at_is_refused_beside_its_field(site: Site, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    page.locator("#f-phone").fill("见备注")
    with page.expect_navigation():
        page.get_by_role("button", name="提交").click()
    assert "0797-8380000" in page.locator("#f-phone-error, .error").first.inner_text()
    assert page.locator("textarea").first.input_value() == WORDS and page.locator("#f-phone").input_value() == "见备注"
    page.locator("#f-phone").fill("(0797) 8380000 转 12")
    with page.expect_navigation():
        page.get_by_role("button", name="提交").click()
    assert page.url.endswith("/r/receipt")
    context.close()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_three_things_at_most_are_required_and_twelve_taps_and_fields_suffice(
    site: Site, browser: Browser, language: str
) -> None:
    """From the front page to the receipt: each tap, each field filled and each choice made is one interaction."""
    context = browser.new_context(viewport=PHONE, locale=language)  # type: ignore[arg-type]
    page, done = context.new_page(), 0
    page.goto(site.base + "/")
    with page.expect_navigation():
        page.locator("a[href^='/report']").first.click()
    done += 1
    assert page.locator("form.form [required]:not([type=hidden])").count() <= 3
    page.locator("textarea").first.fill(WORDS)
    page.locator("#f-place").fill("三号楼东门")
    page.locator("#f-phone").fill("13800000000")
    done += 3
    for name in ("area", "category"):
        page.locator(f"select#f-{name}").select_option(
            str(page.locator(f"select#f-{name} optgroup option").nth(2).get_attribute("value"))
        )
        done += 1
    with page.expect_navigation():
        page.locator("form.form button.large").click()
    done += 1
    if not page.url.endswith("/r/receipt"):
        with page.expect_navigation():
            page.locator("form[action^='/report/'] > .row button").click()
        done += 1
    assert page.url.endswith("/r/receipt") and done <= 12
    context.close()
