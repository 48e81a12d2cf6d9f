"""Codes that carry a check digit. Pure arithmetic; the statute is named at each."""

from __future__ import annotations

_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100-2015, table 1: no I, O, S, V, Z."""


def credit_code_fault(code: str) -> str | None:
    """What is wrong with a unified social credit code: `length`, `character`, `region`, `check`.

    Any letter of table 1 may stand first: besides the digits and A of the first edition, N (rural collectives) and Y
    (others) are given out (GB 32100-2015, amendments). The inner code of the organisation (places 9 to 17) has a check
    digit of its own by GB 11714, which codes beginning with these letters, and old ones, do not always keep; so only
    the last place is judged.
    """
    if len(code) != 18:
        return "length"
    if any(one not in _CREDIT for one in code):
        return "character"
    if not code[2:8].isdecimal():
        return "region"
    return None if code[17] == credit_check_digit(code[:17]) else "check"


def credit_check_digit(first: str) -> str:
    """The 18th place for the first 17: weights 3^i mod 31 (GB 32100-2015, 5.5)."""
    total = sum(_CREDIT.index(one) * pow(3, at, 31) for at, one in enumerate(first))
    return _CREDIT[(31 - total % 31) % 31]
