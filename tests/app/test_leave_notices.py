"""Whom an urgent notice wakes while somebody of the unit is on leave, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bihuan.app import duty
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.notices.addressing import ways
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.sending import book_of
from bihuan.core.commands import Person
from bihuan.core.duty import Kind
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.store import notices, registers
from bihuan.store.state import case_from
from tests.app.test_notices import DESK, HANDLER, dispatched, registers_of

MATE = Person(account="hand-two", posts=HANDLER.posts)


@pytest.fixture
def district(installation: Installation) -> Iterator[District]:
    with installation.opened() as opened:
        with opened.door.look(opened.id) as (session, _), session.transaction():
            registers.put(session, opened.id, registers_of(opened, DESK, HANDLER, MATE))
        yield opened


def test_what_is_urgent_wakes_nobody_on_leave_unless_nobody_else_is_there(district: District, tmp_path: Path) -> None:
    number, now = dispatched(district).case, district.door.clock()
    gateways = read_gateways("", {}, tmp_path)
    with district.door.look(district.id) as (session, ground):
        notice = next(one for one in notices.of_case(session, district.id, number) if one.audience == "lead_unit")
        case = case_from(session.rows("case_state", (district.id, number))[0][0])
        plain = ground.programme_of(case.programme, case.edition)
    telling = replace(plain.tellings[notice.telling], urgent=True)
    urgent = replace(plain, tellings={**plain.tellings, notice.telling: telling})

    def reached(programme: Programme) -> set[str]:
        with district.door.look(district.id) as (session, ground):
            book = book_of(session, district, ground, gateways)
        return {one.recipient for one in ways(notice, case, programme, frozenset(), book, now)}

    everybody = {HANDLER.account, MATE.account}
    assert reached(urgent) == everybody
    for account, left in ((HANDLER.account, {MATE.account}), (MATE.account, everybody)):
        leave = duty.Planned(kind=Kind.LEAVE, unit="municipal", account=account, begins=now - timedelta(hours=1),
                             ends=now + timedelta(hours=1), substitute=next(iter(everybody - {account})))  # fmt: skip
        assert not isinstance(duty.plan(district, HANDLER, leave), Refusal)
        assert (reached(urgent), reached(plain)) == (left, everybody)
    assert isinstance(district.door.clock, VirtualClock)
    district.door.clock.move(timedelta(hours=1))
    assert reached(urgent) == everybody
