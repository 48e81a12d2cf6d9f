"""A page that asks for itself again keeps nobody signed in; a screen on a wall goes on and opens nothing else."""

from __future__ import annotations

import re
import sqlite3
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bihuan.app.clock import real_clock
from tests.web.conftest import Site
from tests.web.signing import Client, Staff, open_account

TEMPLATES = Path(__file__).resolve().parents[2] / "bihuan" / "web" / "templates"


@pytest.fixture(scope="module")
def zhou(site: Site) -> Staff:
    return open_account(site, "idle-desk", "desk", "service-centre")


@pytest.fixture(scope="module")
def lai(site: Site) -> Staff:
    return open_account(site, "idle-command", "command", "flood-command")


def seen(site: Site, client: Client, ago: timedelta | None = None) -> datetime:
    """When the session was last seen; or put so far back."""
    key = next(one.value for one in client.jar if one.name == "session")
    database = sqlite3.connect(site.environment["BIHUAN_DATABASE"].removeprefix("sqlite:///"))
    with database:
        if ago is not None:
            at = (real_clock() - ago).astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
            database.execute("UPDATE people_visit SET seen = ? WHERE key = ?", (at, key))
        [(found,)] = database.execute("SELECT seen FROM people_visit WHERE key = ?", (key,))
    database.close()
    return datetime.fromisoformat(found)


def by_itself(site: Site, client: Client, path: str) -> tuple[int, bool]:
    """What a page gets that asks for a part of itself; whether it is told to load anew, and so to sign in."""
    asking = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(client.jar))
    with asking.open(urllib.request.Request(site.base + path, headers={"HX-Request": "true"})) as answer:
        return answer.status, answer.headers.get("HX-Refresh") == "true"


def test_what_asks_by_itself_is_no_person(site: Site, zhou: Staff) -> None:
    client = Client(site, zhou)
    before = seen(site, client, timedelta(hours=3))
    for path in ("/desk/live", "/desk/map?queue=accept"):
        assert by_itself(site, client, path) == (200, False)
        assert seen(site, client) == before
    assert client.get("/desk")[0] == 200 and seen(site, client) > before + timedelta(hours=2), "somebody opened a page"
    seen(site, client, timedelta(hours=5))
    assert by_itself(site, client, "/desk/live") == (204, True)
    assert 'name="password"' in client.get("/desk")[1]


def test_a_screen_goes_on_where_nobody_touches_it_and_opens_nothing_else(site: Site, lai: Staff) -> None:
    client = Client(site, lai)
    listed = client.get("/screens")[1]
    screens = re.findall(r'href="([^"]*/(?:board|roster)[^"]*)"', listed)
    assert len(screens) > 1, listed
    before = seen(site, client, timedelta(hours=5))
    for path in screens:
        assert client.get(path)[0] == 200 and "password" not in client.get(path)[1]
        assert by_itself(site, client, f"{path}?live=1&mark=x") == (200, False)
    assert seen(site, client) == before, "a screen keeps nothing awake"
    assert 'name="password"' in client.get("/screens")[1], "nor does it open anything else"


def test_whatever_a_page_asks_for_by_itself_is_asked_by_the_clock() -> None:
    """What makes a request a renewal is the header of these; were one asked by a hand, it would not count as one."""
    asked = [
        tag
        for file in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"<[a-z]+ (?:[^>]|%}|}})*hx-(?:get|post)=.*?hx-swap", file.read_text("utf-8"), re.DOTALL)
    ]
    assert len(asked) >= 4
    assert all('hx-trigger="every ' in tag for tag in asked)
