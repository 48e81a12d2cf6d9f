"""Facts are final, connections are durable, and a writer that was overtaken writes nothing."""

from __future__ import annotations

import sqlite3

import pytest

from bihuan.app.door import Door
from bihuan.app.entropy import SeededEntropy
from bihuan.app.writer import Decider
from bihuan.core.refusals import Refusal
from bihuan.store.append import UnknownDistrict, write
from bihuan.store.held import Memory
from bihuan.store.jobs import Accepted, Failed, Job, Terms
from bihuan.store.session import Database, Session
from tests.store import tiny
from tests.store.loop import ask, go_round, opened, report, take

TERMS = Terms(
    zone=tiny.ZONE,
    masters=tiny.MASTERS,
    random_bytes=SeededEntropy(3),
    decide=Decider(tiny.RULES),
    programme_of=tiny.RULES.of,
)


def job(id_: str, case: str = "x") -> Job:
    return Job(case=case, command=report(case=case), request_id=id_, content=id_.encode())


def test_full_durability_is_on(database: Database, session: Session) -> None:
    if database.engine == "sqlite":
        assert session._raw.execute("PRAGMA synchronous").fetchone() == (2,)
        assert session._raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    else:
        for setting in ("synchronous_commit", "fsync"):
            assert session._raw.execute(f"SHOW {setting}").fetchone() == ("on",)


@pytest.mark.parametrize("act", ["UPDATE event SET verb = 'close'", "DELETE FROM event"])
def test_sqlite_refuses_to_change_an_event(door: Door, session: Session, act: str) -> None:
    opened(door)
    if session.engine == "sqlite":
        with pytest.raises(sqlite3.IntegrityError, match="an event is final"):
            session._raw.execute(act)


def test_a_lost_race_is_tried_once_more_and_then_refused(database: Database) -> None:
    """The fence bites although the lock should never let it: the head moves right before we move it."""
    moves: list[str] = []

    def overtake(statement: str, when: str) -> None:
        if (statement, when) == ("move_head", "before"):
            moves.append(statement)
            session._raw.execute("UPDATE head SET position = position + 1")

    session = database.connect(overtake)
    memory = Memory()
    outcomes = write(session, tiny.DISTRICT, [job("one")], now=tiny.START, terms=TERMS, memory=memory)
    assert outcomes == [Refusal("lost-race")] and len(moves) == 2
    assert memory.head is None and memory.get("x") is None, "what was not written is not remembered"
    assert session.row("count_events", (tiny.DISTRICT,)) == (0, 0)
    assert session.row("head", (tiny.DISTRICT,)) == (0, 0, "", 1)
    session.close()


def test_another_writer_makes_the_memory_forget(door: Door, session: Session) -> None:
    case = opened(door).case
    other = Memory()
    for id_ in ("two", "three"):
        (done,) = write(session, tiny.DISTRICT, [job(id_, f"c{id_}")], now=tiny.START, terms=TERMS, memory=other)
        assert isinstance(done, Accepted)
        go_round(door, case, 1) if id_ == "two" else ask(door, take(case, "sign", "bo"))
    given = Job(case=case, command=take(case, "call", "bo", "reached"), request_id="four", content=b"4")
    (done,) = write(session, tiny.DISTRICT, [given], now=tiny.START, terms=TERMS, memory=other)
    assert isinstance(done, Accepted) and (done.position, done.events) == (6, 4)


def test_a_bug_fails_alone(session: Session) -> None:
    def decide(job: Job, *rest: object) -> object:
        if job.request_id == "bug":
            raise ZeroDivisionError("planted")
        return TERMS.decide(job, *rest)  # type: ignore[arg-type]

    terms = Terms(
        zone=tiny.ZONE, masters=tiny.MASTERS, random_bytes=SeededEntropy(3), decide=decide,  # type: ignore[arg-type]
        programme_of=tiny.RULES.of,
    )  # fmt: skip
    jobs = [job("one", "c1"), job("bug", "c2"), job("three", "c3")]
    one, bug, three = write(session, tiny.DISTRICT, jobs, now=tiny.START, terms=terms, memory=Memory())
    assert isinstance(one, Accepted) and isinstance(three, Accepted)
    assert isinstance(bug, Failed) and isinstance(bug.error, ZeroDivisionError)
    assert session.row("head", (tiny.DISTRICT,)) == (2, 2, "", 1)


def test_a_fault_of_the_database_fails_alone(session: Session) -> None:
    """A row that the engine refuses: a second case under an id whose keys are there already."""
    session.write("add_keys", tiny.DISTRICT, [("c2", "case", b"stray")])
    jobs = [job("one", "c1"), job("two", "c2"), job("three", "c3")]
    one, two, three = write(session, tiny.DISTRICT, jobs, now=tiny.START, terms=TERMS, memory=Memory())
    assert isinstance(one, Accepted) and isinstance(two, Failed) and isinstance(three, Accepted)
    assert session.row("count_events", (tiny.DISTRICT,)) == (2, 2)


def test_a_district_that_was_never_opened(session: Session) -> None:
    with pytest.raises(UnknownDistrict):
        write(session, "nowhere", [job("one")], now=tiny.START, terms=TERMS, memory=Memory())
