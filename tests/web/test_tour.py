"""The whole tour in real Chromium, each as themselves: a resident reports, the desk dispatches, a worker finishes,
somebody else checks, the desk closes, the resident confirms, and the published figure has one more, everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bihuan.app.district import District
from bihuan.app.simulation.counting import AFTER_ALL, recount
from bihuan.core.verbs import Verb
from bihuan.store.session import Session
from tests.web.conftest import Site
from tests.web.matters import installation_of
from tests.web.signing import Staff, open_account, sign_in
from tests.web.test_work import photo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
WORDS = "三号楼门口的路灯三天不亮，老人晚上出门不方便。"


@dataclass(frozen=True, slots=True)
class People:
    """One account for each kind of work."""

    desk: Staff
    worker: Staff
    checker: Staff


@pytest.fixture(scope="module")
def people(site: Site) -> People:
    return People(
        open_account(site, "tour-desk", "desk", "service-centre"),
        open_account(site, "tour-worker", "handler", "municipal"),
        open_account(site, "tour-checker", "checker", "check-team"),
    )


@pytest.fixture(scope="module")
def district(site: Site) -> Iterator[District]:
    with installation_of(site).opened() as found:
        yield found


def step(page: Page, site: Site, district: District, number: str, verb: Verb) -> str:
    """The form of the first step of a verb on the record; fails if it is not offered."""
    programme = district.programmes()[0]
    for one in (each for each in programme.steps.values() if each.verb is verb):
        selector = f"#do-{one.id} form"
        page.goto(f"{site.base}/work/cases/{number}?step={one.id}")
        if page.locator(selector).count():
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


@pytest.mark.parametrize(
    ("language", "size", "large"),
    [("zh-CN", PHONE, False), ("en", DESK, False), ("zh-CN", PHONE, True)],
    ids=["zh phone", "en desk", "zh phone elder"],
)
def test_the_tour(
    site: Site, browser: Browser, people: People, district: District, language: str, size: dict[str, int], large: bool
) -> None:
    # The resident needs no JavaScript; those who work here have it.
    outside = browser.new_context(viewport=size, locale=language, java_script_enabled=False)  # type: ignore[arg-type]
    if large:
        outside.add_cookies([{"name": "reading", "value": "large", "url": site.base}])
    resident = outside.new_page()
    before = figures(site, resident, district)
    assert len(set(before)) == 1
    number = report(site, resident)
    inside = {
        name: browser.new_context(viewport=size, locale=language).new_page()  # type: ignore[arg-type]
        for name in ("desk", "worker", "checker")
    }
    for name, page in inside.items():
        sign_in(page, site, getattr(people, name))
    work(site, district, inside, number)
    resident.goto(site.base + "/r/")
    asked = resident.locator("section.ask").first
    asked.locator("input[value=yes]").check()
    asked.locator("button").click()
    assert resident.locator("[role=alert]").count() == 0, resident.locator("main").inner_text()[:800]
    after = figures(site, resident, district)
    assert after == tuple(one + 1 for one in before)
    for page in (*inside.values(), resident):
        page.context.close()


def report(site: Site, page: Page) -> str:
    """A report with nothing but words; in large type one question a page. The number on the receipt."""
    page.goto(site.base + "/report")
    page.locator("textarea").first.fill(WORDS)
    for _ in range(12):
        page.locator("main form button:not([name=back]):not([value=back])").last.click()
        if page.url.endswith("/r/receipt"):
            return page.locator(".receipt .big").inner_text()
    raise AssertionError(page.locator("main").inner_text()[:800])


def work(site: Site, district: District, pages: dict[str, Page], number: str) -> None:
    """From the desk to the closed case."""
    desk, worker, checker = pages["desk"], pages["worker"], pages["checker"]
    form = step(desk, site, district, number, Verb.ACCEPT)
    for name, value in (("category", "street_light"), ("nature", "assistance"), ("area", "jinling-road")):
        if desk.locator(f"{form} select[name={name}]").count():
            desk.locator(f"{form} select[name={name}]").select_option(value)
    done(desk, form)
    form = step(desk, site, district, number, Verb.DISPATCH)
    desk.locator(f"{form} select[name=arg-unit]").select_option("municipal")
    done(desk, form)
    done(worker, step(worker, site, district, number, Verb.SIGN))
    done(worker, step(worker, site, district, number, Verb.CONTACT), "reached")
    form = step(worker, site, district, number, Verb.FINISH)
    worker.locator(f"{form} textarea").first.fill("换了四个灯头，已亮。")
    worker.locator(f"{form} select").first.select_option(index=1)
    worker.locator(f"{form} input[type=file]").set_input_files([photo()])  # type: ignore[list-item]
    done(worker, form)
    done(checker, step(checker, site, district, number, Verb.CHECK), "yes")
    form = step(desk, site, district, number, Verb.CLOSE)
    desk.locator(f"{form} textarea").first.fill("您反映的路灯已经修好。")
    done(desk, form)
