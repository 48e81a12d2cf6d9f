"""The desk in real Chromium: the whole way by keyboard alone, axe on every page, and nobody else inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account, sign_in
from tests.web.test_browser import AXE, DESK

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TABLET = {"width": 800, "height": 1100}
PAGES = ("/desk", "/desk?queue=all", "/desk/map", "/desk/search", "/desk/search?q=x", "/desk/intake",
         "/desk/cases/{number}", "/desk/cases/{number}/code", "/desk/clusters/{number}", "/desk/shift", "/desk/draws",
         "/draws")  # fmt: skip
WORDS = "香江社区东门的路灯三天不亮，晚上老人出门不方便。"


@pytest.fixture(scope="module")
def zhou(site: Site) -> Staff:
    return open_account(site, "zhou", "desk", "service-centre")


@pytest.fixture(scope="module")
def chen(site: Site) -> Staff:
    return open_account(site, "chen", "handler", "municipal")


@pytest.fixture
def page(site: Site, browser: Browser, zhou: Staff) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
    opened = context.new_page()
    sign_in(opened, site, zhou)
    yield opened
    context.close()


def take_down(page: Page, site: Site, words: str = WORDS) -> str:
    """Take a matter down with keys alone, from the desk; the case number."""
    page.goto(site.base + "/desk")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/intake")
    page.locator("textarea").first.focus()
    page.keyboard.type(words)
    channel = page.locator("select[required]").first
    channel.focus()
    page.keyboard.press("ArrowDown")
    page.locator("form.deskform button.large").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".receipt")
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator(".receipt .code").inner_text())
    return page.locator(".receipt .big").first.inner_text()


@pytest.mark.browser
def test_from_the_call_to_the_dispatch_by_keyboard_alone(site: Site, page: Page) -> None:
    number = take_down(page, site)
    page.keyboard.press("u")
    page.wait_for_url("**/desk")
    page.keyboard.press("1")
    page.wait_for_url("**queue=accept**")
    for _ in range(40):
        page.keyboard.press("j")
        if page.evaluate("document.activeElement.textContent") == number:
            break
    page.keyboard.press("k")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == number
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/cases/{number}")
    assert WORDS in page.content() and "路灯" in page.locator(".hints mark").first.inner_text()
    for hint in page.locator(".hints button").all():
        hint.focus()
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.closest('form[data-step]') !== null")
    page.locator("form[data-step] button.button").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    said = page.locator("form[data-step] .routed p")
    unit = page.locator("form[data-step] select[name=arg-unit]").input_value()
    assert "Street light" in said.nth(1).inner_text() and "Basis" in said.nth(1).inner_text() and unit == "municipal"
    assert "==" not in said.nth(0).inner_text() + said.nth(1).inner_text()
    assert page.locator("form[data-step] .routed details:not([open]) code").count() == 1
    page.locator("form[data-step] button.button").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_role("alert").count() == 0
    page.keyboard.press("/")
    page.wait_for_url("**/desk/search")
    page.keyboard.type("东门 路灯")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search?q=*")
    assert number in page.locator("[data-rove]").all_inner_texts()
    assert page.locator("mark").first.inner_text() in ("东门", "路灯")


@pytest.mark.browser
def test_keys_rest_while_one_types_and_can_be_switched_off(site: Site, page: Page) -> None:
    page.goto(site.base + "/desk")
    page.locator("#q").focus()
    page.keyboard.type("n1u")
    assert page.url.endswith("/desk") and page.locator("#q").input_value() == "n1u"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keys").get_attribute("open") is not None
    page.locator("#keys-switch").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("n")
    assert page.url.endswith("/desk") and page.locator("#keys-switch").get_attribute("aria-pressed") == "false"
    page.keyboard.press("Enter")


@pytest.mark.browser
def test_a_template_comes_after_what_was_typed(site: Site, page: Page) -> None:
    page.goto(site.base + "/desk")
    button = '<button type="button" id="t" data-template="As planned.">T</button>'
    form = f'<form>{button}<textarea id="a"></textarea></form>'
    page.evaluate("form => document.querySelector('main').insertAdjacentHTML('beforeend', form)", form)
    for before, after in (("", "As planned."), ("We saw it.\n", "We saw it.\nAs planned.")):
        page.locator("#a").fill(before)
        page.locator("#t").click()
        assert page.locator("#a").input_value() == after


@pytest.mark.browser
def test_a_lost_code_is_given_anew_after_the_comparison(site: Site, page: Page) -> None:
    """By keyboard, without a pointer; the paper carries a QR code, the old code opens nothing."""
    page.goto(site.base + "/desk/intake")
    page.locator("textarea").first.fill("下水道堵了。")
    page.locator("select[required]").first.select_option(index=1)
    page.locator("input[name=name]").fill("周阿婆")
    page.locator("form.deskform button.large").click()
    old, number = (page.locator(f".receipt .big{which}").first.inner_text() for which in (".code", ""))
    page.goto(f"{site.base}/desk/cases/{number}")
    page.get_by_role("link", name="lost the code").press("Enter")
    assert "周阿婆" not in page.content(), "nothing is shown before it is asked for"
    assert page.locator("input[name=purpose]").count() == 0, "the page has one purpose: nobody chooses it"
    assert "A new receipt code" in page.locator("form.form b").all_inner_texts(), "and it is said"
    page.get_by_role("button", name="Look at the name").press("Enter")
    assert "周阿婆" in page.locator(".private").inner_text()
    page.locator("textarea[name=words]").fill("Identity card seen.")
    page.get_by_role("button", name="same person").press("Enter")
    page.wait_for_selector(".receipt svg.qr")
    fresh = page.locator(".receipt .code").inner_text()
    assert fresh != old and "周阿婆" not in page.content()
    visitor = Client(site)
    assert "周阿婆" not in visitor.post("/r/", {"code": old})[1]
    page.goto(f"{site.base}/desk/cases/{number}/code")
    assert page.get_by_role("alert").count() == 0


@pytest.mark.browser
def test_what_was_typed_comes_back_when_a_step_is_refused(site: Site, page: Page) -> None:
    number = take_down(page, site, "门口堆了很多东西。")
    page.goto(f"{site.base}/desk/cases/{number}")
    form = page.locator("form[data-step]").first
    form.locator("select[required]").first.select_option("")
    form.locator("select:not([required])").first.select_option(index=2)
    kept = form.locator("select:not([required])").first.input_value()
    with page.expect_navigation():
        form.locator("button.button").click()
    assert page.get_by_role("alert").count() == 1
    form = page.locator("form[data-step]").first
    assert kept and form.locator("select:not([required])").first.input_value() == kept
    missing = form.locator("select[aria-invalid]")
    assert missing.count() == 1 and form.locator(f"#{missing.get_attribute('aria-describedby')}.error").count() == 1


@pytest.mark.browser
def test_the_list_renews_itself(site: Site, page: Page, zhou: Staff) -> None:
    page.goto(site.base + "/desk?queue=accept")
    live = page.locator("#live").get_attribute("hx-get") or ""
    assert page.evaluate("address => fetch(address).then(answer => answer.status)", live) == 204
    before = page.locator("#queue-accept").inner_text()
    taken = {"programme": site.programme, "words": "楼道灯坏了", "channel": "phone", "token": "b" * 32}
    assert Client(site, zhou).post("/desk/intake", taken)[0] == 200
    page.evaluate("address => htmx.ajax('GET', address, {target: '#live', swap: 'outerHTML'})", live)
    page.wait_for_function("before => document.querySelector('#queue-accept').innerText !== before", arg=before)


def test_the_map_renews_itself(site: Site, page: Page, zhou: Staff) -> None:
    page.goto(site.base + "/desk/map?queue=accept")
    live = page.locator("#live")
    address = live.get_attribute("hx-get") or ""
    assert live.get_attribute("hx-trigger") == "every 20s"
    assert page.evaluate("address => fetch(address).then(answer => answer.status)", address) == 204
    before = page.locator("#live > p").inner_text()
    taken = {"programme": site.programme, "words": "井盖松了", "channel": "phone", "token": "c" * 32}
    assert Client(site, zhou).post("/desk/intake", taken)[0] == 200
    again = "address => htmx.ajax('GET', address, {source: '#live', select: '#live', swap: 'outerHTML'})"
    page.evaluate(again, address)
    page.wait_for_function("before => document.querySelector('#live > p').innerText !== before", arg=before)
    assert page.locator("#live").count() == page.locator("h1").count() == 1
    assert page.locator("#live").get_attribute("hx-get") != address
    page.context.clear_cookies()
    with page.expect_navigation():
        page.evaluate(again, address)
    page.locator("input[type=password]").wait_for()
    assert "next=%2Fdesk%2Fmap" in page.url, "whose session ended signs in and comes back here"


LOOKS = ((DESK, "zh-CN", "dark"), (DESK, "en-GB", "light"), (TABLET, "zh-CN", "light"))


@pytest.mark.browser
@pytest.mark.parametrize(("size", "language", "scheme"), LOOKS, ids=["dark", "desk", "tablet"])
def test_axe_finds_nothing(
    site: Site, browser: Browser, zhou: Staff, size: dict[str, int], language: str, scheme: str
) -> None:
    context = browser.new_context(viewport=size, locale=language, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: complaints.append(request.url) if site.base not in request.url else None)
    sign_in(page, site, zhou)
    found: dict[str, Any] = {}
    for path in PAGES:
        page.goto(site.base + path.format(number=site.number))
        page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        for violation in page.evaluate("options => axe.run(document, options)", wanted)["violations"]:
            found[f"{path} {violation['id']}"] = [node["html"][:160] for node in violation["nodes"]][:3]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found[f"{path} overflow"] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == {} and [one for one in complaints if "422" not in one] == []


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/draws"])
def test_nobody_else_comes_in(site: Site, chen: Staff, path: str) -> None:
    address = path.format(number=site.number)
    assert Client(site, chen).get(address)[0] == 403
    status, body = Client(site).get(address)
    assert status == 200 and 'name="password"' in body


def test_bad_input_gets_an_answer_and_a_way_out(site: Site, zhou: Staff) -> None:
    client = Client(site, zhou)
    assert client.get("/desk/search?q=%E7%81%AF")[0] == 422
    assert client.get("/desk/search?q=" + "x" * 500)[0] == 200
    assert client.get("/desk/search?q=a%00b&after=zzz")[0] == 200
    assert client.get("/desk/cases/GZ20260302-999999")[0] == 404
    assert client.get("/desk?queue=nothing&area=nowhere&after=x|y")[0] == 200
    assert (
        client.post("/desk/draws", {"since": "yesterday", "until": "", "size": "-1", "programme": site.programme})[0]
        == 422
    )
    assert client.post("/desk/draws", {"since": "2020-01-01", "until": "2020-01-02", "size": "5"})[0] == 422
    assert client.post("/desk/draws", {"make": "nothing"})[0] == 404
    assert client.post("/desk/shift", {"note": " "})[0] == 422
    assert client.post("/desk/shift", {"take": "nothing"})[0] == 200
    assert client.post("/desk/intake", {"programme": site.programme})[0] == 422
    assert client.get("/desk/intake?programme=nothing")[0] == 404
    assert client.post(f"/desk/cases/{site.number}", {"step": "nothing"})[0] == 409
    assert client.post(f"/desk/cases/{site.number}/tie", {"other": "no number"})[0] == 404


def test_two_at_the_desk_do_not_overwrite_each_other(site: Site, zhou: Staff) -> None:
    client = Client(site, zhou)
    status, body = client.post(
        "/desk/intake", {"programme": site.programme, "words": "楼道灯坏了", "channel": "phone", "token": "a" * 32}
    )
    assert status == 200, body[:300]
    number = re.search(r'class="big">([A-Z0-9-]+)<', body)
    assert number is not None
    sent = {"step": "note", "result": "问过了", "seen": "1"}
    assert client.post(f"/desk/cases/{number[1]}", {**sent, "request": "1" * 32})[0] == 200
    status, body = client.post(f"/desk/cases/{number[1]}", {**sent, "request": "2" * 32})
    assert status == 409


def registered(client: Client, site: Site, words: str, token: str) -> str:
    taken = {"programme": site.programme, "words": words, "channel": "phone", "token": token}
    found = re.search(r'class="big">([A-Z0-9-]+)<', client.post("/desk/intake", taken)[1])
    assert found is not None
    return found[1]


def test_the_desk_adds_a_photo_and_what_is_none_is_said_beside_its_input(site: Site, zhou: Staff) -> None:
    client = Client(site, zhou)
    number = registered(client, site, "井盖松动", "f" * 32)
    sent = {"step": "note", "result": "看过了", "seen": "1", "request": "1f" * 16}
    status, body = client.upload(f"/desk/cases/{number}", b"no photo at all", name="photos", **sent)
    assert status == 422 and 'id="e-note-photos"' in body and "看过了" in body and "照片要重新选择" in body
    status, body = client.upload(f"/work/cases/{number}/steps/note", b"no photo at all", name="photos", **sent)
    assert status == 422 and "看过了" in body and "照片要重新选择" in body, "the page of those who work outdoors"
    photo = io.BytesIO()
    Image.new("RGB", (64, 48), "#446644").save(photo, "JPEG")
    status, _ = client.upload(f"/desk/cases/{number}", photo.getvalue(), name="photos", **sent)
    assert status == 200 and "/photos/" in client.get(f"/work/cases/{number}")[1]
