"""Commands through the door on both engines: what is accepted is durable, what is refused leaves no trace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.app.door import Asked, Door
from bihuan.core.refusals import Refusal
from bihuan.store.jobs import Accepted
from bihuan.store.reading import events_of
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


def test_a_rehearsal_gives_each_command_of_a_batch_its_moment(door: Door, session: Session) -> None:
    """Time passes between two commands that share a commit, and never backwards."""
    moments = [tiny.START + timedelta(minutes=n) for n in (3, 9, 5)]
    asked = [Asked(command=report(), request_id=f"at-{n}", at=at) for n, at in enumerate(moments)]
    answers = door.submit_many(tiny.DISTRICT, asked)
    cases = [answer.case for answer in answers if isinstance(answer, Accepted)]
    recorded = [events_of(session, tiny.DISTRICT, case)[0].recorded for case in cases]
    assert recorded == [moments[0], moments[1], moments[1]]


def test_in_service_nobody_says_what_time_it_is(door: Door) -> None:
    door.clock = lambda: tiny.START
    with pytest.raises(ValueError, match="rehearsal"):
        door.submit_many(tiny.DISTRICT, [Asked(command=report(), request_id="at", at=tiny.START)])
