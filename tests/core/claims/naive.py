"""The oracle of claims: all whole numbers tried one after the other, with the decimal module's rounding. No ranges."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext


def prints_as(numerator: int, denominator: int, places: int, how: str) -> str:
    """A rate in per cent as an office would print it."""
    modes = {"nearest": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}
    with localcontext() as context:
        context.prec = 60
        return str((Decimal(100 * numerator) / denominator).quantize(Decimal(1).scaleb(-places), modes[how])) + "%"


def pairs(printed: str, most: int, how: str) -> list[tuple[int, int]]:
    """Every pair of counts up to a total that prints so."""
    places = len(printed.rstrip("%").partition(".")[2])
    return [
        (part, total)
        for total in range(1, most + 1)
        for part in range(total + 1)
        if prints_as(part, total, places, how) == printed
    ]
