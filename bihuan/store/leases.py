"""Leases of regular jobs as rows: taken, kept, given back. What the jobs are is known elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.store.session import Session, read_moment, stored_moment

OUTCOME_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """How one job stands."""

    job: str
    holder: str
    until: datetime
    next_at: datetime
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    runs: int
    failures: int
    """Runs that failed since the last that did not."""

    def is_due(self, now: datetime, lasts: timedelta) -> bool:
        """Whether it may be taken; `take` asks the row the same."""
        return (self.until <= now and self.next_at <= now) or self.started_at > now + lasts


def leases(session: Session, district: str) -> dict[str, Lease]:
    """Every job that ever ran here, by name."""
    found = {}
    for job, holder, until, next_at, started, ended, outcome, runs, failures in session.rows("leases", (district,)):
        found[job] = Lease(
            job=job, holder=holder, until=_at(until), next_at=_at(next_at), started_at=_at(started),
            ended_at=read_moment(ended), outcome=outcome, runs=runs, failures=failures,
        )  # fmt: skip
    return found


def take(session: Session, district: str, job: str, holder: str, now: datetime, lasts: timedelta) -> bool:
    """Whether the job is the holder's to do now: it is due, and nobody else does it; or its last run began later than
    now by more than clocks of two machines differ, so that the clock was set back and the row tells nothing.
    """
    at, until = stored_moment(now), stored_moment(now + lasts)
    asked = (holder, until, at, district, job, at, at, until)
    if session.run("take_lease", asked) == 1:
        return True
    session.run("make_lease", (district, job, at, at, at))
    return session.run("take_lease", asked) == 1


def keep(session: Session, district: str, job: str, holder: str, until: datetime) -> bool:
    """Hold it longer; False if it was lost to somebody else meanwhile."""
    return session.run("keep_lease", (stored_moment(until), district, job, holder)) == 1


def end(
    session: Session,
    district: str,
    job: str,
    holder: str,
    *,
    now: datetime,
    next_at: datetime,
    outcome: str,
    well: bool,
) -> None:
    """Give it back with what the run came to. Nothing happens if it was lost meanwhile."""
    at, again = stored_moment(now), stored_moment(next_at)
    session.run("end_lease", (at, again, at, outcome[:OUTCOME_MOST], int(well), district, job, holder))


def _at(stored: str | datetime) -> datetime:
    moment = read_moment(stored)
    assert moment is not None, "a column that is never empty"
    return moment
