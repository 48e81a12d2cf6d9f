"""Figures counted by hand: what is in, what is not due, what nobody knows, and which cases they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.core.commands import SYSTEM
from bihuan.core.counting import percent
from bihuan.core.indicators import FACTS, Facts, Figure, facts_of, measure
from bihuan.core.programme import Indicator
from tests.core.tiny_parts import ALWAYS, expression, text
from tests.core.tiny_walk import (
    AMEI,
    BOSS,
    CHEN,
    LAO_ZHOU,
    NOON,
    XIAO_WU,
    ZONE,
    Walk,
    answered,
    at_work,
    looked_at,
    sent,
)

LEVELS = {"fire": "department", "street": "street", "c1": "community"}
AS_OF = NOON + timedelta(days=60)


def indicator(
    numerator: str, due: str | None = None, population: str | None = None, window: str = "raised_on"
) -> Indicator:
    return Indicator(
        id="x",
        title=text("x"),
        meaning=text("x"),
        population=expression(population) if population else None,
        due=expression(due) if due else None,
        numerator=expression(numerator),
        window=window,
        edition="1",
        basis="test",
        valid=ALWAYS,
        published=True,
    )


SATISFIED = indicator("satisfied == 'yes'", due="satisfied in ['yes', 'no']")
SOLVED = indicator("solved == 'yes'")
RESPONDED = indicator("contacted", due="contacted or due_handling <= as_of")
ON_TIME = indicator("not otherwise(late_promise, true)", due="late_promise is known or due_promise <= as_of")
RETURNED = indicator("returns > 0", population="dispatched")
REWORKED = indicator("reworks > 0", population="finished")
REOPENED = indicator("reopens > 0", population="ever_closed")
BY_COMMUNITY = indicator("lead_level == 'community'", population="dispatched")


def facts(walk: Walk, number: str = "T-1") -> Facts:
    return {**facts_of(walk.it, ZONE), "number": number}


def count(
    of: Indicator, *walks: Walk, population: str = "live", **more: Any
) -> tuple[list[str], list[str], list[str], int]:
    """Numbers counted, the rest, unknown, and how many aren't due; cases are numbered from 1."""
    found = figure(of, *walks, population=population, **more)
    return list(found.numerator), list(found.rest), list(found.unknown), found.not_due


def figure(of: Indicator, *walks: Walk, population: str = "live", as_of: datetime = AS_OF, **more: Any) -> Figure:
    numbered = [facts(walk, str(i)) for i, walk in enumerate(walks, 1)]
    return measure(of, numbered, population=population, as_of=as_of, levels=LEVELS, **more)


def history(kind: str = "lane") -> Walk:
    walk = Walk().tell(
        by=SYSTEM, step="tell_old", population="history", occurred=NOON - timedelta(days=20), values={"kind": kind}
    )
    return walk.take("old_reply", SYSTEM, words={"result": "已答复"}, occurred=NOON - timedelta(days=10))


def confirmed() -> Walk:
    return answered().take("answer", AMEI, "yes")


def unreachable() -> Walk:
    return answered().wait(days=4).lapse("asking").take("redial", XIAO_WU, "unreachable")


def test_satisfaction_counts_valid_answers_only() -> None:
    walks = [confirmed(), answered().take("answer", AMEI, "no"), unreachable(), answered(), Walk().tell(), history()]
    assert count(SATISFIED, *walks) == (["1"], ["2"], [], 3)


def test_a_call_back_yes_is_a_yes_with_another_source() -> None:
    walk = answered().wait(days=4).lapse("asking").take("redial", XIAO_WU, "yes")
    assert facts(walk)["satisfied_by"] == "call_back"
    assert facts(confirmed())["satisfied_by"] == "raiser"
    assert count(SATISFIED, walk, confirmed()) == (["1", "2"], [], [], 0)


def test_an_unanswered_call_is_neither_yes_nor_no() -> None:
    assert facts(unreachable())["satisfied"] == "unreachable"
    assert count(SATISFIED, unreachable()) == ([], [], [], 1)
    assert figure(SATISFIED, unreachable()).rate is None


def test_finished_closed_and_solved_are_three_things() -> None:
    assert [facts(looked_at())[name] for name in ("finished", "solved", "closed", "satisfied")] == [
        True, "open", "open", "open",
    ]  # fmt: skip
    solved = looked_at().take("look", XIAO_WU, "yes")
    assert [facts(solved)[name] for name in ("solved", "closed", "satisfied")] == ["yes", "open", "open"]
    assert count(SOLVED, looked_at(), solved, Walk().tell()) == (["2"], ["1", "3"], [], 0)


def test_a_case_that_came_back_is_not_solved_any_more() -> None:
    back = confirmed().take("again", AMEI)
    assert count(SOLVED, back) == ([], ["1"], [], 0)
    assert count(REOPENED, back, confirmed(), at_work()) == (["1"], ["2"], [], 0)


# -------------------------------------------------------------------------------------------------- unknown, history


def test_a_reply_of_the_past_is_never_solved_nor_satisfied() -> None:
    old = facts(history())
    assert [old[name] for name in ("closed", "solved", "satisfied", "signed", "dispatched")] == [None] * 5
    assert (old["finished"], old["minutes_to_finish"]) == (True, 10 * 24 * 60)
    for of in (SOLVED, SATISFIED, RETURNED, REWORKED, REOPENED):
        assert count(of, history(), population="history") == ([], [], ["1"], 0), of.numerator
        assert percent(figure(of, history(), population="history").rate) is None


def test_populations_never_mix() -> None:
    walks = [confirmed(), history()]
    assert count(SOLVED, *walks) == (["1"], [], [], 0)
    assert count(SOLVED, *walks, population="history") == ([], [], ["2"], 0)
    assert count(SOLVED, *walks, population="demo") == ([], [], [], 0)


def test_what_nobody_knows_is_no_zero() -> None:
    walk = Walk().tell()
    of = indicator("field_unheard > 0")
    assert count(of, walk) == ([], [], ["1"], 0)
    assert figure(of, walk).rate is None
    assert count(indicator("true", population="field_unheard"), walk) == ([], [], ["1"], 0)
    assert count(indicator("true", due="field_unheard"), walk) == ([], [], ["1"], 0)


# --------------------------------------------------------------------------------------------------------- due, late


def test_what_is_not_due_is_in_no_denominator() -> None:
    walk = at_work()
    due = walk.it.clocks["promise"].due
    assert count(ON_TIME, walk, as_of=due - timedelta(seconds=1)) == ([], [], [], 1)
    assert count(ON_TIME, walk, as_of=due) == ([], ["1"], [], 0)
    assert count(ON_TIME, confirmed(), as_of=NOON) == (["1"], [], [], 0)


def test_an_exempted_lateness_is_counted_in_time_and_stays_a_fact() -> None:
    late = at_work().wait(days=20)
    excused = at_work().wait(days=20).take("forgive", CHEN).take("say_forgive", BOSS, "granted")
    for walk in (late, excused):
        walk.take("finish", CHEN, words={"result": "清了"}, photos=("p",))
    of = indicator("not late_handling", due="late_handling is known")
    assert count(of, late, excused) == (["2"], ["1"], [], 0)
    assert [facts(walk)["was_late_handling"] for walk in (late, excused)] == [True, True]


def test_a_standing_promise_is_not_due() -> None:
    walk = at_work().take("stop_time", CHEN, arguments={"reason": "expertise"}).take("say_stop", LAO_ZHOU, "granted")
    assert facts(walk)["due_promise"] is None
    numerator, rest, _, _ = count(ON_TIME, walk)
    assert (numerator, rest) == ([], [])


def test_a_clock_that_nobody_started_is_unknown() -> None:
    assert count(indicator("not late_handling"), Walk().tell()) == ([], [], ["1"], 0)


def test_the_newest_run_of_a_clock_speaks() -> None:
    walk = sent().wait(days=20).take("send", LAO_ZHOU)
    assert walk.it.clocks["handling@t1"].late
    assert facts(walk)["late_handling"] is None


def test_response_is_a_contact_that_reached() -> None:
    reached = at_work().take("phone", CHEN, "missed").wait(minutes=7).take("phone", CHEN, "reached")
    missed = at_work().take("phone", CHEN, "missed")
    assert facts(reached)["minutes_to_contact"] == 7
    assert facts(missed)["minutes_to_contact"] is None
    assert count(RESPONDED, reached, missed, as_of=NOON) == (["1"], [], [], 1)
    assert count(RESPONDED, reached, missed) == (["1"], ["2"], [], 0)


def test_returns_and_the_load_of_communities() -> None:
    returned, noisy = sent().take("give_back", CHEN), sent(kind="noise")
    assert count(RETURNED, returned, sent(), Walk().tell()) == (["1"], ["2"], [], 0)
    assert count(REWORKED, looked_at().take("look", XIAO_WU, "no"), looked_at()) == (["1"], ["2"], [], 0)
    assert count(BY_COMMUNITY, noisy, sent(), Walk().tell()) == (["1"], ["2"], [], 0)


# ----------------------------------------------------------------------------------------------------------- windows


@pytest.mark.parametrize(
    ("since", "until", "inside"),
    [
        (None, None, True),
        (date(2021, 3, 1), date(2021, 3, 1), True),
        (date(2021, 3, 2), None, False),
        (None, date(2021, 2, 28), False),
        (date(2021, 1, 1), date(2021, 12, 31), True),
    ],
)
def test_a_window_holds_both_its_days(since: date | None, until: date | None, inside: bool) -> None:
    assert (figure(SOLVED, Walk().tell(), since=since, until=until).denominator == 1) is inside


def test_the_day_is_the_districts() -> None:
    late_evening = Walk(now=datetime(2021, 3, 1, 16, 30, tzinfo=UTC)).tell()
    assert facts(late_evening)["raised_on"] == "2021-03-02"
    assert figure(SOLVED, late_evening, since=date(2021, 3, 2)).denominator == 1


def test_history_is_in_the_window_of_its_own_day() -> None:
    assert facts(history())["raised_on"] == "2021-02-09"
    assert facts(history())["recorded_on"] == "2021-03-01"


def test_a_case_without_the_date_is_in_no_window() -> None:
    of = replace(SOLVED, window="field_on")
    assert figure(of, Walk().tell()).denominator == 1
    assert figure(of, Walk().tell(), since=date(2000, 1, 1)).denominator == 0
    assert figure(of, Walk().tell(values={"on": "2021-03-09"}), since=date(2021, 3, 9)).denominator == 1


# ------------------------------------------------------------------------------------------------------ the rate


PER_CENT = """
1911/2021 1 94.6%   1/3 1 33.3%   2/3 1 66.7%   1/8 0 13%   1/8 1 12.5%   1/16 1 6.3%   1/200 1 0.5%
1/2000 1 0.1%   0/7 1 0.0%   7/7 1 100.0%   1999/2000 1 100.0%   1249/10000 1 12.5%   12449/100000 1 12.4%
""".split()


@pytest.mark.parametrize(("share", "places", "shown"), list(zip(*[iter(PER_CENT)] * 3, strict=True)))
def test_per_cent_is_rounded_half_up_from_the_exact_share(share: str, places: str, shown: str) -> None:
    assert percent(Fraction(share), int(places)) == shown


def test_nothing_to_divide_is_no_rate() -> None:
    assert figure(SOLVED).rate is None
    assert percent(None) is None


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 3))
def test_rounding_is_never_further_off_than_half_a_step(part: int, whole: int, places: int) -> None:
    rate = Fraction(min(part, whole), whole)
    shown = percent(rate, places)
    assert shown is not None
    off = Fraction(shown.rstrip("%")) - rate * 100
    assert -Fraction(1, 2) < off * 10**places <= Fraction(1, 2)


@given(st.lists(st.sampled_from(range(6)), max_size=9))
def test_every_case_of_the_population_is_in_exactly_one_place(kinds: list[int]) -> None:
    walks = [MADE[kind] for kind in kinds]
    for of in (SATISFIED, SOLVED, ON_TIME, RETURNED, REOPENED):
        for population in ("live", "history"):
            found = figure(of, *walks, population=population)
            named = [*found.numerator, *found.rest, *found.unknown]
            mine = [str(i) for i, walk in enumerate(walks, 1) if walk.it.population == population]
            assert len(named) == len(set(named))
            assert set(named) <= set(mine)
            assert len(named) + found.not_due <= len(mine)
            assert found.denominator == len(found.numerator) + len(found.rest)


MADE = [confirmed(), unreachable(), history(), at_work(), Walk().tell(), sent().take("give_back", CHEN)]


def test_the_names_of_facts_are_declared() -> None:
    """Besides clocks and fields of the programme, every fact has its type in FACTS."""
    known = set(FACTS) | {"lead_level", "as_of"}
    own = {name for name in facts(confirmed()) if not name.startswith(("field_", "late_", "was_late_", "due_"))}
    assert own <= known
    assert known - own == {"lead_level", "as_of"}
