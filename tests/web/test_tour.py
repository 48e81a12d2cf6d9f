"""The whole tour in real Chromium, each as themselves: a resident reports, the desk dispatches, a worker finishes,
somebody else checks, the desk closes, the resident confirms, and the published figure has one more, everywhere; the
supervisor finds the matter in the ledger, the leader among those counted. Axe finds nothing on any page of the way."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bihuan.app.district import District
from bihuan.app.simulation.counting import AFTER_ALL, recount
from bihuan.core.verbs import Verb
from bihuan.store.session import Session
from tests.web.at_work import DESK, PHONE, Worker
from tests.web.conftest import Site
from tests.web.matters import installation_of
from tests.web.signing import Staff, open_accounts, sign_in
from tests.web.test_work import photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

WORDS = "三号楼门口的路灯三天不亮，老人晚上出门不方便。"
ANSWER = "您反映的路灯已经修好。"


WORKING = ("desk", "worker", "checker")
"""Who has the matter in hand before it is solved."""


@pytest.fixture(scope="module")
def people(site: Site) -> dict[str, Staff]:
    """One account for each kind of work."""
    rows = {
        "desk": ("tour-desk", "desk", "service-centre"),
        "worker": ("tour-worker", "handler", "municipal"),
        "checker": ("tour-checker", "checker", "check-team"),
        "supervisor": ("tour-supervisor", "supervisor", "committee"),
        "leader": ("tour-leader", "leader", "committee"),
    }
    return dict(zip(rows, open_accounts(site, list(rows.values())), strict=True))


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as found:
        yield found


def step(page: Page, site: Site, district: District, number: str, verb: Verb, checked: bool) -> str:
    """The form of the first step of a verb on the record; fails if it is not offered."""
    programme = district.programmes()[0]
    for one in (each for each in programme.steps.values() if each.verb is verb):
        selector = f"#do-{one.id} form"
        page.goto(f"{site.base}/work/cases/{number}?step={one.id}")
        if page.locator(selector).count():
            if checked:
                clean(page, site)
            return selector
    raise AssertionError(f"{verb} is not offered: {page.locator('main').inner_text()[:800]}")


def done(page: Page, form: str, outcome: str = "") -> None:
    button = f"{form} button[value={outcome}]" if outcome else f"{form} button[name=outcome]"
    with page.expect_navigation():
        page.locator(button).first.click()
    assert "done=" in page.url, page.locator("main").inner_text()[:800]


def live_cases(session: Session, district: District, programme: str) -> set[str]:
    """What the facts say was opened for real under this programme: other tests of the site open cases of others."""
    found = set()
    for stream, _, _, body, *_ in session.rows("events_between", (district.id, "", AFTER_ALL)):
        opened = [one for one in json.loads(body).get("effects", ()) if one["is"] == "CaseOpened"]
        if any(one["programme"] == programme and one["population"] == "live" for one in opened):
            found.add(stream)
    return found


def figures(site: Site, page: Page, district: District) -> tuple[int, int, int]:
    """How many count as solved: on the page, on the command line, and counted from the facts alone."""
    page.goto(f"{site.base}/figures/{site.programme}/solve_rate")
    shown = re.search(r"[\d,]+", page.locator("a[href*='list=counted'] .number").first.inner_text())
    assert shown is not None
    program = [sys.executable, "-m", "bihuan.site.commands", "indicators", "--population", "live", "--json"]
    said = subprocess.run(program, env=site.environment, capture_output=True, text=True, check=True)
    printed = json.loads(said.stdout)[0]["indicators"]["solve_rate"]
    with district.door.readers.lend() as session:
        counted = recount(session, district.id, live_cases(session, district, site.programme))[1]
    return int(shown[0].replace(",", "")), printed["numerator"], counted


def clean(page: Page, site: Site) -> None:
    """Axe finds nothing; at the end of the page the bar with the telephone number covers nothing."""
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    Worker(page, site).clean()


class Resident:
    """The one who reports, with a browser that runs scripts or runs none; beside it one that runs axe."""

    def __init__(self, site: Site, outside: BrowserContext, beside: BrowserContext, scripts: bool) -> None:
        self.site, self.page, self.scripts = site, outside.new_page(), scripts
        self.beside = self.page if scripts else beside.new_page()
        self.beside.goto(site.base + "/")

    def goes(self, path: str) -> None:
        self.page.goto(self.site.base + path)
        self.clean()

    def clean(self) -> None:
        """Without scripts axe runs on the same page shown in the browser beside, which has them."""
        if not self.scripts:
            self.beside.set_content(self.page.content(), wait_until="load")
        clean(self.beside, self.site)

    def sends(self, button: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(button).last.click()
        self.clean()

    def reports(self) -> str:
        """A report with nothing but words; in large type one question a page. The number on the receipt."""
        self.goes("/report")
        self.page.locator("textarea").first.fill(WORDS)
        for _ in range(12):
            self.sends("main form button:not([name=back]):not([value=back])")
            if self.page.url.endswith("/r/receipt"):
                return self.page.locator(".receipt .big").inner_text()
        raise AssertionError(self.page.locator("main").inner_text()[:800])

    def confirms(self) -> None:
        self.goes("/r/")
        self.nobody_has_it()
        answer = self.page.locator("section[aria-labelledby=answer]:has(+ section.ask)")
        assert ANSWER in answer.inner_text(), "what is asked about stands right above the question"
        apart = self.page.locator("section.ask a.button")
        if apart.count():  # In large type, on pages of its own.
            self.goes(apart.first.get_attribute("href") or "")
            self.page.locator("input[value=yes]").check()
            for button in ("next", "send"):
                self.sends(f"main form button[value={button}]")
        else:
            self.page.locator("section.ask").first.locator("input[value=yes]").check()
            self.sends("section.ask >> nth=0 >> button")
        assert self.page.locator("[role=alert]").count() == 0, self.page.locator("main").inner_text()[:800]
        self.nobody_has_it()

    def nobody_has_it(self) -> None:
        """What was reported as done is not said to be still with the unit."""
        lead = self.page.locator("p.lead").inner_text()
        assert "has dealt with your matter" in lead or "已经办理您反映的事" in lead, lead


@pytest.mark.parametrize(
    ("language", "size", "large", "scripts"),
    [
        ("zh-CN", PHONE, False, False),
        ("en", DESK, False, False),
        ("zh-CN", PHONE, True, False),
        ("en", PHONE, True, False),
        ("zh-CN", DESK, False, True),
    ],
    ids=["zh phone", "en desk", "zh phone elder", "en phone elder", "zh desk with scripts"],
)
def test_the_tour(
    site: Site,
    browser: Browser,
    people: dict[str, Staff],
    district: District,
    language: str,
    size: dict[str, int],
    large: bool,
    scripts: bool,
) -> None:
    # The resident needs no JavaScript; those who work here have it.
    outside, beside = (
        browser.new_context(viewport=size, locale=language, java_script_enabled=runs, bypass_csp=True)  # type: ignore[arg-type]
        for runs in (scripts, True)
    )
    if large:
        for one in (outside, beside):
            one.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    resident = Resident(site, outside, beside, scripts)
    before = figures(site, resident.page, district)
    assert len(set(before)) == 1
    number = resident.reports()
    inside = {name: browser.new_context(viewport=size, locale=language, bypass_csp=True).new_page() for name in people}  # type: ignore[arg-type]
    for name in WORKING:
        sign_in(inside[name], site, people[name])
    # Large type is for the public: the same screens of those who work here come without it in other looks.
    work(site, district, inside, number, checked=not large)
    resident.confirms()
    after = figures(site, resident.page, district)
    assert after == tuple(one + 1 for one in before)
    for name, look in (("supervisor", oversee), ("leader", lead)):
        sign_in(inside[name], site, people[name])
        look(inside[name], site, number)
    for context in (outside, beside, *(page.context for page in inside.values())):
        context.close()


def oversee(page: Page, site: Site, number: str) -> None:
    """The solved matter stands in the supervisor's ledger of all states."""
    page.goto(site.base + "/supervisor?state=all")
    clean(page, site)
    leaf_to(page, number)


def lead(page: Page, site: Site, number: str) -> None:
    """The leader's solve rate opens into those it counts, and the matter is among them."""
    page.goto(f"{site.base}/leader?of={site.programme}")
    clean(page, site)
    with page.expect_navigation():
        page.locator("a[href*='measure=solve_rate'][href*='list=counted']").first.click()
    clean(page, site)
    leaf_to(page, number)


def leaf_to(page: Page, number: str) -> None:
    """To the page of a list with the number on it: a list shows fifty, and other tests raise matters here too."""
    seen = set()
    while not page.locator("tbody th a").filter(has_text=number).count():
        assert page.url not in seen and page.locator("a[rel=next]").count(), f"{number} is on no page of the list"
        seen.add(page.url)
        with page.expect_navigation():
            page.locator("a[rel=next]").click()


def work(site: Site, district: District, pages: dict[str, Page], number: str, checked: bool) -> None:
    """From the desk to the closed case."""
    desk, worker, checker = pages["desk"], pages["worker"], pages["checker"]
    form = step(desk, site, district, number, Verb.ACCEPT, checked)
    for name, value in (("category", "street_light"), ("nature", "assistance"), ("area", "jinling-road")):
        if desk.locator(f"{form} select[name={name}]").count():
            desk.locator(f"{form} select[name={name}]").select_option(value)
    done(desk, form)
    form = step(desk, site, district, number, Verb.DISPATCH, checked)
    desk.locator(f"{form} select[name=arg-unit]").select_option("municipal")
    done(desk, form)
    done(worker, step(worker, site, district, number, Verb.SIGN, checked))
    done(worker, step(worker, site, district, number, Verb.CONTACT, checked), "reached")
    form = step(worker, site, district, number, Verb.FINISH, checked)
    worker.locator(f"{form} textarea").first.fill("换了四个灯头，已亮。")
    worker.locator(f"{form} select").first.select_option(index=1)
    worker.locator(f"{form} input[type=file]").set_input_files([photo()])  # type: ignore[list-item]
    done(worker, form)
    done(checker, step(checker, site, district, number, Verb.CHECK, checked), "yes")
    form = step(desk, site, district, number, Verb.CLOSE, checked)
    desk.locator(f"{form} textarea").first.fill(ANSWER)
    done(desk, form)
