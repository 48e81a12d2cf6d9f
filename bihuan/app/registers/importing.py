"""A register from a CSV or Excel file: found columns, rows asked at the door in batches, each refused by itself.

The columns are those that `sheet` writes, under their Chinese or English names. An entry that is there already is
left alone if the row says what it says; otherwise the row must say from which day the change holds. Request ids come
from the file, so that going through it again changes nothing twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bihuan.app.district import District
from bihuan.app.door import Asked, Failed
from bihuan.app.imports.cells import as_text
from bihuan.app.imports.problems import Problem
from bihuan.app.imports.raw import Layout, RawRow, Table
from bihuan.app.imports.running import NOWHERE, Progress, Refusing
from bihuan.app.registers.based import Stood, stood
from bihuan.app.registers.columns import Opened, opened
from bihuan.app.registers.reading import book
from bihuan.app.registers.row_codes import Looking
from bihuan.app.registers.rows import Asking, Columns, Fault, Row, asked_of, column_of, read_row
from bihuan.app.registers.sheet import KEY_
from bihuan.app.registers.telling import Book
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Enter, Register
from bihuan.core.text import LANGUAGES, Text
from bihuan.store import entry_reading, runs
from bihuan.store.session import Session

BATCH_ROWS = 200
AGAIN_MOST = 5_000
"""Rows kept to be tried once more, because they refer to an entry that comes later in the same file."""
REFERRED = frozenset({"field-invalid", "claim-operand-unknown", "guard", "entry-alike", "entry-circle"})


@dataclass(frozen=True, slots=True)
class Plan:
    """A file whose columns are found; nothing is written yet."""

    path: Path
    form: Register
    table: Table
    layout: Layout
    """How it was opened, to be opened so again."""
    columns: Columns
    file_hash: str


def plan(path: Path, form: Register) -> Plan | tuple[Problem, ...]:
    """Open the file and find its columns; or everything that is wrong with it as a whole."""
    found = opened(path, form)
    if not isinstance(found, Opened):
        return found
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Plan(
        path=path, form=form, table=found.table, layout=found.layout, columns=found.columns, file_hash=digest
    )  # fmt: skip


def carry(
    planned: Plan,
    district: District,
    person: Person,
    session: Session,
    *,
    refuse: Callable[[Refusing], None],
    report: Callable[[Progress], None],
    afresh: bool = False,
    population: str = "live",
) -> Progress:
    """Send every row that has no answer yet. Rows refused for an entry that comes later are tried again at the end."""
    run = _run_of(planned, district, session)
    began = replace(run, accepted=0, refused=0) if afresh else run
    sending = _Sending(planned, district, person, session, refuse, population)
    sending.progress.before = began.accepted + began.refused
    if run.state == runs.DONE and not afresh:
        planned.table.close()
        return sending.progress
    for raws in _batches(sending.unanswered(0 if afresh else run.next_row)):
        sending.send(raws)
        done = sending.progress
        run = replace(
            run,
            next_row=max(run.next_row, min(sending.open_rows(), default=raws[-1].number + 1)),
            accepted=began.accepted + done.raised + done.repeated,
            refused=began.refused + done.refused,
        )
        runs.move_run(session, district.id, run)
        done.share = planned.table.share
        report(done)
    sending.again()
    runs.move_run(session, district.id, replace(run, state=runs.DONE))
    return sending.progress


def resumes_at(planned: Plan, district: District, session: Session) -> int:
    """The first row that has no answer yet."""
    return _run_of(planned, district, session).next_row


def _run_of(planned: Plan, district: District, session: Session) -> runs.ImportRun:
    mapping_hash = hashlib.sha256(f"register {planned.form.id}".encode()).hexdigest()
    run_id = hashlib.sha256(f"{planned.file_hash}{mapping_hash}".encode()).hexdigest()[:32]
    return runs.open_run(session, district.id, run_id, planned.form.id, planned.file_hash, mapping_hash)


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    batch: list[RawRow] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            yield batch
            batch = []
    if batch:
        yield batch


class _Sending:
    """The rows of one file on their way."""

    def __init__(
        self,
        planned: Plan,
        district: District,
        person: Person,
        session: Session,
        refuse: Callable[[Refusing], None],
        population: str,
    ) -> None:
        self._plan, self._district, self._person, self._session = planned, district, person, session
        self._refuse, self._population = refuse, population
        self.progress = Progress()
        self._waiting: list[Row] = []
        self._first: dict[str, int] = {}
        """Code → the first row of the file that has it."""
        self._book: Book = book(district, planned.form, (), district.today())
        fields = planned.form.fields.values()
        form = planned.form
        among = bool(form.claims or form.guards or form.unique or form.acyclic)
        self._refers = among or any(one.register == form.id for one in fields)

    def unanswered(self, first: int) -> Iterator[RawRow]:
        """The rows from that one on. Of those above, which have their answer, the codes alone are kept: for rows below
        that have the same."""
        for raw in self._plan.table.rows():
            self._keep_code(raw)
            if raw.number >= first:
                yield raw

    def _keep_code(self, raw: RawRow) -> None:
        at = self._plan.columns.at.get(KEY_)
        if at is not None and at < len(raw.cells) and at not in raw.marks:
            code = as_text(raw.cells[at]).strip()
            if code and self._plan.form.key.fault(code) is None:  # What is no code is told as that.
                self._first.setdefault(code, raw.number)

    def _twice(self, row: Row) -> Problem | None:
        """That an earlier row is of the same entry, unless this one says from when it changes or ends."""
        first = self._first.get(row.key, row.number)
        if first == row.number or row.changed or row.ended:
            return None
        return Problem("row-twice", self._plan.columns.titles[KEY_].zh, {"first": first, "key": row.key})

    def send(self, raws: Sequence[RawRow]) -> None:
        """One batch of rows."""
        rows: list[Row] = []
        for raw in raws:
            self.progress.rows += 1
            one = read_row(raw, self._plan.columns, self._plan.form, self._book)
            if not isinstance(one, Row):
                self._no([_refusing(raw.number, one)])
            elif twice := self._twice(one):
                self._no(self._reasons(replace(one, unread=((KEY_, twice), *one.unread)), None, Act.CHANGE))
            else:
                rows.append(one)
        self._ask(rows, last=False)

    def open_rows(self) -> Iterator[int]:
        """Rows without an answer yet: a run that goes on after a stop must read them again."""
        return (row.number for row in self._waiting)

    def again(self) -> None:
        """Once more those that waited for another row."""
        waiting, self._waiting = self._waiting, []
        while waiting:
            for at in range(0, len(waiting), BATCH_ROWS):
                self._ask(waiting[at : at + BATCH_ROWS], last=False)
            left, self._waiting = self._waiting, []
            if len(left) == len(waiting):
                for at in range(0, len(left), BATCH_ROWS):
                    self._ask(left[at : at + BATCH_ROWS], last=True)
                return
            waiting = left

    def _ask(self, rows: Sequence[Row], *, last: bool) -> None:
        looked = Looking(self._session, self._district.id, self._plan.form, self._district.today())
        rows = looked.whole(looked.coded(rows), self._plan.columns)
        stands = self._stood(rows)
        plans = [(row, asked_of(row, one, self._asking(), self._book)) for row, one in zip(rows, stands, strict=True)]
        asked = [
            Asked(command=command, request_id=f"reg:{self._plan.file_hash[:24]}:{row.number}:{command.act}")
            for row, commands in plans
            if not isinstance(commands, Refusal)
            for command in _sendable(row, commands)
        ]
        outcomes = iter(self._district.door.submit_many(self._district.id, asked))
        for row, commands in plans:
            if isinstance(commands, Refusal):
                self._no(self._reasons(row, commands, Act.CHANGE))
                continue
            sent = _sendable(row, commands)
            if not sent and row.unread:
                self._no(self._reasons(row, None, Act.CHANGE))
                continue
            self._count(row, [(one.act, next(outcomes)) for one in sent], last)

    def _asking(self) -> Asking:
        return Asking(form=self._plan.form, person=self._person, population=self._population)

    def _stood(self, rows: Sequence[Row]) -> list[Stood | None]:
        """What the entries of a batch say now and what was exported of them: values and the last words."""
        district, form = self._district, self._plan.form
        private = {one.id: one.identity for one in form.fields.values() if one.private}
        keys = [row.key for row in rows if row.key]
        sealed = self._words(keys, private) if any(name in self._plan.columns.at for name in private) else {}
        asked = ((row.key, row.shown) for row in rows)
        return stood(self._session, district.id, form, asked, district.today(), sealed)

    def _words(self, keys: list[str], private: Mapping[str, bool]) -> dict[str, dict[str, str]]:
        """The last words of many entries, opened together."""
        district = self._district
        streams = entry_reading.streams(self._session, district.id, self._plan.form.id, keys)
        words = entry_reading.words(self._session, district.id, list(streams), district.door.masters, private)
        return {streams[one]: {name: text for name, (_, text) in said.items()} for one, said in words.items()}

    def _count(self, row: Row, answers: Sequence[tuple[Act, object]], last: bool) -> None:
        """A row counts once: as refused with everything that is wrong, else as new, changed or there already."""
        for act, answer in answers:
            if isinstance(answer, Failed):
                raise answer.error
            if isinstance(answer, Refusal):
                later = self._refers and not row.unread and {one.code for one in answer.each} <= REFERRED
                if later and not last and len(self._waiting) < AGAIN_MOST:
                    self._waiting.append(row)
                else:
                    self._no(self._reasons(row, answer, act))
                return
        fresh = any(not getattr(one, "repeated", True) and getattr(one, "position", 0) for _, one in answers)
        self.progress.raised += fresh
        self.progress.repeated += not fresh

    def _reasons(self, row: Row, answer: Refusal | None, act: Act) -> list[Refusing]:
        """Everything that is wrong with a row, column by column: what could not be read, and what was refused."""
        said: list[Fault] = [*row.unread]
        found = answer.each if answer else ()
        said += [(column_of(one, act), one) for one in found if not self._said_better(one, row)]
        columns = self._plan.columns
        said.sort(key=lambda one: columns.at.get(one[0], len(columns.at)))
        return [_refusing(row.number, why, columns.titles.get(name)) for name, why in said]

    def _said_better(self, one: Refusal, row: Row) -> bool:
        """Whether the row says it itself of a cell that it could not read: also of an amount whose currency is there
        and can't be read."""
        known = self._plan.form.fields.get(one.about or "")
        unit = (known.currency_field or known.measure_field) if known is not None else None
        return one.about in row.blurred or (one.code == "money-without-currency" and unit in row.blurred)

    def _no(self, reasons: Sequence[Refusing]) -> None:
        self.progress.refused += 1
        for one in reasons:
            self.progress.reasons[one.code] += 1
            self._refuse(one)


def _sendable(row: Row, commands: Sequence[Enter]) -> Sequence[Enter]:
    """What is asked of the door: of a row that could not be read whole only the first, to hear what else is wrong."""
    return commands[:1] if row.unread else commands


def _refusing(row: int, why: Refusal | Problem, column: Text | None = None) -> Refusing:
    """What is wrong with the way out behind it."""
    zh, en = (f"{why.message(language)} {why.hint(language)}" for language in LANGUAGES)
    return Refusing(row, why.code, zh, en, column or NOWHERE)
