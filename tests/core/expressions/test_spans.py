"""Sets of spans against sets of minutes, and the roster gap they were made for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.expressions import Problem, Span, Spans, compile_, evaluate, parse, spans_of
from bihuan.core.expressions.spans import minus, overlap, union

START = datetime(2021, 7, 1, tzinfo=UTC)


def moment(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


ends = st.tuples(st.integers(0, 60), st.integers(0, 60))
rosters = st.lists(ends, max_size=6)


def brute(roster: list[tuple[int, int]]) -> set[int]:
    return {minute for start, end in roster for minute in range(start, end)}


def made(roster: list[tuple[int, int]]) -> list[Span]:
    return [Span(moment(start), moment(end)) for start, end in roster]


@given(rosters, rosters)
def test_roster_gap_is_counted_minute_by_minute(required: list[tuple[int, int]], actual: list[tuple[int, int]]) -> None:
    tree = parse("minutes(required - actual)")
    assert not isinstance(tree, Problem)
    for give in (made, lambda roster: spans_of(made(roster))):
        env = {"required": give(required), "actual": give(actual)}
        assert evaluate(tree, env) == compile_(tree)(env) == len(brute(required) - brute(actual))


@given(rosters, rosters)
def test_set_operations(left: list[tuple[int, int]], right: list[tuple[int, int]]) -> None:
    one, other = spans_of(made(left)), spans_of(made(right))
    for result, expected in (
        (union(one, other), brute(left) | brute(right)),
        (overlap(one, other), brute(left) & brute(right)),
        (minus(one, other), brute(left) - brute(right)),
    ):
        assert {minute for minute in range(61) if moment(minute) in result} == expected
        assert result.length() == timedelta(minutes=len(expected))
        assert_normal(result)


def assert_normal(spans: Spans) -> None:
    """In order, none empty, no two touching: so equal sets are equal values."""
    assert all(part.start < part.end for part in spans.parts)
    assert all(a.end < b.start for a, b in zip(spans.parts, spans.parts[1:], strict=False))


def test_an_unknown_shift_leaves_the_gap_unknown() -> None:
    tree = parse("minutes(required - actual)")
    assert not isinstance(tree, Problem)
    assert evaluate(tree, {"required": made([(0, 10)]), "actual": [None]}) is None
