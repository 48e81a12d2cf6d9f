"""Public cells: whatever the cases were, no name that is published stands for fewer than the pack allows."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bihuan.app.cells import nameable, published
from bihuan.transparency.generalise import OTHER, Cell

UNITS, AREAS, KINDS = (st.none() | st.sampled_from(names) for names in ("uvw", "abcd", "xyz"))
ROWS = st.dictionaries(st.builds(Cell, UNITS, AREAS, KINDS), st.integers(1, 9), max_size=24)


@given(ROWS, st.integers(2, 7))
def test_no_published_name_stands_for_too_few(rows: dict[Cell, int], smallest: int) -> None:
    table = nameable(rows, smallest)
    found = published(rows, table)
    assert all(cases >= smallest for cases in found.values())
    assert len(table) <= len(found), "no name is kept that nothing is published under"


@given(ROWS, st.integers(2, 7))
def test_every_name_has_enough_cases_of_its_own(rows: dict[Cell, int], smallest: int) -> None:
    for cell in nameable(rows, smallest):
        alike = [
            cases
            for row, cases in rows.items()
            if all(part in (None, said) for part, said in zip(cell, row, strict=True))
        ]
        assert sum(alike) >= smallest


def test_the_rest_of_a_cell_is_not_one_case() -> None:
    """Five in one place, one in another: once the five are named, the unit's category alone would be the one."""
    rows = {Cell("u", "a", "x"): 5, Cell("u", "b", "x"): 1}
    table = nameable(rows, 5)
    assert published(rows, table) == {Cell("u", "a", "x"): 5}
    careless = {*table, Cell("u", None, "x"), Cell("u")}
    assert min(published(rows, careless).values()) == 1, "without the trial the one case would stand alone"


@given(ROWS, st.integers(2, 4), st.integers(2, 9))
def test_finer_names_need_more(rows: dict[Cell, int], smallest: int, finer: int) -> None:
    found = published(rows, nameable(rows, smallest, finer))
    fine = [cases for cell, cases in found.items() if sum(part not in (None, OTHER) for part in cell) > 1]
    assert all(cases >= max(smallest, finer) for cases in fine) and all(cases >= smallest for cases in found.values())


def test_without_generalisation_single_cases_are_named() -> None:
    rows = Counter({Cell("u", "a", "x"): 1, Cell("u", "b", "y"): 9})
    assert min(published(rows, set(rows)).values()) == 1
