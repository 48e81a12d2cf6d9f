"""Bad input: each gets a clear answer with a way out, and the case stays exactly as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bihuan.core import commands as c
from bihuan.core import programme as p
from bihuan.core.case import Case
from bihuan.core.decide import decide
from bihuan.core.refusals import Refusal
from bihuan.core.text import LANGUAGES
from tests.core.tiny import TINY
from tests.core.tiny_parts import expression
from tests.core.tiny_walk import (
    AMEI,
    BOSS,
    CHEN,
    DISTRICT,
    LAO_ZHOU,
    LIN,
    NOON,
    XIAO_WU,
    Walk,
    answered,
    at_work,
    looked_at,
    person,
    sent,
    with_step,
)

DONE: dict[str, Any] = {"words": {"result": "清了"}, "photos": ("p1",)}


def told() -> Walk:
    return Walk().tell(values={"kind": "lane", "area": "c1"})


BAD: dict[str, tuple[Any, str, c.Person, dict[str, Any], str]] = {
    "no such case": (Walk, "say", LAO_ZHOU, {}, "no-such-case"),
    "no such step": (told, "fly", LAO_ZHOU, {}, "no-such-step"),
    "raising again as a step": (told, "tell", AMEI, {}, "no-such-step"),
    "a lapse by hand": (sent, "deem_signed", LAO_ZHOU, {}, "no-such-step"),
    "the case moved on": (at_work, "say", CHEN, {"seen": 3}, "moved-on"),
    "seen from the future": (at_work, "say", CHEN, {"seen": 9}, "moved-on"),
    "another stage": (told, "look", XIAO_WU, {"outcome": "yes"}, "wrong-stage"),
    "the wrong role": (told, "take_in", XIAO_WU, {}, "role-not-allowed"),
    "the wrong unit": (at_work, "finish", person("hand", "street"), DONE, "out-of-scope"),
    "twice": (at_work, "get", CHEN, {}, "already-done"),
    "before signing": (lambda: sent().take("get_help", LIN), "phone", CHEN, {"outcome": "reached"}, "wrong-stage"),
    "another outcome": (looked_at, "look", XIAO_WU, {"outcome": "maybe"}, "field-invalid"),
    "no outcome": (looked_at, "look", XIAO_WU, {}, "field-invalid"),
    "nothing to settle": (at_work, "say_time", LAO_ZHOU, {"outcome": "granted"}, "no-request"),
    "no words": (at_work, "finish", CHEN, {"photos": ("p",)}, "field-missing"),
    "no photo": (at_work, "finish", CHEN, {"words": {"result": "清"}}, "evidence-missing"),
    "too many words": (told, "add", AMEI, {"words": {"words": "长" * 51}}, "words-too-long"),
    "a control character": (told, "add", AMEI, {"words": {"words": "a\x1b[31m"}}, "control-character"),
    "half a character": (told, "add", AMEI, {"words": {"words": "\udc80"}}, "control-character"),
    "another time than now": (told, "say", LAO_ZHOU, {"occurred": NOON}, "history-only"),
    "a unit that is gone": (at_work, "whistle", CHEN, {"arguments": {"units": ("old",)}}, "no-such-unit"),
    "a text where a list belongs": (at_work, "whistle", CHEN, {"arguments": {"units": "street"}}, "field-missing"),
    "a number where a unit belongs": (
        lambda: sent().take("give_back", CHEN), "settle", BOSS, {"outcome": "moved", "arguments": {"unit": 5}},
        "field-missing",
    ),
    "a stranger confirms": (answered, "answer", c.Person(account="x"), {"outcome": "yes"}, "role-not-allowed"),
    "the window is not open": (
        lambda: answered().take("answer", AMEI, "yes").take("again", AMEI).take("get", CHEN), "again", AMEI, {},
        "wrong-stage",
    ),
    "after the end": (lambda: told().take("back_out", AMEI), "say", LAO_ZHOU, {}, "wrong-stage"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_command_is_refused_whole(name: str) -> None:
    start, step, who, more, code = BAD[name]
    walk = start()
    before, events = walk.case, list(walk.events)
    found = walk.try_(step, who, **more)
    assert isinstance(found, Refusal)
    assert found.code == code
    assert walk.case is before
    assert walk.events == events
    for language in LANGUAGES:
        assert "{" not in found.message(language) + found.hint(language)


def test_the_same_case_is_not_raised_twice() -> None:
    walk = told()
    found = walk.ask(c.Raise(case="k1", number="T-1", programme="tiny", step="tell", by=AMEI, words={"words": "x"}))
    assert isinstance(found, Refusal)
    assert found.code == "already-open"


@pytest.mark.parametrize("step", ["fly", "take_in"])
def test_a_case_is_raised_by_a_step_that_raises(step: str) -> None:
    found = Walk().ask(c.Raise(case="k1", number="T-1", programme="tiny", step=step, by=LAO_ZHOU))
    assert isinstance(found, Refusal)
    assert found.code == "no-such-step"
    assert "tell" in found.hint("en")


@pytest.mark.parametrize(
    ("occurred", "said"),
    [
        (NOON, None),
        (NOON - timedelta(days=4000), None),
        (NOON + timedelta(microseconds=1), "occurred-later"),
        (datetime(2020, 1, 1), "field-invalid"),  # noqa: DTZ001  a moment without a zone is the point
        (datetime(1, 1, 1, tzinfo=UTC), "field-invalid"),
        (datetime(9999, 12, 31, tzinfo=UTC), "field-invalid"),
    ],
)
def test_when_the_past_happened(occurred: datetime, said: str | None) -> None:
    command = c.Raise(
        case="k1", number="T-1", programme="tiny", step="tell_old", by=c.SYSTEM, words={"words": "x"},
        population="history", occurred=occurred,
    )  # fmt: skip
    found = Walk().ask(command)
    assert (found.code if isinstance(found, Refusal) else None) == said


def test_a_reply_is_not_older_than_the_question() -> None:
    walk = Walk().tell(by=c.SYSTEM, step="tell_old", occurred=NOON - timedelta(days=9))
    more = {"words": {"result": "x"}, "occurred": NOON - timedelta(days=10)}
    assert walk.refused("old_reply", c.SYSTEM, **more) == "occurred-later"


def test_a_unit_that_a_case_is_about_gets_no_part_in_it() -> None:
    walk = Walk().tell(values={"kind": "lane", "about": "fire"}).take("take_in", LAO_ZHOU)
    assert walk.refused("send", LAO_ZHOU) == "recused"
    walk.take("send", LAO_ZHOU, arguments={"unit": "roads"}, words={"reason": "回避"}).take("get", LIN)
    assert walk.refused("whistle", LIN, arguments={"units": ("fire",)}) == "recused"


def test_without_a_rule_that_fits_a_person_chooses() -> None:
    walk = Walk(programme=replace(TINY, routes=TINY.routes[:1])).tell(values={"kind": "rest"}).take("take_in", LAO_ZHOU)
    assert walk.refused("send", LAO_ZHOU) == "no-route"
    assert walk.refused("send", LAO_ZHOU, arguments={"unit": "roads"}) == "reason-needed"
    walk.take("send", LAO_ZHOU, arguments={"unit": "roads"}, words={"reason": "无规则"})


def reserving() -> p.Programme:
    held = p.Reservation(key=expression("key"), source="key")
    return with_step(replace(TINY.steps["tell"], reserves=(held,)))


def test_a_key_that_another_case_holds_is_not_given_again() -> None:
    walk = Walk(programme=reserving(), context=replace(DISTRICT, taken=frozenset({"week-9"})))
    command = c.Raise(
        case="k1", number="T-1", programme="tiny", step="tell", by=AMEI, words={"words": "x"}, values={"key": "week-9"}
    )
    found = walk.ask(command)
    assert isinstance(found, Refusal)
    assert found.code == "reserved"
    walk.ask(replace(command, values={"key": "week-8"}))
    assert walk.it.reserved == {"week-8"}


def test_a_case_that_is_gone_is_named() -> None:
    for command in (c.Lapse(case="k9", clock="promise"), c.Reproject(case="k9", reason="x")):
        found = decide(None, command, TINY, DISTRICT, NOON)
        assert isinstance(found, Refusal)


@pytest.mark.parametrize("step", TINY.steps)
def test_no_step_raises_whatever_is_missing(step: str) -> None:
    """Every step, by everyone, with no arguments and with wrong ones: an answer, never an exception."""
    starts: list[Case] = [told().it, sent().it, at_work().it, looked_at().it, answered().it]
    wrong: list[Any] = [None, "", "fire", 7, True, ("fire", "nobody"), ()]
    names = ("unit", "assist", "units", "amount", "level", "score", "other", "reason")
    for case in starts:
        for who in (AMEI, LAO_ZHOU, CHEN, LIN, XIAO_WU, BOSS, c.SYSTEM):
            for value in wrong:
                for outcome in TINY.steps[step].moves:
                    command = c.Take(
                        case="k1", step=step, by=who, outcome=outcome, arguments=dict.fromkeys(names, value), **DONE
                    )
                    decide(case, command, TINY, DISTRICT, NOON + timedelta(hours=1))
