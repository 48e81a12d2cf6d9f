"""The runner of regular jobs inside a serving process: each in a thread of its own, one at a time over all processes.

Which jobs there are is composed in `site`. A job that fails is tried again at its next time; none can stop another
or the pages.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bihuan.app.district import District
from bihuan.app.leasing import LASTS, Leases

TICK_SECONDS = 1.0
"""How often the runner looks whether a job is due."""
KEEP_SECONDS = LASTS.total_seconds() / 3
"""How often a lease is kept while its job runs."""
STOP_SECONDS = 10.0
"""How long stopping waits for jobs under way; each writes in whole transactions, so that leaving one loses nothing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One regular job."""

    name: str
    every: timedelta
    """Pause from the end of one run to the beginning of the next."""
    work: Callable[[District, threading.Event], str]
    """Does it and says in a few words what it came to; ends early when the event is set."""


class Runner:
    """Starts what is due, keeps the leases of what runs, and stops on demand."""

    def __init__(
        self, district: Callable[[], District], jobs: Sequence[Job], holder: str, *, tick: float = TICK_SECONDS
    ) -> None:
        self._district = district
        self._jobs: Mapping[str, Job] = {job.name: job for job in jobs}
        if len(self._jobs) != len(jobs):
            raise ValueError("two jobs of one name")
        self._holder, self._tick = holder, tick
        self._stopping = threading.Event()
        self._running: dict[str, threading.Thread] = {}
        self._lost: dict[str, threading.Event] = {}
        self._thread: threading.Thread | None = None
        self._said: str | None = None

    def start(self) -> None:
        """Go on in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self._go_on, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, wait: float = STOP_SECONDS) -> bool:
        """Start nothing more and wait for what runs; whether all of it ended in time."""
        self._stopping.set()
        for event in list(self._lost.values()):
            event.set()
        threads = [*([self._thread] if self._thread else []), *self._running.values()]
        for thread in threads:
            thread.join(wait)
        return not any(thread.is_alive() for thread in threads)

    def step(self) -> list[str]:
        """Start every job that is due and that nobody does; their names. Raises what the store raises."""
        self._running = {name: thread for name, thread in self._running.items() if thread.is_alive()}
        leases = Leases(self._district(), self._holder)
        resting = tuple(name for name in self._jobs if name not in self._running)
        started = [name for name in leases.due(resting) if not self._stopping.is_set() and leases.take(name)]
        for name in started:
            lost = self._lost[name] = threading.Event()
            thread = threading.Thread(target=self._do, args=(leases, name, lost), name=f"job-{name}", daemon=True)
            self._running[name] = thread
            thread.start()
        return started

    def keep(self) -> None:
        """Keep the leases of what runs; a job whose lease is gone is told to stop, for somebody else has begun it."""
        leases = Leases(self._district(), self._holder)
        for name, thread in self._running.items():
            if thread.is_alive() and not leases.keep(name):
                self._lost[name].set()

    def settle(self) -> None:
        """Wait for what runs now."""
        for thread in self._running.values():
            thread.join()

    def _go_on(self) -> None:
        ticks = 0
        while not self._stopping.wait(self._tick):
            ticks += 1
            try:
                self.step()
                if ticks * self._tick >= KEEP_SECONDS:
                    self.keep()
                    ticks = 0
                self._said = None
            except Exception as fault:
                self._say_once(fault)

    def _say_once(self, fault: Exception) -> None:
        """A database that is away is away for many ticks; one line is enough."""
        said = f"{type(fault).__name__}: {fault}"
        if said != self._said:
            _log.error("regular jobs wait: %s", said)
            self._said = said

    def _do(self, leases: Leases, name: str, lost: threading.Event) -> None:
        job = self._jobs[name]
        try:
            outcome, well = job.work(leases.district, lost), True
        except Exception as fault:
            _log.exception("the job %s failed", name)
            outcome, well = type(fault).__name__, False
        try:
            leases.end(name, every=job.every, outcome=outcome, well=well)
        except Exception as fault:
            _log.error("the lease of %s ends by itself: %s", name, fault)
