"""Amounts whose sum and whose nested tiers are exactly those asked for. Pure arithmetic; chance is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random


def amounts(
    count: int, total: int, tiers: Sequence[tuple[int, int]], least: int, step: int, chance: Random
) -> list[int]:
    """`count` amounts in multiples of `step` that sum up to `total`; of each tier (bound, n) exactly n reach the bound.

    Tiers are nested: whoever reaches a higher bound is counted in the lower ones, too. Raises ValueError if there are
    no such amounts.
    """
    ranges = _ranges(count, tiers, least, step)
    found = [low for low, _ in ranges]
    left = total - sum(found)
    if left < 0 or any(number % step for number in (total, *found)):
        raise ValueError("no amounts add up to that total in these tiers")
    for at in _shuffled(len(ranges), chance):
        low, high = ranges[at]
        if high is not None:
            # Small ones are more frequent than large ones.
            wanted = int((high - low) * chance.betavariate(1.5, 2.5)) // step * step
            taken = min(wanted, left)
            found[at] += taken
            left -= taken
    return _filled(found, ranges, left, step, chance)


def _ranges(count: int, tiers: Sequence[tuple[int, int]], least: int, step: int) -> list[tuple[int, int | None]]:
    """Lowest and highest amount of each, the largest first; the highest tier has no upper end."""
    bounds = sorted((*tiers, (least, count)), reverse=True)
    if [number for _, number in bounds] != sorted(number for _, number in bounds) or bounds[-1][1] != count:
        raise ValueError("a lower bound is reached by at least as many as a higher one, and not by more than all")
    ranges: list[tuple[int, int | None]] = []
    above: int | None = None
    for low, number in bounds:
        ranges += [(low, None if above is None else above - step)] * (number - len(ranges))
        above = low
    return ranges


def _filled(found: list[int], ranges: list[tuple[int, int | None]], left: int, step: int, chance: Random) -> list[int]:
    """What is left goes to those without an upper end, in parts by chance, or else to whoever has room."""
    free = [at for at, (_, high) in enumerate(ranges) if high is None]
    for at in free[1:]:
        part = int(left * chance.uniform(0.1, 0.4)) // step * step
        found[at] += part
        left -= part
    if free:
        found[free[0]] += left
        return found
    for at in _shuffled(len(found), chance):
        part = min(left, (ranges[at][1] or 0) - found[at])
        found[at] += part
        left -= part
    if left:
        raise ValueError("no amounts add up to that total in these tiers")
    return found


def _shuffled(number: int, chance: Random) -> list[int]:
    places = list(range(number))
    chance.shuffle(places)
    return places
