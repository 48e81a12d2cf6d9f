"""The one writer: a batch of commands of one district becomes facts, rows and answers in one transaction, or nothing.

No other function writes a case. Decisions are handed in (`Terms.decide`); what they lead to is worked out in
`batch`; this module locks, asks, writes and commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bihuan.core.refusals import Refusal
from bihuan.store import projection
from bihuan.store.batch import Batch
from bihuan.store.held import Memory
from bihuan.store.jobs import Failed, Job, Outcome, Terms
from bihuan.store.session import Row, Session

BATCH_MOST = 256
"""Commands in one transaction; more would make the first wait long for the last."""


class LostRace(RuntimeError):
    """The head moved although it was locked: somebody writes past the writer. Nothing of ours was written."""


class UnknownDistrict(LookupError):
    """A district without a head: it was never opened here."""


def write(
    session: Session, district: str, jobs: Sequence[Job], *, now: datetime, terms: Terms, memory: Memory
) -> list[Outcome]:
    """One outcome a job, in order. A refusal writes nothing and touches no neighbour.

    If the batch meets a fault, all of it is rolled back and each job is tried alone, so that the culprit fails by
    itself; a lost race is tried once more and then refused. Raises UnknownDistrict, and the driver's error when
    the connection itself is gone (nobody knows then whether the commit happened; the request ids tell).
    """
    if len(jobs) > BATCH_MOST:
        raise ValueError(f"a batch has at most {BATCH_MOST} commands")
    try:
        return _attempt(session, district, jobs, now, terms, memory)
    except UnknownDistrict:
        raise
    except Exception as fault:
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
        return _attempt(session, district, [job], now, terms, memory)[0]
    except LostRace:
        return Refusal("lost-race")
    except Exception as fault:
        memory.forget()
        if session.gone:
            raise
        return Refusal("busy") if session.busy(fault) else Failed(fault)


def _attempt(
    session: Session, district: str, jobs: Sequence[Job], now: datetime, terms: Terms, memory: Memory
) -> list[Outcome]:
    with session.transaction() as transaction:
        head = session.row("lock_head", (district,))
        if head is None:
            raise UnknownDistrict(district)
        memory.trust(head[0], head[3])
        batch = Batch(session, district, head, now, terms, memory)
        batch.load(jobs)
        outcomes = [batch.take(job) for job in jobs]
        if batch.position == batch.start:
            transaction.dropped = True
        else:
            _flush(batch)
    if batch.position != batch.start:
        memory.keep(batch.position, batch.held.values())
    return outcomes


def _flush(batch: Batch) -> None:
    """Everything the batch leads to, a handful of statements."""
    session, district, rows = batch.session, batch.district, batch.rows
    if session.run("move_head", (batch.position, batch.cases, district, batch.start)) != 1:
        raise LostRace(district)
    with session.together():
        session.write("add_events", district, rows.events)
        _flush_cases(batch)
        session.write("add_keys", district, rows.keys)
        session.write("add_words", district, rows.words)
        session.write("add_photos", district, rows.photos)
        session.write("add_search_cases", district, rows.search_cases)
        session.write("add_search_tail", district, rows.search_tail)
        session.write("add_callers", district, list(dict.fromkeys(rows.callers)))
        session.write("put_receipts", district, rows.receipts)
        session.write("add_outbox", district, rows.outbox)
        session.write("put_entries", district, batch.entries.put_rows())
        session.write("add_register_values", district, rows.values)
        session.write("add_requests", district, rows.requests)


def _flush_cases(batch: Batch) -> None:
    """The rows of the cases that moved, and only those rows of theirs that are other than before."""
    session, district, terms = batch.session, batch.district, batch.terms
    cases: list[Row] = []
    tasks: list[Row] = []
    put: list[Row] = []
    dropped: list[Row] = []
    for id_, held in batch.held.items():
        before = batch.before.get(id_)
        if before is held:
            continue
        programme = terms.programme_of(held.case.programme, held.case.edition)
        cases.append(projection.case_row(held.case, held.ended, held.leaf_hash, programme, terms.zone))
        old_tasks = projection.task_rows(before.case) if before else {}
        tasks += [row for key, row in projection.task_rows(held.case).items() if old_tasks.get(key) != row]
        put += projection.deadlines_to_put(before.case if before else None, held.case)
        dropped += projection.deadlines_to_drop(before.case if before else None, held.case)
    session.write("put_cases", district, cases)
    session.write("put_tasks", district, tasks)
    session.write("drop_deadlines", district, dropped)
    session.write("put_deadlines", district, put)
    session.write("drop_reservations", district, [(key,) for key, case in batch.reserved.items() if case is None])
    session.write("put_reservations", district, [(key, case) for key, case in batch.reserved.items() if case])
