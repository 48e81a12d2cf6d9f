"""What holds for every checked expression in every environment, known or not."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.core.expressions import (
    Problem,
    belongs,
    compile_,
    evaluate,
    infer,
    names,
    parse,
    to_source,
)
from bihuan.core.expressions.tree import Call, Is, walk
from bihuan.core.expressions.types import unify
from tests.core.expressions.district import BOOL, NUMBER, SCOPE, typed_trees

calm = settings(max_examples=35, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@calm
@given(typed_trees())
def test_a_checked_expression_gives_a_value_of_its_type_and_never_raises(made: Any) -> None:
    wanted, tree, env = made
    type_ = infer(tree, SCOPE)
    assert not isinstance(type_, Problem), (to_source(tree), type_)
    assert unify(type_, wanted) is not None
    assert belongs(evaluate(tree, env), type_, SCOPE)


@calm
@given(typed_trees())
def test_compiled_means_the_same(made: Any) -> None:
    _, tree, env = made
    plain, fast = evaluate(tree, env), compile_(tree)(env)
    assert (type(plain), plain) == (type(fast), fast)


@calm
@given(typed_trees())
def test_the_normal_form_reads_back(made: Any) -> None:
    source = to_source(made[1])
    again = parse(source)
    if isinstance(again, Problem):
        assert again.code in ("too-long", "too-deep"), (source, again)
    else:
        assert again == made[1]
        assert to_source(again) == source


@calm
@given(typed_trees(unknown=False), st.integers())
def test_what_is_known_stays_when_more_becomes_known(made: Any, seed: int) -> None:
    """Filling in unknown values may turn unknown into known, but never one known value into another."""
    type_, tree, full = made
    if type_ not in (BOOL, NUMBER):
        return  # Values with parts may be known in part.
    if any(isinstance(n, Is) or (isinstance(n, Call) and n.name in ("known", "otherwise")) for n, _, _ in walk(tree)):
        return  # These ask whether something is known, so they may change their answer.
    less = evaluate(tree, _blanked(full, random.Random(seed)))
    assert less is None or less == evaluate(tree, full)


def _blanked(value: Any, chance: random.Random) -> Any:
    """The value with some of its parts unknown."""
    if isinstance(value, dict):
        return {key: part if key == "lookup" else _blanked(part, chance) for key, part in value.items()}
    if chance.random() < 0.15:
        return None
    return [_blanked(part, chance) for part in value] if isinstance(value, list) else value


@given(st.text(max_size=60))
def test_any_text_is_a_tree_or_a_problem(source: str) -> None:
    _read(source)


_PIECES = st.sampled_from(
    "and or not in is known unknown between where if then else true outer item outer. "
    "covers closed scores n m flag day now kind ( ) [ ] , . + - * / == != < <= > >= 3 0.5 60% 30min 2h "
    "2021-07-01 2021-13-01 2021-07-01T08:00Z 'grate' 'a \" count( sum( "
    "any( all( each( rank( lookup( minutes( 'posts' 'pay' ， （ “ 3x = \n".split(" ")
)


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_any_words_of_the_language_are_a_tree_or_a_problem(source: str) -> None:
    _read(source)


def _read(source: str) -> None:
    read = parse(source)
    if isinstance(read, Problem):
        before = source[: read.position]
        assert 0 <= read.position <= len(source)
        assert (read.line, read.column) == (before.count("\n") + 1, read.position - before.rfind("\n"))
        return
    assert parse(to_source(read)) == read
    type_ = infer(read, SCOPE)
    if not isinstance(type_, Problem):
        assert belongs(evaluate(read, {}), type_, SCOPE)


@calm
@given(typed_trees())
def test_free_names_are_all_that_is_asked_of_the_environment(made: Any) -> None:
    _, tree, env = made
    asked: set[str] = set()

    class Watched(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            asked.add(name)
            return super().get(name, default)

    evaluate(tree, Watched(env))
    assert asked <= {name.split(".")[0] for name in names(tree)} | {"lookup"}
