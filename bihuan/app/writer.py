"""The writing side of one district: its lane, its one connection, and `core.decide` in its surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from bihuan.app.batching import Lane, Overloaded, Turn
from bihuan.app.clock import Clock
from bihuan.app.rules import Rules
from bihuan.core.case import Case
from bihuan.core.commands import Lapse, Raise, Reproject, Take
from bihuan.core.decide import Context, decide
from bihuan.core.events import Event
from bihuan.core.records import changed
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Enter, Entry, EntryEvent, decide_entry
from bihuan.core.registers.looking import finding, looking
from bihuan.core.registers.setting import unfitting
from bihuan.store.append import BATCH_MOST, Decided, decided, write
from bihuan.store.held import Memory
from bihuan.store.jobs import Failed, Job, Numbering, Outcome, Surroundings, Terms
from bihuan.store.session import Database, Hook, Session

WAITING_MOST = 4_096
"""Commands that may wait in one district; one more is told that the system is busy."""


class Writer:
    """The writing side of one district: its lane, its one connection and what it remembers."""

    def __init__(self, database: Database, district: str, terms: Terms, clock: Clock, hook: Hook | None) -> None:
        self._database, self._district = database, district
        self.terms = terms
        """May be replaced at any time; each batch takes them once."""
        self._clock, self._hook = clock, hook
        self._memory = Memory()
        self._session: Session | None = None
        self._ahead: Session | None = None
        # SQLite gives the interpreter away at every row it writes: there is nothing to do meanwhile that would not
        # keep the writing waiting.
        self._shared = database.engine == "postgresql"
        self._lane: Lane[Job, Outcome] = Lane(
            self._carry_out, most=BATCH_MOST, waiting_most=WAITING_MOST, shared=self._shared
        )

    def submit(self, jobs: Sequence[Job | Refusal]) -> Iterator[Outcome]:
        """Outcomes in order; what was refused before keeps its place."""
        sound = [job for job in jobs if isinstance(job, Job)]
        try:
            done = iter(self._lane.submit(sound) if sound else ())
        except Overloaded:
            done = iter([Refusal("busy")] * len(sound))
        return (job if isinstance(job, Refusal) else next(done) for job in jobs)

    def close(self) -> None:
        """Close the connections."""
        self._drop()
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None

    def _drop(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _carry_out(self, jobs: Sequence[Job], turn: Turn) -> Sequence[Outcome]:
        """One batch. If the connection is lost, once more over a new one: the request ids tell what was done.

        The connection is used by the batch whose turn it is to write, the memory and the other connection by the one
        that is worked out: until it goes on, a batch that is settled is both.
        """
        ahead = self._look_ahead(jobs, turn) if turn.ahead else None
        if not turn.settle():
            self._memory.forget()
            ahead = None
        try:
            return self._write(jobs, turn, ahead)
        except Exception as fault:
            if self._session is None or not self._session.gone:
                raise
            self._drop()
            first = fault
        try:
            return self._write(jobs, turn, None)
        except Exception as fault:
            self._drop()
            fault.__context__ = first
            return [Failed(fault)] * len(jobs)

    def _look_ahead(self, jobs: Sequence[Job], turn: Turn) -> Decided | None:
        """The batch worked out while the one before is being written; None if it has to be done in its turn."""
        try:
            if self._ahead is None:
                self._ahead = self._connected()
            return decided(
                self._ahead, self._district, jobs,
                now=self._clock(), terms=self.terms, memory=self._memory, settle=turn.settle,
            )  # fmt: skip
        except Exception:  # Whatever it is, it shows again under the lock if it is no consequence of looking ahead.
            if self._ahead is not None and self._ahead.gone:
                self._ahead = None
            return None

    def _connected(self) -> Session:
        session = self._database.connect(self._hook)
        session.find_by_key()
        return session

    def _write(self, jobs: Sequence[Job], turn: Turn, ahead: Decided | None) -> Sequence[Outcome]:
        if self._session is None:
            self._session = self._connected()
        # A second try after the lead was handed on is another batch than the next one stands on.
        again = turn.handed_on
        outcomes = write(
            self._session, self._district, jobs,
            now=self._clock(), terms=self.terms,
            memory=Memory() if again else self._memory,
            ahead=ahead, turn=turn if self._shared and not again else None,
        )  # fmt: skip
        if not self._shared:
            # Nobody looked ahead: the next one begins when all of this is over, and may believe what it left.
            turn.sound = True
        return outcomes


class Decider:
    """`core.decide` and the decisions on entries, with the surroundings of this district."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def __call__(
        self, job: Job, case: Case | None, surroundings: Surroundings, now: datetime
    ) -> tuple[Event, ...] | Refusal:
        rules, command = self._rules, job.command
        context = self._context(surroundings)
        match command:
            case Raise():
                day = now.astimezone(rules.zone).date()
                programme = rules.current(command.programme, day)
                if programme is None:
                    known = "、".join(rules.known(day)) or "—"
                    return Refusal("no-such-programme", {"programme": command.programme, "known": known})
                numbered = changed(command, {"number": surroundings.number})
                return self._fitting(decide(case, numbered, programme, context, now), context, surroundings, now)
            case Take() | Lapse() | Reproject():
                if case is None:
                    return Refusal("no-such-case", {"case": job.case})
                programme = rules.of(case.programme, case.edition)
                return self._fitting(decide(case, command, programme, context, now), context, surroundings, now)
            case Enter():
                raise TypeError("entries are decided on by `entry`")
            case _:
                assert_never(command)

    def _fitting(
        self, decided: tuple[Event, ...] | Refusal, context: Context, surroundings: Surroundings, now: datetime
    ) -> tuple[Event, ...] | Refusal:
        """What was decided, unless an entry that it changes may not become so."""
        if isinstance(decided, Refusal):
            return decided
        registers, today = self._rules.registers, now.astimezone(self._rules.zone).date()
        return unfitting(decided, registers, context, surroundings.looked, today) or decided

    def entry(
        self, asked: Enter, entry: Entry | None, surroundings: Surroundings, now: datetime, number: Numbering
    ) -> tuple[EntryEvent, ...] | Refusal:
        """The same for what is asked of an entry."""
        form = self._rules.registers.get(asked.register)
        return decide_entry(entry, asked, form, self._context(surroundings), now, number, surroundings.looked)

    def _context(self, surroundings: Surroundings) -> Context:
        rules = self._rules
        return Context(
            zone=rules.zone,
            calendars=rules.calendars,
            dictionaries=rules.dictionaries,
            units=surroundings.places.units,
            areas=surroundings.places.areas,
            others=surroundings.others,
            lookup=looking(rules.registers, surroundings.looked.lookup, surroundings.places),
            entries=finding(rules.registers, surroundings.looked.finding),
            registers=rules.registers,
            taken=surroundings.taken,
            holder=surroundings.holder,
            stream=surroundings.stream,
        )
