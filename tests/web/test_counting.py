"""While a large base is counted for the first time, pages say how far that is and show no figure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from bihuan.app import tallying
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation, masters_of
from bihuan.app.people import Signed
from bihuan.core.commands import Person, Post
from bihuan.core.verbs import Party
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.site.house import PublicHouse
from bihuan.store.session import Database
from bihuan.store.tallying import catch_up
from bihuan.web.views import home, leader, supervisor
from tests.store.making import make_tables
from tests.web.conftest import KEYS, PACK
from tests.web.matters import Matter

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in the district."""
CASES = 12
PAGES = ((leader.leader, "/leader"), (supervisor.supervisor, "/supervisor?overdue=1"), (home.home, "/"))
NUMBER = re.compile(r"GZ[0-9]{8}-[0-9]{6}")
FIGURE = re.compile(r'<span class="figure">|class="figures"|measure=')
CHIEF = Person(
    account="chief", posts=(Post(duty="leader", unit="committee"), Post(duty="supervisor", unit="committee"))
)


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    """Twelve reports, all of them late by now, none of them counted."""
    database = Database("sqlite", str(tmp_path / "counting.sqlite3"))
    make_tables(database)
    pack = load_pack(PACK)
    assert isinstance(pack, Pack)
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=tmp_path,
        clock=VirtualClock(START), entropy=SeededEntropy(7),
    )  # fmt: skip
    made.load(pack)
    with made.opened() as opened:
        for n in range(CASES):
            Matter(opened, f"路灯不亮 {n}")
        moved(opened, timedelta(days=30))
        yield opened


def moved(district: District, span: timedelta) -> None:
    assert isinstance(district.door.clock, VirtualClock)
    district.door.clock.move(span)


def page(district: District, view: Callable[[HttpRequest], HttpResponse], path: str) -> tuple[int, str]:
    """A page as the chief sees it, in English."""
    request = RequestFactory(headers={"host": "localhost"}).get(path)
    request.services = PublicHouse(district, demo=False, relay=lambda connection: None)
    request._signed = Signed(
        person=CHIEF, title=district.pack.district.title,
        parties=frozenset({Party.LEADER, Party.SUPERVISOR}), offices=frozenset(),
    )  # fmt: skip
    with override("en"):
        response = view(request)
        return response.status_code, response.content.decode()


def test_pages_say_how_far_the_counting_is_until_all_is_counted(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if twelve were too many to be counted while somebody waits.
    monkeypatch.setattr(tallying, "catch_up", partial(catch_up, most=2, chunk=2))
    for view, path in PAGES:
        status, body = page(district, view, path)
        assert status == 200 and "still being counted, so none is shown yet" in body
        # What stands in the index needs no counting; a figure would be wrong as long as some cases are missing.
        assert len(set(NUMBER.findall(body))) == (0 if view is home.home else CASES)
        assert not FIGURE.search(body), path
        moved(district, timedelta(minutes=1))
    assert f"counted up to 6 of about {CASES} matters; the rest follows in about 2 minutes" in body
    # A list that the counts find is no list yet.
    status, body = page(district, supervisor.supervisor, "/supervisor?state=all&happened=case.bounced")
    assert status == 503 and "counted up to 8 " in body
    assert not tallying.count_first(district, lambda: True)
    assert tallying.count_first(district, lambda: False)
    for view, path in PAGES:
        status, body = page(district, view, path)
        assert status == 200 and "being counted" not in body and FIGURE.search(body), path
    assert re.search(rf'measure=case[.]overdue">{CASES}<', page(district, leader.leader, "/leader")[1])
