"""Every problem: found exactly where it is (▲ marks the place), said in both languages, with a way out."""

from __future__ import annotations

import re

import pytest

from bihuan.core.expressions import Problem, Scope, infer, infer_guard, parse
from bihuan.core.expressions.problems import PROBLEMS
from tests.core.expressions.district import SCOPE

CASES: list[tuple[str, str, str]] = [
    # code, source with ▲ before the place, a piece of the hint
    ("too-long", "▲" + "1" * 2001, "Split"),
    ("too-deep", "(" * 100 + "▲n", "brackets"),
    ("too-many-scopes", "any(covers where any(parts where any(parts where any(parts where ▲closed))))", "Count"),
    ("list-too-long", "n in ▲[" + "1," * 200 + "1]", "dictionary"),
    ("full-width", "count(covers▲，n)", "Write , instead"),
    ("full-width", "kind == ▲“grate”", "Write ' instead"),
    ("full-width", "count▲（covers)", "Write ( instead"),
    ("full-width", "n > ▲３", "Write 3 instead"),
    ("full-width", "ab▲ｃ == 1", "Write c instead"),
    ("full-width", "n▲　== 1", "Write ' ' instead"),
    ("not-this-sign", "n ▲= 1", "Write == instead"),
    ("not-this-sign", "n ▲≥ 1", "Write >= instead"),
    ("not-this-sign", "flag ▲&& other", "Write and instead"),
    ("stray-character", "n ▲@ 1", "Delete"),
    ("stray-character", "n ▲\x00", "Delete"),
    ("unclosed-text", "kind == ▲'grate", "'"),
    ("unclosed-text", 'kind == ▲"grate\n"', '"'),
    ("bad-number", "n > ▲3days", "30min"),
    ("bad-number", "wait > ▲" + "9" * 30 + "h", "30min"),
    ("bad-date", "day > ▲2021-02-30", "2021-07-01"),
    ("bad-date", "now > ▲2021-02-03T25:00Z", "08:30"),
    ("unexpected", "n > ▲) 1", "a value"),
    ("unexpected", "n ▲m", "operator"),
    ("unexpected", "day is ▲2021-07-01", "known"),
    ("unexpected", "(n + 1▲]", ")"),
    ("unexpected", "[n, ▲]", "a value"),
    ("unexpected", "▲where", "a value"),
    ("ends-early", "n >▲", "a value"),
    ("ends-early", "▲", "a value"),
    ("ends-early", "if flag then n▲", "else"),
    ("chained-comparison", "1 < n ▲< 3", "between"),
    ("chained-comparison", "n in [1] ▲== flag", "between"),
    ("needs-condition", "▲all(covers where closed)", "all(items, …)"),
    ("needs-condition", "▲any(covers)", "any(items where …)"),
    ("outer-alone", "any(covers where ▲outer)", "outer.now"),
    ("not-among-items", "▲outer.n == 1", "where"),
    ("not-among-items", "▲item == 1", "where"),
    ("unknown-name", "flag and\n  ▲cover", "Did you mean covers?"),
    ("unknown-field", "site.▲aera == 'x'", "Did you mean area?"),
    ("unknown-field", "any(covers where ▲close)", "Did you mean closed?"),
    ("outer-name", "any(covers where opened < ▲now)", "Write outer.now"),
    ("outer-name", "any(covers where any(outer.scores where item > ▲quantity))", "Write outer.quantity"),
    ("no-fields", "n.▲area", "Remove"),
    ("no-fields", "any(scores where ▲area == 1)", "item"),
    ("unknown-function", "▲cuont(covers)", "Did you mean count?"),
    ("wrong-count", "▲days(day)", "days(start, end)"),
    ("wrong-count", "▲round(n, 1, 2)", "round(x, places)"),
    ("wrong-count", "▲lookup('posts', word)", "lookup"),
    ("wrong-argument", "days(day, ▲now)", "days(start, end)"),
    ("wrong-argument", "sum(▲covers)", "sum(numbers)"),
    ("wrong-argument", "minutes(▲n)", "minutes(length)"),
    ("wrong-argument", "lookup(▲posts, word, 'pay', day)", "lookup"),
    ("wrong-type", "flag and ▲n", "condition"),
    ("wrong-type", "if ▲n then 1 else 2", "condition"),
    ("wrong-type", "any(▲site where closed)", "list"),
    ("wrong-type", "rank(covers, ▲closed)", "order"),
    ("wrong-type", "lookup('posts', word, 'pay', ▲now)", "date(x)"),
    ("wrong-type", "-▲day", "fields"),
    ("cannot-compare", "word ▲< 'b'", "order"),
    ("cannot-compare", "day ▲== now", "date(x)"),
    ("cannot-compare", "covers ▲== covers", "fields"),
    ("cannot-compare", "n ▲in words", "fields"),
    ("cannot-calculate", "day ▲- day", "days(a, b)"),
    ("cannot-calculate", "n ▲+ word", "fields"),
    ("mixed", "[n, ▲word]", "one type"),
    ("mixed", "if flag then n else ▲word", "one type"),
    ("unknown-member", "kind == ▲'grates'", "Did you mean grate?"),
    ("unknown-member", "▲'manhol' != kind", "Did you mean manhole?"),
    ("unknown-member", "kind not in ['grate', ▲'gate']", "Did you mean grate?"),
    ("unknown-member", "any(covers where kind == (if closed then ▲'x' else 'other'))", "Its members"),
    ("unknown-member", "▲'gratte' in covers.kind", "Did you mean grate?"),
    ("unknown-register", "▲lookup('post', word, 'pay', day)", "Did you mean posts?"),
]  # fmt: skip


def problem_of(source: str, scope: Scope = SCOPE) -> Problem | None:
    read = parse(source)
    found = read if isinstance(read, Problem) else infer(read, scope)
    return found if isinstance(found, Problem) else None


@pytest.mark.parametrize("code, marked, hint", CASES)
def test_problem_is_found_where_it_is(code: str, marked: str, hint: str) -> None:
    source = marked.replace("▲", "")
    problem = problem_of(source)
    assert problem is not None
    assert (problem.code, problem.position) == (code, marked.index("▲"))
    before = source[: problem.position]
    assert (problem.line, problem.column) == (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    assert hint in problem.hint.en
    for text in (problem.message, problem.hint):
        for words in (text.zh, text.en):
            assert words and not re.search(r"\{[a-z]+\}|Text\(", words), words
    assert re.search("[\u4e00-\u9fff]", problem.message.zh)
    assert re.search("[\u4e00-\u9fff]", problem.hint.zh)


def test_every_problem_is_shown_here() -> None:
    assert {code for code, _, _ in CASES} == set(PROBLEMS)


def test_a_guard_must_be_a_condition() -> None:
    for source, code in (("n > 1", None), ("n", "wrong-type"), ("unknown", None)):
        tree = parse(source)
        assert not isinstance(tree, Problem)
        found = infer_guard(tree, SCOPE)
        assert (found.code if isinstance(found, Problem) else None) == code


@pytest.mark.parametrize(
    "source",
    [
        "kind == word",  # a text that is no constant may be any member
        "kind in ['grate', 'other'] and kind in words",
        "any(covers where kind == outer.kind)",
        "contains(kind, 'x')",
        "kind + '/' + word == 'a'",
        "count([]) == 0",
        "otherwise(first([]), 3) > 2",
        "unknown + 1 == n",
        "minutes(required - actual) + minutes(shift - required) + minutes(wait) == 0",
        "count(distinct(covers.kind)) == 1",
        "lookup('posts', kind, 'pay', date(now)) > 100",
        "'（积水），“深”' == word",
        " or ".join(["flag"] * 120),
        "n in [" + "1, " * 199 + "1]",
        "-" * 38 + "1 == n",
        "(if " * 18 + "flag" + " then n else m) between 0 and 1" * 18,
    ],
)
def test_no_problem(source: str) -> None:
    assert problem_of(source) is None


def test_long_chains_of_arithmetic_are_limited_like_brackets() -> None:
    """A chain is a tree as deep as it is long; the limit is what keeps evaluation off the end of the stack."""
    assert problem_of("+".join(["n"] * 40)) is None
    found = problem_of("+".join(["n"] * 41))
    assert found is not None and found.code == "too-deep"
