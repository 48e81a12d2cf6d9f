"""Flood duty in real Chromium, from first entry to closing: each office on its own pages (others: `systems/`)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bihuan.app.clock import real_clock
from tests.web.at_work import DESK, PHONE, Enters, Worker
from tests.web.conftest import Site
from tests.web.signing import Staff, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

OFFICES = {
    "command": ("command", "flood-command", DESK),
    "team": ("handler", "municipal", PHONE),
    "inspector": ("checker", "check-team", PHONE),
    "registrar": ("registrar", "economy", DESK),
}
"""Who works here → duty, unit, and what they work at."""


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


def _store(registrar: Worker) -> str:
    """A store of barriers; its code."""
    registrar.see("/registers/materials/act?act=open")
    barriers = {"v-name": "支架", "v-kind": "stand", "v-keeper": "municipal", "v-stock": "10", "v-measure": "套"}
    registrar.send("main form.form", barriers)
    return registrar.page.locator("header .number").first.inner_text().split()[-1]


def _of_another_kind(team: Worker, number: str, store: str) -> None:
    """Pumps are not taken from a store of barriers, and nothing typed is lost."""
    said = team.act(number, "take_out", {"pumps": "1", "pumps_from": store})
    assert "does not hold this kind" in said and "Look up the kind" in said
    assert team.typed("#do-take_out form", "pumps_from") == store
    said = team.in_chinese(number, "take_out", {"pumps": "1", "pumps_from": store})
    assert "不是这一类物资" in said and "在物资名录里看种类" in said


def _brought_back(enters: Enters, number: str, store: str) -> None:
    """Of two barriers one comes back sound and one broken; the register shows it, the command writes it off."""
    command, team, registrar = enters("command"), enters("team"), enters("registrar")
    said = team.act(number, "bring_back", {"stands": "3", "condition": "sound"})
    assert "More comes back" in said and "Count again" in said
    assert team.typed("#do-bring_back form", "stands") == "3"
    team.act(number, "bring_back", {"stands": "1", "condition": "sound"})
    team.act(number, "bring_back", {"stands": "1", "condition": "broken"})
    said = team.act(number, "finish", {"result": "水退了"}, photo=True)
    assert "losses are not written off" in said
    assert registrar.fact("materials", store, "In stock").startswith("9")
    assert registrar.fact("materials", store, "Broken, to be written off").startswith("1")
    command.act(number, "write_off", {"stands": "1", "condition": "broken", "reason": "支架折断，有照片"})
    assert registrar.fact("materials", store, "Written off in all").startswith("1")


def _renews_itself(command: Worker, number: str) -> None:
    """The part of the screen that is asked for again: nothing while it says the same; without scripts all of it."""
    assert 'http-equiv="refresh"' in command.page.locator("noscript").first.inner_text()
    address = command.page.url
    ask = "async address => { const got = await fetch(address); return [got.status, await got.text()] }"
    told = []
    for _ in range(5):  # The minute may pass between two requests.
        asked = command.page.locator("#screen").get_attribute("hx-get")
        told.append(command.page.evaluate(ask, asked)[0])
        command.see(address.removeprefix(command.site.base))
    assert 204 in told and set(told) <= {200, 204}, "nothing comes while it says the same"
    assert number in command.page.evaluate(ask, "?live=1&mark=other")[1]


def test_a_danger_from_the_report_to_the_lifting(enters: Enters) -> None:
    command, team, inspector = enters("command"), enters("team"), enters("inspector")
    registrar = enters("registrar")
    store = _store(registrar)
    number = command.enter(
        "flood-danger",
        {"words": "路口积水没过车轮", "area": "huangjinling", "danger": "road_water", "warning": "orange"},
    )
    assert "Being drained" not in command.act(number, "send", {"arg-unit": "municipal"}, outcome="done")
    assert number in team.see("/work/tasks"), "the team finds it in its one list"
    team.act(number, "guard", photo=True)
    assert "The store is not named" in team.act(number, "take_out", {"stands": "2"})
    _of_another_kind(team, number, store)
    team.act(number, "take_out", {"stands": "2", "stands_from": store})
    parent = team.enter(
        "open-cover", {"place": "路口东侧", "guarded_by": "person"}, photo=True, of=number, by="open_cover"
    )
    assert parent == number, "back at the danger it belongs to"
    cover = team.page.locator("#brought ~ ul .number").first.inner_text()
    team.act(number, "drained", photo=True)
    screen = command.see("/screens/flood-danger/board")
    assert number in screen and "parts still open: 1" in screen and "balance not zero" in screen
    command.clean()
    _renews_itself(command, number)
    said = team.act(number, "finish", {"result": "水退了"}, photo=True)
    assert "A cover is still open" in said and "Close each, take its photo" in said
    assert team.typed("#do-finish form", "result") == "水退了", "nothing typed is lost"
    said = team.in_chinese(number, "finish", {"result": "水退了"}, photo=True)
    assert "还有井盖没有盖好" in said and "请逐个盖好、拍照" in said
    team.act(cover, "shut", photo=True)
    assert cover in inspector.see("/work/checks")
    inspector.act(cover, "verify", outcome="yes")
    said = team.act(number, "finish", {"result": "水退了"}, photo=True)
    assert "Materials are still out" in said and "have the command write it off" in said
    said = team.in_chinese(number, "finish", {"result": "水退了"}, photo=True)
    assert "物资没有还清" in said and "登记后请防指核销" in said
    _brought_back(enters, number, store)
    team.act(number, "finish", {"result": "水退了，井盖盖好"}, photo=True)
    inspector.act(number, "review", outcome="yes", photo=True)
    assert number in command.see("/desk?queue=all&programme=flood-danger"), "the command finds it on its desk"
    assert "Lifted" in command.act(number, "lift")


def test_a_shift_that_nobody_took_is_on_the_roster(site: Site, enters: Enters) -> None:
    command, team, inspector = enters("command"), enters("team"), enters("inspector")
    now = real_clock().astimezone(ZoneInfo("Asia/Shanghai")).replace(second=0, microsecond=0)
    begins, ends = (f"{moment:%Y-%m-%dT%H:%M}" for moment in (now - timedelta(minutes=50), now + timedelta(hours=5)))
    filled = {"post": "Underpass", "area": "huangjinling", "required": begins, "required-until": ends}
    number = command.enter("flood-shift", filled)
    command.act(number, "give", {"arg-unit": "municipal", "reason": "市政值守"})
    screen = command.see("/screens/flood-shift/roster")
    assert "Underpass" in screen and ("50 min unmanned" in screen or "51 min unmanned" in screen)
    hole = command.page.locator(".turns li.gap rect.hole")
    wide = float((hole.get_attribute("width") or "0").rstrip("%"))
    assert wide > 50 / 1440 * 100 - 0.1, "the gap is drawn, not only said"
    command.clean()
    days = f"from={now - timedelta(days=3):%Y-%m-%d}&to={now + timedelta(days=1):%Y-%m-%d}"
    season = command.see(f"/screens/flood-shift/roster?{days}")
    assert "Minutes unmanned" in season and "In all" in season
    command.clean()
    with command.waits():
        command.page.locator(f"tbody a:text-is('{now - timedelta(minutes=50):%Y-%m-%d}')").click()
    assert number in command.page.locator("#screen").inner_html(), "a day is shown by the hour"
    command.clean()
    team.act(number, "sign_in")
    said = team.act(number, "hand_over", {"handover": "水位下降"})
    assert "nobody was there" in said and "Say why and who stood in" in said
    assert team.typed("#do-hand_over form", "handover") == "水位下降"
    said = team.in_chinese(number, "hand_over", {"handover": "水位下降"})
    assert "无人在岗" in said and "由谁顶替" in said
    team.act(number, "hand_over", {"handover": "水位下降", "reason": "途中被困，五十分钟无人"})
    assert number in inspector.see("/work/checks")
    inspector.act(number, "check", outcome="yes")
    assert "Checked" in command.see(f"/work/cases/{number}")


def test_a_patrol_walks_its_rounds_and_reports_what_it_finds(enters: Enters) -> None:
    command, team, registrar = enters("command"), enters("team"), enters("registrar")
    registrar.see("/registers/hazard-points/act?act=open")
    registrar.send("main form.form", {"v-name": "老桥下", "v-kind": "flooding", "v-area": "huangjinling",
                                      "v-keeper": "municipal", "v-depth": "20"})  # fmt: skip
    point = registrar.page.locator("header .number").first.inner_text().split()[-1]
    ordered = {"point": point, "area": "huangjinling", "response": "three", "place": "老桥下两侧雨水口"}
    number = command.enter("flood-patrol", ordered)
    command.see("/work/enter/flood-patrol")
    said = command.send("main form.form", ordered)
    assert "This point is on patrol already" in said and "no second order is needed" in said
    assert command.typed("main form.form", "place") == "老桥下两侧雨水口", "nothing typed is lost"
    command.act(number, "send")
    assert number in team.see("/work/tasks") and "Municipal services" in command.see(f"/work/cases/{number}")
    team.act(number, "sign")
    assert "photo" in team.act(number, "nothing_found", {"result": "通畅", "depth": "26"})
    assert team.typed("#do-nothing_found form", "result") == "通畅"
    team.act(number, "nothing_found", {"result": "通畅", "depth": "26"}, photo=True)
    assert registrar.fact("hazard-points", point, "Deepest water").startswith("26")
    team.see(f"/work/enter/flood-danger?parent={number}&by=danger_found")
    assert team.typed("main form.form", "point").startswith(point), "the point need not be looked up again"
    parent = team.enter("flood-danger", {"words": "水漫过路沿", "danger": "road_water"}, of=number, by="danger_found")
    assert parent == number, "back at the patrol that found it"
    command.see(f"/work/cases/{number}")
    danger = command.page.locator("#brought ~ ul .number").first.inner_text()
    assert point in command.see(f"/work/cases/{danger}")
    screen = command.see("/screens/flood-patrol/board")
    assert number in screen and "parts still open: 1" in screen
    command.clean()
    said = command.act(number, "stand_down", {"answer": "雨停"})
    assert "not lifted yet" in said and "the rounds go on until then" in said
    said = command.in_chinese(number, "stand_down", {"answer": "雨停"})
    assert "险情还没有解除" in said and "巡查照走" in said
    command.act(danger, "dismiss", {"answer": "水已退"})
    assert "Stood down" in command.act(number, "stand_down", {"answer": "响应解除"})
    assert number in command.see(f"/registers/hazard-points/entry?key={point}"), "the point knows its patrols"


def test_a_board_without_a_connection_says_that_it_is_old(site: Site, enters: Enters) -> None:
    page = enters("command").page
    page.goto(f"{site.base}/screens/flood-danger/board")
    said = page.locator("[data-stale]")
    assert said.is_hidden()
    page.route("**/board?live=1*", lambda route: route.abort())
    again = "htmx.ajax('GET', location.pathname + '?live=1', {target: '#screen', swap: 'outerHTML'}).catch(() => 0)"
    page.evaluate(again)
    said.wait_for(state="visible")
    assert said.get_attribute("role") == "alert" and "what you see is old" in said.inner_text()
    page.unroute("**/board?live=1*")
    page.evaluate(again)
    said.wait_for(state="hidden")


def test_a_board_on_which_nothing_stands_says_what_is_in_force_and_who_is_there(site: Site, enters: Enters) -> None:
    """On a site of others something may stand on a board: one of the boards that watch is quiet, or is made so."""
    command = enters("command")
    for name in ("flood-danger", "flood-patrol"):
        screen = command.see(f"/screens/{name}/board")
        quiet = command.page.locator("#calm").count() == 1
        assert quiet == (command.page.locator(".screen .column").count() == 0), "calm or columns, never both"
        if quiet:
            for said in ("nothing is open", "Flood response", "Last checked", "On duty now", "Next duty shift"):
                assert said in screen, said
            command.clean()
