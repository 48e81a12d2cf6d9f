"""Counts kept up as things come and go are those of counting everything anew."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.firsts import Firsts

DAY = datetime(2026, 3, 2, tzinfo=UTC)
moments = st.none() | st.integers(0, 9).map(lambda n: DAY + timedelta(days=n))
changes = st.tuples(st.integers(0, 6), st.none() | st.tuples(st.sampled_from("abc"), moments))


@given(st.lists(changes, max_size=120))
def test_they_say_what_counting_anew_says(made: list[tuple[int, tuple[str, datetime | None] | None]]) -> None:
    kept: Firsts[int, str] = Firsts()
    naive: dict[int, tuple[str, datetime | None]] = {}
    for item, place in made:
        if place is None:
            kept.drop(item)
            naive.pop(item, None)
        else:
            kept.put(item, *place)
            naive[item] = place
        found = {group: (count, due) for group, count, due in kept.groups()}
        counted = {}
        for group in {one for one, _ in naive.values()}:
            dues = [due for one, due in naive.values() if one == group]
            counted[group] = len(dues), min((due for due in dues if due), default=None)
        assert found == counted and len(kept) == len(naive)


def test_memory_follows_what_there_is() -> None:
    kept: Firsts[int, str] = Firsts()
    for turn in range(5_000):
        kept.put(turn % 3, "a", DAY + timedelta(seconds=turn))
    assert len(kept._due["a"]) <= 2 * 3 + 17
