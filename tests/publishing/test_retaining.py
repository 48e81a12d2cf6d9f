"""Private parts go when their time is over: proposed, reviewed, on their day; what happens meanwhile starts it anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.app.erasing import Erasure, erase
from bihuan.app.retaining import Done, batch, batches, carry_out, decide, hold, last_day, propose
from bihuan.core.refusals import Refusal
from bihuan.core.retention import Erases, Retention
from bihuan.store.journal import Journal, Wanted, page
from bihuan.store.reading import case_key
from bihuan.store.session import Session, stored_moment
from tests.publishing.logs import ORIGIN, district_of
from tests.store import tiny
from tests.store.loop import go_round, opened

RULE = Retention(reporter=12, case=None, told=14, basis="test")
YEAR = timedelta(days=367)
DRAW = SeededEntropy(4)


@pytest.fixture
def district(door: Door) -> District:
    """`tiny`, which keeps for a year who raised a case."""
    found = district_of(door)
    programme = replace(found.rules.programmes[("small", "1")], retention=RULE)
    return replace(found, rules=replace(found.rules, programmes={("small", "1"): programme}))


def ended(door: Door) -> tuple[str, str]:
    case = opened(door)
    go_round(door, case.case)
    return case.case, case.number


def known(session: Session, case: str) -> bool:
    """Whether the key of the one who raised it is there."""
    mark = "?" if session.engine == "sqlite" else "%s"
    counted = f"SELECT count(*) FROM case_key WHERE holder = 'reporter' AND case_id = {mark}"
    return bool(session._raw.execute(counted, (case,)).fetchone()[0])


def acts(session: Session) -> list[str]:
    return [one.kind for one in page(session, tiny.DISTRICT, Journal.ADMINISTRATION, Wanted())][::-1]


def test_nothing_goes_unless_it_was_proposed_approved_and_told(
    district: District, door: Door, clock: VirtualClock, session: Session
) -> None:
    (case, number), (still, _) = ended(door), (opened(door).case, "")
    assert propose(district, DRAW) == (), "its time is not over"
    clock.move(YEAR)
    (made,) = propose(district, DRAW)
    assert propose(district, DRAW) == (), "a batch holds it already"
    assert (made.erases, made.not_before - made.proposed_at) == ("reporter", timedelta(days=14))
    found = batch(district, made.id)
    assert not isinstance(found, Refusal) and [one.number for one in found[1]] == [number], "an open case stays"
    clock.move(timedelta(days=20))
    assert carry_out(district, ORIGIN, None) == Done(0, 0) and known(session, case), "nobody has approved it"
    assert decide(district, made.id, "dpo", approve=True) is None
    twice = decide(district, made.id, "dpo", approve=False)
    assert isinstance(twice, Refusal) and twice.code == "batch-decided"
    assert carry_out(district, ORIGIN, None) == Done(1, 0)
    assert not known(session, case) and known(session, still)
    assert case_key(session, tiny.DISTRICT, case, tiny.MASTERS) is not None, "the matter itself stays readable"
    assert carry_out(district, ORIGIN, None) == Done(0, 0)
    assert [one.state for one in batches(district)] == ["done"]
    assert acts(session) == ["retention.proposed", "retention.approved", "erased"]


def test_an_approved_batch_waits_for_its_day(
    district: District, door: Door, clock: VirtualClock, session: Session
) -> None:
    case, _ = ended(door)
    clock.move(YEAR)
    (made,) = propose(district, DRAW)
    decide(district, made.id, "dpo", approve=True)
    clock.move(timedelta(days=13))
    assert carry_out(district, ORIGIN, None) == Done(0, 0) and known(session, case)
    clock.move(timedelta(days=2))
    assert carry_out(district, ORIGIN, None) == Done(1, 0) and not known(session, case)


def test_what_is_held_out_stays_and_says_why(
    district: District, door: Door, clock: VirtualClock, session: Session
) -> None:
    (case, number), (other, _) = ended(door), ended(door)
    clock.move(YEAR)
    (made,) = propose(district, DRAW)
    no_reason = hold(district, made.id, number, "  ", "dpo")
    assert isinstance(no_reason, Refusal) and no_reason.code == "hold-reason"
    stranger = hold(district, made.id, "X-1", "2026-5", "dpo")
    assert isinstance(stranger, Refusal) and stranger.code == "no-such-case"
    assert hold(district, made.id, number, "诉讼未结 2026-5", "dpo") is None
    decide(district, made.id, "dpo", approve=True)
    clock.move(timedelta(days=15))
    assert carry_out(district, ORIGIN, None) == Done(1, 0)
    assert known(session, case) and not known(session, other)
    assert propose(district, DRAW) == (), "not asked again at once"
    clock.move(timedelta(days=181))
    (again,) = propose(district, DRAW)
    assert (again.state, len(batches(district))) == ("proposed", 2)


def test_whatever_happens_meanwhile_starts_the_time_anew(
    district: District, door: Door, clock: VirtualClock, session: Session
) -> None:
    case, _ = ended(door)
    clock.move(YEAR)
    (made,) = propose(district, DRAW)
    decide(district, made.id, "dpo", approve=True)
    _happen(session, case, clock)
    clock.move(timedelta(days=15))
    assert carry_out(district, ORIGIN, None) == Done(0, 1) and known(session, case)
    assert propose(district, DRAW) == (), "a year from then"
    clock.move(YEAR)
    assert len(propose(district, DRAW)) == 1


def _happen(session: Session, case: str, clock: VirtualClock) -> None:
    """One more fact of an ended case, as a rating would be; the programme of these tests has none."""
    mark = "?" if session.engine == "sqlite" else "%s"
    session._raw.execute(
        f"INSERT INTO event SELECT district, position + 1000, stream, n + 1000, {mark}, occurred, verb, step,"
        f" programme, body, leaf, leaf_hash, request_id FROM event WHERE stream = {mark} AND n = 1",
        (stored_moment(clock()), case),
    )


def test_a_refused_batch_erases_nothing(district: District, door: Door, clock: VirtualClock, session: Session) -> None:
    case, _ = ended(door)
    clock.move(YEAR)
    (made,) = propose(district, DRAW)
    assert decide(district, made.id, "dpo", approve=False) is None
    clock.move(timedelta(days=30))
    assert carry_out(district, ORIGIN, None) == Done(0, 0) and known(session, case)


def test_one_that_was_erased_meanwhile_is_no_error(
    district: District, door: Door, clock: VirtualClock, session: Session
) -> None:
    case, number = ended(door)
    clock.move(YEAR)
    (made,) = propose(district, DRAW)
    decide(district, made.id, "dpo", approve=True)
    asked = {"everything": False, "actor": "ann", "reason": "2026-1", "origin": ORIGIN, "photos": None}
    assert isinstance(erase(district, number, **asked), Erasure)  # type: ignore[arg-type]
    clock.move(timedelta(days=15))
    assert carry_out(district, ORIGIN, None) == Done(0, 0)
    found = batch(district, made.id)
    assert not isinstance(found, Refusal) and found[1][0].state == "gone"
    assert not known(session, case)


@given(today=st.dates(date(2020, 1, 1), date(2040, 12, 31)), months=st.integers(1, 240))
def test_the_last_day_is_the_latest_whose_time_is_over(today: date, months: int) -> None:
    rule = Retention(reporter=months, case=None, told=1, basis="")
    last = last_day(rule, Erases.REPORTER, today)
    assert (rule.over_on(last, Erases.REPORTER) or today) <= today
    assert (rule.over_on(last + timedelta(days=1), Erases.REPORTER) or date.max) > today
    assert rule.over_on(last, Erases.CASE) is None
