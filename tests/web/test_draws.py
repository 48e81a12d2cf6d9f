"""Call-backs by lot, on the pages: promised, made, first in the caller's queue, open to the caller. And the templates
that the desk answers with. One district, played by its own clock."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from bihuan.app import draws
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.entropy import SeededEntropy
from bihuan.app.installation import Installation, masters_of
from bihuan.app.lapsing import lapse_all
from bihuan.app.notices.rendering import due_told
from bihuan.app.people import Signed
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.definitions.load import load_pack
from bihuan.definitions.pack import Pack
from bihuan.site.house import PublicHouse
from bihuan.store.session import Database
from bihuan.store.state import case_from
from bihuan.web.show.dates import due_text
from bihuan.web.views import desk, desk_tools, record, tasks
from tests.store.making import make_tables
from tests.web.conftest import KEYS, PACK

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in the district."""
CIRCLE = "ten-minute-circle"
DESK = Person(account="zhou", posts=(Post(duty="desk", unit="service-centre"),))
HAND = Person(account="chen", posts=(Post(duty="handler", unit="municipal"),))
CHECKER = Person(account="wu", posts=(Post(duty="checker", unit="check-team"),))
CALLER = Person(account="lin", posts=(Post(duty="caller", unit="check-team"),))
NUMBER = re.compile(r'href="/work/cases/(GZ[0-9]{8}-[0-9]{6})"')
ids = count(1)


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    """The district with a template that names the deadline."""
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    replies = folder / "dictionaries" / "reply.toml"
    replies.write_text(replies.read_text("utf-8").replace('en = "', 'en = "By {due}: '), "utf-8")
    database = Database("sqlite", str(tmp_path / "draws.sqlite3"))
    make_tables(database)
    pack = load_pack(folder)
    assert isinstance(pack, Pack), pack
    made = Installation(
        database=database, district=pack.district.id, masters=masters_of(KEYS), photos=tmp_path,
        clock=VirtualClock(START), entropy=SeededEntropy(7),
    )  # fmt: skip
    made.load(pack)
    with made.opened() as opened:
        yield opened


def moved(district: District, span: timedelta) -> None:
    assert isinstance(district.door.clock, VirtualClock)
    district.door.clock.move(span)


def step(district: District, case: str, name: str, by: Person, outcome: str = "done", **more: object) -> None:
    command = Take(case=case, step=name, by=by, outcome=outcome, **more)  # type: ignore[arg-type]
    answer = district.door.submit(district.id, command, f"r{next(ids)}")
    assert isinstance(answer, Accepted), (name, answer)


def checked(district: District) -> Accepted:
    """A matter that was finished and checked, and waits for the desk's answer."""
    command = Raise(
        case="", number="", programme=CIRCLE, step="raise", by=Person(account="amei", raiser=True),
        values={"channel": "web", "area": "xiangjiang", "reachable": True}, words={"words": "路灯不亮"},
    )  # fmt: skip
    case = district.door.submit(district.id, command, f"r{next(ids)}")
    assert isinstance(case, Accepted)
    step(district, case.case, "accept", DESK, values={"category": "street_light"})
    step(district, case.case, "dispatch", DESK)
    step(district, case.case, "sign", HAND)
    step(district, case.case, "contact", HAND, "reached")
    done = {"values": {"closing_condition": "procedure_done"}, "words": {"result": "已换灯。"}}
    step(district, case.case, "finish", HAND, **done)
    step(district, case.case, "check", CHECKER, "yes")
    return case


def page(
    district: District, person: Person, party: Party, view: Callable[..., HttpResponse], *given: str
) -> tuple[int, str]:
    """A page as this person sees it, in English."""
    request: HttpRequest = RequestFactory(headers={"host": "localhost"}).get("/")
    request.services = PublicHouse(district, demo=False, relay=lambda connection: None)
    request._signed = Signed(
        person=person, title=district.pack.district.title, parties=frozenset({party}), offices=frozenset()
    )
    with override("en"):
        response = view(request, *given)
        return response.status_code, response.content.decode()


def test_a_draw_stands_first_in_the_queue_of_those_who_call(district: District) -> None:
    day = district.today()
    next_day = day + timedelta(days=1)
    assert isinstance(draws.promise(district, DESK, CIRCLE, next_day, next_day, 2), str)
    hidden = next(one.id for one in district.programmes() if one.visibility.value != "public")
    assert isinstance(draws.promise(district, DESK, hidden, next_day, next_day, 2), Refusal)
    moved(district, timedelta(days=1))
    closed = [checked(district) for _ in range(5)]
    for case in closed:
        step(district, case.case, "close", DESK, words={"answer": "已修好。"})
    while page(district, CALLER, Party.CHECKER, tasks.checks)[1].count("/work/cases/") < len(closed):
        moved(district, timedelta(days=1))
        lapse_all(district)
        assert district.today() < day + timedelta(days=30), "nobody has to be called back"
    [promised] = draws.listed(district)
    before = page(district, CALLER, Party.CHECKER, tasks.checks)[1]
    assert "drawn by lot" not in before
    made = draws.make(district, DESK, promised.stored.id, "live")
    assert isinstance(made, draws.DrawView) and len(made.sample) == 2
    status, body = page(district, CALLER, Party.CHECKER, tasks.checks)
    assert status == 200 and sorted(NUMBER.findall(body)) == sorted(NUMBER.findall(before))
    assert tuple(NUMBER.findall(body)[:2]) == made.sample and body.count(">drawn by lot<") == 2
    links = NUMBER.findall(page(district, CALLER, Party.CHECKER, desk_tools.public_draws)[1])
    assert tuple(links) == made.sample
    assert page(district, CALLER, Party.CHECKER, record.record, links[0])[0] == 200
    called = next(one.case for one in closed if one.number == made.sample[0])
    step(district, called, "call_back", CALLER, "yes")
    status, body = page(district, CALLER, Party.CHECKER, tasks.checks)
    assert NUMBER.findall(body)[0] == made.sample[1] and made.sample[0] not in body
    assert page(district, CALLER, Party.CHECKER, record.record, links[0])[0] == 200


def test_a_template_names_the_deadline_that_the_reporter_was_told(district: District) -> None:
    case = checked(district)
    with district.door.readers.lend() as session:
        due = due_told(case_from(session.rows("case_state", (district.id, case.case))[0][0]))
    assert due is not None
    status, body = page(district, DESK, Party.CENTRE, desk.case, case.number)
    texts = re.findall(r'data-template="([^"]+)"', body)
    assert status == 200 and texts
    assert all(html.unescape(text).startswith(f"By {due_text(due, district.zone, 'en')}: ") for text in texts)
