"""What can be a telephone number and an address, as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.contacts import LEAST, MOST, is_email, is_phone


@pytest.mark.parametrize(
    "text",
    ["13800000000", "138 0000 0000", "+86 138-0000-0000", "0797-8380000", "(0797) 8380000", "（0797）8380000", "12345",
     "8380000转8021", "0797-8380000 ext 12", "8380000"],
)  # fmt: skip
def test_a_number_is_one_however_it_is_written(text: str) -> None:
    assert is_phone(text) and is_phone(f"  {text} ")


@pytest.mark.parametrize(
    "text", ["", "1", "1380", "没有", "见备注", "138000000001234567", "a@b.cn", "1380000000O", "138\n0"]
)
def test_what_is_none_is_none(text: str) -> None:
    assert not is_phone(text)


@given(st.text(alphabet="0123456789", max_size=30))
def test_digits_alone_are_a_number_by_their_count(text: str) -> None:
    assert is_phone(text) == (LEAST <= len(text) <= MOST)


def test_an_address_has_one_at_and_a_dot() -> None:
    assert is_email("li.hua@mail.example.cn") and not any(map(is_email, ("li.hua", "a@b", "a b@c.cn", "@c.cn", "")))
