"""Who is on duty in a unit at a moment: planned shifts, substitutes for whoever is away. Pure; opens nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a planned span says of somebody."""

    SHIFT = "shift"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One planned interval, [begins, ends)."""

    id: str
    unit: str
    account: str
    kind: Kind
    begins: datetime
    ends: datetime
    substitute: str | None = None
    """Who stands in, for a leave; a colleague of the same unit."""

    def covers(self, at: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.begins <= at < self.ends


def on_duty(unit: str, members: Sequence[str], spans: Sequence[Span], at: datetime) -> tuple[str, ...]:
    """The accounts of the unit that are on duty then, in the order of the plan, each once.

    Without a shift it is everybody who is not away. Whoever is away is replaced by the substitute; a substitute who is
    away too by theirs, and by nobody if that leads in a circle.
    """
    own = [span for span in spans if span.unit == unit and span.covers(at)]
    away = {span.account: span.substitute for span in own if span.kind is Kind.LEAVE}
    planned = [span.account for span in own if span.kind is Kind.SHIFT] or list(members)
    found = (_present(account, away) for account in planned)
    return tuple(dict.fromkeys(account for account in found if account is not None))


def _present(account: str, away: dict[str, str | None]) -> str | None:
    passed: set[str] = set()
    current: str | None = account
    while current is not None and current in away:
        if current in passed:
            return None
        passed.add(current)
        current = away[current]
    return current
