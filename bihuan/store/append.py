"""The one writer: a batch of commands of one district becomes facts, rows and answers in one transaction, or nothing.

No other function writes a case. Decisions are handed in (`Terms.decide`); what they lead to is worked out in
`batch`; this module locks, asks, writes and commits.

A batch may be worked out ahead, while the one before it is being written (`decided`). It stands on the head as that
one leaves it, and is written only if the locked head is just that; otherwise it is worked out once more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bihuan.core.refusals import Refusal
from bihuan.store import projection
from bihuan.store.batch import Batch
from bihuan.store.held import Memory
from bihuan.store.jobs import Failed, Job, Outcome, Terms
from bihuan.store.session import Row, Session

BATCH_MOST = 256
"""Commands in one transaction; more would make the first wait long for the last."""


class Turn(Protocol):
    """A batch's place in the line of its district."""

    sound: bool
    """Whether it was written as the next one takes for granted."""

    @property
    def handed_on(self) -> bool:
        """Whether the next one may be worked out already; the memory is then no longer this one's."""

    def go_on(self) -> None:
        """The next one may be worked out."""


@dataclass(slots=True)
class _Alone:
    """A batch with nobody behind it."""

    sound: bool = False
    handed_on: bool = False

    def go_on(self) -> None:
        """Nobody waits."""


class LostRace(RuntimeError):
    """The head moved although it was locked: somebody writes past the writer. Nothing of ours was written."""


class UnknownDistrict(LookupError):
    """A district without a head: it was never opened here."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A batch worked out and not yet written."""

    batch: Batch
    outcomes: list[Outcome]
    writes: list[tuple[str, list[Row]]]


def decided(
    session: Session,
    district: str,
    jobs: Sequence[Job],
    *,
    now: datetime,
    terms: Terms,
    memory: Memory,
    settle: Callable[[], bool],
) -> Decided | None:
    """A batch worked out while the one before is written, without the lock; None if nothing is known of the head.

    `session` only reads. Raises Overtaken if the one before failed, and what a decision or the database may raise,
    which need not mean anything: somebody else may have written meanwhile.
    """
    if memory.head is None:
        return None
    return _decided(Batch(session, district, memory.head, now, terms, memory, settle), jobs)


def _decided(batch: Batch, jobs: Sequence[Job]) -> Decided:
    batch.load(jobs)
    outcomes = [batch.take(job) for job in jobs]
    return Decided(batch, outcomes, _writes(batch) if batch.position != batch.start else [])


def write(
    session: Session,
    district: str,
    jobs: Sequence[Job],
    *,
    now: datetime,
    terms: Terms,
    memory: Memory,
    ahead: Decided | None = None,
    turn: Turn | None = None,
) -> list[Outcome]:
    """One outcome a job, in order. A refusal writes nothing and touches no neighbour.

    If the batch meets a fault, all of it is rolled back and each job is tried alone, so that the culprit fails by
    itself; a lost race is tried once more and then refused. Raises UnknownDistrict, and the driver's error when
    the connection itself is gone (nobody knows then whether the commit happened; the request ids tell).
    """
    if len(jobs) > BATCH_MOST:
        raise ValueError(f"a batch has at most {BATCH_MOST} commands")
    turn = turn or _Alone()
    try:
        return _attempt(session, district, jobs, now, terms, memory, ahead, turn)
    except UnknownDistrict:
        raise
    except Exception as fault:
        if turn.handed_on:
            memory = Memory()  # That of the district belongs to the next batch, which learns that this one failed.
        memory.forget()
        if session.gone:
            raise
        if session.busy(fault):
            return [Refusal("busy")] * len(jobs)
        if len(jobs) == 1 and not isinstance(fault, LostRace):
            return [Failed(fault)]
    return [_alone(session, district, job, now, terms, memory) for job in jobs]


def _alone(session: Session, district: str, job: Job, now: datetime, terms: Terms, memory: Memory) -> Outcome:
    try:
        return _attempt(session, district, [job], now, terms, memory, None, _Alone())[0]
    except LostRace:
        memory.forget()
        return Refusal("lost-race")
    except Exception as fault:
        memory.forget()
        if session.gone:
            raise
        return Refusal("busy") if session.busy(fault) else Failed(fault)


def _attempt(
    session: Session,
    district: str,
    jobs: Sequence[Job],
    now: datetime,
    terms: Terms,
    memory: Memory,
    ahead: Decided | None,
    turn: Turn,
) -> list[Outcome]:
    with session.transaction() as transaction:
        head = session.row("lock_head", (district,))
        if head is None:
            raise UnknownDistrict(district)
        memory.trust(head)
        if ahead is None or ahead.batch.head != head:
            ahead = _decided(Batch(session, district, head, now, terms, memory), jobs)
        batch = ahead.batch
        if batch.position == batch.start:
            transaction.dropped = True
        else:
            memory.keep(batch.moved, batch.held.values(), batch.answers)
            turn.go_on()
            _flush(session, district, ahead)
    turn.sound = True
    return ahead.outcomes


def _flush(session: Session, district: str, ready: Decided) -> None:
    """Everything the batch leads to, a handful of statements."""
    batch = ready.batch
    if session.run("move_head", (batch.position, batch.cases, district, batch.start)) != 1:
        raise LostRace(district)
    with session.together():
        for name, rows in ready.writes:
            session.write(name, district, rows)


def _writes(batch: Batch) -> list[tuple[str, list[Row]]]:
    """What is written, statement by statement."""
    rows = batch.rows
    return [
        ("add_events", rows.events),
        *_of_cases(batch),
        ("add_keys", rows.keys),
        ("add_words", rows.words),
        ("add_photos", rows.photos),
        ("add_search_cases", rows.search_cases),
        ("add_search_tail", rows.search_tail),
        ("add_callers", list(dict.fromkeys(rows.callers))),
        ("put_receipts", rows.receipts),
        ("add_outbox", rows.outbox),
        ("put_entries", batch.entries.put_rows()),
        ("add_register_values", rows.values),
        ("add_requests", rows.requests),
    ]


def _of_cases(batch: Batch) -> list[tuple[str, list[Row]]]:
    """The rows of the cases that moved, and only those rows of theirs that are other than before."""
    terms = batch.terms
    cases: list[Row] = []
    tasks: list[Row] = []
    put: list[Row] = []
    named: list[Row] = []
    unnamed: list[Row] = []
    dropped: list[Row] = []
    for id_, held in batch.held.items():
        before = batch.before.get(id_)
        if before is held:
            continue
        programme = terms.programme_of(held.case.programme, held.case.edition)
        cases.append(projection.case_row(held.case, held.ended, held.leaf_hash, programme, terms.zone))
        old_tasks = projection.task_rows(before.case) if before else {}
        tasks += [row for key, row in projection.task_rows(held.case).items() if old_tasks.get(key) != row]
        if projection.mentions_changed(before.case if before else None, held.case):
            mentions = projection.mention_rows(held.case, programme)
            old_mentions = projection.mention_rows(before.case, programme) if before else {}
            named += [row for key, row in mentions.items() if key not in old_mentions]
            unnamed += [key for key in old_mentions if key not in mentions]
        put += projection.deadlines_to_put(before.case if before else None, held.case)
        dropped += projection.deadlines_to_drop(before.case if before else None, held.case)
    return [
        ("put_cases", cases),
        ("put_tasks", tasks),
        ("drop_mentions", unnamed),
        ("put_mentions", named + batch.rows.raised),
        ("drop_deadlines", dropped),
        ("put_deadlines", put),
        ("drop_reservations", [(key,) for key, case in batch.reserved.items() if case is None]),
        ("put_reservations", [(key, case) for key, case in batch.reserved.items() if case]),
    ]
