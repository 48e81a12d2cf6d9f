"""Carrying a file through the door: in batches, with progress, resumable, row by row refused. Reads through `rows`.

The door's request ids make a row that is sent twice harmless; the run's `next_row` is written behind the facts, so a
stop at any moment loses nothing and repeats at most one batch.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.door import Accepted as Accepted_
from bihuan.app.door import Asked, Failed, Outcome
from bihuan.app.imports.fields import Mapping
from bihuan.app.imports.mapping import read_mapping
from bihuan.app.imports.problems import Problem
from bihuan.app.imports.records import Accepted, Refused
from bihuan.app.imports.rows import Reading, open_reading
from bihuan.app.imports.target import Request, Target, read_target, requests_of, unfit
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.text import LANGUAGES, Text
from bihuan.store import runs
from bihuan.store.session import Session

BATCH_ROWS = 200


@dataclass(slots=True)
class Progress:
    """How far an import is; counts of this run, not of earlier ones."""

    rows: int = 0
    raised: int = 0
    repeated: int = 0
    """Rows that were in already, unchanged."""
    refused: int = 0
    share: float = 0.0
    """Of the file, 0 to 1."""
    reasons: Counter[str] = field(default_factory=Counter)
    """Refused rows by reason code."""
    before: int = 0
    """Rows that an earlier run of the very same file went through; they are not read again."""


NOWHERE = Text("", "")


@dataclass(frozen=True, slots=True)
class Refusing:
    """A fault for which the door refused a row although the reading took it; a row may have several."""

    row: int
    code: str
    message_zh: str
    message_en: str
    """Both with the way out behind what is wrong."""
    column: Text = NOWHERE
    """Heading of the column that it is about; empty if it is about the whole row."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that can be imported: checked as a whole, nothing written yet."""

    path: Path
    mapping: Mapping
    target: Target
    programme: Programme
    reading: Reading
    file_hash: str
    mapping_hash: str


def plan(path: Path, mapping_path: Path, district: District, now: datetime) -> Plan | tuple[Problem, ...]:
    """Check mapping, target and heading of the file. OSError if a file can't be read."""
    text, name = mapping_path.read_text("utf-8"), mapping_path.name
    mapping = read_mapping(text, name)
    if not isinstance(mapping, Mapping):
        return mapping
    target = read_target(text, name)
    if not isinstance(target, Target):
        return target
    programme = district.rules.current(target.programme, district.today())
    if programme is None:
        known = ", ".join(district.rules.known(district.today()))
        detail = {"key": "[into] programme", "field": target.programme, "near": None, "known": known}
        return (Problem("mapping-unknown-field", name, detail),)
    if problems := unfit(target, programme, name):
        return problems
    reading = open_reading(path, mapping, now)
    if not isinstance(reading, Reading):
        return reading
    return Plan(
        path=path,
        mapping=mapping,
        target=target,
        programme=programme,
        reading=reading,
        file_hash=_hash_of(path),
        mapping_hash=hashlib.sha256(text.encode()).hexdigest(),
    )


def carry(
    plan: Plan,
    district: District,
    session: Session,
    *,
    refuse: Callable[[Refused | Refusing], None],
    report: Callable[[Progress], None],
    afresh: bool = False,
) -> Progress:
    """Send every row that has no answer yet; `afresh` sends all of them again, which changes nothing twice.

    `report` is called behind each batch, when it is written and written down: what it raises stops the run there.
    """
    run = _run_of(plan, district, session)
    begun = replace(run, accepted=0, refused=0) if afresh else run
    start, progress = 0 if afresh else run.next_row - 1, Progress(before=begun.accepted + begun.refused)
    if run.state == runs.DONE and not afresh:
        return progress
    for rows in _batches(plan.reading.rows(start_after=max(start, 0))):
        _send(rows, plan, district, progress, refuse)
        run = replace(
            run,
            next_row=max(run.next_row, rows[-1].row + 1),
            accepted=begun.accepted + progress.rows - progress.refused,
            refused=begun.refused + progress.refused,
        )
        runs.move_run(session, district.id, run)
        progress.share = plan.reading.share
        report(progress)
    runs.move_run(session, district.id, replace(run, state=runs.DONE))
    return progress


def resumes_at(plan: Plan, district: District, session: Session) -> int:
    """The first row that has no answer yet: every earlier one was answered by a run before."""
    return _run_of(plan, district, session).next_row


def _run_of(plan: Plan, district: District, session: Session) -> runs.ImportRun:
    run_id = hashlib.sha256(f"{plan.file_hash}{plan.mapping_hash}".encode()).hexdigest()[:32]
    return runs.open_run(session, district.id, run_id, plan.mapping.source, plan.file_hash, plan.mapping_hash)


def _batches(rows: Iterator[Accepted | Refused]) -> Iterator[list[Accepted | Refused]]:
    batch: list[Accepted | Refused] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


def _send(
    rows: list[Accepted | Refused],
    plan: Plan,
    district: District,
    progress: Progress,
    refuse: Callable[[Refused | Refusing], None],
) -> None:
    asked: list[tuple[int, Request]] = []
    for row in rows:
        progress.rows += 1
        if isinstance(row, Refused):
            progress.refused += 1
            progress.reasons.update({problem.code for problem in row.problems})
            refuse(row)
            continue
        for request in requests_of(row.record, plan.target, plan.programme, district.id):
            asked.append((row.row, request))
    outcomes = district.door.submit_many(
        district.id, [Asked(command=request.command, request_id=request.id) for _, request in asked]
    )
    answers: dict[int, list[Outcome]] = {}
    for (number, _), outcome in zip(asked, outcomes, strict=True):
        answers.setdefault(number, []).append(outcome)
    for number, answered in answers.items():
        _count(number, answered, progress, refuse)


def _count(row: int, answered: list[Outcome], progress: Progress, refuse: Callable[[Refused | Refusing], None]) -> None:
    """A row counts once: by the first thing that was refused of it, else by its raising."""
    for outcome in answered:
        if isinstance(outcome, Failed):
            raise outcome.error
        if isinstance(outcome, Refusal):
            progress.refused += 1
            progress.reasons[outcome.code] += 1
            zh, en = (f"{outcome.message(language)} {outcome.hint(language)}" for language in LANGUAGES)
            refuse(Refusing(row, outcome.code, zh, en))
            return
    outcome = answered[0]
    if isinstance(outcome, Accepted_):
        progress.repeated += outcome.repeated
        progress.raised += not outcome.repeated


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
