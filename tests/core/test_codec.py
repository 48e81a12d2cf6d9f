"""Stored bytes: canonical by somebody else's reading, the same value again, and damage never passes for a fact."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core import codec
from bihuan.core import commands as c
from bihuan.core import events as e
from bihuan.core.codec import (
    UnreadableEvent,
    case_from_text,
    case_text,
    event_bytes,
    event_from,
    moment_from,
    moment_text,
)
from bihuan.core.decide import decide
from bihuan.core.events import Event
from tests.core import shapes
from tests.core.tiny_walk import AMEI, LAO_ZHOU, XIAO_WU, Walk, answered, at_work, looked_at, person

ONE = at_work().events[2]
"""A dispatch: tasks, clocks with budgets, notices."""


@given(shapes.events())
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert event_from(event_bytes(event)) == event


@given(shapes.events())
def test_bytes_are_canonical_by_another_reading_of_the_rfc(event: Event) -> None:
    stored = event_bytes(event)
    assert stored == rfc8785.dumps(json.loads(stored))
    assert event_bytes(event_from(stored)) == stored


@pytest.mark.parametrize("kind", shapes.EFFECTS, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_shape_of_effect_comes_back(kind: type, data: st.DataObject) -> None:
    effect = data.draw(shapes.effects_of(kind))
    event = Event(**{**{name: getattr(ONE, name) for name in Event.__dataclass_fields__}, "effects": (effect,)})
    found = event_from(event_bytes(event))
    assert found.effects == (effect,)
    # True == 1: the type of a value is part of it.
    assert [type(value) for value in _values(found.effects[0])] == [type(value) for value in _values(effect)]


def _values(effect: Any) -> list[Any]:
    return [getattr(effect, name) for name in type(effect).__dataclass_fields__]


def test_what_is_empty_is_left_out() -> None:
    form = json.loads(event_bytes(ONE))
    assert "photos" not in form
    assert "binding" not in next(effect for effect in form["effects"] if effect["is"] == "TaskGiven")


def test_a_moment_has_one_form() -> None:
    utc = datetime(2021, 3, 1, 2, 0, 0, 5, tzinfo=UTC)
    beijing = utc.astimezone(timezone(timedelta(hours=8)))
    assert moment_text(utc) == moment_text(beijing) == "2021-03-01T02:00:00.000005Z"
    assert moment_from(moment_text(beijing)) == utc


@given(shapes.MOMENTS, shapes.MOMENTS)
def test_the_order_of_the_texts_is_the_order_of_time(one: datetime, other: datetime) -> None:
    assert (moment_text(one) < moment_text(other)) == (one < other)


DAMAGE: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"{",
    "no text": b"\xff\xfe",
    "another form": b"[]",
    "no version": b"{}",
    "a version of the future": b'{"v":99}',
    "a version of the past that was never": b'{"v":0}',
    "a version that is none": b'{"v":[]}',
    "no fields": b'{"v":1}',
    "brackets without end": b"[" * 100_000,
    "a number for a text": event_bytes(ONE).replace(b'"case":"k1"', b'"case":7'),
    "a text for a number": event_bytes(ONE).replace(b'"n":2', b'"n":"2"'),
    "an unknown verb": event_bytes(ONE).replace(b'"verb":"dispatch"', b'"verb":"dance"'),
    "an unknown effect": event_bytes(ONE).replace(b'"TaskGiven"', b'"TaskTaken"'),
    "a field nobody knows": event_bytes(ONE).replace(b'"n":2', b'"m":1,"n":2'),
    "a moment without a zone": event_bytes(ONE).replace(b'.000000Z","step"', b'.000000","step"'),
    "a text for a list": event_bytes(ONE).replace(b'"v":1', b'"v":1,"words":"ab"'),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_bytes_are_no_event(damage: str) -> None:
    assert DAMAGE[damage] != event_bytes(ONE)
    with pytest.raises(UnreadableEvent):
        event_from(DAMAGE[damage])


@given(st.integers(0, len(event_bytes(ONE)) - 1))
def test_bytes_cut_off_anywhere_are_no_event(length: int) -> None:
    with pytest.raises(UnreadableEvent):
        event_from(event_bytes(ONE)[:length])


@given(shapes.events(), st.data())
def test_a_lost_field_never_passes_for_an_event_with_holes(event: Event, data: st.DataObject) -> None:
    form = json.loads(event_bytes(event))
    lost = data.draw(st.sampled_from(sorted(form)))
    del form[lost]
    try:
        found = event_from(json.dumps(form))
    except UnreadableEvent:
        return
    assert lost in ("effects", "words", "photos", "task")  # Empty is left out; nothing else may be.
    assert getattr(found, lost) in ((), None)


def test_an_older_form_is_raised_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place for upcasters works: version 1 called the case `stream`, and until version 2 the step was the `act`."""

    def renamed(before: str, after: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        return lambda form: {(after if name == before else name): value for name, value in form.items()}

    monkeypatch.setattr(codec, "VERSION", 3)
    monkeypatch.setattr(codec, "UPCASTERS", {1: renamed("stream", "case"), 2: renamed("act", "step")})
    second = event_bytes(ONE).replace(b'"step"', b'"act"').replace(b'"v":3', b'"v":2')
    first = second.replace(b'"case"', b'"stream"').replace(b'"v":2', b'"v":1')
    assert event_from(second) == event_from(first) == ONE
    assert json.loads(event_bytes(ONE))["v"] == 3


def test_bytes_do_not_depend_on_the_process() -> None:
    """Sets have another order in each process; bytes must not."""
    script = (
        "from tests.core.tiny_walk import at_work; from bihuan.core.codec import case_text;"
        "print(case_text(at_work().it))"
    )
    root = Path(__file__).resolve().parents[2]
    runs = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_the_state_comes_back() -> None:
    for walk in (Walk().tell(), at_work(), looked_at(), answered()):
        assert case_from_text(case_text(walk.it)) == walk.it
        assert case_text(case_from_text(case_text(walk.it))) == case_text(walk.it)


def test_the_state_keeps_the_order_in_which_things_came() -> None:
    """The lead is the newest of many tasks, and t10 comes before t2 in the order of letters."""
    walk = at_work()
    for _ in range(5):
        walk.take("finish", person("hand", "fire", account="chen"), words={"result": "清了"}, photos=("p",))
        walk.take("look", XIAO_WU, "yes").take("close", LAO_ZHOU).take("answer", AMEI, "no")
        walk.take("send", LAO_ZHOU).take("get", person("hand", "fire", account="chen"))
    assert len(walk.it.tasks) >= 12
    again = case_from_text(case_text(walk.it))
    assert list(again.tasks) == list(walk.it.tasks)
    assert list(again.clocks) == list(walk.it.clocks)
    assert again.lead == walk.it.lead
    command = c.Take(case="k1", step="phone", by=person("hand", "fire"), outcome="reached")
    assert decide(again, command, walk.programme, walk.context, walk.now) == decide(
        walk.it, command, walk.programme, walk.context, walk.now
    )


@pytest.mark.parametrize("damage", ["", "{}", "[]", "[" * 100_000, '{"id":5}'])
def test_a_damaged_state_is_refused(damage: str) -> None:
    with pytest.raises(UnreadableEvent):
        case_from_text(damage)


def test_an_event_holds_no_words() -> None:
    """The names of the private values stand in the event, the values never."""
    first = Walk().tell(words={"words": "隔壁老王", "who": "阿梅"}).events[0]
    assert first.words == ("who", "words")
    assert "阿梅" not in event_bytes(first).decode()
    assert "老王" not in event_bytes(first).decode()
    assert not any(isinstance(effect, e.FieldSet) for effect in first.effects)
