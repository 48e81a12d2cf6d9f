"""A batch worked out while the one before is being written: it stands on that one, or is worked out once more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from bihuan.app.clock import VirtualClock
from bihuan.app.door import Asked, CommandFailed, Door
from bihuan.app.entropy import SeededEntropy
from bihuan.app.writer import Decider
from bihuan.core.refusals import Refusal
from bihuan.store import rebuild
from bihuan.store.append import write
from bihuan.store.held import Memory
from bihuan.store.jobs import Accepted, Job, Outcome, Terms
from bihuan.store.session import Database, Session
from bihuan.store.vault.crypto import Holder, KeyPlace, Place, VaultFault, open_, unwrap
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, report, take
from tests.store.making import empty, open_district

pytestmark = pytest.mark.postgres
PATIENCE = 60
"""Seconds after which something hangs."""


def nothing() -> None:
    """The usual course."""


@dataclass
class Course:
    """Keeps the first batch before its commit until the next has been worked out as far as its requests."""

    at_commit: Callable[[], None] = nothing
    before_lock: Callable[[], None] = nothing
    armed: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    ahead: threading.Event = field(default_factory=threading.Event)

    def __call__(self, statement: str, when: str) -> None:
        match statement, when:
            case "commit", "before" if self.armed and not self.held.is_set():
                self.held.set()
                assert self.ahead.wait(PATIENCE), "the next batch waits for this one"
                self.at_commit()
            case "known_requests", "after" if self.held.is_set():
                self.ahead.set()
            case "lock_head", "before" if self.ahead.is_set():
                self.before_lock()
            case _:
                pass


@pytest.fixture
def course() -> Course:
    return Course()


@pytest.fixture
def early(postgres_database: Database, course: Course) -> Iterator[Door]:
    """A door on PostgreSQL whose batches may be held."""
    empty(postgres_database)
    open_district(postgres_database)
    made = Door(
        postgres_database, {tiny.DISTRICT: tiny.RULES}, masters=tiny.MASTERS, clock=VirtualClock(tiny.START),
        entropy=SeededEntropy(5), on_statement=course,
    )  # fmt: skip
    yield made
    made.close()


@pytest.fixture
def looking(early: Door) -> Iterator[Session]:
    """A connection of its own."""
    session = early.database.connect()
    yield session
    session.close()


def both(door: Door, course: Course, case: str) -> list[object]:
    """`sign` and, as soon as that is about to be committed, `call` on the same case: their answers or faults."""
    found: list[object] = [None, None]

    def work(place: int, step: str, outcome: str) -> None:
        try:
            found[place] = ask(door, take(case, step, "bo", outcome))
        except CommandFailed as fault:
            found[place] = fault

    course.armed = True
    first = threading.Thread(target=work, args=(0, "sign", "done"))
    first.start()
    assert course.held.wait(PATIENCE)
    work(1, "call", "reached")
    first.join(PATIENCE)
    return found


def given(door: Door) -> str:
    """A case that a unit has to sign for."""
    case = opened(door).case
    go_round(door, case, 1)
    return case


def whole(session: Session) -> bool:
    """Whether rows and facts agree."""
    return rebuild.compare(session, tiny.DISTRICT, tiny.RULES.of, tiny.ZONE).difference is None


def test_the_next_stands_on_what_is_not_committed_yet(early: Door, course: Course, looking: Session) -> None:
    signed, called = both(early, course, given(early))
    assert isinstance(signed, Accepted) and isinstance(called, Accepted)
    assert (signed.events, called.events, called.position) == (3, 4, signed.position + 1)
    assert whole(looking)


def test_what_fails_takes_nothing_with_it_that_stood_on_it(early: Door, course: Course, looking: Session) -> None:
    """The second was right as long as the first was; that is voided, so the second is asked again and refused."""

    def fail() -> None:
        raise RuntimeError("planted")

    course.at_commit = fail
    case = given(early)
    signed, called = both(early, course, case)
    assert isinstance(signed, CommandFailed) and isinstance(called, Refusal)
    assert looking.row("head", (tiny.DISTRICT,)) == (2, 1, "", 1)
    assert isinstance(ask(early, take(case, "sign", "bo")), Accepted) and whole(looking)


def test_whoever_was_overtaken_is_worked_out_once_more(early: Door, course: Course, looking: Session) -> None:
    """Another process writes between the two: the second goes on from there."""
    case = given(early)
    terms = Terms(
        zone=tiny.ZONE, masters=tiny.MASTERS, random_bytes=SeededEntropy(3), decide=Decider(tiny.RULES),
        programme_of=tiny.RULES.of,
    )  # fmt: skip

    def overtake() -> None:
        course.before_lock = nothing
        job = Job(case=case, command=take(case, "call", "bo", "reached"), request_id="other", content=b"other")
        (done,) = write(looking, tiny.DISTRICT, [job], now=tiny.START, terms=terms, memory=Memory())
        assert isinstance(done, Accepted)

    course.before_lock = overtake
    signed, called = both(early, course, case)
    assert isinstance(signed, Accepted) and isinstance(called, Accepted)
    assert (called.events, called.position) == (5, signed.position + 2)
    assert whole(looking)


def test_the_same_request_again_meets_its_answer_before_that_is_committed(early: Door, course: Course) -> None:
    case, found = given(early), list[object]()
    course.armed = True
    first = threading.Thread(target=lambda: found.append(ask(early, take(case, "sign", "bo"), "twice")))
    first.start()
    assert course.held.wait(PATIENCE)
    again = ask(early, take(case, "sign", "bo"), "twice")
    first.join(PATIENCE)
    assert found == [again] and isinstance(again, Accepted) and again.events == 3


def test_a_batch_that_was_tried_again_is_another_one(early: Door, course: Course, looking: Session) -> None:
    """The keys of the cases it opens are drawn anew, so what was worked out on the first try has to be too."""
    answers: list[Outcome] = []

    def fail() -> None:
        raise RuntimeError("planted")

    course.at_commit, course.armed = fail, True
    asked = [Asked(command=report(case=case), request_id=case) for case in ("x", "y")]
    first = threading.Thread(target=lambda: answers.extend(early.submit_many(tiny.DISTRICT, asked)))
    first.start()
    assert course.held.wait(PATIENCE)
    given_ = ask(early, take("x", "give", "ann"))
    first.join(PATIENCE)
    assert all(isinstance(one, Accepted) for one in (*answers, given_)) and len(answers) == 2
    assert whole(looking)
    keys, said = looking.rows("case_keys", (tiny.DISTRICT, "x")), looking.rows("case_words", (tiny.DISTRICT, "x"))
    wrapped = dict(keys)[Holder.CASE]  # The reporter's own key comes with it, in no order.
    key = unwrap(tiny.MASTERS, bytes(wrapped), KeyPlace(tiny.DISTRICT, "x", Holder.CASE))
    assert isinstance(key, bytes)
    listed = [open_(key, Place(tiny.DISTRICT, "x", n, name), bytes(sealed)) for n, name, sealed in said if n == 1]
    assert listed and not any(isinstance(one, VaultFault) for one in listed)


def test_a_key_erased_meanwhile_is_not_written_with(early: Door, course: Course, looking: Session) -> None:
    case = given(early)

    def erase() -> None:
        course.before_lock = nothing
        with looking.transaction():
            looking._raw.execute("DELETE FROM case_key WHERE case_id = %s", (case,))
            looking.run("touch_registers", (tiny.DISTRICT,))

    course.before_lock = erase
    signed, called = both(early, course, case)
    assert isinstance(signed, Accepted)
    assert isinstance(called, Refusal) and called.code == "no-such-case"
