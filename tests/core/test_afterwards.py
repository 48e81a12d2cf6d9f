"""What is decided or changed after the fact: an exemption when the work is done, a rule that counts another way."""

from __future__ import annotations

from dataclasses import replace

from bihuan.core.commands import Reproject
from tests.core.test_decide_time import DONE, LATE, asked
from tests.core.tiny import TINY
from tests.core.tiny_parts import budget, clock
from tests.core.tiny_walk import BOSS, CHEN, LAO_ZHOU, at_work, programme


def test_an_exemption_after_the_work_excuses_it_and_starts_nothing_again() -> None:
    walk = at_work().wait(**LATE).take("finish", CHEN, **DONE)
    before = walk.it.clocks["handling@t1"]
    assert (before.running, before.late) == (False, True)
    later = {name: replace(TINY.steps[name], from_=(walk.it.stage,)) for name in ("forgive", "say_forgive")}
    walk.programme = programme(steps={**TINY.steps, **later})
    walk.take("forgive", CHEN).take("say_forgive", BOSS, "granted")
    assert walk.it.clocks["handling@t1"] == replace(before, exempted=True)


def test_what_was_granted_in_working_days_keeps_its_rule_when_the_new_one_counts_otherwise() -> None:
    """Two working days on top of calendar days would be no sum at all: what was promised stays."""
    walk = asked().take("say_time", LAO_ZHOU, "granted")
    before = walk.it.clocks["handling@t1"]
    assert before.extensions == (budget("2 work_day"),)
    [row] = clock("handling", "30 calendar_day").limits
    other = replace(TINY.clocks["handling"], limits=(replace(row, id=before.rule),))
    walk.programme = programme(clocks={**TINY.clocks, "handling": other})
    walk.ask(Reproject(case="k1", reason="新规定", rules=True))
    assert walk.it.clocks["handling@t1"] == before
