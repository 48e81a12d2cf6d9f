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
