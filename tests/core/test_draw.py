"""A draw follows from its seed alone; a promise binds everything that is drawn by."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.draw import Plan, commitment, sample

PLAN = Plan(district="d", programme="p", since=date(2026, 3, 2), until=date(2026, 3, 8), size=3)
NUMBERS = st.lists(st.from_regex(r"GZ20260302-00[0-9]{4}", fullmatch=True), max_size=30)
SEEDS = st.binary(min_size=32, max_size=32)


@given(SEEDS, NUMBERS, st.integers(1, 10), st.randoms())
def test_order_and_repetition_of_the_population_change_nothing(seed, numbers, size, chance) -> None:
    drawn = sample(seed, numbers, size)
    mixed = numbers * 2
    chance.shuffle(mixed)
    assert sample(seed, mixed, size) == drawn
    assert len(set(drawn)) == len(drawn) == min(size, len(set(numbers)))


@given(SEEDS, NUMBERS)
def test_anyone_can_draw_with_sha256sum(seed, numbers) -> None:
    by_hand = sorted(set(numbers), key=lambda number: hashlib.sha256(f"{seed.hex()} {number}".encode()).hexdigest())
    assert list(sample(seed, numbers, 4)) == by_hand[:4]


def test_every_part_of_the_promise_counts() -> None:
    seed = bytes(range(32))
    others = [
        replace(PLAN, size=4), replace(PLAN, until=date(2026, 3, 9)), replace(PLAN, since=date(2026, 3, 1)),
        replace(PLAN, programme="q"), replace(PLAN, district="e"),
    ]  # fmt: skip
    promised = {commitment(PLAN, seed), commitment(PLAN, bytes(32)), *(commitment(plan, seed) for plan in others)}
    assert len(promised) == 2 + len(others)


def test_everybody_is_drawn_about_equally_often() -> None:
    numbers = [f"GZ20260302-{i:06d}" for i in range(20)]
    counts = dict.fromkeys(numbers, 0)
    for i in range(2_000):
        for number in sample(hashlib.sha256(str(i).encode()).digest(), numbers, 5):
            counts[number] += 1
    assert all(400 < count < 600 for count in counts.values())
