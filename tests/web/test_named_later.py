"""A unit that has a case and turns out to be the one it is about: none of its people reads or does anything from then
on, on any page, whatever address they still have open."""

from __future__ import annotations

from pathlib import Path

import django
import pytest

django.setup()

from bihuan.app.notices.gateways import read_gateways  # noqa: E402
from bihuan.app.notices.sending import tell  # noqa: E402
from bihuan.core.commands import Person, Post, Take  # noqa: E402
from bihuan.core.refusals import Refusal  # noqa: E402
from bihuan.core.verbs import Party, TaskState, Verb  # noqa: E402
from tests.web.conftest import Site  # noqa: E402
from tests.web.matters import Matter, installation_of  # noqa: E402
from tests.web.signing import Client, open_account  # noqa: E402
from tests.web.test_access_table import ENDS_THE_SESSION, HARMLESS, TABLE, address  # noqa: E402

UNIT, OTHER = "municipal", "water"
WORDS = "管路灯的人收了物业的好处"


@pytest.fixture(scope="module")
def worker(site: Site) -> Client:
    """Somebody who handles for the unit."""
    return Client(site, open_account(site, "later-handler", "handler", UNIT))


def name(matter: Matter) -> None:
    """The desk says whom it is about."""
    programme = matter.programme
    step = next(
        one
        for one in programme.steps_from(matter.stage)
        if one.verb is Verb.SUPPLEMENT and any(taking.field == programme.accused_field for taking in one.takes)
    )
    assert programme.accused_field is not None
    desk = Person(account="names", posts=(Post(duty="desk", unit="service-centre"),))
    command = Take(case=matter.id, step=step.id, by=desk, values={programme.accused_field: UNIT})
    answer = matter.district.door.submit(matter.district.id, command, f"name-{matter.number}")
    assert not isinstance(answer, Refusal), answer.message("en")


def test_whoever_had_the_case_reads_and_does_nothing_more(site: Site, worker: Client) -> None:
    with installation_of(site).opened() as district:
        matter = Matter(district, WORDS).given_to(UNIT)
        matter.take(Verb.SIGN, Party.HANDLER, UNIT)
        tell(district, read_gateways("", {}, Path(site.environment["BIHUAN_HOME"])), district.door.clock())
        status, body = worker.get(f"/work/cases/{matter.number}")
        assert status == 200 and WORDS in body, "before, it was theirs"
        assert matter.number in worker.get("/work/tasks")[1]
        name(matter)
        tell(district, read_gateways("", {}, Path(site.environment["BIHUAN_HOME"])), district.door.clock())
        before = matter.state.n
        for route in TABLE:
            status, body = worker.get(address(site, route, matter.number))
            assert WORDS not in body, route
            assert status == 404 or route not in ("record", "identity"), (route, status)
            assert matter.number not in body or route not in ("tasks", "notices", "tonight"), route
        token = {"csrfmiddlewaretoken": worker.token(), **HARMLESS}
        for route in set(TABLE) - ENDS_THE_SESSION:
            assert WORDS not in worker.raw(address(site, route, matter.number), token)[1], (route, "sent")
        for step in matter.programme.steps_from(matter.stage):
            worker.post(f"/work/cases/{matter.number}/steps/{step.id}", {"reason": "x", "outcome": "done"})
        assert matter.state.n == before
        assert {one.state for one in matter.state.tasks.values()} == {TaskState.REVOKED}
        matter.take(Verb.DISPATCH, Party.CENTRE, "service-centre", unit=OTHER)
        assert matter.state.lead is not None and matter.state.lead.unit == OTHER
        for reader in (worker, Client(site)):
            status, body = reader.get(f"/cases/{matter.number}")
            assert status == 200 and "保密" in body
            assert district.places().units[OTHER].title.zh not in body, "nor who has it now"
            assert "开始时间" not in body and "规则：" not in body, "nor when it came, nor its kind"
