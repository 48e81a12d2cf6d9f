"""Commands through the door on both engines: what is accepted is durable, what is refused leaves no trace."""

from __future__ import annotations

from bihuan.app.door import Door
from bihuan.core.refusals import Refusal
from bihuan.store.jobs import Accepted
from bihuan.store.session import Session
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, report, take


def test_a_case_goes_round_the_loop(door: Door, session: Session) -> None:
    first = opened(door)
    assert (first.number, first.position, first.events, first.stage) == ("20260302-000001", 1, 1, "new")
    assert first.due is not None
    last = go_round(door, first.case)
    assert (last.position, last.events, last.stage, last.final) == (8, 8, "done", True)
    assert session.row("head", (tiny.DISTRICT,)) == (8, 1, "", 1)


def test_a_refusal_writes_nothing(door: Door, session: Session) -> None:
    case = opened(door)
    before = session.row("head", (tiny.DISTRICT,))
    refused = ask(door, take(case.case, "close", "ann"))
    assert isinstance(refused, Refusal) and refused.code == "wrong-stage"
    assert session.row("head", (tiny.DISTRICT,)) == before


def test_a_double_tap_is_harmless(door: Door, session: Session) -> None:
    first = ask(door, report(), "tap")
    again = ask(door, report(), "tap")
    assert isinstance(first, Accepted) and isinstance(again, Accepted)
    assert again.repeated and (again.case, again.number, again.position) == (first.case, first.number, first.position)
    other = ask(door, report(area="s"), "tap")
    assert isinstance(other, Refusal) and other.code == "request-reused"
    assert session.row("head", (tiny.DISTRICT,)) == (1, 1, "", 1)
