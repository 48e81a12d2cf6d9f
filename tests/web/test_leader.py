"""The leader's screen over the real server: every number opens into its cases, and axe finds nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account, sign_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def leader(site: Site) -> Staff:
    return open_account(site, "one-leader", "leader", "committee")


def test_a_number_opens_into_as_many_cases(site: Site, leader: Staff) -> None:
    client = Client(site, leader)
    status, body = client.get("/leader")
    assert status == 200
    opened = dict(re.findall(r'href="([^"]+measure=case[^"]+)">(\d+)</a>', body))
    assert len(opened) == 6
    for address, count in opened.items():
        status, listed = client.get(address.replace("&amp;", "&"))
        numbers = re.findall(r"/work/cases/([^\"]+)\"", listed)
        assert status == 200 and len(numbers) == min(int(count), 50)
        assert all(client.get(f"/work/cases/{number}")[0] == 200 for number in numbers[:1])
    for measure in ("nothing", "case.all"):
        assert client.get(f"/leader/{site.programme}/cases?measure={measure}")[0] == 404


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_axe_finds_nothing_on_a_phone_and_at_a_desk(
    site: Site, browser: Browser, leader: Staff, language: str
) -> None:
    for size in ({"width": 390, "height": 800}, {"width": 1280, "height": 900}):
        context = browser.new_context(viewport=size, locale=language, bypass_csp=True)  # type: ignore[arg-type]
        page = context.new_page()
        sign_in(page, site, leader)
        page.goto(site.base + "/leader")
        page.add_script_tag(path=str(AXE))
        wanted = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        found = page.evaluate("options => axe.run(document, options)", wanted)["violations"]
        assert [(one["id"], [node["html"][:90] for node in one["nodes"]][:2]) for one in found] == []
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        context.close()
