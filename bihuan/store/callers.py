"""Cases by the number that was given with them: a keyed hash, so that the table names nobody. Rows are vault rows.

Only what can be dialled is kept here; who may ask, and what is written down about asking, is `app.callers`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Final

from bihuan.core.programme import Programme
from bihuan.core.searching import folded
from bihuan.store.session import Row, Session
from bihuan.store.vault.crypto import Masters

DIGITS_LEAST: Final = 7
DIGITS_MOST: Final = 15
"""Digits of a telephone number (ITU-T E.164)."""
_HASH_BYTES: Final = 16


def digits_of(typed: str) -> str | None:
    """The digits of a telephone number, however it was typed, without the country's own code; None if it is none."""
    text = folded(typed).text.strip()
    if not text or any(not (c.isdecimal() or c in " -()+.") for c in text):
        return None
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    for code in ("0086", "86"):
        if digits.startswith(code) and len(digits) - len(code) >= 10:
            digits = digits.removeprefix(code)
            break
    return digits if DIGITS_LEAST <= len(digits) <= DIGITS_MOST else None


def caller_rows(
    masters: Masters, district: str, case: str, words: Mapping[str, str], programme: Programme
) -> list[Row]:
    """A row for each number among the words that name a person."""
    rows: list[Row] = []
    for name, text in words.items():
        field = programme.fields.get(name)
        digits = digits_of(text) if field is not None and field.identity else None
        if digits is not None:
            rows.append((_hash(masters.keys[masters.current], district, digits), case))
    return rows


def cases_of(session: Session, district: str, masters: Masters, digits: str, most: int) -> list[str]:
    """Ids of the cases that were raised with this number, the newest first."""
    hashes = session.of_many([_hash(master, district, digits) for master in masters.keys.values()])
    return [str(case) for (case,) in session.rows("cases_of_caller", (district, hashes, most))]


def _hash(master: bytes, district: str, digits: str) -> str:
    key = hmac.digest(master, b"vault|caller|" + district.encode(), "sha256")
    return hmac.digest(key, digits.encode(), "sha256")[:_HASH_BYTES].hex()
