"""What a report must not cost: reading its case once more, and looking units and areas up for a guess."""

from __future__ import annotations

from pathlib import Path

from bihuan.app.district import District
from bihuan.app.notices.addressing import ways
from bihuan.app.notices.gateways import read_gateways
from bihuan.app.notices.sending import book_of
from bihuan.core.notices import Channel
from bihuan.store import notices
from bihuan.store.state import case_from
from tests.app.test_notices import GATES, HANDLER, dispatched, district

__all__ = ["district"]


def test_whose_act_it_was_is_asked_for_the_offices_alone(district: District, tmp_path: Path) -> None:
    """The case is read for it; done with each report, that doubled the work of the database."""
    number = dispatched(district).case
    with district.door.look(district.id) as (session, ground):
        of_case = notices.of_case(session, district.id, number)
        case = case_from(session.rows("case_state", (district.id, number))[0][0])
        programme = ground.programme_of(case.programme, case.edition)
        book = book_of(session, district, ground, read_gateways(GATES, {}, tmp_path))
    asked: list[str] = []
    for notice in of_case:
        def author(audience: str = notice.audience) -> str:
            asked.append(audience)
            return HANDLER.account

        told = ways(notice, case, programme, frozenset({Channel.SMS}), book, district.door.clock(), author=author)
        assert HANDLER.account not in {one.recipient for one in told}
        assert told or notice.audience != "raiser"
    assert "lead_unit" in asked and "raiser" in {one.audience for one in of_case} - set(asked)


def test_a_guess_looks_in_what_was_read_last(district: District) -> None:
    with district.door.look(district.id):
        found = district.door.places_lately(district.id)
    assert found is not None and found is district.places()
