"""Alike messages are offered for comparison; the same text about two estates never is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.likeness import ALIKE, likeness, stretches
from bihuan.core.searching import folded

LAMP = "小区东门的路灯三天不亮了，晚上老人出门很不安全，请尽快修好。"


def test_neighbours_about_one_lamp_are_alike() -> None:
    found = likeness(LAMP, "我们小区东门的路灯好几天不亮，晚上出门不安全，希望尽快修好")
    assert found.share >= ALIKE and not found.elsewhere and "小区东门的路灯" in found.common


def test_one_text_for_two_estates_is_two_matters() -> None:
    text = "{}开发商延期交房，业主多次交涉无果，请政府督促尽快交房并赔偿违约金。"
    found = likeness(text.format("润芳园"), text.format("魅力之城"))
    assert found.share >= ALIKE and found.elsewhere
    assert likeness(text.format("香江社区润芳园"), text.format("香江社区魅力之城")).elsewhere
    assert not likeness(text.format("A市润芳园"), text.format("润芳园")).elsewhere


def test_a_serial_petitioner_writes_about_different_matters() -> None:
    one, other = "请A市加快轨道交通建设，缓解拥堵", "请A市加快老旧小区加装电梯，方便老人"
    assert likeness(one, other).share < ALIKE


TEXTS = st.text(st.sampled_from("路灯小区不亮，东门a1 "), max_size=30)


@given(TEXTS, TEXTS)
def test_what_is_common_stands_in_both(one: str, other: str) -> None:
    assert all(piece in folded(one).text and piece in folded(other).text for piece in stretches(one, other))
    assert likeness(one, other).share == likeness(other, one).share


@pytest.mark.real_data
def test_no_two_estates_of_the_real_board_become_one_matter(real_data: Path) -> None:
    """The same text is filed there for two estates; every pair of it has to be told apart."""
    with (real_data / "messages" / "hot_messages.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row["留言主题"] + "\n" + row["留言详情"] for row in csv.DictReader(file)]
    mine, theirs = ([text for text in rows if name in text] for name in ("润芳园", "魅力之城"))
    pairs = [likeness(a, b) for a in mine for b in theirs]
    assert len(pairs) > 10 and [found for found in pairs if found.share >= ALIKE and not found.elsewhere] == []
