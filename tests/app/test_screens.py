"""Minutes of a turn without anybody, against counting them one by one; and turns before and after now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.turns import _minutes, _missing
from bihuan.core.expressions import Span

NOON = datetime(2021, 6, 2, 12, tzinfo=UTC)
MINUTES = st.integers(-300, 300)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def counted(start: int, end: int, there: tuple[int, int] | None, now: int) -> int:
    """One minute after the other."""
    present = set(range(*there)) if there else set()
    return len([minute for minute in range(start, min(end, now)) if minute not in present])


@given(MINUTES, st.integers(1, 600), st.none() | st.tuples(MINUTES, st.integers(0, 600)), MINUTES)
def test_minutes_without_anybody(start: int, length: int, there: tuple[int, int] | None, now: int) -> None:
    required = Span(at(start), at(start + length))
    came = None if there is None else (there[0], there[0] + there[1])
    present = None if came is None else Span(at(came[0]), at(came[1]))
    assert _minutes(_missing(required, present, at(now))) == counted(start, start + length, came, now)
