"""What each verb means, on one case walked by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bihuan.core import events as e
from bihuan.core.commands import SYSTEM, Reproject
from bihuan.core.verbs import FindingKind, Party, TaskKind, TaskState
from tests.core.tiny_walk import (
    AMEI,
    BOSS,
    CHEN,
    CHIEF,
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
)

DONE = {"words": {"result": "清了"}, "photos": ("p1",)}


def states(walk: Walk) -> dict[str, str]:
    return {task.unit: str(task.state) for task in walk.it.tasks.values()}


def test_the_whole_loop() -> None:
    walk = answered().take("answer", AMEI, "yes").take("mark", AMEI, arguments={"score": 5})
    case = walk.it
    assert [event.n for event in walk.events] == list(range(9))
    assert {kind: (f.verdict, f.party) for kind, f in case.findings.items()} == {
        FindingKind.SOLVED: ("yes", Party.CHECKER),
        FindingKind.CLOSED: ("yes", Party.CENTRE),
        FindingKind.SATISFIED: ("yes", Party.RAISER),
    }
    assert (case.stage, case.outcome, case.score) == ("done", "completed", 5)
    walk.wait(days=16).lapse("reopening")
    assert (walk.it.stage, walk.it.final) == ("filed", True)
    assert not any(clock.running for clock in walk.it.clocks.values())


def test_raising_starts_the_promise() -> None:
    walk = Walk().tell(values={"on": "2021-03-05"})
    promise = walk.it.clocks["promise"]
    # Fifteen working days after a Monday: Monday three weeks later, at close of business.
    assert promise.due.isoformat() == "2021-03-22T09:30:00+00:00"
    assert (promise.started_at, promise.shown) == (NOON, True)
    assert walk.it.clocks["answer"].due == NOON + timedelta(minutes=10)
    assert walk.it.clocks["until"].due.isoformat() == "2021-03-05T09:30:00+00:00"
    assert "until" not in Walk().tell().it.clocks


def test_the_catalogue_names_unit_rule_and_helpers() -> None:
    walk = sent()
    tasks = {task.unit: (task.kind, task.rule) for task in walk.it.tasks.values()}
    assert tasks == {"fire": (TaskKind.LEAD, "lanes"), "roads": (TaskKind.ASSIST, "lanes")}
    assert "handling@t1" in walk.it.clocks
    assert "handling@t2" not in walk.it.clocks
    assert {"signing@t1", "signing@t2"} <= walk.it.clocks.keys()


@pytest.mark.parametrize(
    ("kind", "area", "unit"),
    [
        ("noise", "c1", "c1"),
        ("noise", "c2", "c2"),
        ("rest", "c1", "street"),
        ("rest", "s", "street"),
        ("noise", "s", "street"),
    ],
)
def test_the_catalogue_finds_who_is_responsible_for_a_place(kind: str, area: str, unit: str) -> None:
    walk = sent(kind=kind, area=area)
    assert walk.it.lead is not None
    assert walk.it.lead.unit == unit


def test_another_unit_than_the_catalogues_needs_a_reason() -> None:
    walk = Walk().tell(values={"kind": "lane"}).take("take_in", LAO_ZHOU)
    chosen = {"arguments": {"unit": "roads"}}
    assert walk.refused("send", LAO_ZHOU, **chosen) == "reason-needed"
    assert walk.refused("send", LAO_ZHOU, **chosen, words={"reason": "  "}) == "reason-needed"
    walk.take("send", LAO_ZHOU, **chosen, words={"reason": "施工造成"})
    assert [task.rule for task in walk.it.tasks.values()] == ["chosen"]
    walk.take("send", LAO_ZHOU, arguments={"unit": "fire", "assist": ("fire", "roads", "roads")})
    assert [task.unit for task in walk.it.tasks.values() if task.active] == ["fire", "roads"], "none beside itself"


@pytest.mark.parametrize("as_helper", [False, True])
def test_a_community_gets_only_what_is_its_duty(as_helper: bool) -> None:
    walk = Walk().tell(values={"kind": "lane", "area": "c1"}).take("take_in", LAO_ZHOU)
    arguments = {"assist": ("c1",)} if as_helper else {"unit": "c1"}
    assert walk.refused("send", LAO_ZHOU, arguments=arguments, words={"reason": "就近"}) == "guard"
    walk.take("send", LAO_ZHOU).take("get", CHEN)
    assert walk.refused("whistle", CHEN, arguments={"units": ("roads", "street", "c1")}) == "guard"
    assert walk.it.tasks.keys() == {"t1", "t2"}


def test_a_guard_speaks_with_the_programmes_words() -> None:
    walk = Walk().tell(values={"kind": "lane"}).take("take_in", LAO_ZHOU)
    found = walk.try_("send", LAO_ZHOU, arguments={"unit": "c1"}, words={"reason": "近"})
    assert not isinstance(found, tuple)
    assert (found.message("zh"), found.message("en")) == ("不行：某c1", "no: c1")


def test_sending_again_takes_it_back_from_the_first() -> None:
    walk = sent().take("send", LAO_ZHOU, arguments={"unit": "street"}, words={"reason": "属地"})
    assert states(walk) == {"fire": "revoked", "roads": "revoked", "street": "given"}
    assert not walk.it.clocks["handling@t1"].running
    assert walk.it.counts.get("return", 0) == 0
    assert walk.it.round == 1


def test_a_return_is_settled_and_the_answer_binds() -> None:
    walk = sent().take("give_back", CHEN).take("settle", BOSS, "upheld")
    assert states(walk)["fire"] == "given"
    assert walk.refused("give_back", CHEN) == "binding"
    walk.take("get", CHEN)
    assert walk.refused("give_back", CHEN) == "binding"


def test_a_moved_task_binds_its_new_unit() -> None:
    walk = sent().take("give_back", CHEN)
    assert walk.refused("settle", BOSS, "moved") == "field-missing"
    assert walk.refused("settle", BOSS, "moved", arguments={"unit": "c1"}) == "guard"
    walk.take("settle", BOSS, "moved", arguments={"unit": "street"})
    assert states(walk) == {"fire": "returned", "roads": "given", "street": "given"}
    assert not walk.it.clocks["handling@t1"].running
    assert walk.it.clocks["handling@t3"].running
    assert walk.refused("give_back", person("hand", "street")) == "binding"
    assert walk.it.counts["return"] == 1


def test_what_was_arbitrated_is_not_returned_by_another_unit_either() -> None:
    walk = sent().take("give_back", CHEN).take("settle", BOSS, "upheld")
    walk.take("send", LAO_ZHOU, arguments={"unit": "street"}, words={"reason": "属地"})
    assert walk.refused("give_back", person("hand", "street")) == "binding"


def test_silence_of_the_arbiter_upholds() -> None:
    walk = sent().take("give_back", CHEN).wait(days=5).lapse("arguing")
    assert walk.it.stage == "given"
    assert walk.it.tasks["t1"].binding
    assert walk.it.clocks["arguing"].late


def test_a_return_has_a_window() -> None:
    walk = sent().wait(days=3)
    assert walk.refused("give_back", CHEN) == "window-closed"
    walk.lapse("returning@t1")
    assert walk.refused("give_back", CHEN) == "window-closed"
    assert not walk.it.clocks["returning@t1"].late


def test_a_whistle_calls_and_each_arrival_is_kept() -> None:
    walk = at_work().take("whistle", CHEN, arguments={"units": ("street", "street", "fire")})
    assert states(walk)["street"] == "given"
    assert walk.refused("whistle", CHEN, arguments={"units": ("street",)}) == "already-done"
    assert walk.refused("whistle", CHEN) == "field-missing"
    assert walk.refused("whistle", CHEN, arguments={"units": ("old",)}) == "no-such-unit"
    street = person("hand", "street")
    walk.take("come", street)
    assert walk.it.tasks["t3"].marks == {"arrived"}
    assert not walk.it.clocks["coming@t3"].running
    assert walk.refused("come", street) == "already-done"
    walk.take("finish_joint", street)
    assert walk.refused("finish_joint", street) == "already-done"


def test_only_a_call_that_reached_is_a_contact() -> None:
    walk = at_work().take("phone", CHEN, "missed")
    assert walk.it.tasks["t1"].marks == frozenset()
    assert walk.take("phone", CHEN, "reached").it.tasks["t1"].marks == {"contacted"}


def test_not_solved_is_rework_by_the_same_unit() -> None:
    walk = looked_at().take("look", XIAO_WU, "no")
    assert (walk.it.stage, walk.it.round, walk.it.counts["rework"]) == ("work", 2, 1)
    assert states(walk)["fire"] == "signed"
    assert walk.it.clocks["rework@t1"].running
    assert walk.it.findings == {}


def test_a_case_that_comes_back_has_the_same_promise() -> None:
    walk = answered().take("answer", AMEI, "yes").take("mark", AMEI, arguments={"score": 4})
    before = walk.it.clocks["promise"]
    assert not before.running
    walk.wait(days=2).take("again", AMEI)
    after = walk.it.clocks["promise"]
    assert after.running
    assert (after.started_at, after.due) == (before.started_at, before.due)
    assert [id_ for id_ in walk.it.clocks if id_.startswith("promise")] == ["promise"]
    assert (walk.it.findings, walk.it.score, walk.it.outcome, walk.it.counts["reopen"]) == ({}, None, None, 1)
    assert walk.it.tasks["t1"].state is TaskState.GIVEN


def test_it_comes_back_once() -> None:
    walk = answered().take("answer", AMEI, "yes").take("again", AMEI).take("get", CHEN).take("finish", CHEN, **DONE)
    walk.take("look", XIAO_WU, "yes").take("close", LAO_ZHOU).take("answer", AMEI, "yes")
    assert walk.refused("again", AMEI) == "too-many"


def test_each_answer_is_rated_once() -> None:
    walk = answered().take("answer", AMEI, "yes").take("mark", AMEI, arguments={"score": 2})
    assert walk.refused("mark", AMEI, arguments={"score": 5}) == "too-many"
    walk.take("again", AMEI).take("get", CHEN).take("finish", CHEN, **DONE)
    walk.take("look", XIAO_WU, "yes").take("close", LAO_ZHOU).take("answer", AMEI, "yes")
    walk.take("mark", AMEI, arguments={"score": 5})
    assert walk.it.score == 5
    assert walk.refused("mark", AMEI, arguments={"score": 1}) == "too-many"


def test_silence_and_an_unanswered_call_are_no_yes() -> None:
    walk = answered().wait(days=5).lapse("asking")
    assert walk.it.stage == "redial"
    assert FindingKind.SATISFIED not in walk.it.findings
    walk.take("redial", XIAO_WU, "unreachable")
    assert walk.it.findings[FindingKind.SATISFIED].verdict == "unreachable"
    assert walk.it.findings[FindingKind.SATISFIED].party is Party.CHECKER


def test_a_dissatisfied_case_starts_over_with_its_old_promise() -> None:
    walk = answered().take("answer", AMEI, "no").take("send", LAO_ZHOU)
    assert (walk.it.round, walk.it.counts["redispatch"]) == (2, 1)
    assert walk.it.clocks["promise"].running
    assert states(walk)["fire"] == "given"
    assert len(walk.it.tasks) == 4


def test_supervision_only_rises_and_only_as_far_as_the_step_goes() -> None:
    walk = at_work().take("press", BOSS, arguments={"level": 3})
    assert walk.it.supervision == 1
    assert walk.refused("press", BOSS) == "field-invalid"
    assert walk.refused("press_more", CHIEF) == "field-missing"
    for level in (1, 4, True, "2"):
        assert walk.refused("press_more", CHIEF, arguments={"level": level}) == "field-invalid"
    assert walk.take("press_more", CHIEF, arguments={"level": 3}).it.supervision == 3
    assert walk.refused("press_more", CHIEF, arguments={"level": 4}) == "field-invalid"


def test_counted_words() -> None:
    walk = at_work().take("hurry", BOSS).take("hurry", AMEI).take("object", AMEI).take("fix", LAO_ZHOU)
    counts = {what: walk.it.counts.get(what) for what in ("reminder", "dispute", "correction")}
    assert counts == {"reminder": 2, "dispute": 1, "correction": 1}


def test_a_link_is_kept_once_and_never_to_itself() -> None:
    walk = Walk().tell()
    assert walk.refused("tie", LAO_ZHOU, arguments={"other": "k1"}) == "self-link"
    assert walk.refused("tie", LAO_ZHOU, arguments={"other": "k7"}) == "no-such-case"
    assert walk.refused("tie", LAO_ZHOU) == "no-such-case"
    walk.take("tie", LAO_ZHOU, arguments={"other": "other"})
    assert walk.refused("tie", LAO_ZHOU, arguments={"other": "other"}) == "already-done"
    assert walk.it.links == (("other", "same"),)


@pytest.mark.parametrize("score", [0, 6, True, "5", 4.5])
def test_a_score_is_one_to_five(score: object) -> None:
    walk = answered().take("answer", AMEI, "yes")
    assert walk.refused("mark", AMEI, arguments={"score": score}) == "field-invalid"
    assert walk.refused("mark", AMEI) == "field-missing"
    assert walk.take("mark", AMEI, arguments={"score": 1}).refused("mark", AMEI, arguments={"score": 1}) == "too-many"


def test_ending_stops_every_clock() -> None:
    for walk in (Walk().tell().take("back_out", AMEI), at_work().take("back_out", AMEI)):
        assert walk.it.final
        assert not any(clock.running for clock in walk.it.clocks.values())
        assert walk.ask(Reproject(case="k1", reason="日历变了")) == ()


def test_history_has_its_own_time() -> None:
    long_ago = NOON - timedelta(days=400)
    walk = Walk().tell(by=SYSTEM, step="tell_old", population="history", occurred=long_ago)
    walk.take("old_reply", SYSTEM, words={"result": "已答复"}, occurred=long_ago + timedelta(days=3))
    assert (walk.it.occurred_at, walk.it.opened_at) == (long_ago, NOON)
    assert walk.it.moments["finish"] - walk.it.occurred_at == timedelta(days=3)
    assert (walk.it.outcome, walk.it.findings) == ("replied", {})
    assert not walk.it.clocks["promise"].late
    assert isinstance(walk.events[0].effects[0], e.CaseOpened)


def test_an_assisting_unit_signs_and_finishes_its_own() -> None:
    walk = at_work()
    assert walk.refused("finish_help", LIN) == "task-not-signed"
    assert walk.refused("get_help", CHEN) == "no-task"
    walk.take("get_help", LIN)
    assert walk.refused("get_help", LIN) == "already-done"
    assert walk.take("finish_help", LIN).it.tasks["t2"].state is TaskState.FINISHED
