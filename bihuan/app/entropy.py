"""The only source of chance: ids, keys and codes are drawn here and handed on as values."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import datetime

RandomBytes = Callable[[int], bytes]


def real_entropy(count: int) -> bytes:
    """Unpredictable bytes from the operating system."""
    return os.urandom(count)


def real_chance() -> random.Random:
    """Unpredictable draws: for the order in which leaves enter the public log."""
    return random.SystemRandom()


class SeededEntropy:
    """The same bytes every time for the same seed: for rehearsals and tests, never for a real district."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def __call__(self, count: int) -> bytes:
        return self._random.randbytes(count)


def time_ordered_id(now: datetime, draw: RandomBytes) -> str:
    """An id of 32 hex digits: milliseconds, then 80 random bits, so that new rows lie together in an index.

    The layout is that of RFC 9562 section 5.7 (UUIDv7) without its version bits.
    """
    return int(now.timestamp() * 1000).to_bytes(6, "big").hex() + draw(10).hex()
