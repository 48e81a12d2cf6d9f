"""Counting in the memory of one process: quick, forgotten when it ends, not shared. For floods, not for secrets."""

from __future__ import annotations

from threading import Lock

KEPT = 50_000
"""Targets counted at a time; a flood from more addresses than that is no matter of addresses."""


class Tally:
    """Tries by target in the present slot of time. Safe to use from several threads."""

    def __init__(self) -> None:
        self._tries: dict[tuple[str, int], int] = {}
        self._lock = Lock()

    def count(self, target: str, slot: int) -> int:
        """Count one try and say how many there are now."""
        with self._lock:
            if len(self._tries) >= KEPT:
                self._tries.clear()
            tries = self._tries[target, slot] = self._tries.get((target, slot), 0) + 1
            return tries

    def forgive(self, target: str) -> None:
        """Forget one target."""
        with self._lock:
            for key in [key for key in self._tries if key[0] == target]:
                del self._tries[key]
