"""What counts as unusual: the very edge of each number, and nothing below it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.watching import AGAIN, AT_NIGHT, MANY_A_DAY, MANY_EYES, Kind, Look, patterns

NOON = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=8)))
NIGHT = NOON.replace(hour=2)


def looks(kind: Kind, count: int) -> list[Look]:
    """As many openings as are asked for, unusual in one way alone."""
    return {
        Kind.MANY: [Look("zhou", f"c{n}", NOON) for n in range(count)],
        Kind.AGAIN: [Look("zhou", "c", NOON) for _ in range(count)],
        Kind.NIGHT: [Look("zhou", f"c{n}", NIGHT) for n in range(count)],
        Kind.EYES: [Look(f"a{n}", "c", NOON) for n in range(count)],
    }[kind]


EDGES = {Kind.MANY: MANY_A_DAY, Kind.AGAIN: AGAIN, Kind.NIGHT: AT_NIGHT, Kind.EYES: MANY_EYES}


@pytest.mark.parametrize("kind", Kind)
def test_each_begins_at_its_number(kind: Kind) -> None:
    assert patterns(looks(kind, EDGES[kind] - 1)) == []
    (found,) = patterns(looks(kind, EDGES[kind]))
    assert (found.kind, found.count) == (kind, EDGES[kind])


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 100)), max_size=60))
def test_order_changes_nothing_and_counts_are_never_below_their_edge(drawn: list[tuple[str, str, int]]) -> None:
    made = [Look(account, case, NOON + timedelta(hours=hours)) for account, case, hours in drawn]
    found = patterns(made)
    assert found == patterns(made[::-1])
    assert all(one.count >= EDGES[one.kind] for one in found)
