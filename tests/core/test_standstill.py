"""A standstill is for the sake of the work: it ends with it, whatever else a pack forgets to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bihuan.core.calendars import day_in
from bihuan.core.events import ClockResumed
from bihuan.core.programme import Validity
from tests.core.tiny_walk import CHEN, LAO_ZHOU, LIN, ZONE, at_work


def test_what_stood_for_the_work_runs_again_when_the_work_is_done() -> None:
    walk = at_work().wait(days=1).take("stop_time", CHEN, arguments={"reason": "expertise"})
    walk.take("say_stop", LAO_ZHOU, "granted").wait(days=2)
    walk.take("get_help", LIN).take("finish_help", LIN)
    assert walk.it.clocks["promise"].suspended, "the lead has not finished"
    walk.take("finish", CHEN, words={"result": "清了"}, photos=("p1",))
    promise = walk.it.clocks["promise"]
    assert (promise.running, promise.suspended) == (True, False)
    assert promise.suspensions[-1].end == walk.now
    resumed = [effect.clock for effect in walk.events[-1].effects if isinstance(effect, ClockResumed)]
    assert sorted(resumed) == ["handling@t1", "promise"], "each once"


def test_a_reason_that_is_no_longer_law_stops_nothing() -> None:
    """Old cases keep the word they stood still for; from the day it fell out of the dictionary nobody may say it."""
    walk = at_work().wait(days=1)
    reasons = walk.context.dictionaries["lawful"]
    over = replace(reasons.entries["expertise"], valid=Validity(since=date(2000, 1, 1), until=day_in(walk.now, ZONE)))
    known = replace(reasons, entries={**reasons.entries, "expertise": over})
    walk.context = replace(walk.context, dictionaries={**walk.context.dictionaries, "lawful": known})
    tomorrow = walk.now + timedelta(days=1)
    asked = {"reason": "expertise"}
    assert replace(walk, now=tomorrow).refused("stop_time", CHEN, arguments=asked) == "field-invalid"
    walk.take("stop_time", CHEN, arguments=asked)
