"""What may be read of cases, by whom: every reading goes through the same policy as writing. Nothing is written.

A case that a person may not see does not exist for that person: the answer is the same as for a wrong number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.store.session import Session, read_moment, stored_moment
from bihuan.store.vault.crypto import Holder, KeyPlace, Masters, VaultFault, unwrap


@dataclass(frozen=True, slots=True, kw_only=True)
class DueClock:
    """A clock whose time has passed and that has had no effect yet."""

    case: str
    clock: str
    due: datetime


def due_clocks(session: Session, district: str, now: datetime, limit: int) -> list[DueClock]:
    """The clocks past due that run, do not stand still and have not lapsed; the oldest first."""
    rows = session.rows("due_clocks", (district, stored_moment(now), limit))
    found = ((case, clock, read_moment(due)) for case, clock, due in rows)
    return [DueClock(case=case, clock=clock, due=due) for case, clock, due in found if due is not None]


def case_key(session: Session, district: str, case: str, masters: Masters) -> bytes | None:
    """The key of a case, for sealing files; None if there is no such case or its key was erased."""
    for holder, wrapped in session.rows("case_keys", (district, case)):
        if holder == Holder.CASE:
            key = unwrap(masters, bytes(wrapped), KeyPlace(district, case))
            return None if isinstance(key, VaultFault) else key
    return None
