"""Which matters stand already that resemble one to be raised, and where they pile up. Raises and plays nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bihuan.app.simulation.casting import Matter
from bihuan.app.simulation.raised import Raised

WAITS_MOST = timedelta(days=100)
"""After so long a matter that waits for others like it is raised without."""
BEFORE_END = timedelta(days=2)
"""Nor does it wait until nothing could be done about it any more."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Matters of one kind in one area."""

    area: str
    numbers: tuple[int, ...] = ()


class Alike:
    """Finds for a matter those that resemble it: its message names their kinds, its path how many there must be."""

    def __init__(self, raised: dict[int, Raised], is_open: Callable[[int], bool]) -> None:
        """`raised` grows as time passes, the latest last; `is_open` looks at the case of a number."""
        self._raised, self._is_open = raised, is_open
        self._found: dict[int, Pile] = {}
        self._taken: set[int] = set()

    def ready(self, matter: Matter, now: datetime, until: datetime) -> bool:
        """Whether it may be raised now: enough stand that are like it, or it has waited in vain."""
        alike = matter.path.alike
        if alike is None or matter.number in self._found:
            return True
        for area, numbers in self._piles(matter, now - timedelta(days=alike.days)).items():
            if len(numbers) >= alike.least and sum(map(self._is_open, numbers)) >= alike.least:
                self._found[matter.number] = Pile(area, tuple(sorted(numbers)))
                self._taken.update(numbers)
                return True
        return now >= min(matter.at + WAITS_MOST, until - BEFORE_END)

    def of(self, matter: Matter) -> Pile | None:
        """Those that were found; None if it does not wait for any or waited in vain."""
        return self._found.get(matter.number)

    def _piles(self, matter: Matter, since: datetime) -> Mapping[str, list[int]]:
        """By area, what was raised lately, is of its kinds and was not taken by another."""
        piles: dict[str, list[int]] = {}
        assert matter.path.alike is not None
        for number, one in reversed(self._raised.items()):
            if one.at < since:
                break
            fits = one.script == matter.path.alike.of and one.category in matter.message.alike
            if fits and one.case and one.area and number not in self._taken:
                piles.setdefault(one.area, []).append(number)
        return piles
