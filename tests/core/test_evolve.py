"""`evolve` against a second oracle that shares nothing with it: replay alone compares it with itself."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bihuan.core.case import evolve, fold
from bihuan.core.commands import Lapse
from bihuan.core.refusals import Refusal
from tests.core import naive, shapes
from tests.core.tiny import TINY
from tests.core.tiny_walk import AMEI, CHEN, DISTRICT, NOON, UNITS, XIAO_WU, Walk, answered, looked_at, sent
from tests.loop.walker import Walker


def both(walk: Walk | Walker) -> None:
    """The state and the raw events tell the same."""
    assert walk.case is not None
    history = naive.stored(walk.events)
    assert naive.of_case(walk.case, {event["step"] for event in history}) == naive.summary(history)
    assert fold(walk.events) == walk.case


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_random_legal_histories_are_told_twice_alike(seed: int) -> None:
    """Steps that don't end the case, and the lapses of its clocks."""
    draw = Random(seed)
    walker = Walker(TINY, DISTRICT, NOON, [unit for unit in UNITS if unit not in ("centre", "old")], ["c1", "c2", "s"])
    for _ in range(25):
        walker.now += timedelta(minutes=draw.choice([1, 30, 600, 3000]))
        over = walker.lapsable()
        if over and draw.random() < 0.5:
            found = walker.ask(Lapse(case="k", clock=draw.choice(over)))
            assert not isinstance(found, Refusal)
            walker.carry_out(found)
        else:
            able = walker.enabled(draw)
            lasting = [one for one in able if not any(getattr(effect, "final", False) for effect in one[1][0].effects)]
            if not (lasting or able):
                break
            step = draw.choice(sorted({step.id for step, _ in lasting or able}))
            walker.carry_out(draw.choice([events for one, events in lasting or able if one.id == step]))
        both(walker)


def test_a_finding_stays_until_the_next_round() -> None:
    walk = answered()
    both(walk)
    assert len(walk.it.findings) == 2
    both(walk.take("answer", AMEI, "yes"))
    assert len(walk.it.findings) == 3
    both(walk.take("again", AMEI))
    assert walk.it.findings == {}


def test_a_hand_made_history_is_told_twice_alike() -> None:
    both(looked_at().take("look", XIAO_WU, "no"))
    both(sent().take("give_back", CHEN).wait(days=9).lapse("arguing"))


def test_the_case_before_is_not_changed() -> None:
    """Each event gives a new case; whoever holds an older one still sees it as it was."""
    walk = answered()
    cases = [fold(walk.events[:n]) for n in range(len(walk.events) + 1)]
    kept = [repr(case) for case in cases]
    for case, event in zip(cases, walk.events, strict=False):
        evolve(case, event)
    assert [repr(case) for case in cases] == kept


@given(shapes.events())
def test_a_stream_begins_with_its_opening(event: shapes.Event) -> None:
    if event.effects and type(event.effects[0]).__name__ == "CaseOpened":
        return
    with pytest.raises((ValueError, IndexError)):
        evolve(None, event)


def test_no_events_are_no_case() -> None:
    assert fold([]) is None
