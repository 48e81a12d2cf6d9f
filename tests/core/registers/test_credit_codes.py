"""The check of unified social credit codes against the weights as the standard prints them, and against slips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.registers.codes import credit_check_digit, credit_code_fault

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
"""GB 32100-2015, table 2."""

codes = st.builds(
    lambda head, region, body: head + region + body,
    st.sampled_from(["91", "52", "12", "N1", "Y1", "A1"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=9, max_size=9),
)


def printed(first: str) -> str:
    rest = sum(weight * ALPHABET.index(one) for weight, one in zip(WEIGHTS, first, strict=True)) % 31
    return ALPHABET[31 - rest] if rest else "0"


def test_the_example_of_the_standard() -> None:
    assert credit_code_fault("91350100M000100Y43") is None


@given(codes)
def test_the_check_digit_is_that_of_the_table(first: str) -> None:
    assert credit_check_digit(first) == printed(first)
    assert credit_code_fault(first + printed(first)) is None


@given(codes, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_mistyped_place_is_always_found(first: str, at: int, other: str) -> None:
    slipped = first[:at] + other + first[at + 1 :]
    fault = credit_code_fault(slipped + printed(first))
    assert fault is None if slipped == first else fault in ("check", "region")


@given(codes, st.integers(8, 15))
def test_two_places_swapped_are_always_found(first: str, at: int) -> None:
    swapped = first[:at] + first[at + 1] + first[at] + first[at + 2 :]
    assert swapped == first or credit_code_fault(swapped + printed(first)) == "check"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("", "length"), ("91350100M000100Y4", "length"), ("91350100M000100Y4３", "character"),
        ("91350100M000100O43", "character"), ("9135010AM000100Y43", "region"), ("91350100m000100Y43", "character"),
    ],
)  # fmt: skip
def test_what_is_none_says_why(code: str, fault: str) -> None:
    assert credit_code_fault(code) == fault
