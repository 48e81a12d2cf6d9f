"""Returns, arbitration, exemptions and counting, on a programme whose step names collide with the grammar's words."""

from zoneinfo import ZoneInfo

from bihuan.core.indicators import facts_of
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from tests.core.decide.order import given, person, take, taken

EAST, WEST, BOSS = person("handler", "east"), person("handler", "west"), person("boss")
ZONE = ZoneInfo("Asia/Shanghai")


def test_a_step_named_like_a_counted_word_is_not_counted_twice() -> None:
    case = taken(given(), "return", EAST, 20)
    assert facts_of(case, ZONE)["returns"] == 1
    assert case.counts["step:return"] == 1


def test_a_check_named_rework_that_says_yes_is_no_rework() -> None:
    case = taken(taken(taken(given(), "sign", EAST, 15), "finish", EAST, 30), "rework", person("checker"), 40, "yes")
    assert facts_of(case, ZONE)["reworks"] == 0


def test_after_an_arbitration_the_answer_is_binding_whether_or_not_a_window_runs() -> None:
    disputed = taken(given(), "return", EAST, 20)
    upheld = taken(disputed, "judge", BOSS, 30, "upheld")
    moved = taken(disputed, "judge", BOSS, 30, "moved", arguments={"unit": "west"})
    for case, unit, minutes in ((upheld, EAST, 40), (upheld, EAST, 400), (moved, WEST, 40)):
        refusal = take(case, "return", unit, minutes)
        assert isinstance(refusal, Refusal)
        assert refusal.code == "binding"


def test_without_an_arbitration_a_late_return_is_outside_its_window() -> None:
    refusal = take(given(), "return", EAST, 71)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "window-closed"


def test_a_lateness_can_be_excused_after_the_work_and_stays_a_fact() -> None:
    case = taken(taken(given(), "sign", EAST, 15), "finish", EAST, 200)
    case = taken(taken(case, "excuse", EAST, 210), "answer", BOSS, 220, "granted")
    state = case.clocks["handling@t1"]
    assert (state.late, state.exempted) == (True, True)
    facts = facts_of(case, ZONE)
    assert (facts["late_handling"], facts["was_late_handling"]) == (False, True)


def test_what_was_in_time_needs_no_excuse() -> None:
    case = taken(taken(given(), "sign", EAST, 15), "finish", EAST, 60)
    refusal = take(case, "excuse", EAST, 70)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "clock-not-running"


def test_a_refused_request_for_more_time_may_be_made_again_a_granted_one_not() -> None:
    more = {"arguments": {"amount": "1 urgent_hour"}}
    case = taken(given(), "sign", EAST, 15)
    case = taken(taken(case, "more", EAST, 20, **more), "more_or_not", BOSS, 25, "refused")
    case = taken(taken(case, "more", EAST, 30, **more), "more_or_not", BOSS, 35, "granted")
    refusal = take(case, "more", EAST, 40, **more)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "too-many"


def test_the_way_out_names_only_what_this_person_may_do() -> None:
    refusal = take(given(), "finish", EAST, 20)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.detail["possible"]) == ("wrong-stage", Text("签、退", "sign, return"))
    nobody = take(given(), "give", person("desk"), 20)
    assert isinstance(nobody, Refusal)
    assert nobody.detail["possible"] == Text("—", "—")
