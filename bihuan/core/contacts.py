"""Whether something typed can be a way to reach a person. Shapes only: nobody is called to find out."""

from __future__ import annotations

import re

_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,100}\.[^@\s.]{2,20}").fullmatch
_PHONE = re.compile(r"\+?[0-9(（][0-9 ()（）—－-]{3,22}[0-9]( ?(转|ext\.?|,|#) ?[0-9]{1,6})?", re.IGNORECASE).fullmatch
LEAST, MOST = 5, 15
"""Digits of a telephone number: five for services such as 12345, fifteen at most (ITU-T E.164)."""


def is_email(text: str) -> bool:
    """An address with one @ and a dot behind it."""
    return _EMAIL(text.strip()) is not None


def is_phone(text: str) -> bool:
    """Digits as people write them: with blanks, hyphens, brackets, a plus before, an extension behind."""
    text = text.strip()
    if _PHONE(text) is None:
        return False
    number: str = re.split("转|ext|,|#", text, maxsplit=1, flags=re.IGNORECASE)[0]
    return LEAST <= sum(one.isdigit() for one in number) <= MOST
