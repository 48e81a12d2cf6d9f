"""What Hypothesis draws for clocks: whole minutes, near holidays and make-up weekends, with suspensions.

May live here: strategies. Budgets are small, because the oracle walks minute by minute.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bihuan.core.clocks import Budget, Direction, Ends, Suspension, Terms, TimeKind

# Weeks in which the plan does most: New Year, Spring Festival, Labour Day, National Day, the turn of the last year.
ANCHORS = [
    datetime(2021, 2, 3, tzinfo=UTC),
    datetime(2021, 4, 20, tzinfo=UTC),
    datetime(2021, 9, 10, tzinfo=UTC),
    datetime(2020, 1, 15, tzinfo=UTC),
    datetime(2024, 2, 1, tzinfo=UTC),
    datetime(2025, 12, 20, tzinfo=UTC),
    datetime(2026, 12, 18, tzinfo=UTC),
]

TIME_MOST = {
    TimeKind.URGENT_MINUTE: 600,
    TimeKind.URGENT_HOUR: 100,
    TimeKind.WORK_MINUTE: 1500,
    TimeKind.WORK_HOUR: 40,
}
DAY_MOST = {TimeKind.WORK_DAY: 30, TimeKind.CALENDAR_DAY: 45, TimeKind.MONTH: 4}


def moments() -> st.SearchStrategy[datetime]:
    """A whole minute within three weeks of an anchor."""
    return st.builds(
        lambda anchor, minutes: anchor + timedelta(minutes=minutes),
        st.sampled_from(ANCHORS),
        st.integers(0, 21 * 24 * 60),
    )


@st.composite
def suspensions(draw: st.DrawFn, start: datetime, *, open_ended: bool = True) -> tuple[Suspension, ...]:
    """Up to four intervals near the start: before it, overlapping, touching, within a night, without end."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begins = start + timedelta(minutes=draw(st.integers(-2 * 24 * 60, 12 * 24 * 60)))
        minutes = draw(st.one_of(st.integers(0, 180), st.integers(0, 6 * 24 * 60)))
        ends = begins + timedelta(minutes=minutes)
        endless = open_ended and draw(st.integers(0, 9)) == 0
        found.append(Suspension(begins, None if endless else ends, "补正", "行政许可法第四十五条"))
    return tuple(found)


@st.composite
def terms(
    draw: st.DrawFn,
    most: dict[TimeKind, int],
    direction: Direction = Direction.AFTER,
    *,
    open_ended: bool = True,
) -> Terms:
    """The terms of one clock of one of the kinds."""
    start = draw(moments())
    kind = draw(st.sampled_from(sorted(most)))
    budget = Budget(draw(st.integers(1, most[kind])), kind)
    extensions: tuple[Budget, ...] = ()
    if direction is Direction.AFTER:
        family = [other for other in sorted(most) if Budget(1, other).extends(budget)]
        extensions = tuple(
            Budget(draw(st.integers(1, max(1, most[other] // 4))), other)
            for other in draw(st.lists(st.sampled_from(family), max_size=2))
        )
    return Terms(
        clock="handling",
        budget=budget,
        started_at=start,
        direction=direction,
        ends=draw(st.sampled_from(Ends)),
        extensions=extensions,
        suspensions=draw(suspensions(start, open_ended=open_ended)),
        rule="测试规则",
        edition="1",
        basis="测试依据",
    )
