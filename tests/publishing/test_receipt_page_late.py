"""Late answers on the page that checks receipts, in Chromium: what somebody chose is what the page speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.web.views.checking import PAGE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser

BASE = "http://localhost:9"
"""Nothing listens there: every request is answered here."""
NO_RECEIPT = {"name": "other.json", "mimeType": "application/json", "buffer": b"{}"}
OWN = "您现在打开的事项的回执"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN")
    made = context.new_page()
    made.route(f"{BASE}/r/check", lambda route: route.fulfill(body=PAGE.read_bytes(), content_type="text/html"))
    yield made
    context.close()


def test_a_late_receipt_of_the_server_does_not_take_the_place_of_a_chosen_file(page: Page) -> None:
    held: list[Route] = []
    page.route(f"{BASE}/r/proofs", lambda route: held.append(route))
    with page.expect_request(f"{BASE}/r/proofs"):
        page.goto(f"{BASE}/r/check#zh")
    page.locator("#file").set_input_files(NO_RECEIPT)  # type: ignore[arg-type]
    page.locator("[data-verdict=fails]").wait_for()
    with page.expect_response(f"{BASE}/r/proofs") as late:
        held[0].fulfill(status=200, body='{"steps": []}', content_type="application/json")
    late.value.finished()
    page.locator("[data-verdict=fails]").wait_for()
    assert OWN not in page.inner_text("#page")


def test_a_busy_server_is_asked_again(page: Page) -> None:
    """Under load it says so (503, Retry-After); the page said nothing then, and no more."""
    asked: list[str] = []

    def answer(route: Route) -> Any:
        asked.append(route.request.url)
        if len(asked) < 3:
            return route.fulfill(status=503, headers={"Retry-After": "0"})
        return route.fulfill(status=200, body="{}", content_type="application/json")

    page.route(f"{BASE}/r/proofs", answer)
    page.goto(f"{BASE}/r/check#zh")
    page.locator("[data-verdict]").wait_for()
    assert OWN in page.inner_text("#page") and len(asked) == 3


def test_one_that_stays_busy_is_told(page: Page) -> None:
    page.route(f"{BASE}/r/proofs", lambda route: route.fulfill(status=503, headers={"Retry-After": "0"}))
    page.goto(f"{BASE}/r/check#zh")
    page.locator("#note", has_text="暂时取不到您的回执").wait_for()


def test_a_code_that_is_being_typed_stays_when_the_receipt_arrives(page: Page) -> None:
    held: list[Route] = []
    page.route(f"{BASE}/r/proofs", lambda route: held.append(route))
    with page.expect_request(f"{BASE}/r/proofs"):
        page.goto(f"{BASE}/r/check#zh")
    page.locator("#more").click()
    page.locator("#code").fill("K7M2")
    held[0].fulfill(status=200, body="{}", content_type="application/json")
    page.locator("[data-verdict]").wait_for()
    assert page.locator("#code").input_value() == "K7M2"
