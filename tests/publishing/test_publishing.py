"""Waiting leaves become a signed tree: pace, order, durability, restart, witnesses, promise and receipt."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Door
from bihuan.app.publishing import PublicLog, Published, audit, leaves_of, promise_of, publish, receipt_of
from bihuan.store import integrating
from bihuan.store.integrating import entries, head, integrate
from bihuan.store.session import Database, Session
from bihuan.transparency.chain import read_entry, verify_chain
from bihuan.transparency.checkpoints import open_checkpoint
from bihuan.transparency.faults import Fault
from bihuan.transparency.leaf import leaf_hash
from bihuan.transparency.promises import Promise, open_promise
from bihuan.transparency.receipts import Receipt, check_receipt, read_receipt
from bihuan.transparency.tiles import Bundle, read_bundle
from tests.publishing.logs import LOG, PACE, Three, fill, later, public_log, trust
from tests.store import tiny
from tests.store.loop import go_round, opened
from tests.transparency.naive import mth


@pytest.fixture
def log(database: Database, door: Door, tmp_path: Path) -> PublicLog:
    return public_log(database, door, tmp_path)


def done(found: Published | Fault) -> Published:
    assert isinstance(found, Published), found
    return found


def published_entries(log: PublicLog, size: int) -> list[bytes]:
    found: list[bytes] = []
    for number in range((size + 255) // 256):
        bundle = Bundle(number, min(256, size - number * 256))
        part = read_bundle(bundle, (log.files.public / bundle.path).read_bytes())
        assert not isinstance(part, Fault)
        found += part
    return found


def test_the_tree_holds_every_leaf_once_and_in_the_order_of_its_case(log: PublicLog, door: Door) -> None:
    for _ in range(6):
        go_round(door, opened(door).case)
    round_ = done(publish(log, now=door.clock(), pace=None))
    assert (round_.size, round_.entered, round_.cosigned) == (48, 48, 0)
    found = published_entries(log, 48)
    assert round_.root == mth(found)
    cases: dict[object, list[bytes]] = {}
    for entry in found:
        cases.setdefault((read_entry(entry) or {})["c"], []).append(entry)
    assert len(cases) == 6 and all(verify_chain(leaves) is None and len(leaves) == 8 for leaves in cases.values())
    assert [next(iter(cases))] * 8 != [(read_entry(entry) or {})["c"] for entry in found[:8]], "not shuffled"


def test_a_batch_waits_for_its_interval_and_for_company(log: PublicLog, door: Door) -> None:
    go_round(door, opened(door).case, 2)
    assert done(publish(log, now=later(door.clock(), minutes=14), pace=PACE)).entered == 0
    assert done(publish(log, now=later(door.clock(), hours=11), pace=PACE)).entered == 0, "three leaves wait"
    assert done(publish(log, now=later(door.clock(), hours=12), pace=PACE)).entered == 3, "half of the promise is over"
    go_round(door, opened(door).case)
    assert done(publish(log, now=later(door.clock(), minutes=14), pace=PACE)).entered == 0
    assert done(publish(log, now=later(door.clock(), minutes=15), pace=PACE)).entered == 8


def test_growth_in_rounds_gives_the_tree_of_all(log: PublicLog, door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrating, "BATCH_MOST", 37)
    sizes = []
    for leaves in (8, 0, 248, 16, 320):
        fill(door, leaves)
        sizes.append(done(publish(log, now=door.clock(), pace=None)).size)
    assert sizes == [8, 8, 256, 272, 592]
    last = done(publish(log, now=door.clock(), pace=None, audited=True))
    assert last.root == mth(published_entries(log, 592))
    assert [size for size, _ in log.files.history()] == [8, 256, 272, 592]


def test_the_shuffle_is_fair_and_keeps_each_stream() -> None:
    def leaf(stream: str, n: int) -> integrating._Waiting:
        return integrating._Waiting("event", n, stream, n, b"", b"", None)

    found = [leaf("a", 0), leaf("a", 1), leaf("b", 0), leaf("b", 1)]
    orders = set()
    for seed in range(200):
        order = list(integrating.shuffled(found, random.Random(seed)))
        assert [one.n for one in order if one.stream == "a"] == [0, 1] == [one.n for one in order if one.stream == "b"]
        orders.add("".join(one.stream for one in order))
    assert len(orders) == 6


def test_promise_at_once_and_receipt_after_integration(log: PublicLog, door: Door) -> None:
    case = opened(door).case
    written = promise_of(log, case)
    assert isinstance(written, str) and written == promise_of(log, case)
    promise = open_promise(written, [LOG.key])
    assert isinstance(promise, Promise) and promise.by == int(later(tiny.START, hours=24).timestamp())
    assert receipt_of(log, case) == Fault("not-yet")
    done(publish(log, now=door.clock(), pace=None))
    receipt = read_receipt(receipt_of(log, case))  # type: ignore[arg-type]
    assert isinstance(receipt, Receipt)
    checked = check_receipt(receipt, trust(None))
    assert not isinstance(checked, Fault) and leaf_hash(checked[2]) == promise.leaf
    go_round(door, case, 2)
    assert receipt_of(log, case, 1) == Fault("not-yet")
    assert [step.index is None for step in leaves_of(log, case, 9)] == [False, True, True]
    assert promise_of(log, case, 9) == Fault("no-such-leaf", f"{case} 9")
    assert receipt_of(log, "nothing") == Fault("no-such-leaf", "nothing 0")


def test_two_integrators_can_not_both_write(database: Database, door: Door) -> None:
    opened(door)

    def overtake(statement: str, when: str) -> None:
        if (statement, when) == ("move_log", "before"):
            racing._raw.execute("UPDATE log_head SET size = size + 1")

    racing = database.connect(overtake)
    with pytest.raises(integrating.LogRaced):
        integrate(racing, tiny.DISTRICT, now=tiny.START, pace=None, chance=random.Random(1))
    assert head(racing, tiny.DISTRICT).size == 0
    racing.close()


STOPS = ["add_log_leaves", "move_log"]


@pytest.mark.parametrize("statement", STOPS)
def test_a_crash_while_integrating_leaves_nothing_half_done(
    database: Database, door: Door, session: Session, statement: str
) -> None:
    go_round(door, opened(door).case)

    def crash(name: str, when: str) -> None:
        if (name, when) == (statement, "after"):
            raise KeyboardInterrupt

    crashing = database.connect(crash)
    with pytest.raises(KeyboardInterrupt):
        integrate(crashing, tiny.DISTRICT, now=tiny.START, pace=None, chance=random.Random(1))
    crashing.close()
    assert head(session, tiny.DISTRICT).size == 0 and session.row("count_log_leaves", (tiny.DISTRICT,)) == (0, -1)
    assert integrate(session, tiny.DISTRICT, now=tiny.START, pace=None, chance=random.Random(1)) == 8


@pytest.mark.parametrize("step", ["final", "remember", "publish"])
def test_a_crash_while_publishing_is_gone_on_from(
    log: PublicLog, door: Door, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The files of a round that broke off fit to the round that follows, also after more has come."""
    fill(door, 320)
    done(publish(log, now=door.clock(), pace=None))
    fill(door, 8)
    calls = [0]
    real = getattr(type(log.files), step)

    def broken(*arguments: object) -> object:
        calls[0] += 1
        if step != "final" or calls[0] == 2:
            raise KeyboardInterrupt
        return real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(type(log.files), step, broken)
        with pytest.raises(KeyboardInterrupt):
            publish(log, now=door.clock(), pace=None)
    fill(door, 8)
    assert done(publish(log, now=door.clock(), pace=None)).root == mth(published_entries(log, 336))


def test_three_witnesses_cosign_and_two_are_enough(database: Database, door: Door, tmp_path: Path) -> None:
    three = Three()
    log = public_log(database, door, tmp_path, three)
    opened(door)
    assert done(publish(log, now=door.clock(), pace=None)).cosigned == 3
    three.by_name["w1"].silent = True
    three.by_name["w2"].lying = True
    opened(door)
    held = done(publish(log, now=door.clock(), pace=None))
    assert (held.size, held.cosigned) == (2, 1)
    assert [fault.code for fault in held.held_back] == ["witness-unreachable", "note-bad-signature"]
    before = open_checkpoint(log.files.checkpoint() or "", [LOG.key])
    assert not isinstance(before, Fault) and before[0].size == 1, "the old head stays until a quorum has seen the new"
    three.by_name["w2"].lying = False
    again = done(publish(log, now=door.clock(), pace=None))
    assert (again.size, again.cosigned, again.held_back) == (2, 2, ())
    assert not isinstance(log.policy.open(log.files.checkpoint() or ""), Fault)


def test_a_witness_that_forgot_and_one_that_came_later_are_brought_along(
    database: Database, door: Door, tmp_path: Path
) -> None:
    three = Three()
    log = public_log(database, door, tmp_path, three)
    for forgetting in (False, True):
        opened(door)
        if forgetting:
            three.by_name["w3"].state.clear()
        assert done(publish(log, now=door.clock(), pace=None)).cosigned == 3


def test_the_start_check_finds_nothing_in_a_sound_store(log: PublicLog, door: Door, session: Session) -> None:
    assert audit(log) is None
    go_round(door, opened(door).case)
    done(publish(log, now=door.clock(), pace=None))
    opened(door)
    assert audit(log) is None
    assert entries(session, tiny.DISTRICT, 0, 8) == published_entries(log, 8)


def test_a_clock_that_is_moved_changes_no_leaf(log: PublicLog, door: Door, clock: VirtualClock) -> None:
    case = opened(door).case
    first = promise_of(log, case)
    clock.move_to(later(clock(), days=3))
    assert promise_of(log, case) == first
