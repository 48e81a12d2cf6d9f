"""Group commit: whoever waits while a batch is written is in the next one. Knows neither cases nor databases.

There is no thread of its own. The first to come leads: it takes what waits, carries it out and, when it is done,
hands the lead to the first of those that came meanwhile. Nobody leads twice for others, so nobody waits longer
than two batches.
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


class Overloaded(RuntimeError):
    """So many wait already that one more would only wait in vain."""


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
        carry_out: Callable[[Sequence[Job]], Sequence[Outcome]],
        *,
        most: int = 256,
        waiting_most: int = 4096,
        linger: float = LINGER_SECONDS,
    ) -> None:
        self._carry_out = carry_out
        self._most = most
        self._waiting_most = waiting_most
        self._linger = linger
        self._lock = threading.Lock()
        self._queue: deque[_Ticket[Job, Outcome]] = deque()
        self._waiting = 0
        self._led = False
        self._last = 0
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
        batch = self._take()
        try:
            jobs = [job for ticket in batch for job in ticket.jobs]
            outcomes = self._carry_out(jobs)
            start = 0
            for ticket in batch:
                ticket.outcomes = outcomes[start : start + len(ticket.jobs)]
                start += len(ticket.jobs)
        except BaseException as error:
            for ticket in batch:
                ticket.error = error
        finally:
            self._hand_over(batch)

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

    def _take(self) -> list[_Ticket[Job, Outcome]]:
        with self._lock:
            batch, size = [self._queue.popleft()], 0
            size = len(batch[0].jobs)
            while self._queue and size + len(self._queue[0].jobs) <= self._most:
                batch.append(self._queue.popleft())
                size += len(batch[-1].jobs)
            self._waiting -= size
            self._last = len(batch)
            return batch

    def _hand_over(self, batch: Sequence[_Ticket[Job, Outcome]]) -> None:
        for ticket in batch:
            ticket.done = True
        with self._lock:
            successor = self._queue[0] if self._queue else None
            self._led = successor is not None
        if successor is not None:
            successor.wake()
        for ticket in batch[1:]:
            ticket.wake()
