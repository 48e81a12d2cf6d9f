"""A draw that anyone can repeat: a promise made before, a seed shown after, a sample that follows from both. Pure.

The promise is the hash of the seed together with everything that is drawn by, published before the period begins. So
nobody chooses a seed that suits them when the cases are known, and nobody can pick another period afterwards. The
order of the sample is that of SHA-256 over seed and case number: with `sha256sum` one can draw by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SEED_BYTES = 32
SIZE_MOST = 1_000
"""Cases of one sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a draw is about: cases of a programme that were closed on the days of a period, both included."""

    district: str
    programme: str
    since: date
    until: date
    size: int


def commitment(plan: Plan, seed: bytes) -> str:
    """The hash to publish before the period begins, as hex digits."""
    parts = (plan.district, plan.programme, plan.since.isoformat(), plan.until.isoformat(), str(plan.size), seed.hex())
    return hashlib.sha256(("bihuan draw 1\n" + "".join(f"{part}\n" for part in parts)).encode()).hexdigest()


def sample(seed: bytes, population: Sequence[str], size: int) -> tuple[str, ...]:
    """The case numbers drawn, in the order in which they were; all of them if there are no more than `size`."""
    return tuple(sorted(set(population), key=lambda number: _place(seed, number))[:size])


def _place(seed: bytes, number: str) -> tuple[str, str]:
    return hashlib.sha256(f"{seed.hex()} {number}".encode()).hexdigest(), number
