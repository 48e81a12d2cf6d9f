"""How often something was tried, counted in the database so that every process knows it. Decides nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from bihuan.store.session import Session, stored_moment


def count(session: Session, district: str, target: str, slot: int, until: datetime) -> int:
    """Count one try in a slot of time, durably, and say how many there are now."""
    with session.transaction():
        row = session.row("count_attempt", (district, target, slot, stored_moment(until)))
        tries = int(row[0]) if row else 1
        if tries == 1:
            # Whoever opens a slot sweeps those that are long over, so that nobody else has to.
            session.run("forget_attempts", (district, stored_moment(until - timedelta(days=1))))
    return tries


def seen(session: Session, district: str, target: str, slot: int) -> int:
    """How many tries there are in a slot, without counting one."""
    row = session.row("attempts", (district, target, slot))
    return int(row[0]) if row else 0


def take_back(session: Session, district: str, target: str, slot: int) -> None:
    """One try was none: it succeeded."""
    with session.transaction():
        session.run("take_back_attempt", (district, target, slot))


def forgive(session: Session, district: str, target: str) -> None:
    """Forget the tries of one target: somebody proved who they are, or an administrator lifts a lock."""
    with session.transaction():
        session.run("forgive_attempts", (district, target))
