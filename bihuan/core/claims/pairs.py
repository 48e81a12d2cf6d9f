"""Which whole numbers give a printed rate: the counts behind a percentage. Exact; no text here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from math import ceil, floor

from bihuan.core.claims.ranges import Range

MOST = 100_000
"""Totals that are tried."""


def counts(rate: Range, total: int) -> range:
    """Every whole number of `total` that gives the rate."""
    low, high = rate.low, rate.high
    first = 0 if low is None else ceil(low * total)
    if low is not None and not rate.low_in and low * total == first:
        first += 1
    last = total if high is None else floor(high * total)
    if high is not None and not rate.high_in and high * total == last:
        last -= 1
    return range(max(first, 0), min(last, total) + 1)


def totals(rates: Iterable[Range], most: int = MOST) -> Iterator[int]:
    """Totals, smallest first, of which whole numbers give every one of the rates."""
    wanted = list(rates)
    return (total for total in range(1, most + 1) if all(counts(rate, total) for rate in wanted))


def smallest(rates: Iterable[Range], how_many: int) -> list[int]:
    """The smallest totals that are possible."""
    return list(islice(totals(rates), how_many))
