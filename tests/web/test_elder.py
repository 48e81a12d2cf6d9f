"""Large type for everybody: each kind of person goes through all their pages on a phone, and none is a lesser page.

Every page of their bar of workplaces, and the first case, mechanism or list behind each: it answers, its type is large,
nothing has to be pushed sideways, axe finds nothing, and the number of a person stays in sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bihuan.core.offices import Office
from tests.web.access import desk, people, public, registers, resident
from tests.web.access.kinds import ANYBODY
from tests.web.at_work import PHONE, Worker
from tests.web.conftest import Site
from tests.web.signing import Staff, open_accounts, sign_in
from tests.web.test_routes import ROUTES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KINDS = {
    "handler": ("handler", "municipal"),
    "community": ("handler", "jinling-road-committee"),
    "desk": ("desk", "service-centre"),
    "checker": ("checker", "check-team"),
    "supervisor": ("supervisor", "supervision-office"),
    "leader": ("leader", "committee"),
    "registrar": ("registrar", "economy"),
    "command": ("command", "flood-command"),
    "enterprise": ("enterprise-office", "committee"),
} | {office.value: (f"office.{office.value}", "committee") for office in Office}
"""Who works here → the duty and the unit of the post."""
LINES, NOTES = 22, 18
"""Pixels of ordinary text and of the smallest, both in large type; elsewhere they are 17 and 14."""
BEHIND = re.compile(
    r"/(work/cases|desk/cases|identity|leader/waiting)/[\w-]+$|/(desk/map|leader/month|security/import|admin/import)$"
)
"""Pages behind those of the bar that are looked at too."""
STATE = """() => ({
  large: document.documentElement.dataset.reading,
  text: parseFloat(getComputedStyle(document.body).fontSize),
  size: Math.min(...[...document.querySelectorAll('main p, main li, main td, main dd, main label')]
    .filter(one => one.checkVisibility() && one.textContent.trim() && !one.closest('.hidden'))
    .map(one => parseFloat(getComputedStyle(one).fontSize))),
  call: [...document.querySelectorAll("a[href^='tel:']")].some(one => {
    const box = one.getBoundingClientRect();
    return box.height > 40 && box.top >= 0 && box.bottom <= innerHeight + 1;
  }),
})"""


OUTSIDE = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1 ? []
  : [...document.querySelectorAll('main *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .map(one => one.outerHTML.slice(0, 120)).slice(0, 6)"""


@pytest.fixture(scope="module")
def staff(site: Site) -> dict[str, Staff]:
    """One of each, in this file alone."""
    rows = [(f"elder-{kind}", *post) for kind, post in KINDS.items()]
    return dict(zip(KINDS, open_accounts(site, rows), strict=True))


@pytest.fixture(scope="module")
def walked() -> set[str]:
    """Pages that axe looked at; what several kinds of people share is looked at once."""
    return set()


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="zh-CN", bypass_csp=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    yield context.new_page()
    context.close()


def holds(page: Page) -> None:
    """What is said above of the page that is open."""
    state = page.evaluate(STATE)
    assert state["large"] == "large" and state["call"], (page.url, state)
    assert state["text"] >= LINES and (state["size"] or NOTES) >= NOTES, (page.url, state)
    assert page.get_by_role("link", name=re.compile("拨打")).count() == 1, page.url
    assert page.evaluate(OUTSIDE) == [], page.url
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")


@pytest.mark.parametrize("kind", KINDS)
def test_who_works_here_reads_all_their_pages_in_large_type(
    site: Site, staff: dict[str, Staff], page: Page, walked: set[str], kind: str
) -> None:
    sign_in(page, site, staff[kind])
    worker = Worker(page, site)
    ahead = links(page, ".workbar a")
    assert ahead, kind
    while ahead:
        path = ahead.pop(0)
        if (sort := sort_of(path)) in walked:
            continue
        walked.add(sort)
        answer = page.goto(site.base + path)
        assert answer is not None and answer.status == 200, path
        holds(page)
        worker.clean()
        assert page.evaluate(OUTSIDE) == [], page.url
        ahead += [one for one in links(page, "main a") if BEHIND.match(one)]


def sort_of(path: str) -> str:
    """One of each sort is looked at: /work/cases/… stands for all cases."""
    return re.sub(r"[A-Z]{2}\d{8}-\d+", "…", path.partition("?")[0])


def links(page: Page, selector: str) -> list[str]:
    """Where the links of a page lead, each once, in their order."""
    found = page.locator(selector).evaluate_all("all => all.map(one => one.getAttribute('href') || '')")
    return list(dict.fromkeys(found))


def test_a_resident_and_an_enterprise_raise_and_follow_a_matter_in_large_type(site: Site, page: Page) -> None:
    page.goto(site.base + "/report")
    forms = [one for one in links(page, "main a") if one.startswith("/report/")]
    assert forms, "the other forms are found from the first"
    for form in ["/report", *forms]:
        page.context.clear_cookies(name="receipt")
        page.goto(site.base + form)
        for _ in range(12):
            holds(page)
            Worker(page, site).clean()
            for box in page.locator("main textarea[required], main input[required]:not([type=hidden])").all():
                if not box.input_value():
                    box.fill("三号楼门口的路灯三天不亮。")
            for box in page.locator("main select[required]").all():
                box.select_option(index=1)
            further = page.locator("main button[value=next]")
            with page.expect_navigation():
                (further if further.count() else page.locator("form.form button.large")).first.click()
            if page.url.endswith("/r/receipt"):
                break
        assert page.url.endswith("/r/receipt"), page.locator("main").inner_text()
        for path in ("/r/receipt", "/r/"):
            page.goto(site.base + path)
            holds(page)
            Worker(page, site).clean()
        # The page that checks a receipt works without this site, so it is told by its address how to be read.
        page.goto(site.base + "/r/check#zh-large")
        page.locator("a[href^='tel:']").wait_for()
        holds(page)
        Worker(page, site).clean()


OPEN = {name for area in (public, resident, registers, desk, people) for name, whose in area.TABLE.items()
        if whose is ANYBODY}  # fmt: skip
PUBLIC = tuple(
    path for name, (path, status) in ROUTES.items()
    if status == 200 and name in OPEN
    and name not in ("picture", "outlines", "health", "register_file", "register_pick")
)  # fmt: skip
"""Pages that anybody may open; left out are a picture, files, data, and a part of a page."""
LISTENING = """() => { window.heard = []; window.stilled = 0;
    speechSynthesis.speak = one => heard.push([one.lang, one.text.replace(/\\s+/g, ' ').trim()]);
    speechSynthesis.cancel = () => { stilled += 1; }; }"""
"""What would be said is listened to: a machine under test may have no voice."""


@pytest.mark.parametrize(("language", "spoken", "read", "still"), [
    ("zh-CN", "zh-CN", "读给我听", "停止朗读"), ("en-GB", "en-GB", "Read aloud", "Stop reading"),
])  # fmt: skip
def test_every_public_page_reads_itself_aloud_and_stops(
    site: Site, browser: Browser, language: str, spoken: str, read: str, still: str
) -> None:
    """The button is there, starts and stops; what is said are the words of the page in its language, its heading among
    them; nothing pops up, and axe finds nothing afterwards."""
    context = browser.new_context(viewport=PHONE, locale=language, bypass_csp=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    page, popped, seen = context.new_page(), list[object](), set[str]()
    page.on("popup", lambda one: popped.append(one.url))
    page.on("dialog", lambda one: (popped.append(one.message), one.dismiss()))
    # The page that checks a receipt works without this site, so its address tells how it is read.
    own = "/r/check#" + ("zh" if spoken == "zh-CN" else "en") + "-large"
    for path in (own if one == "/r/check" else one for one in PUBLIC):
        page.goto(site.base + path.format(number=site.number, programme=site.programme, register=site.register))
        if page.url in seen:  # Some addresses lead to the page of another.
            continue
        seen.add(page.url)
        page.evaluate(LISTENING)
        page.get_by_role("button", name=read, exact=True).click()
        heard = page.evaluate("heard")
        shown = re.sub(r"\s+", " ", page.evaluate("document.querySelector('main').textContent"))
        assert heard and {said for said, _ in heard} == {spoken}, path
        heading = re.sub(r"\s+", " ", page.locator("h1").first.text_content() or "").strip()
        assert heading in [text for _, text in heard], path
        assert [text for _, text in heard if text not in shown] == [], path
        stop = page.get_by_role("button", name=still, exact=True)
        assert stop.get_attribute("aria-pressed") == "true", path
        before = page.evaluate("stilled")
        stop.click()
        assert page.evaluate("stilled") == before + 1 and page.evaluate("heard.length") == len(heard), path
        assert page.get_by_role("button", name=read, exact=True).get_attribute("aria-pressed") is None, path
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        if spoken == "zh-CN":
            Worker(page, site).clean()
    assert popped == [] and len(context.pages) == 1
    context.close()
