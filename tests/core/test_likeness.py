"""Alike messages are offered for comparison; the same text about two estates never is."""

from __future__ import annotations

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
    assert not likeness(text.format("A市润芳园"), text.format("润芳园")).elsewhere


def test_a_serial_petitioner_writes_about_different_matters() -> None:
    one, other = "请A市加快轨道交通建设，缓解拥堵", "请A市加快老旧小区加装电梯，方便老人"
    assert likeness(one, other).share < ALIKE


TEXTS = st.text(st.sampled_from("路灯小区不亮，东门a1 "), max_size=30)


@given(TEXTS, TEXTS)
def test_what_is_common_stands_in_both(one: str, other: str) -> None:
    assert all(piece in folded(one).text and piece in folded(other).text for piece in stretches(one, other))
    assert likeness(one, other).share == likeness(other, one).share
