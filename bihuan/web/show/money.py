"""Amounts of money as people read them: in hundred millions or in billions. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from bihuan.core.text import Language

_ZH = ((100_000_000, "亿", 4), (10_000, "万", 4), (1, "", 2))
_EN = ((1_000_000_000, " bn", 3), (1_000_000, " m", 3), (1, "", 2))
_YUAN = "CNY"


def money(amount: Fraction, currency: str, language: Language) -> str:
    """An amount with its currency, rounded half up; nothing is rounded away that a newspaper would print."""
    sizes = _ZH if language == "zh" else _EN
    size, word, places = next((one for one in sizes if abs(amount) >= one[0]), sizes[-1])
    whole = Decimal(amount.numerator) / Decimal(amount.denominator) / size
    text = f"{whole.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if language == "zh":
        return f"{text}{word}元" if currency == _YUAN else f"{text}{word} {currency}".replace("  ", " ")
    return f"{currency} {text}{word}"
