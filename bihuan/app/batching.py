"""Group commit: whoever waits while a batch is written is in the next one. Knows neither cases nor databases.

There is no thread of its own. The first to come leads: it takes what waits, carries it out and hands the lead to the
first of those that came meanwhile, at the latest when it is done. Nobody leads twice for others. A batch may hand on
the lead as soon as it knows what it will write (`Turn.go_on`): the next one is worked out while it is being written,
and waits for it before it writes. So nobody waits longer than three batches.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Job = TypeVar("Job")
Outcome = TypeVar("Outcome")

LINGER_SECONDS = 0.001
"""How long a leader waits at most for as many callers as the last batch had."""

SHARED_LEAST = 16
"""Callers from which on two batches are on their way instead of one; half of them each is worth a commit."""


class Overloaded(RuntimeError):
    """So many wait already that one more would only wait in vain."""


class Turn:
    """A batch's place in the line: the one before it, and when the next may begin."""

    __slots__ = ("_before", "_done", "_pass_lead", "sound")

    def __init__(self, before: Turn | None, pass_lead: Callable[[], None]) -> None:
        self._before = before
        self._pass_lead: Callable[[], None] | None = pass_lead
        self._done = threading.Event()
        self.sound = False
        """Said by who carries the batch out: it stands as it was when the lead was handed on."""

    @property
    def ahead(self) -> bool:
        """Whether the batch before is still on its way: what is worked out now stands on what it will have written."""
        return self._before is not None and not self._before._done.is_set()

    def settle(self) -> bool:
        """Wait until the batch before is over; whether it stands as it was when it handed on the lead."""
        before = self._before
        if before is None:
            return True
        before._done.wait()
        return before.sound

    def go_on(self) -> None:
        """Let the next batch begin. Only once the one before is settled, so that there are never three."""
        if self._pass_lead is not None:
            pass_lead, self._pass_lead = self._pass_lead, None
            pass_lead()

    @property
    def handed_on(self) -> bool:
        """Whether the next batch may have begun."""
        return self._pass_lead is None

    def over(self) -> None:
        """Nothing more comes of this batch."""
        self._before = None
        self._done.set()


class _Ticket(Generic[Job, Outcome]):
    """Jobs of one caller that stay together, and how the caller is woken."""

    __slots__ = ("_gate", "done", "error", "jobs", "outcomes")

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = jobs
        self.outcomes: Sequence[Outcome] = ()
        self.error: BaseException | None = None
        self.done = False
        # A bare lock is the cheapest thing a thread can sleep on.
        self._gate = threading.Lock()
        self._gate.acquire()

    def sleep(self) -> None:
        self._gate.acquire()

    def wake(self) -> None:
        self._gate.release()


class Lane(Generic[Job, Outcome]):
    """One lane a district: batches are carried out one after the other, each by one of those who wait."""

    def __init__(
        self,
        carry_out: Callable[[Sequence[Job], Turn], Sequence[Outcome]],
        *,
        most: int = 256,
        waiting_most: int = 4096,
        linger: float = LINGER_SECONDS,
        shared: bool = False,
    ) -> None:
        """`shared`: batches hand on the lead early, so that two may be on their way."""
        self._carry_out = carry_out
        self._shared = shared
        self._most = most
        self._waiting_most = waiting_most
        self._linger = linger
        self._lock = threading.Lock()
        self._queue: deque[_Ticket[Job, Outcome]] = deque()
        self._waiting = 0
        self._led = False
        self._last = 0
        self._turn: Turn | None = None
        # What a lingering leader sleeps on, and how many callers wake it; 0 when nobody lingers.
        self._bell = threading.Lock()
        self._bell.acquire()
        self._wanted = 0

    def submit(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Outcomes of jobs that share one batch, in order; at most as many jobs as a batch may have.

        Raises Overloaded, and whatever carrying out the batch raised.
        """
        if len(jobs) > self._most:
            raise ValueError(f"at most {self._most} jobs belong together")
        ticket: _Ticket[Job, Outcome] = _Ticket(jobs)
        with self._lock:
            if self._waiting + len(jobs) > self._waiting_most:
                raise Overloaded
            self._queue.append(ticket)
            self._waiting += len(jobs)
            if self._wanted and len(self._queue) >= self._wanted:
                self._wanted = 0
                self._bell.release()
            leads = not self._led
            self._led = True
        if not leads:
            ticket.sleep()
        if not ticket.done:
            self._lead()
        if ticket.error is not None:
            raise ticket.error
        return ticket.outcomes

    def _lead(self) -> None:
        """Carry out one batch, in which the leader's own ticket is the first."""
        self._gather()
        batch, turn = self._take()
        try:
            jobs = [job for ticket in batch for job in ticket.jobs]
            outcomes = self._carry_out(jobs, turn)
            start = 0
            for ticket in batch:
                ticket.outcomes = outcomes[start : start + len(ticket.jobs)]
                start += len(ticket.jobs)
        except BaseException as error:
            turn.sound = False
            for ticket in batch:
                ticket.error = error
        finally:
            self._finish(batch, turn)

    def _gather(self) -> None:
        """Wait a moment if fewer callers are here than shared the last commit: the others are on their way.

        Callers are counted, not their jobs: one who brings many at a time waits for nobody.
        """
        with self._lock:
            if self._last < 2 or len(self._queue) >= self._last:
                return
            self._wanted = self._last
        # Asleep, not looking again and again: whoever looks takes the interpreter from those on their way.
        self._bell.acquire(timeout=self._linger)
        with self._lock:
            if not self._wanted:
                # Rung, perhaps just after the time was over: the bell is to be silent for the next.
                self._bell.acquire(blocking=False)
            self._wanted = 0

    def _take(self) -> tuple[list[_Ticket[Job, Outcome]], Turn]:
        """The callers of the next batch: all that wait, or half of all there are, so that two batches take turns."""
        with self._lock:
            turn = Turn(self._turn, self._pass_lead)
            there = len(self._queue) + (self._last if turn.ahead else 0)
            callers = -(-there // 2) if self._shared and there >= SHARED_LEAST else there
            batch, size = [self._queue.popleft()], 0
            size = len(batch[0].jobs)
            while self._queue and len(batch) < callers and size + len(self._queue[0].jobs) <= self._most:
                batch.append(self._queue.popleft())
                size += len(batch[-1].jobs)
            self._waiting -= size
            self._last = len(batch)
            self._turn = turn
            return batch, turn

    def _pass_lead(self) -> None:
        with self._lock:
            successor = self._queue[0] if self._queue else None
            self._led = successor is not None
        if successor is not None:
            successor.wake()

    def _finish(self, batch: Sequence[_Ticket[Job, Outcome]], turn: Turn) -> None:
        for ticket in batch:
            ticket.done = True
        turn.over()
        turn.go_on()
        for ticket in batch[1:]:
            ticket.wake()
