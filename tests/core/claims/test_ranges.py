"""Ranges keep every number that can come out, and say yes or no only where every choice agrees."""

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from bihuan.core.claims import Printed, Range, Rounding, read_printed, reckon, unfit
from bihuan.core.claims.pairs import counts, smallest
from bihuan.core.claims.ranges import exactly
from bihuan.core.expressions import Expression, Problem, evaluate, parse
from tests.core.claims.naive import pairs, prints_as

NUMBERS = st.fractions(min_value=-50, max_value=50, max_denominator=8)


@st.composite
def ranges_with_a_number(draw: st.DrawFn) -> tuple[Range, Fraction]:
    ends = sorted((draw(NUMBERS), draw(NUMBERS)))
    low = draw(st.sampled_from([ends[0], None]))
    high = draw(st.sampled_from([ends[1], None]))
    closed = ends[0] == ends[1]
    range_ = Range(low, high, closed or draw(st.booleans()), closed or draw(st.booleans()))
    weight = draw(st.fractions(min_value=0, max_value=1, max_denominator=6))
    number = ends[0] + (ends[1] - ends[0]) * weight
    assume(number in range_)
    return range_, number


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> str:
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(["a", "b", "c", "2", "0", "0.5"]))
    one, two = draw(formulas(depth - 1)), draw(formulas(depth - 1))
    return draw(
        st.sampled_from(
            [
                f"({one} + {two})",
                f"({one} - {two})",
                f"({one} * {two})",
                f"({one} / {two})",
                f"share({one}, {two})",
                f"abs({one})",
                f"-({one})",
                f"round({one}, 1)",
                f"min([{one}, {two}])",
                f"max([{one}, {two}])",
                f"sum([{one}, {two}])",
                f"(if {one} <= {two} then {one} else {two})",
            ]
        )
    )


CONDITIONS = ["{} == {}", "{} != {}", "{} < {}", "{} <= {}", "{} > {}", "not {} >= {}", "whole({}) or {} > 3",
              "{} between 0 and {}"]  # fmt: skip


def read(source: str) -> Expression:
    tree = parse(source)
    assert not isinstance(tree, Problem), tree.message.en
    return tree


NAMES = st.fixed_dictionaries({name: ranges_with_a_number() for name in "abc"})


@given(formulas(), NAMES)
def test_what_comes_out_lies_in_the_range(source: str, names: dict[str, tuple[Range, Fraction]]) -> None:
    tree = read(source)
    value = evaluate(tree, {name: number for name, (_, number) in names.items()})
    assume(value is not None)
    found = reckon(tree, {name: range_ for name, (range_, _) in names.items()})
    assert isinstance(found, Range) and isinstance(value, int | Fraction)
    assert value in found


@given(st.sampled_from(CONDITIONS), formulas(depth=2), formulas(depth=2), NAMES)
def test_yes_and_no_hold_for_every_choice(
    form: str, one: str, two: str, names: dict[str, tuple[Range, Fraction]]
) -> None:
    tree = read(form.format(one, two))
    value = evaluate(tree, {name: number for name, (_, number) in names.items()})
    assume(value is not None)
    found = reckon(tree, {name: range_ for name, (range_, _) in names.items()})
    assert found is None or found == value


@given(formulas(), st.fixed_dictionaries(dict.fromkeys("abc", NUMBERS)))
def test_of_single_numbers_it_is_the_value_itself(source: str, names: dict[str, Fraction]) -> None:
    tree = read(source)
    value = evaluate(tree, names)
    assume(value is not None)
    found = reckon(tree, {name: exactly(number) for name, number in names.items()})
    assert isinstance(found, Range)
    assert found.point == value


PERCENT = st.tuples(st.integers(0, 160), st.integers(1, 160), st.integers(0, 3)).filter(lambda one: one[0] <= one[1])


@given(PERCENT, st.sampled_from(["nearest", "down", "up"]))
def test_a_rate_may_be_what_it_was_printed_from(counted: tuple[int, int, int], how: str) -> None:
    part, total, places = counted
    printed = read_printed(prints_as(part, total, places, how))
    assert printed is not None
    rate = printed.may_be(Rounding(how))
    assert Fraction(part, total) in rate
    assert part in counts(rate, total)


@given(PERCENT, st.sampled_from(["nearest", "down", "up"]))
def test_the_pairs_are_those_that_trying_all_finds(counted: tuple[int, int, int], how: str) -> None:
    part, total, places = counted
    text = prints_as(part, total, places, how)
    printed = read_printed(text)
    assert printed is not None
    rate = printed.may_be(Rounding(how))
    found = [(part, total) for total in range(1, 41) for part in counts(rate, total)]
    assert sorted(found) == sorted(pairs(text, 40, how))


def rate(text: str) -> Range:
    printed = read_printed(text)
    assert printed is not None
    return printed.may_be(Rounding.NEAREST)


def test_the_rates_of_the_article() -> None:
    assert list(counts(rate("95.82%"), 221)) == []
    assert list(counts(rate("95.48%"), 221)) == [211]
    assert list(counts(rate("94.6%"), 2021)) == [1911, 1912]
    assert smallest([rate("95.82%"), rate("61.5%")], 5) == [239, 335, 431, 455, 478]


def test_a_half_goes_up() -> None:
    assert prints_as(1, 16, 1, "nearest") == "6.3%"
    assert (list(counts(rate("6.2%"), 16)), list(counts(rate("6.3%"), 16))) == ([], [1])


def test_figures_as_they_are_printed() -> None:
    for text, value, step in (
        ("2051", 2051, 1),
        ("95.82%", Fraction(9582, 10000), Fraction(1, 10000)),
        ("1453.56亿", 145_356_000_000, 1_000_000),
        ("38万", 380_000, 10_000),
        ("1/5", Fraction(1, 5), 0),
    ):
        assert read_printed(text) == Printed(text, Fraction(value), Fraction(step), text.lstrip("0123456789./"))
    for text in ("", "2,051", "约5", "5 %", "-3", "1/0", "1e5", "９", "2.", ".5", "95.82％"):
        assert read_printed(text) is None


def test_what_ranges_cannot_say_is_found() -> None:
    for source, stranger in (
        ("median([a, b])", "median"),
        ("count(a where a > 1)", "over"),
        ("'x' == 'x'", "x"),
        ("min([])", "[]"),
        ("a is known", "is"),
    ):
        assert unfit(read(source)) == stranger
    assert unfit(read("if whole(a * b) and not a < 1 then sum([a, b]) else round(a / b, 3)")) is None
