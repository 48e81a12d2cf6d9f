"""Amounts as people write them and as facts hold them: whole numbers of the smallest part. Pure; knows no unit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

LARGEST = 2**53 - 1
"""The largest whole number that the stored form can hold (RFC 8785 takes numbers as IEEE 754 doubles)."""


def amount_of(text: str, decimals: int) -> int | None:
    """`1,234.5` with two decimals is 123450; None for what is no number, has more decimals, or is too large."""
    plain = text.replace(",", "").replace("，", "").removeprefix("¥").removeprefix("￥").strip()
    try:
        scaled = Decimal(plain).scaleb(decimals)
    except InvalidOperation:
        return None
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) > LARGEST:
        return None
    return int(scaled)


def amount_text(value: int, decimals: int, *, grouped: bool = False) -> str:
    """The other way round; with `grouped` in thousands, for reading."""
    scaled = Decimal(value).scaleb(-decimals)
    return f"{scaled:,f}" if grouped else f"{scaled:f}"
