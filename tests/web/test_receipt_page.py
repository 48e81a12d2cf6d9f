"""Demo → report → the receipt page verifies in Chromium, while the server has nothing left that verifies.

Over plain http under a name the browser does not trust, and from a file with the server gone; signed answers with and
without JavaScript; what the receipt file gives away; the page for keyboard, phone, elder mode and axe.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bihuan.core.verbs import VERBS
from bihuan.transparency.receipt_files import check_file, holds
from bihuan.transparency.receipt_key import check_leaf
from tests.engines import browser as chromium
from tests.web.proving import HOST, PLACE, TEL, WORDS, Demo, checked, demonstration, got, leaves, raised, receipt_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
PROVEN = ("file", "signature", "witnesses", "inclusion", "promise", "chain")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demonstration(tmp_path_factory.mktemp("proving") / "demo") as made:
        yield made


@pytest.fixture(scope="module")
def outside() -> Iterator[Browser]:
    """A browser to which the district is a host of the internet, reached without encryption."""
    with chromium.running(f"--host-resolver-rules=MAP {HOST} 127.0.0.1") as started:
        yield started


@pytest.fixture
def person(outside: Browser) -> Iterator[BrowserContext]:
    context = outside.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    yield context
    context.close()


def test_the_page_verifies_while_the_server_cannot(
    demo: Demo, outside: Browser, person: BrowserContext, tmp_path: Path
) -> None:
    page = person.new_page()
    raised(demo, page)
    page.goto(demo.base + "/r/check#zh")
    first = checked(page)
    assert page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    assert first["promise"] == "open" and first["waiting"] == "open", first
    demo.publish()
    page.reload()
    now = checked(page)
    assert {name: now[name] for name in PROVEN} == dict.fromkeys(PROVEN, "holds"), now
    assert now["trust"] == "open", "the trust file came from the same hand"
    assert "本页自带" in page.inner_text("#page")
    kept, trust = tmp_path / "receipt.json", tmp_path / "trust"
    kept.write_bytes(receipt_of(demo, person))
    trust.write_bytes(got(demo, person, "/r/trust"))
    here = tmp_path / "page.html"
    here.write_bytes(got(demo, person, "/r/check"))
    _offline(outside, here, kept, trust)
    assert holds(check_file(kept.read_bytes(), trust.read_text()))
    told = demo.run("verify", "receipt", str(kept), "--trust", str(trust), whole=True)
    assert told.returncode == 0 and "✗" not in told.stdout, told.stdout + told.stderr
    gone = demo.run("verify", "receipt", str(kept), "--trust", str(trust))
    assert gone.returncode != 0 and "the verifier was taken out" in gone.stderr


def _offline(browser: Browser, here: Path, kept: Path, trust: Path) -> None:
    """From a file, without a network, with the trust file that somebody kept: all holds; damaged, it fails in words."""
    context = browser.new_context(locale="en", offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(here.as_uri())
    page.locator("#file").set_input_files(kept)
    assert checked(page)["trust"] == "open"
    page.locator("#more").click()
    page.locator("#trust").set_input_files(trust)
    page.locator("[data-verdict=holds]").wait_for()
    assert "Everything that can be proven holds." in page.inner_text("#page")
    kept.with_suffix(".bad").write_bytes(kept.read_bytes().replace(b"index ", b"index 1"))
    page.locator("#file").set_input_files(kept.with_suffix(".bad"))
    page.locator("[data-verdict=fails]").wait_for()
    assert "The proof fails" in page.inner_text("#page")
    assert asked == [here.as_uri()] or all(url.startswith(("file:", "data:")) for url in asked), asked
    context.close()


def test_the_hash_of_the_page_is_in_the_log(demo: Demo, person: BrowserContext) -> None:
    whole = got(demo, person, "/r/check")
    for _ in range(60):
        demo.publish()
        entries = b"".join(file.read_bytes() for file in demo.home.glob("log/tile/entries/**/*") if file.is_file())
        if b'"k":"page"' in entries:
            break
    said = {"sha": hashlib.sha256(whole).hexdigest(), "size": len(whole)}
    assert f'"sha":"{said["sha"]}","size":{said["size"]}'.encode() in entries
    assert [file.read_bytes() for file in demo.home.glob("log/pages/*")] == [whole]


def test_the_receipt_gives_nothing_away(demo: Demo, person: BrowserContext) -> None:
    """No word, no phone, no place, no number, no code: not in the file, not in anything that is packed inside it."""
    number, code = raised(demo, person.new_page())
    demo.publish()
    file = receipt_of(demo, person)
    packed = [one for one in re.findall(rb"[A-Za-z0-9+/]{16,}={0,2}", file) if len(one.rstrip(b"=")) % 4 != 1]
    inside = b"\n".join(base64.b64decode(one.rstrip(b"=") + b"=" * (-len(one.rstrip(b"=")) % 4)) for one in packed)
    everything = (file + inside).decode("utf-8", "ignore")
    secrets = [TEL, number, code, code.replace("-", ""), *re.findall(r"[\u4e00-\u9fff]{2}", WORDS + PLACE)]
    secrets += [PLACE[i : i + 3] for i in range(len(PLACE) - 2)] + [WORDS[i : i + 3] for i in range(len(WORDS) - 2)]
    assert [one for one in secrets if one in everything] == []
    shown = receipt_of(demo, person, "?words")
    assert holds(check_file(shown)) and {line.where for line in check_file(shown) if line.check == "shown"} != set()
    told = [json.loads(base64.urlsafe_b64decode(text + "=="))[2]
            for one in json.loads(shown)["shown"] for text in one["disclosures"]]  # fmt: skip
    assert WORDS in told and TEL not in told


def test_without_javascript_the_page_says_how_else(demo: Demo, outside: Browser) -> None:
    context = outside.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(demo.base + "/r/check")
    assert "bihuan verify receipt" in page.inner_text("main") and page.locator("#page").is_hidden()
    context.close()


def say(demo: Demo, page: Page, verb: str, way: str) -> str:
    """Answer on the page of the matter; what was sent. Steps that wait for nobody are folded away."""
    page.goto(demo.base + "/r/")
    form = page.locator(f"form[data-verb={verb}]")
    if verb != "confirm":
        form.evaluate("form => form.closest('details')?.setAttribute('open', '')")
    if verb == "dispute":
        form.locator("textarea").fill(way)
    else:
        form.locator(f"input[type=radio][value='{way}']").check()
    with page.expect_navigation(), page.expect_request(lambda request: request.method == "POST") as sent:
        form.locator(".row button").last.click()
    return sent.value.post_data or ""


def last_word(demo: Demo, context: BrowserContext, verb: str = "confirm") -> tuple[dict[str, Any], dict[str, Any]]:
    """Leaf 0 and the reporter's answer, once both are in the log."""
    demo.publish()
    found = leaves(receipt_of(demo, context))
    return found[0], next(leaf for leaf in reversed(found) if leaf.get("k") == verb)


def test_an_answer_is_signed_on_the_device(demo: Demo, person: BrowserContext) -> None:
    page = person.new_page()
    number, _ = raised(demo, page)
    demo.answered(number)
    page.goto(demo.base + "/r/")
    assert "在这台设备上签名" in page.inner_text("form[data-verb=confirm]")
    assert "代签" not in page.inner_text("form[data-verb=confirm]")
    sent = say(demo, page, "confirm", "yes")
    first, said = last_word(demo, person)
    assert said["sig"] in sent and (said["f"], said["r"]) == ("satisfied", "yes")
    assert check_leaf(said, first["rk"]) is None
    for verb, way in (("rate", "4"), ("dispute", "打过电话，可没有人来看过。")):
        sent = say(demo, page, verb, way)
        first, said = last_word(demo, person, verb)
        assert said["sig"] in sent and said.get("s") == (4 if verb == "rate" else None), verb
        assert check_leaf(said, first["rk"]) is None, verb
    page.goto(demo.base + "/r/check")
    assert checked(page)["word"] == "holds"
    known = receipt_of(demo, person)
    assert way.encode() not in known and {line.n for line in check_file(known) if line.check == "word"} >= {said["n"]}


def test_without_javascript_the_server_signs_and_says_what_that_proves_less(demo: Demo, outside: Browser) -> None:
    context = outside.new_context(java_script_enabled=False, locale="zh-CN", viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    number, _ = raised(demo, page)
    demo.answered(number)
    page.goto(demo.base + "/r/")
    assert "不能证明是在您的设备上签的" in page.inner_text("form.step")
    sent = say(demo, page, "confirm", "no")
    first, said = last_word(demo, context)
    assert said["sig"] not in sent and said["r"] == "no"
    assert check_leaf(said, first["rk"]) is None
    context.close()


def test_somebody_else_s_signature_is_refused_in_words(demo: Demo, person: BrowserContext) -> None:
    page = person.new_page()
    _, other = raised(demo, page)
    number, _ = raised(demo, page)
    demo.answered(number)
    page.goto(demo.base + "/r/")
    page.evaluate("code => { document.querySelector('form[data-verb]').dataset.code = code }", other)
    form = page.locator("form[data-verb=confirm]")
    form.locator("input[value=yes]").check()
    form.locator("button").click()
    page.get_by_role("alert").wait_for()
    assert "签名不成立" in page.get_by_role("alert").inner_text()
    assert page.locator("form[data-verb=confirm]").count() == 1, "the matter still waits for its reporter"


def test_whoever_wants_none_keeps_no_receipt(demo: Demo, person: BrowserContext) -> None:
    page = person.new_page()
    number, code = raised(demo, page)
    page.locator("summary", has_text="我不想留回执").click()
    page.get_by_role("button", name="不留回执").click()
    page.locator("h1", has_text="没有留回执").wait_for()
    page.goto(f"{demo.base}/r/{code}")
    assert page.get_by_role("alert").count() == 1
    page.goto(f"{demo.base}/cases/{number}")
    assert number in page.inner_text("main")


def test_the_keyboard_is_enough(demo: Demo, person: BrowserContext) -> None:
    page = person.new_page()
    raised(demo, page)
    page.goto(demo.base + "/r/check#zh")
    checked(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("h1", has_text=re.compile("^Check a receipt$")).wait_for()
    assert page.evaluate("document.activeElement.id") == "language"
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "more"
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "code"
    page.keyboard.type("AAAA")
    page.keyboard.press("Enter")
    page.locator("#note", has_text="mistyped").wait_for()


MODES = [("zh", PHONE), ("en", DESK), ("zh-large", PHONE)]


@pytest.mark.parametrize(("mode", "size"), MODES, ids=[mode for mode, _ in MODES])
def test_axe_finds_nothing(demo: Demo, outside: Browser, size: dict[str, int], mode: str) -> None:
    locale = "en" if mode == "en" else "zh-CN"
    context = outside.new_context(viewport=size, locale=locale, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    if locale == "en":
        context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": demo.base}])
    raised(demo, page)
    context.clear_cookies(name="django_language")
    found: dict[str, Any] = {}
    for path in (f"/r/check#{mode}", "/r/", "/r/receipt"):
        page.goto(demo.base + path)
        if "check" in path:
            checked(page)
        for one in page.locator("details").all():
            one.evaluate("one => one.setAttribute('open', '')")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        for violation in page.evaluate("options => axe.run(document, options)", wanted)["violations"]:
            found[f"{path} {violation['id']}"] = [node["html"][:120] for node in violation["nodes"]][:3]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            found[f"{path} overflow"] = True
    context.close()
    assert found == {}


def test_the_page_calls_steps_what_the_program_calls_them() -> None:
    words = (Path(__file__).parents[2] / "bihuan" / "web" / "checking" / "words.js").read_text("utf-8")
    table = words.partition("VERBS = {")[2].partition("};")[0]
    said = {name: pair for name, *pair in re.findall(r'(\w+): \["([^"]*)", "([^"]*)"\]', table)}
    assert said == {str(verb): [rule.title.zh, rule.title.en] for verb, rule in VERBS.items()}
