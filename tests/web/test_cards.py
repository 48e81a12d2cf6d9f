"""Tables of those who work here on a phone, in real Chromium: each row is a card that names its values, nothing is
pushed sideways, and it stays a table for a screen reader; at a desk it looks like a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.at_work import DESK, PHONE, Worker
from tests.web.conftest import Site
from tests.web.signing import open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LABEL = "cell => getComputedStyle(cell, '::before').content.split(' / ')[0]"
"""What stands over a value for the eye; what follows the stroke is for a screen reader: nothing, it reads the heads."""


def labels(page: Page) -> list[str]:
    """Over every value of the first row, where there is one to see."""
    cells = page.locator(".carded tbody tr").first.locator("td[data-label]:not(:first-child):not(:empty)")
    return [str(one.evaluate(LABEL)).strip('"') for one in cells.all()]


@pytest.mark.parametrize(
    ("duty", "unit", "address"),
    [
        ("office.system", "committee", "/admin/units"),
        ("supervisor", "committee", "/supervisor?state=all"),
        ("office.system", "committee", "/admin/areas"),
        ("leader", "committee", "/leader"),
    ],
)
def test_a_table_is_cards_on_a_phone_and_a_table_at_a_desk(
    site: Site, browser: Browser, duty: str, unit: str, address: str
) -> None:
    staff = open_account(site, "cards-" + address.strip("/").replace("/", "-").partition("?")[0], duty, unit)
    page = browser.new_context(viewport=PHONE, locale="zh-CN", bypass_csp=True).new_page()  # type: ignore[arg-type]
    sign_in(page, site, staff)
    page.goto(site.base + address)
    page.locator(".carded tbody tr").first.wait_for()
    named = labels(page)
    assert named and all(named) and "none" not in named
    wide, room = page.locator(".scroll:has(> .carded)").first.evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert wide <= room, f"pushed sideways: {wide} in {room}"
    heads = page.locator(".carded thead").first.get_by_role("columnheader").all_inner_texts()
    assert set(named) <= {one.strip() for one in heads}
    assert page.get_by_role("cell").count() >= len(named)
    Worker(page, site).clean()
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert set(labels(page)) <= {"none"}


@pytest.mark.parametrize(("duty", "address"), [("leader", "/leader"), ("supervisor", "/supervisor?state=all")])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_no_table_is_pushed_sideways_on_a_phone(
    site: Site, browser: Browser, duty: str, address: str, language: str
) -> None:
    staff = open_account(site, f"sideways-{duty}-{language[:2]}", duty, "committee")
    page = browser.new_context(viewport=PHONE, locale=language, bypass_csp=True).new_page()  # type: ignore[arg-type]
    sign_in(page, site, staff)
    page.goto(site.base + address)
    page.locator("main .scroll table").first.wait_for()
    boxes = page.locator("main .scroll")
    assert boxes.count() > 1
    assert (
        boxes.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.innerText)")
        == []
    )
    Worker(page, site).clean()


def test_when_a_matter_is_due_stays_in_sight_on_the_narrowest_phone(site: Site, browser: Browser) -> None:
    staff = open_account(site, "narrow-due", "leader", "committee")
    page = browser.new_context(viewport={"width": 320, "height": 800}, locale="zh-CN").new_page()
    sign_in(page, site, staff)
    page.goto(f"{site.base}/leader/{site.programme}/cases?measure=case.open")
    box = page.locator(".scroll:has(> .stacks)")
    box.locator("td.fit").first.wait_for()
    for reading in ("", "large"):
        if reading:
            page.context.add_cookies([{"name": "reading", "value": reading, "url": site.base}])
            page.reload()
            page.locator("[data-reading=large]").wait_for()
        wide, room = box.evaluate("box => [box.scrollWidth, box.clientWidth]")
        assert wide <= room, f"pushed sideways: {wide} in {room}"


def test_months_and_their_shares_are_cards_too(site: Site, browser: Browser) -> None:
    staff = open_account(site, "cards-burden", "supervisor", "committee")
    page = browser.new_context(viewport=PHONE, locale="zh-CN").new_page()  # type: ignore[arg-type]
    sign_in(page, site, staff)
    page.goto(site.base + "/supervisor")
    table = page.get_by_role("region", name="各层级承担情况").get_by_role("table")
    heads = table.get_by_role("columnheader").all_inner_texts()
    cells = table.locator("tbody tr").first.get_by_role("cell")
    assert [str(one.evaluate(LABEL)).strip('"') for one in cells.all()] == [one.strip() for one in heads[1:]]
    assert len(heads) > 2


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_places_of_work_are_one_line_on_a_phone_that_opens_by_key_and_without_scripts(
    site: Site, browser: Browser, language: str
) -> None:
    staff = open_account(site, f"menu-{language[:2]}", "leader", "committee")
    context = browser.new_context(viewport=PHONE, locale=language, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, site, staff)
    page.goto(site.base + "/leader")
    bar, first = page.locator(".workbar"), page.locator(".workbar li a").first
    menu = bar.locator("summary")
    menu.wait_for()
    assert not first.is_visible()
    assert not bar.get_by_role("link").count() and not bar.get_by_role("button").count()
    held = bar.bounding_box()
    assert held is not None and held["height"] < 60, held
    menu.press("Enter")
    first.wait_for()
    assert bar.get_by_role("link").count() == page.locator(".workbar a").count() > 2
    assert bar.get_by_role("button").count() == 1
    page.keyboard.press("Tab")
    assert first.evaluate("one => one === document.activeElement")
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.goto(site.base + "/leader")
    first.wait_for()
    assert not menu.is_visible() and bar.get_by_role("button").is_visible()


def test_the_menu_says_where_one_is_and_is_sound_opened(site: Site, browser: Browser) -> None:
    staff = open_account(site, "menu-open", "supervisor", "committee")
    page = browser.new_context(viewport=PHONE, locale="en-GB", bypass_csp=True).new_page()  # type: ignore[arg-type]
    sign_in(page, site, staff)
    page.goto(site.base + "/supervisor")
    menu = page.locator(".workbar summary")
    assert menu.inner_text().split() == ["Menu", "Supervision"]
    menu.click()
    page.locator(".workbar li a").first.wait_for()
    Worker(page, site).clean()
