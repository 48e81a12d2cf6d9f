"""The resident in real Chromium: report, receipt, tracking, large type, what is open nearby, and bad input."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.web.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WORDS = "三号楼门口的路灯三天不亮，老人晚上出门不方便。"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without JavaScript, in Chinese."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


def sends(page: Page) -> None:
    """Send the form; other files of this site may have raised the like, and then the page asks first."""
    with page.expect_navigation():
        page.get_by_role("button", name="提交").click()
    another = page.get_by_role("button", name="我说的是另一件，提交")
    if another.count():
        another.click()


def raised(site: Site, page: Page, words: str = WORDS, **chosen: str) -> tuple[str, str]:
    """Raise a matter without JavaScript; its number and code."""
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(words)
    for place, (kind, value) in enumerate(chosen.items()):
        page.locator(f"select#f-{kind}").select_option(value)
        assert place < 2
    sends(page)
    assert page.url.endswith("/r/receipt"), page.content()[:3000]
    return page.locator(".receipt .big").inner_text(), page.locator(".code-groups").inner_text()


def test_the_code_opens_the_matter_on_another_device_and_stays_in_no_address(
    site: Site, browser: Browser, phone: BrowserContext
) -> None:
    number, code = raised(site, phone.new_page())
    other = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="en")  # type: ignore[arg-type]
    page = other.new_page()
    page.goto(f"{site.base}/r/{code}")
    assert page.url.endswith("/r/") and page.locator("h1").inner_text() == number
    assert WORDS in page.content()
    page.get_by_role("button", name="Forget the code on this device").click()
    page.locator("#code").wait_for()
    assert WORDS not in page.content()
    page.locator("#code").fill(code.replace("-", " ").lower())
    page.get_by_role("button", name="See where it stands").click()
    page.get_by_text(WORDS).first.wait_for()
    page.goto(f"{site.base}/cases/{number}")
    assert WORDS not in page.content()
    other.close()


@pytest.mark.parametrize("typed", ["AAAA-BBBB", "%00", "路灯", "0000-0000-0000-0000-0000-0000"])
def test_a_code_with_a_slip_leads_to_where_it_is_entered(site: Site, phone: BrowserContext, typed: str) -> None:
    page = phone.new_page()
    page.goto(f"{site.base}/r/{typed}")
    assert page.get_by_role("alert").count() == 1 and page.locator("#code").count() == 1


def test_a_reporter_adds_something_and_withdraws_without_javascript(site: Site, phone: BrowserContext) -> None:
    page = phone.new_page()
    raised(site, page)
    page.goto(site.base + "/r/")
    verbs = page.locator("form.step")
    supplement = verbs.filter(has=page.locator("input[type=file]")).first
    page.locator("details.confirm", has=page.locator("input[type=file]")).first.locator("summary").click()
    supplement.locator("textarea").first.fill("补充：二号门的也不亮")
    supplement.locator("button").click()
    page.get_by_text("补充：二号门的也不亮").first.wait_for()
    page.locator("summary", has_text="撤回").click()
    assert page.get_by_role("link", name="重新提出").count() == 0, "not while it is open"
    page.get_by_role("button", name="确认撤回").click()
    page.get_by_text("已经结束").first.wait_for()


def test_what_was_withdrawn_by_a_slip_is_raised_again_at_a_tap(
    site: Site, phone: BrowserContext, browser: Browser
) -> None:
    page = phone.new_page()
    number, _ = raised(site, page, "七栋后面的下水道反味，下雨天更重。", area="xiangjiang")
    page.goto(site.base + "/r/")
    page.locator("summary", has_text="撤回").click()
    page.get_by_role("button", name="确认撤回").click()
    page.get_by_role("link", name="重新提出").click()
    assert page.locator("textarea").first.input_value() == "七栋后面的下水道反味，下雨天更重。"
    assert page.locator("select#f-area").input_value() == "xiangjiang"
    stranger = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    other = stranger.new_page()
    other.goto(page.url)
    other.locator("#code").wait_for()
    assert "下水道反味" not in other.content(), "nobody else gets the words"
    stranger.close()
    sends(page)
    page.wait_for_url("**/r/receipt")
    assert page.locator(".receipt .big").inner_text() != number


def test_what_a_photo_must_not_be_is_said_and_no_word_is_lost(
    site: Site, phone: BrowserContext, tmp_path: Path
) -> None:
    program, huge, photo = tmp_path / "evil.jpg", tmp_path / "huge.jpg", tmp_path / "lamp.jpg"
    program.write_bytes(b"MZ" + bytes(3000))
    huge.write_bytes(b"\xff\xd8\xff" + bytes(50_000_000))
    Image.linear_gradient("L").save(photo)
    page = phone.new_page()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    for bad in (program, huge):
        page.locator("input[type=file]").set_input_files(bad)
        page.get_by_role("button", name="提交").click()
        assert bad.name in page.get_by_role("alert").inner_text()
        assert page.locator("textarea").first.input_value() == WORDS
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="提交").click()
    assert page.url.endswith("/r/receipt")


def test_large_type_asks_one_thing_a_page_and_carries_the_rest(
    site: Site, phone: BrowserContext, tmp_path: Path
) -> None:
    photo = tmp_path / "lamp.jpg"
    Image.linear_gradient("L").save(photo)
    phone.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    page = phone.new_page()
    page.goto(site.base + "/report")
    page.get_by_role("button", name="下一步").click()
    assert page.locator(".error").count() == 1
    page.locator("textarea").first.fill(WORDS)
    page.get_by_role("button", name="下一步").click()
    assert page.locator("h1").count() == 1 and page.locator("textarea").count() == 0
    assert page.get_by_label("区域 选填").count() == 1 and page.locator("input[type=text]").count() == 0
    page.get_by_role("button", name="下一步").click()
    page.locator("input[type=text]").fill("三号楼")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="返回").click()
    assert page.locator("input[type=text]").input_value() == "三号楼"
    page.get_by_role("button", name="没有要补充的").click()
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="提交").click()
    page.goto(site.base + "/r/")
    assert WORDS in page.content() and "三号楼" in page.content()
    assert page.get_by_role("link", name=re.compile("拨打")).count() == 1


def test_who_reports_the_same_is_asked_first_and_can_follow(
    site: Site, browser: Browser, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(site.base + "/report")
    area, kind = (_own(page, name) for name in ("area", "category"))
    number, _ = raised(site, page, area=area, category=kind)
    other = browser.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = other.new_page()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill("路灯又不亮了")
    page.locator("select#f-area").select_option(area)
    page.locator("select#f-category").select_option(kind)
    page.get_by_role("button", name="提交").click()
    page.get_by_text(number).first.wait_for()
    assert WORDS not in page.content()
    page.locator(f"button[formaction='/follow/{number}']").click()
    page.get_by_text("您已关注这一件").first.wait_for()
    assert number in page.content()
    page.goto(site.base + "/r/")
    assert page.url.endswith(number) and WORDS not in page.content()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill("这是另一盏灯")
    page.locator("select#f-area").select_option(area)
    page.locator("select#f-category").select_option(kind)
    page.get_by_role("button", name="提交").click()
    page.get_by_role("button", name="我说的是另一件，提交").click()
    assert page.url.endswith("/r/receipt") and page.locator(".receipt .big").inner_text() != number
    page.goto(site.base + "/r/")
    assert "这是另一盏灯" in page.content()
    other.close()


def _own(page: Page, name: str) -> str:
    """What no other test of this site reports: nothing alike may stand there before."""
    return str(page.locator(f"select#f-{name} optgroup option").nth(5).get_attribute("value"))


def test_the_map_is_tapped_and_the_place_stays_private(site: Site, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    page.locator("svg.map").click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.4})
    position, area = page.locator("#map-point").input_value(), page.locator("#f-area").input_value()
    assert re.fullmatch(r"25\.\d{5}, 114\.\d{5}", position) and area
    sends(page)
    number = page.locator(".receipt .big").inner_text()
    page.goto(site.base + "/r/")
    near = ", ".join(f"{float(one):.4f}" for one in position.split(", "))
    assert near in page.locator(".pinned figcaption").inner_text() and position not in page.content()
    page.goto(f"{site.base}/cases/{number}")
    assert position not in page.content()
    context.close()


@pytest.mark.parametrize(
    ("typed", "datum", "said"),
    [("39.9, 116.4", "wgs84", "不在"), ("三号楼", "wgs84", "没有看懂"), ("25.8312, 114.9021", "gcj02", None)],
)
def test_a_position_is_refused_with_a_word_or_converted(
    site: Site, phone: BrowserContext, typed: str, datum: str, said: str | None
) -> None:
    page = phone.new_page()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    page.locator("summary", has_text="我有坐标").click()
    page.locator("#map-point").fill(typed)
    page.locator("#map-datum").select_option(datum)
    sends(page)
    if said:
        assert said in page.get_by_role("alert").inner_text()
        assert page.locator("#map-point").input_value() == typed
        assert page.locator("textarea").first.input_value() == WORDS
    else:
        page.goto(site.base + "/r/")
        assert typed not in page.content() and re.search(r"25\.8\d+, 114\.[89]\d+附近", page.content())


@pytest.mark.parametrize("elder", [False, True], ids=["plain", "elder"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_what_a_receipt_opens(
    site: Site, browser: Browser, language: str, elder: bool, scheme: str
) -> None:
    context = browser.new_context(
        viewport=PHONE, locale=language, bypass_csp=True, color_scheme=scheme  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    page.locator("form.form button.large").click()
    if elder:
        context.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    found: dict[str, Any] = {}
    for path in ("/r/receipt", "/r/", "/map", "/report"):
        page.goto(site.base + path)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        for violation in page.evaluate("options => axe.run(document, options)", wanted)["violations"]:
            found[f"{path} {violation['id']}"] = [node["html"][:160] for node in violation["nodes"]][:3]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found[f"{path} overflow"] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert found == {}


def test_the_outlines_are_geojson(site: Site) -> None:
    with urllib.request.urlopen(site.base + "/map/areas.geojson", timeout=20) as answer:
        found = json.load(answer)
    assert found["type"] == "FeatureCollection" and len(found["features"]) > 5
    for one in found["features"]:
        ring = one["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1] and len(ring) >= 4
