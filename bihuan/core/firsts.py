"""How many things lie in each group and which of them is due first, kept up as they come, move and go. Pure.

For counts that are asked for again and again while little changes between: a change costs the same however many
things there are.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)
Group = TypeVar("Group", bound=Hashable)


class Firsts(Generic[Item, Group]):
    """Things in groups; each thing lies in one group at most. Not safe to use from several threads at once."""

    def __init__(self) -> None:
        self._where: dict[Item, tuple[Group, datetime | None]] = {}
        self._counts: dict[Group, int] = {}
        self._due: dict[Group, list[tuple[datetime, int, Item]]] = {}
        self._added = 0

    def __len__(self) -> int:
        return len(self._where)

    def put(self, item: Item, group: Group, due: datetime | None) -> None:
        """The thing lies in this group from now on, and in no other."""
        self.drop(item)
        self._where[item] = group, due
        self._counts[group] = self._counts.get(group, 0) + 1
        if due is not None:
            self._added += 1
            heappush(self._due.setdefault(group, []), (due, self._added, item))
            self._tidy(group)

    def drop(self, item: Item) -> None:
        """The thing lies nowhere any more; nothing happens if it did not."""
        place = self._where.pop(item, None)
        if place is not None:
            self._counts[place[0]] -= 1
            if not self._counts[place[0]]:
                del self._counts[place[0]]
                self._due.pop(place[0], None)

    def groups(self) -> Iterator[tuple[Group, int, datetime | None]]:
        """Each group that is not empty: how many lie in it, and when the first of them is due."""
        return ((group, count, self._first(group)) for group, count in self._counts.items())

    def _first(self, group: Group) -> datetime | None:
        """What left the group or is due at another time is taken from the top when it comes up."""
        waiting = self._due.get(group, [])
        while waiting and self._where.get(waiting[0][2]) != (group, waiting[0][0]):
            heappop(waiting)
        return waiting[0][0] if waiting else None

    def _tidy(self, group: Group) -> None:
        """Drop what is stale once it is more than what is there, so that memory follows what there is."""
        waiting = self._due[group]
        if len(waiting) > 2 * self._counts[group] + 16:
            kept = {item: one for one in waiting if self._where.get(item := one[2]) == (group, one[0])}
            self._due[group] = list(kept.values())
            heapify(self._due[group])
