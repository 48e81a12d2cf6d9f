"""The only reader of the real clock, and a clock for rehearsals that is moved by hand. No decision depends on how
time is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""The time now, UTC. Wherever time matters, it is asked for once and handed on as a value."""


def real_clock() -> datetime:
    """The machine's time, UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class VirtualClock:
    """A clock that stands until somebody moves it: for demos, stories and simulations."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a moment has its zone")
        self._now = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._now

    def move(self, step: timedelta) -> None:
        """Let time pass. It never runs backwards."""
        if step < timedelta(0):
            raise ValueError("time does not run backwards")
        self._now += step

    def move_to(self, moment: datetime) -> None:
        """Let time pass until a moment; one that is past already changes nothing."""
        self._now = max(self._now, moment.astimezone(UTC))
