"""Regular jobs of a district, as far as they share a table: whose turn it is, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.app.district import District
from bihuan.store import leases
from bihuan.store.leases import Lease

__all__ = ["LASTS", "Lease", "Leases", "standing"]

LASTS = timedelta(seconds=60)
"""How long a lease holds without being kept: after that the process counts as dead."""


@dataclass(frozen=True, slots=True)
class Leases:
    """Takes and gives back leases for one process."""

    district: District
    holder: str

    def take(self, job: str) -> bool:
        """Whether this process is to do the job now."""
        with self.district.door.readers.lend() as session:
            return leases.take(session, self.district.id, job, self.holder, self._now(), LASTS)

    def keep(self, job: str) -> bool:
        """Hold on to it; False if somebody else has it by now."""
        with self.district.door.readers.lend() as session:
            return leases.keep(session, self.district.id, job, self.holder, self._now() + LASTS)

    def end(self, job: str, *, every: timedelta, outcome: str, well: bool) -> None:
        """Give it back until its next time."""
        now = self._now()
        with self.district.door.readers.lend() as session:
            leases.end(
                session, self.district.id, job, self.holder,
                now=now, next_at=now + every, outcome=outcome, well=well,
            )  # fmt: skip

    def due(self, jobs: tuple[str, ...]) -> list[str]:
        """Those whose time has come and that nobody does; one look instead of a try for each."""
        now, known = self._now(), standing(self.district)
        return [job for job in jobs if (lease := known.get(job)) is None or lease.is_due(now, LASTS)]

    def _now(self) -> datetime:
        return self.district.door.clock()


def standing(district: District) -> dict[str, Lease]:
    """How the jobs of a district stand, by name."""
    with district.door.readers.lend() as session:
        return leases.leases(session, district.id)
