"""A long form and a session that ends in the middle of it, in real Chromium: nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site
from tests.web.signing import Staff, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LONG = "来电人说三栋楼下的消防通道又被堵了，\n说了两遍 <门牌> & “单元”，电话里听不清。" * 20


@pytest.fixture(scope="module")
def desk(site: Site) -> Staff:
    return open_account(site, "late-desk", "desk", "committee")


def written(browser: Browser, site: Site, desk: Staff) -> Page:
    """The intake form of a counter, filled in."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, site, desk)
    page.goto(site.base + "/desk/intake")
    page.locator("main textarea").first.fill(LONG)
    return page


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main textarea").first.evaluate("field => field.form.requestSubmit()")


def come_in(page: Page, desk: Staff) -> None:
    page.locator("input[name=username]").fill(desk.name)
    page.locator("input[name=password]").fill(desk.password)
    with page.expect_navigation():
        page.locator("main form button").first.click()


def said(page: Page) -> str:
    return page.locator("textarea[hidden]", has_text="门牌").first.input_value()


def test_a_session_that_ended_is_signed_in_again_and_the_form_is_sent(
    site: Site, browser: Browser, desk: Staff
) -> None:
    page = written(browser, site, desk)
    page.context.clear_cookies(name="session")
    send(page)
    assert page.locator("input[name=password]").count() == 1
    come_in(page, desk)
    assert said(page) == LONG
    with page.expect_navigation():
        page.get_by_role("button", name="现在提交").click()
    # The form came to where it was going: it was taken, or it is shown again with every word.
    assert "GZ" in page.content() or page.locator("main textarea").first.input_value() == LONG
    page.context.close()


def test_without_any_cookie_the_form_still_arrives(site: Site, browser: Browser, desk: Staff) -> None:
    page = written(browser, site, desk)
    page.context.clear_cookies()
    send(page)
    assert said(page) == LONG
    with page.expect_navigation():
        page.get_by_role("button", name="现在提交").click()
    come_in(page, desk)
    assert said(page) == LONG
    page.context.close()


def test_a_form_of_another_site_is_not_kept(site: Site, browser: Browser, desk: Staff) -> None:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto("about:blank")
    page.set_content(f'<form method="post" action="{site.base}/desk/intake"><input name="words" value="forged"></form>')
    with page.expect_navigation():
        page.locator("form").evaluate("form => form.submit()")
    assert "forged" not in page.content() and page.locator("textarea[hidden]").count() == 0
    page.context.close()
