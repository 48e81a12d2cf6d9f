"""The language by example, and against Python where both mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.expressions import (
    FUNCTIONS,
    Basic,
    Env,
    ListOf,
    Problem,
    Record,
    Scope,
    Value,
    compile_,
    evaluate,
    holds,
    infer,
    names,
    parse,
    to_source,
)
from bihuan.core.expressions.types import ENTRIES, entry_record

T, F, U = True, False, None


def value(source: str, env: Env | None = None) -> Value:
    """The value of a source; both ways of computing it must agree."""
    tree = parse(source)
    assert not isinstance(tree, Problem), tree
    plain = evaluate(tree, env or {})
    assert compile_(tree)(env or {}) == plain
    return plain


AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}
NOT = {T: F, F: T, U: U}


@pytest.mark.parametrize("word, table", [("and", AND), ("or", OR)])
def test_kleene_tables(word: str, table: Mapping[tuple[bool | None, bool | None], bool | None]) -> None:
    for (a, b), result in table.items():
        assert value(f"a {word} b", {"a": a, "b": b}) is result
        items = [{"x": a}, {"x": b}]
        assert value("any(items where x)" if word == "or" else "all(items, x)", {"items": items}) is result


def test_kleene_not() -> None:
    assert {a: value("not a", {"a": a}) for a in NOT} == NOT


def test_quantifiers_over_nothing() -> None:
    assert value("any(items where x)", {"items": []}) is False
    assert value("all(items, x)", {"items": []}) is True


@given(st.sampled_from([1, 2, None]), st.lists(st.sampled_from([1, 2, None]), max_size=3))
def test_in_is_a_chain_of_equals(x: int | None, items: list[int | None]) -> None:
    env = {"x": x, **{f"i{n}": item for n, item in enumerate(items)}, "items": items}
    chain = " or ".join(["false", "false", *(f"x == i{n}" for n in range(len(items)))])
    assert value("x in items", env) is value(chain, env)


@given(*[st.sampled_from([0, 1, 2, None])] * 3)
def test_between_is_two_comparisons(x: int | None, low: int | None, high: int | None) -> None:
    env = {"x": x, "low": low, "high": high}
    assert value("x between low and high", env) is value("x >= low and x <= high", env)


# Python reads the same text, with every number made exact: an oracle for precedence and arithmetic.


def _python(draw: Any, left: int, logic: bool) -> str:
    pick = draw(st.integers(0, 5)) if left else 0
    if logic:
        match pick:
            case 0 | 1:
                sign = draw(st.sampled_from("== != < <= > >=".split()))
                return f"{_python(draw, max(left - 1, 0), False)} {sign} {_python(draw, max(left - 1, 0), False)}"
            case 2:
                return f"not {_python(draw, left - 1, True)}"
            case 3:
                return f"({_python(draw, left - 1, True)})"
        return f"{_python(draw, left - 1, True)} {draw(st.sampled_from(['and', 'or']))} {_python(draw, left - 1, True)}"
    match pick:
        case 0 | 1:
            return str(draw(st.integers(0, 5)))
        case 2:
            return f"-{_python(draw, left - 1, False)}"
        case 3:
            return f"({_python(draw, left - 1, False)})"
    return f"{_python(draw, left - 1, False)} {draw(st.sampled_from('+-*/'))} {_python(draw, left - 1, False)}"


sums = st.composite(lambda draw: _python(draw, 4, False))()
conditions = st.composite(lambda draw: _python(draw, 4, True))()


@given(sums | conditions)
def test_arithmetic_and_logic_are_those_of_python(source: str) -> None:
    exact = "".join(f"Fraction({c})" if c.isdigit() else c for c in source)
    try:
        expected = eval(exact, {"Fraction": Fraction})
    except ZeroDivisionError:
        return
    assert value(source) == expected


LOOK = {"lookup": lambda register, key, field, day: f"{register}/{key}/{field}/{day}"}
AT = datetime(2021, 7, 1, 16, 30, tzinfo=UTC)
ITEMS = [{"a": "x", "q": 3, "on": date(2021, 7, 1)}, {"a": "y", "q": Fraction(1, 2)}, {"a": "x", "q": -3}]


@pytest.mark.parametrize(
    "source, env, expected",
    [
        ("0.1 + 0.2 == 0.3", {}, True),
        ("90%", {}, Fraction(9, 10)),
        ("1 / 3 * 3", {}, 1),
        ("1 / 0", {}, None),
        ("n / 0 == 1 or true", {"n": 1}, True),
        ("'it''s' + \" 积水\"", {}, "it's 积水"),
        ("if a then 1 else 2", {"a": None}, None),
        ("if a then 1 else 2", {"a": False}, 2),
        ("nothing is unknown and not known(nothing)", {}, True),
        ("case.area", {"case": {"area": "站东"}}, "站东"),
        ("case.area", {"case": None}, None),
        ("items.q", {"items": ITEMS}, (3, Fraction(1, 2), -3)),
        ("sum(items where a == 'x', q)", {"items": ITEMS}, 0),
        ("sum((items where a == 'x').q)", {"items": ITEMS}, 0),
        ("count(items where q > 0)", {"items": ITEMS}, 2),
        ("count(items where on < 2022-01-01)", {"items": ITEMS}, None),
        ("any(items where on < 2022-01-01)", {"items": ITEMS}, True),
        ("not any(items where on > 2022-01-01)", {"items": ITEMS}, None),
        ("count(items where q > outer.q)", {"items": ITEMS, "q": 1}, 1),
        ("scores where item > 1", {"scores": [1, 2, 3]}, (2, 3)),
        ("all(outs, any(outer.ins where item == outer.item))", {"outs": [1, 2], "ins": [2, 1, 5]}, True),
        ("take(rank(items, q), 2).a", {"items": ITEMS}, ("x", "y")),
        ("top([1, 3, 2], 2)", {}, (3, 2)),
        ("take([1, 3, 2], 0.5)", {}, None),
        ("trimmed_mean([7, 9, 8, 10])", {}, Fraction(17, 2)),
        ("trimmed_mean([7, 9])", {}, None),
        ("median([4, 1, 2])", {}, 2),
        ("median([4, 1, 2, 3])", {}, Fraction(5, 2)),
        ("mean([1, 2])", {}, Fraction(3, 2)),
        ("mean([])", {}, None),
        ("sum([])", {}, 0),
        ("sum([1, n])", {}, None),
        ("min([2, 1]) + max([2, 1])", {}, 3),
        ("distinct(['b', 'a', 'b'])", {}, ("b", "a")),
        ("flat([[1], [2, 3]])", {}, (1, 2, 3)),
        ("first([]) is unknown", {}, True),
        ("last([1, 2])", {}, 2),
        ("share(1, 4)", {}, Fraction(1, 4)),
        ("share(0, 0)", {}, None),
        ("otherwise(n, 7)", {}, 7),
        ("[round(2.5), round(-2.5), round(2.4), round(1250, -2)]", {}, (3, -3, 2, 1300)),
        ("round(0.125, 2)", {}, Fraction(13, 100)),
        ("abs(-2)", {}, 2),
        ("days(2021-07-01, 2021-08-01)", {}, 31),
        ("add_days(2021-12-31, 1)", {}, date(2022, 1, 1)),
        ("add_days(9999-12-31, 1)", {}, None),
        ("[year(2021-07-01), month(2021-07-01)]", {}, (2021, 7)),
        ("[week(2021-07-01), week(2021-06-28), week(2021-07-04)]", {}, (date(2021, 6, 28),) * 3),
        ("week(0001-01-01)", {}, date(1, 1, 1)),
        ("join('p1', week(2021-07-04))", {}, "p1:2021-06-28"),
        ("join(n, 1)", {}, None),
        ("date(at)", {"at": AT}, date(2021, 7, 2)),
        ("at + 90min == 2021-07-02T02:00+08:00", {"at": AT}, True),
        ("at - (at - 2h)", {"at": AT}, timedelta(hours=2)),
        ("90min / 1h", {}, Fraction(3, 2)),
        ("hours(1h * 1.5)", {}, Fraction(3, 2)),
        ("minutes(span(2021-07-01T08:00Z, 2021-07-01T09:30Z))", {}, 90),
        ("2021-07-01T09:30Z in span(2021-07-01T08:00Z, 2021-07-01T09:30Z)", {}, False),
        ("span(2021-07-01T09:30Z, 2021-07-01T08:00Z)", {}, None),
        ("contains('路面积水', '积水') and starts_with('赣州', '赣') and length('赣州') == 2", {}, True),
        ("lookup('posts', 'p1', 'pay', 2021-07-01)", LOOK, "posts/p1/pay/2021-07-01"),
        ("count(keys where lookup('posts', item, 'pay', outer.day) == 'posts/p1/pay/2021-07-01')",
         {**LOOK, "keys": ["p1", "p2"], "day": date(2021, 7, 1)}, 1),
        ("lookup('posts', 'p1', 'pay', 2021-07-01)", {}, None),
    ],
)  # fmt: skip
def test_by_example(source: str, env: dict[str, Any], expected: Value) -> None:
    found = value(source, env)
    assert (type(found), found) == (type(expected), expected)


def test_a_guard_holds_only_if_it_is_true() -> None:
    tree = parse("a")
    assert not isinstance(tree, Problem)
    assert [holds(tree, {"a": a}) for a in (True, False, None)] == [True, False, False]


def test_names_are_the_free_ones() -> None:
    tree = parse("case.area == x and any(case.items where a == outer.y and any(b where outer.outer.z.w == outer.c))")
    assert not isinstance(tree, Problem)
    assert names(tree) == {"case.area", "x", "case.items", "y", "z.w"}


@pytest.mark.parametrize(
    "source, normal",
    [
        ("( a  and(b)) or not((c))", "a and b or not c"),
        ("a and (b and c)", "a and (b and c)"),
        ("not (a in b)", "a not in b"),
        ("(a - b) - c - (d - e)", "a - b - c - (d - e)"),
        ("-(a + b) * -c.d", "-(a + b) * -c.d"),
        ("(if a then b else c) + 1", "(if a then b else c) + 1"),
        ("sum(items, q * 2)", "sum(each(items, q * 2))"),
        ("any(items, a)", "any(items where a)"),
        ("[90min, 120min, 0min]", "[90min, 2h, 0min]"),
        ("\"it's\" == 50%", "'it''s' == 0.5"),
        ("a\n  where b where c", "a where b where c"),
        ("a is known", "a is known"),
    ],
)
def test_normal_form(source: str, normal: str) -> None:
    tree = parse(source)
    assert not isinstance(tree, Problem)
    assert to_source(tree) == normal
    assert parse(normal) == tree


def test_the_table_of_functions_is_complete_for_its_readers() -> None:
    for name, function in FUNCTIONS.items():
        assert function.about.zh and function.about.en
        assert names_of_parameters(function.usage(name)) == [parameter for parameter, _ in function.parameters]


def names_of_parameters(usage: str) -> list[str]:
    return usage[usage.index("(") + 1 : -1].split(", ")


def test_entries_are_records_asked_of_a_port() -> None:
    """`entries` in all three readings: its type, its plain meaning, its compiled one; and back to text."""
    fields = {"key": Basic.TEXT, "weight": Basic.NUMBER, "place": Basic.TEXT}
    scope = Scope(
        names={"here": Basic.TEXT, "today": Basic.DATE},
        records={entry_record("stores"): fields},
        registers={"stores": fields},
    )
    source = "sum(entries('stores', 'place', here, today), weight) > 3"
    tree = parse(source)
    assert not isinstance(tree, Problem)
    assert infer(tree, scope) == Basic.BOOL
    assert parse(to_source(tree)) == tree
    listed = parse("entries('stores', 'place', here, today)")
    assert infer(listed, scope) == ListOf(Record(entry_record("stores")))  # type: ignore[arg-type]
    asked = []

    def port(register: str, value: object, field: str, day: date) -> object:
        asked.append((register, value, field, day))
        return [{"key": "a", "weight": 1, "place": "n"}, {"key": "b", "weight": 3, "place": "n"}]

    env = {"here": "n", "today": date(2021, 1, 1), ENTRIES: port}
    assert evaluate(tree, env) is True and compile_(tree)(env) is True  # type: ignore[arg-type]
    assert asked == [("stores", "n", "place", date(2021, 1, 1))] * 2
    assert evaluate(tree, {**env, "here": None}) is None
    assert evaluate(tree, {"here": "n", "today": date(2021, 1, 1)}) is None


def test_entries_that_make_no_sense() -> None:
    fields = {"key": Basic.TEXT, "weight": Basic.NUMBER, "place": Basic.TEXT}
    spoken = {"here": Basic.TEXT, "today": Basic.DATE}
    scope = Scope(names=spoken, records={entry_record("stores"): fields}, registers={"stores": fields})
    for wrong, code in (
        ("entries('shops', 'place', here, today)", "unknown-register"),
        ("entries('stores', 'plce', here, today)", "unknown-field"),
        ("entries('stores', 'weight', here, today)", "wrong-type"),
        ("entries('stores', 'place', here, here)", "wrong-type"),
    ):
        found = infer(parse(wrong), scope)  # type: ignore[arg-type]
        assert isinstance(found, Problem) and found.code == code, wrong
    assert isinstance(parse("entries('stores', here)"), Problem)
