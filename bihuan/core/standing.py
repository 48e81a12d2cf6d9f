"""How far a case is from its end, in four words that every list, count and document shares. Pure; nothing else here.

The centre closes (办结), the one who raised it confirms, then the case is filed and ends. A case that is closed is not
open (未办结) any more, confirmed or not: it is shown under its own name, so that nobody takes it for unfinished work.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bihuan.core.case import Case
from bihuan.core.expressions import Value
from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind


class Standing(StrEnum):
    """Each case has exactly one."""

    OPEN = "open"
    """The centre has not closed it in the present round: somebody still works on it."""
    UNCONFIRMED = "unconfirmed"
    """Closed by the centre, without a yes of the one who raised it: not asked yet, not reached, or it was a no."""
    CONFIRMED = "confirmed"
    """Closed and confirmed; it waits to be filed."""
    ENDED = "ended"
    """Nothing follows, unless it is reopened."""


STANDING: Mapping[Standing, Text] = {
    Standing.OPEN: Text("未办结", "Open"),
    Standing.UNCONFIRMED: Text("已办结未确认", "Closed, not confirmed"),
    Standing.CONFIRMED: Text("已办结已确认", "Closed and confirmed"),
    Standing.ENDED: Text("已结束", "Ended"),
}
"""What each is called, everywhere."""

JUDGED = (FindingKind.CLOSED, FindingKind.SATISFIED)
_NAMES = tuple(str(kind) for kind in JUDGED)


def standing(case: Case) -> Standing:
    """Of a case as it is. A reopening forgets the findings of the round before, so the closing stands no more."""
    closed, satisfied = (case.findings.get(kind) for kind in JUDGED)
    return _of(case.final, closed.verdict if closed else None, satisfied.verdict if satisfied else None)


def standing_in(names: Mapping[str, Value]) -> Standing:
    """The same from the facts that indicators speak of."""
    closed, satisfied = (names.get(name) for name in _NAMES)
    return _of(bool(names.get("final")), closed, satisfied)


def _of(final: bool, closed: Value, satisfied: Value) -> Standing:
    if final:
        return Standing.ENDED
    if closed != "yes":
        return Standing.OPEN
    return Standing.CONFIRMED if satisfied == "yes" else Standing.UNCONFIRMED
