"""The leader's pictures in words: what stands under the months, and the line that adds all mechanisms up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.leading import _months
from bihuan.app.months import Month
from bihuan.core.counting import Counts
from bihuan.web.show import leader

NUMBERS = st.lists(st.none() | st.integers(0, 50), min_size=2, max_size=2)


def line(cases: int, tiles: list[int | None]) -> leader.Line:
    shown = (
        None if n is None else leader.Tile(measure="case.overdue", title="", counted=n, of=cases, late=False)
        for n in tiles
    )  # fmt: skip
    return leader.Line(id="x", title="x", cases=cases, open=cases // 2, tiles=tuple(shown), here=False)


@given(st.lists(st.tuples(st.integers(0, 99), NUMBERS), min_size=1, max_size=5))
def test_the_last_line_adds_up_what_is_asked_of_any(rows: list[tuple[int, list[int | None]]]) -> None:
    whole = leader.total([line(*row) for row in rows])
    assert (whole.cases, whole.open) == (sum(n for n, _ in rows), sum(n // 2 for n, _ in rows))
    for place, tile in enumerate(whole.tiles):
        asked = [tiles[place] for _, tiles in rows if tiles[place] is not None]
        assert (tile.counted if tile else None) == (sum(n or 0 for n in asked) if asked else None)


def test_under_the_months_stand_years_and_quarters() -> None:
    months = [f"{year}-{n:02}" for year in (2025, 2026) for n in range(1, 13)]
    said = [leader._label(month, "zh") for month in months[:12]]
    assert said == ["2025", "", "", "4月", "", "", "7月", "", "", "10月", "", ""]
    assert leader._label(months[15], "en") == "Apr"


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 5), max_size=8))
def test_a_picture_of_time_has_no_holes(raised: dict[int, int]) -> None:
    """Each month from the first with a case to this one, in order, whatever happened in it; without a case, none."""
    now = Month(2026, 11)
    back = {n: str(Month(2026 - (n + 1) // 12, 11 - n + 12 * ((n + 1) // 12))) for n in range(31)}
    counts = {back[n]: Counts(counted=count, rest=0, unknown=0, not_due=0) for n, count in raised.items()}
    found = _months({"case.all": counts, "case.open": {}}, now)
    last = max((n for n, count in raised.items() if count), default=-1)
    assert [one.month for one in found] == [back[n] for n in range(last, -1, -1)]
    assert sum(one.raised for one in found) == sum(raised.values())
