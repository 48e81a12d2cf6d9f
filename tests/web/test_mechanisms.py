"""Flood duty and practical deeds in real Chromium, from first entry to closing: each office on its own pages."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from bihuan.app.clock import real_clock
from tests.web.conftest import Site
from tests.web.signing import Staff, open_account, sign_in
from tests.web.test_browser import AXE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 390, "height": 800}, {"width": 1280, "height": 900}
OFFICES = {
    "command": ("command", "flood-command", DESK),
    "team": ("handler", "municipal", PHONE),
    "inspector": ("checker", "check-team", PHONE),
    "office": ("livelihood", "livelihood-office", DESK),
    "rover": ("rover", "roving-group", PHONE),
    "leader": ("leader", "committee", DESK),
    "asker": ("caller", "check-team", DESK),
}
"""Who works here → duty, unit, and what they work at."""

Enters = Callable[[str], "Worker"]


class Worker:
    """Somebody at their own screen."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page, self.site = page, site

    def see(self, path: str) -> str:
        self.page.goto(self.site.base + path)
        return self.page.locator("main").inner_text()

    def enter(
        self, programme: str, filled: Mapping[str, str], *, photo: bool = False, of: str = "", by: str = ""
    ) -> str:
        """Raise a case; the number of the case that is shown then."""
        self.see(f"/work/enter/{programme}" + (f"?parent={of}&by={by}" if of else ""))
        self._fill("main form.form", filled, photo)
        # The step goes out by script; what follows must not overtake the page that comes back.
        with self.page.expect_navigation():
            self.page.locator("main form.form button").last.click()
        assert "/work/cases/" in self.page.url, self.page.locator("main").inner_text()
        return self.page.url.rpartition("/")[2].partition("?")[0]

    def act(
        self, number: str, step: str, filled: Mapping[str, str] | None = None, *, outcome: str = "", photo: bool = False
    ) -> str:
        """Take a step on the record; what the page says afterwards."""
        self.see(f"/work/cases/{number}?step={step}")
        form = f"#do-{step} form"
        self._fill(form, filled or {}, photo)
        with self.page.expect_navigation():
            self.page.locator(f"{form} button" + (f"[value={outcome}]" if outcome else "")).first.click()
        return self.page.locator("main").inner_text()

    def _fill(self, form: str, filled: Mapping[str, str], photo: bool) -> None:
        for name, value in filled.items():
            box = self.page.locator(f"{form} [name={name}]")
            if box.evaluate("node => node.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)
        if photo:
            file = io.BytesIO()
            Image.new("RGB", (640, 480), "#446644").save(file, "JPEG")
            shown = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
            self.page.locator(f"{form} input[type=file]").set_input_files(shown)  # type: ignore[arg-type]

    def told(self, number: str) -> bool:
        """Whether a notice names the case; the job that hands them out comes by every few seconds."""
        for _ in range(20):
            if number in self.see("/work/notices"):
                return True
            self.page.wait_for_timeout(500)
        return False

    def clean(self) -> None:
        """The page that is open has no fault that axe finds, and nothing sticks out."""
        self.page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = self.page.evaluate("options => axe.run(document, options)", wanted)["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) <= 1


@pytest.fixture(scope="module")
def enters(site: Site, browser: Browser) -> Enters:
    known: dict[str, Worker] = {}

    def worker(who: str) -> Worker:
        if who not in known:
            duty, unit, size = OFFICES[who]
            staff: Staff = open_account(site, f"m-{who}", duty, unit)
            context = browser.new_context(viewport=size, locale="en", bypass_csp=True)  # type: ignore[arg-type]
            known[who] = Worker(context.new_page(), site)
            sign_in(known[who].page, site, staff)
        return known[who]

    return worker


def test_a_danger_from_the_report_to_the_lifting(enters: Enters) -> None:
    command, team, inspector = enters("command"), enters("team"), enters("inspector")
    number = command.enter(
        "flood-danger",
        {"words": "路口积水没过车轮", "area": "huangjinling", "danger": "road_water", "warning": "orange"},
    )
    assert "Being drained" not in command.act(number, "send", {"arg-unit": "municipal"}, outcome="done")
    assert number in team.see("/work/tasks"), "the team finds it in its one list"
    team.act(number, "guard", photo=True)
    team.act(number, "take_out", {"stands": "2"})
    parent = team.enter(
        "open-cover", {"place": "路口东侧", "guarded_by": "person"}, photo=True, of=number, by="open_cover"
    )
    assert parent == number, "back at the danger it belongs to"
    cover = team.page.locator("#kin + ul .number").first.inner_text()
    team.act(number, "drained", photo=True)
    screen = command.see("/screens/flood-danger/board")
    assert number in screen and "parts still open: 1" in screen and "balance not zero" in screen
    command.clean()
    assert "A cover is still open" in team.act(number, "finish", {"result": "水退了"}, photo=True)
    team.act(cover, "shut", photo=True)
    assert cover in inspector.see("/work/checks")
    inspector.act(cover, "verify", outcome="yes")
    assert "Materials are still out" in team.act(number, "finish", {"result": "水退了"}, photo=True)
    assert "More comes back" in team.act(number, "bring_back", {"stands": "3", "condition": "sound"})
    team.act(number, "bring_back", {"stands": "2", "condition": "sound"})
    team.act(number, "finish", {"result": "水退了，井盖盖好"}, photo=True)
    inspector.act(number, "review", outcome="yes", photo=True)
    assert number in command.see("/desk"), "the command finds it on its desk"
    assert "Lifted" in command.act(number, "lift")


def test_a_shift_that_nobody_took_is_on_the_roster(site: Site, enters: Enters) -> None:
    command, team = enters("command"), enters("team")
    now = real_clock().astimezone(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    begins, ends = (f"{moment:%Y-%m-%dT%H:%M}" for moment in (now - timedelta(minutes=50), now + timedelta(hours=5)))
    filled = {"post": "Underpass", "area": "huangjinling", "required": begins, "required-until": ends}
    number = command.enter("flood-shift", filled)
    command.act(number, "give", {"arg-unit": "municipal", "reason": "市政值守"})
    screen = command.see("/screens/flood-shift/roster")
    assert "Underpass" in screen and ("50 min without anybody" in screen or "51 min without anybody" in screen)
    command.clean()
    team.act(number, "sign_in")
    assert "nobody was there" in team.act(number, "hand_over", {"handover": "水位下降"})


def test_a_suggestion_from_the_visit_to_the_strike_off(enters: Enters) -> None:
    office, leader, rover, team, asker = (enters(who) for who in ("office", "leader", "rover", "team", "asker"))
    visit = office.enter(
        "research-visits",
        {
            "words": "看路灯",
            "area": "huangjinling",
            "theme": "practical_deeds",
            "seat": "L-1",
            "visit_on": "2030-01-02",
        },
    )
    leader.act(visit, "record", {"notes": "走访12户", "homes": "12"}, photo=True)
    filled = {"words": "北门路灯不亮", "area": "huangjinling", "aspect": "roads", "source": "visit"}
    assert office.enter("practical-deeds", filled, of=visit, by="suggestion") == visit
    item = office.page.locator("#kin + ul .number").first.inner_text()
    filled = {"list": "rectification", "pace": "at_once", "arg-unit": "municipal"}
    office.act(item, "list_out", filled)
    assert rover.told(item), "the roving supervisors know at the same moment"
    assert item in team.see("/work/tasks")
    team.act(item, "sign")
    team.act(item, "finish", {"result": "换了灯", "done_as": "solved"}, photo=True)
    team.act(item, "apply", {"reason": "灯已全亮"})
    assert team.page.locator("#do-agree").count() == 0, "no button to strike it off oneself"
    assert item in leader.see("/work/checks"), "the leader finds it in the one list"
    leader.clean()
    leader.act(item, "agree", outcome="granted")
    assert item in rover.see("/work/checks")
    rover.act(item, "verify", outcome="yes", photo=True)
    rover.see("/screens/practical-deeds/board")
    rover.clean()
    office.act(item, "publish", {"answer": "路灯已修复", "list": "results"})
    assert item in asker.see("/work/checks")
    assert "Struck off" in asker.act(item, "ask_people", outcome="yes")
