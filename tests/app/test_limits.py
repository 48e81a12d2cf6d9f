"""Tries are counted for addresses and targets, over processes where a secret is guarded, and forgiven in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bihuan.app import limits
from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.installation import Installation
from bihuan.app.limits import RULES, Guard, attempt, locked, succeeded
from bihuan.app.tally import KEPT, Tally
from bihuan.core.refusals import Refusal


@pytest.fixture
def two(installation: Installation) -> Iterator[tuple[District, District]]:
    """The same district in two processes: nothing is shared but the database."""
    with installation.opened() as one, installation.opened() as other:
        yield one, other


def most(guard: Guard, *, target: bool) -> int:
    return next(rule.most for rule in RULES[guard] if rule.target is target)


def test_two_processes_count_the_same_guesses(two: tuple[District, District]) -> None:
    allowed = most(Guard.CODE, target=True)
    for n in range(allowed):
        assert attempt(two[n % 2], Guard.CODE, address=f"10.0.0.{n}", target="GZ1") is None
    assert locked(two[1], Guard.CODE, "GZ1") and not locked(two[1], Guard.CODE, "GZ2")
    for district in two:
        refused = attempt(district, Guard.CODE, address="10.0.0.9", target="GZ1")
        assert isinstance(refused, Refusal) and refused.code == "too-many-tries"
        assert 0 < int(str(refused.detail["seconds"])) <= 900
    assert attempt(two[0], Guard.CODE, address="10.0.0.9", target="GZ2") is None


def test_one_address_cannot_try_many_targets(two: tuple[District, District]) -> None:
    allowed = most(Guard.SIGN_IN, target=False)
    answers = [attempt(two[0], Guard.SIGN_IN, address="10.0.0.1", target=f"name{n}") for n in range(allowed + 1)]
    assert answers[:-1] == [None] * allowed and answers[-1] is not None
    assert attempt(two[0], Guard.SIGN_IN, address="10.0.0.2", target="name0") is None


def test_a_lock_ends_with_its_time_or_with_the_right_secret(
    installation: Installation, two: tuple[District, District]
) -> None:
    for _ in range(most(Guard.SIGN_IN, target=True)):
        attempt(two[0], Guard.SIGN_IN, target="chen")
    assert locked(two[1], Guard.SIGN_IN, "chen")
    succeeded(two[1], Guard.SIGN_IN, "chen")
    assert not locked(two[0], Guard.SIGN_IN, "chen")
    for _ in range(most(Guard.SIGN_IN, target=True) + 1):
        attempt(two[0], Guard.SIGN_IN, target="chen")
    assert isinstance(installation.clock, VirtualClock)
    installation.clock.move(timedelta(seconds=RULES[Guard.SIGN_IN][1].seconds))
    assert attempt(two[0], Guard.SIGN_IN, target="chen") is None


def test_an_office_behind_one_address_signs_in_at_nine(two: tuple[District, District]) -> None:
    """Only what failed counts against an address; what failed still does after others came in."""
    allowed = most(Guard.SIGN_IN, target=False)
    for n in range(2 * allowed):
        assert attempt(two[0], Guard.SIGN_IN, address="10.0.0.1", target=f"name{n}") is None
        succeeded(two[1], Guard.SIGN_IN, f"name{n}", "10.0.0.1")
    for n in range(allowed):
        assert attempt(two[0], Guard.SIGN_IN, address="10.0.0.1", target=f"wrong{n}") is None
    assert attempt(two[0], Guard.SIGN_IN, address="10.0.0.1", target="one more") is not None


def test_old_tries_are_swept_and_no_address_is_kept(
    installation: Installation, two: tuple[District, District]
) -> None:
    attempt(two[0], Guard.CODE, address="10.9.8.7", target="GZ1")
    assert isinstance(installation.clock, VirtualClock)
    installation.clock.move(timedelta(days=3))
    attempt(two[0], Guard.CODE, address="10.9.8.7")
    with two[0].door.readers.lend() as session:
        rows = session._raw.execute("SELECT * FROM attempt").fetchall()
    assert len(rows) == 1 and "10.9.8.7" not in repr(rows)


def test_floods_are_counted_in_memory(two: tuple[District, District]) -> None:
    allowed = most(Guard.REPORT, target=False)
    answers = [attempt(two[0], Guard.REPORT, address="10.0.0.1") for _ in range(allowed + 1)]
    assert answers[:-1] == [None] * allowed and answers[-1] is not None
    assert attempt(two[1], Guard.REPORT, address="10.0.0.1") is None


def test_a_tally_forgets_rather_than_fills_up() -> None:
    tally = Tally()
    for n in range(KEPT):
        tally.count(str(n), 0)
    assert tally.count("one more", 0) == 1 and tally.count("0", 0) == 1


def test_every_guard_has_a_rule() -> None:
    assert set(limits.RULES) == set(Guard) and all(limits.RULES.values())


def test_a_code_used_a_moment_before_the_hour_is_used_a_moment_after(two: tuple[District, District]) -> None:
    """RFC 6238, section 5.2: at the turn of a span of counting somebody who looked on could use it once more."""
    now = two[0].door.clock()
    turn = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for district, moment in zip(two, (turn - timedelta(seconds=5), turn + timedelta(seconds=5)), strict=True):
        district.door.clock = VirtualClock(moment)
    assert attempt(two[0], Guard.CODE_ONCE, target="ann:123456") is None
    assert attempt(two[1], Guard.CODE_ONCE, target="ann:123456") is not None
    assert attempt(two[1], Guard.CODE_ONCE, target="ann:654321") is None
