"""Amounts: what is written and read again is the same; what is none is told, never guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.amounts import LARGEST, amount_of, amount_text


@given(st.integers(-LARGEST, LARGEST), st.integers(0, 6), st.booleans())
def test_what_is_written_is_read_again(value: int, decimals: int, grouped: bool) -> None:
    text = amount_text(value, decimals, grouped=grouped)
    assert amount_of(text, decimals) == value
    assert Fraction(text.replace(",", "")) == Fraction(value, 10**decimals)


@pytest.mark.parametrize(
    "text", ["", "十二亿", "1.234", "NaN", "Infinity", "1e400", "90071992547409.92", "1 2", "--1", "0x10"]
)
def test_what_is_no_amount_of_two_decimals(text: str) -> None:
    assert amount_of(text, 2) is None


def test_as_people_write_them() -> None:
    assert amount_of("￥1，234.5", 2) == amount_of("1234.50", 2) == 123450
