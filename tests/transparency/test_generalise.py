"""What is too rare to be named is written `other`."""

from hypothesis import given
from hypothesis import strategies as st

from bihuan.transparency.generalise import OTHER, Cell, generalise

TABLE = frozenset(
    {Cell("zx", "TH", "road"), Cell("zx", OTHER, "noise"), Cell("zx", OTHER, OTHER), Cell(None, "TH", OTHER)}
)
NAMES = st.none() | st.sampled_from(["zx", "hb", "TH", "road", "noise"])


def test_a_cell_with_enough_cases_is_kept():
    assert generalise(TABLE, Cell("zx", "TH", "road")) == Cell("zx", "TH", "road")


def test_a_rare_cell_gives_up_the_place_first_and_the_unit_last():
    assert generalise(TABLE, Cell("zx", "YQ", "noise")) == Cell("zx", OTHER, "noise")
    assert generalise(TABLE, Cell("zx", "YQ", "gas")) == Cell("zx", OTHER, OTHER)
    assert generalise(TABLE, Cell("hb", "TH", "road")) == Cell(OTHER, OTHER, OTHER)


def test_what_is_not_known_stays_absent():
    assert generalise(TABLE, Cell(None, "TH", "gas"), settled=True) == Cell(None, "TH", OTHER)
    assert generalise(frozenset(), Cell(None, None, "gas")) == Cell(None, None, OTHER)


@given(st.frozensets(st.builds(Cell, NAMES, NAMES, NAMES), max_size=6), st.builds(Cell, NAMES, NAMES, NAMES))
def test_the_answer_is_in_the_table_or_says_nothing(table, cell):
    answer = generalise(table, cell)
    assert answer in table or set(answer) <= {None, OTHER}
    assert all(said in (asked, OTHER) for said, asked in zip(answer, cell, strict=True))
    assert generalise(table | {cell}, cell, settled=True) == cell


@given(st.frozensets(st.builds(Cell, NAMES, NAMES, NAMES), max_size=6), st.builds(Cell, NAMES, NAMES, NAMES))
def test_what_is_said_before_a_unit_answers_adds_nothing_to_what_is_said_after(table, cell):
    assert set(generalise(table, Cell(None, cell.area, cell.category))) <= {None, OTHER}
