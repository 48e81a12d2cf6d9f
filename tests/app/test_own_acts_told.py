"""Nobody is told by a notice of what they did themselves."""

from __future__ import annotations

from pathlib import Path

from bihuan.app.district import District
from bihuan.app.door import Accepted
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.reading import unread
from bihuan.app.notices.sending import tell
from bihuan.core.commands import Person, Take
from bihuan.core.notices import Delivery
from bihuan.store import notices, registers
from tests.app.test_notices import DESK, district, raised, registers_of

__all__ = ["district"]


def test_nobody_is_told_of_the_own_act(district: District, tmp_path: Path) -> None:
    """Whoever reminds of a case that they have themselves gets no notice of it; a colleague does; and that nobody else
    is there to be told is no fault to show."""
    case, gateways = raised(district), read_gateways("", {}, tmp_path)
    tell(district, gateways, district.door.clock())
    before = unread(district, DESK.account)
    reminded = district.door.submit(district.id, Take(case=case.case, step="remind", by=DESK), "remind")
    assert isinstance(reminded, Accepted), reminded
    tell(district, gateways, district.door.clock())
    assert unread(district, DESK.account) == before
    with district.door.look(district.id) as (session, _):
        sent_ = notices.deliveries_of(session, district.id, case.case)
    assert not [one for one in sent_ if one.state is Delivery.NOBODY]
    other = Person(account="desk-two", posts=DESK.posts)
    with district.door.look(district.id) as (session, _), session.transaction():
        registers.put(session, district.id, registers_of(district, other))
    reminded = district.door.submit(district.id, Take(case=case.case, step="remind", by=other), "remind-again")
    assert isinstance(reminded, Accepted), reminded
    tell(district, gateways, district.door.clock())
    assert unread(district, DESK.account) == before + 1 and unread(district, other.account) == 0
