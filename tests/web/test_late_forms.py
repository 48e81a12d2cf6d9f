"""A long form and a session that ends in the middle of it, in real Chromium: nothing typed is lost."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site
from tests.web.signing import Staff, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LONG = "来电人说三栋楼下的消防通道又被堵了，\n说了两遍 <门牌> & “单元”，电话里听不清。" * 20


CALLER = ("欧阳来电", "13970712345")
"""What a caller left: seen by nobody but the one who wrote it down."""


@pytest.fixture(scope="module")
def desk(site: Site) -> Staff:
    return open_account(site, "late-desk", "desk", "committee")


@pytest.fixture(scope="module")
def other(site: Site) -> Staff:
    return open_account(site, "other-desk", "desk", "committee")


def written(browser: Browser, site: Site, desk: Staff) -> Page:
    """The intake form of a counter, filled in."""
    page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page, site, desk)
    fill_in(page, site)
    return page


def fill_in(page: Page, site: Site) -> None:
    page.goto(site.base + "/desk/intake")
    page.locator("main textarea").first.fill(LONG)
    name, number = page.locator("main input[autocomplete=off][type=text], main input[type=tel]").all()[-2:]
    name.fill(CALLER[0])
    number.fill(CALLER[1])
    page.locator("main select[required]").first.select_option(index=2)


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


def nothing_of_it(page: Page) -> None:
    """Neither on the page nor in what it carries along, however that is unpacked."""
    held = page.content()
    carried = page.locator("input[name=carried]")
    for sealed in {one.get_attribute("value") or "" for one in carried.all()}:
        plain = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        held += plain.decode(errors="replace")
        for start in range(len(plain) - 2):
            with suppress(zlib.error):
                held += zlib.decompressobj().decompress(plain[start:], 10_000).decode(errors="replace")
    assert not any(one in held for one in (*CALLER, "消防通道", "late-desk"))


def test_a_session_that_ended_is_signed_in_again_and_the_form_is_sent(
    site: Site, browser: Browser, desk: Staff
) -> None:
    page = written(browser, site, desk)
    chosen = page.locator("main select[required]").first
    code, word = chosen.input_value(), chosen.locator("option:checked").inner_text()
    page.context.clear_cookies(name="session")
    send(page)
    page.locator("input[name=password]").wait_for()
    nothing_of_it(page)
    come_in(page, desk)
    assert said(page) == LONG
    told = page.locator("main .said-by").all_inner_texts()
    assert word in told and CALLER[0] in told and code not in told, "a choice is said in words"
    with page.expect_navigation():
        page.get_by_role("button", name="现在提交").click()
    # The form came to where it was going: it was taken, or it is shown again with every word.
    page.locator("main h1").first.wait_for()
    assert "GZ" in page.content() or page.locator("main textarea").first.input_value() == LONG
    page.context.close()


def test_another_account_gets_nothing_of_it(site: Site, browser: Browser, desk: Staff, other: Staff) -> None:
    page = written(browser, site, desk)
    page.context.clear_cookies(name="session")
    send(page)
    come_in(page, other)
    page.get_by_text("另一账号填写的内容").first.wait_for()
    nothing_of_it(page)
    assert page.locator("textarea").count() == 0
    page.context.close()


def test_nor_does_who_finds_the_tab_of_another_open(site: Site, browser: Browser, desk: Staff, other: Staff) -> None:
    """The other signed in beside it, and that session ended, too: a form bears the sign-in it was made under."""
    page = written(browser, site, desk)
    page.context.clear_cookies(name="session")
    beside = page.context.new_page()
    sign_in(beside, site, other)
    send(page)
    page.get_by_text("另一账号填写的内容").first.wait_for()
    nothing_of_it(page)
    page.close()
    page = beside
    fill_in(page, site)
    page.context.clear_cookies(name="session")
    late = page.context.new_page()
    sign_in(late, site, desk)
    page.context.clear_cookies(name="session")
    send(page)
    page.locator("input[name=password]").wait_for()
    nothing_of_it(page)
    come_in(page, other)
    assert said(page) == LONG, "given back to whose it is"
    page.context.close()


def test_a_browser_that_forgot_everything_shows_nothing_and_says_so(
    site: Site, browser: Browser, desk: Staff
) -> None:
    page = written(browser, site, desk)
    page.context.clear_cookies()
    send(page)
    page.get_by_text("不记得是谁在填写").wait_for()
    nothing_of_it(page)
    assert page.locator("input[name=carried]").count() == 0
    page.context.close()


def test_a_form_of_another_site_is_not_kept(site: Site, browser: Browser, desk: Staff) -> None:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto("about:blank")
    page.set_content(f'<form method="post" action="{site.base}/desk/intake"><input name="words" value="forged"></form>')
    with page.expect_navigation():
        page.locator("form").evaluate("form => form.submit()")
    assert "forged" not in page.content() and page.locator("textarea[hidden]").count() == 0
    page.context.close()
