"""What a public page weighs: every page that a visitor can open, with everything it loads, in one language in
ordinary and the other in large type, as the bytes that came over the line into an empty cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site
from tests.web.test_access_table import TABLE
from tests.web.test_resident import PHONE, raised
from tests.web.test_routes import ROUTES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

ENOUGH = 150_000
"""Bytes; a photo comes on top."""
PAGES = sorted(
    path for name, (path, status) in ROUTES.items()
    if TABLE[name].whose is None and status == 200 and "." not in path and name != "health"
)  # fmt: skip
"""All that are pages; what has an ending is a file, and `scan` leads to `track`."""


class Scale:
    """The bytes of one page, headers too, as the browser's own network layer counts them."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.weight, self.far = 0, list[str]()
        line = context.new_cdp_session(self.page)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        line.on("Network.loadingFinished", self._add)
        self.page.on("request", lambda asked: self.far.append(asked.url))

    def _add(self, told: dict[str, float]) -> None:
        self.weight += int(told["encodedDataLength"])


@pytest.fixture(scope="module")
def held(site: Site, browser: Browser) -> list[dict[str, object]]:
    """The cookies of somebody who holds a receipt, so that those pages are full."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    raised(site, context.new_page(), "东门的井盖松了，夜里车过很响。")
    found = [dict(one) for one in context.cookies() if one["name"] == "receipt"]
    context.close()
    assert found
    return found


@pytest.mark.parametrize(("reading", "language"), [("", "en"), ("large", "zh-CN")])
def test_no_public_page_weighs_more(
    site: Site, browser: Browser, held: list[dict[str, object]], reading: str, language: str
) -> None:
    context = browser.new_context(viewport=PHONE, locale=language)  # type: ignore[arg-type]
    context.add_cookies(held)  # type: ignore[arg-type]
    if reading:
        context.add_cookies([{"name": "reading", "value": reading, "url": site.base}])
    scales = {}
    for path in PAGES:
        scales[path] = Scale(context)
        address = path.format(number=site.number, programme=site.programme, register=site.register)
        scales[path].page.goto(site.base + address, wait_until="commit")
    for one in scales.values():
        one.page.wait_for_load_state("networkidle")
    assert (scales["/"].page.locator("html").get_attribute("data-reading") or "") == reading
    for path, one in sorted(scales.items(), key=lambda pair: -pair[1].weight)[:5]:
        print(f"{one.weight / 1000:6.1f} kB  {path}")
    heavy = {path: one.weight for path, one in scales.items() if not 0 < one.weight <= ENOUGH}
    far = {url for one in scales.values() for url in one.far if not url.startswith((site.base, "data:", "blob:"))}
    context.close()
    assert (heavy, far) == ({}, set())
