"""The grammar's own tables: every verb has a row, a meaning and a step in the tiny programme."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from bihuan.core.decide.meanings import MEANINGS
from bihuan.core.events import Effect
from bihuan.core.verbs import ASKS, REQUESTS, VERBS, FindingKind, Party, RequestKind, Verb
from tests.core.tiny import TINY

OURS = frozenset({Verb.LAPSE, Verb.REPROJECT})


def test_every_verb_has_a_row_and_a_meaning() -> None:
    assert set(VERBS) == set(MEANINGS) == set(Verb)


def test_every_request_is_asked_for_by_one_verb() -> None:
    assert sorted(ASKS.values()) == sorted(REQUESTS) == sorted(RequestKind)
    assert all(MEANINGS[verb] is MEANINGS[Verb.EXTEND] for verb in ASKS)


@pytest.mark.parametrize("verb", Verb)
def test_a_row_is_whole(verb: Verb) -> None:
    rule = VERBS[verb]
    assert re.search("[一-鿿]", rule.title.zh)
    assert re.fullmatch("[a-z ]+", rule.title.en)
    assert rule.parties <= set(Party)
    assert rule.parties
    assert len(set(rule.outcomes)) == len(rule.outcomes) > 0


@pytest.mark.parametrize(
    ("verb", "parties"),
    [
        (Verb.CLOSE, {Party.CENTRE}),
        (Verb.CHECK, {Party.CHECKER, Party.SUPERVISOR}),
        (Verb.CALL_BACK, {Party.CHECKER, Party.SUPERVISOR}),
        (Verb.CONFIRM, {Party.RAISER}),
        (Verb.RATE, {Party.RAISER}),
        (Verb.WITHDRAW, {Party.RAISER}),
        (Verb.SIGN, {Party.HANDLER}),
        (Verb.RETURN, {Party.HANDLER}),
        (Verb.LAPSE, {Party.SYSTEM}),
        (Verb.REPROJECT, {Party.SYSTEM}),
    ],
)
def test_who_alone_may(verb: Verb, parties: set[Party]) -> None:
    """Three findings belong to three parties (design, invariant 3)."""
    assert VERBS[verb].parties == parties


def test_no_handler_judges_and_every_finding_is_a_judgement() -> None:
    judging = {verb for verb, rule in VERBS.items() if rule.judges}
    assert all(Party.HANDLER not in VERBS[verb].parties for verb in judging)
    assert {Verb.CHECK, Verb.CLOSE, Verb.CONFIRM, Verb.CALL_BACK, Verb.DECIDE, Verb.ARBITRATE} <= judging
    assert len(FindingKind) == 3


def test_what_acts_on_a_task_is_the_handlers_or_the_systems() -> None:
    for verb, rule in VERBS.items():
        if rule.on_task:
            assert rule.parties <= {Party.HANDLER, Party.SYSTEM}, verb


def test_the_tiny_programme_has_a_step_for_every_verb_that_people_take() -> None:
    assert {step.verb for step in TINY.steps.values()} == set(Verb) - {Verb.REPROJECT}


def test_a_step_of_the_tiny_programme_keeps_the_rows() -> None:
    for step in TINY.steps.values():
        assert {TINY.roles[name].party for name in step.by} <= VERBS[step.verb].parties, step.id
        assert set(step.moves) <= set(VERBS[step.verb].outcomes), step.id


def test_effects_have_names_of_their_own() -> None:
    names = [shape.__name__ for shape in get_args(Effect)]
    assert len(names) == len(set(names)) == 38
