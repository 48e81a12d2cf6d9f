"""By whose word a figure counts people as satisfied: signed by them, told to a caller, or neither. Counts nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from bihuan.core.expressions import Value, names
from bihuan.core.programme import Indicator

WORDS: Mapping[str, tuple[str, bool | None]] = {
    "signed": ("raiser", True),
    "called": ("call_back", None),
    "unsigned": ("raiser", False),
}
"""Whose word → who said it, and whether they signed (None: whether or not)."""


def word_measure(indicator: str, word: str) -> str:
    """What the cases are counted under that an indicator counts by this word."""
    return f"{indicator}.{word}"


def by_word(indicator: Indicator) -> Iterator[tuple[str, Callable[[Mapping[str, Value]], bool]]]:
    """For each word its measure, and whether a case with these facts has it; none for a figure that asks nobody."""
    if "satisfied" in names(indicator.numerator):
        for word, (by, signed) in WORDS.items():
            yield word_measure(indicator.id, word), _said(by, signed)


def _said(by: str, signed: bool | None) -> Callable[[Mapping[str, Value]], bool]:
    return lambda facts: facts.get("satisfied_by") == by and signed in (None, facts.get("satisfied_signed"))
