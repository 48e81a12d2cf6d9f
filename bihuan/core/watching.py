"""What is out of the ordinary among the openings of identities: plain counts, explained, never a judgement. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bihuan.core.text import Text

MANY_A_DAY = 20
"""Openings by one account in one day."""
AGAIN = 3
"""Openings of one case by one account in one day."""
MANY_EYES = 4
"""Accounts that opened one case."""
NIGHT = range(6)
"""Hours of the district in which openings are counted as at night."""
AT_NIGHT = 3
"""Openings by one account in one night."""


class Kind(StrEnum):
    """What is unusual."""

    MANY = "many"
    AGAIN = "again"
    NIGHT = "night"
    EYES = "eyes"


KINDS = {
    Kind.MANY: Text("一天内查看很多", "many in one day"),
    Kind.AGAIN: Text("一天内反复查看同一件", "one case again and again in one day"),
    Kind.NIGHT: Text("深夜查看", "at night"),
    Kind.EYES: Text("同一件被很多人查看", "one case opened by many people"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One opening; `at` in the zone of the district."""

    account: str
    case: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pattern:
    """Something to look into: what, how often, on which day, by whom or in which case."""

    kind: Kind
    count: int
    day: date
    account: str = ""
    case: str = ""


def patterns(looks: Iterable[Look]) -> Sequence[Pattern]:
    """Everything unusual, the newest day first."""
    found = [*_by_account(all_ := list(looks)), *_by_case(all_)]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.kind, -one.count, one.account, one.case))


def _by_account(looks: Sequence[Look]) -> Iterator[Pattern]:
    days: dict[tuple[str, date], list[Look]] = defaultdict(list)
    for look in looks:
        days[look.account, look.at.date()].append(look)
    for (account, day), same in days.items():
        if len(same) >= MANY_A_DAY:
            yield Pattern(Kind.MANY, len(same), day, account)
        if (night := sum(look.at.hour in NIGHT for look in same)) >= AT_NIGHT:
            yield Pattern(Kind.NIGHT, night, day, account)
        cases = [look.case for look in same]
        for case in sorted(set(cases)):
            if (again := cases.count(case)) >= AGAIN:
                yield Pattern(Kind.AGAIN, again, day, account, case)


def _by_case(looks: Sequence[Look]) -> Iterator[Pattern]:
    eyes: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        eyes[look.case].append(look)
    for case, same in eyes.items():
        if (many := len({look.account for look in same})) >= MANY_EYES:
            yield Pattern(Kind.EYES, many, max(look.at for look in same).date(), case=case)
