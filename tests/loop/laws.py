"""What must be true of a case after every act, asked of its stored events; no law names a step, stage or role.

May live here: laws as functions that assert. Two words of the pack stand in the last one, which is about that pack.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bihuan.core.case import Case, fold
from bihuan.core.clocks import derive
from bihuan.core.codec import case_from_text, case_text, event_bytes, event_from
from bihuan.core.programme import Programme
from bihuan.core.verbs import VERBS, Verb
from bihuan.store.state import case_from, stored_state
from tests.core import naive
from tests.core.naive import Json
from tests.loop.walker import Walker

ALLOWED = {
    "closed": {"centre"},
    "solved": {"checker", "supervisor"},
    "satisfied": {"raiser", "checker", "supervisor"},
}


def hold(walker: Walker, fresh: int) -> None:
    """Every law; `fresh` is how many events are new."""
    case = walker.case
    assert case is not None
    history = naive.stored(walker.events)
    told_twice_alike(walker, case, history)
    stored_form_keeps_everything(walker, case, fresh)
    assert [event["n"] for event in history] == list(range(len(history)))
    findings_are_made_by_the_right_party(history)
    nobody_judged_the_own_work(history)
    what_was_arbitrated_was_never_returned(history)
    promises_began_once(history, walker.programme)
    deadlines_follow_from_their_terms(walker, naive.standing(history))
    what_was_taken_back_left_the_case_as_it_was(walker, case)
    if case.final:
        assert not any(clock.running for clock in case.clocks.values())
        assert not any(case.stage in step.from_ for step in walker.programme.steps.values())


def what_was_taken_back_left_the_case_as_it_was(walker: Walker, case: Case) -> None:
    """Stage, tasks, fields, clocks and requests are those before the step that was taken back; every fact is there."""
    if case.undone[-1:] != (case.n - 2,):
        return
    before = fold(walker.events[:-2])
    assert before is not None
    parts = ("stage", "final", "outcome", "round", "tasks", "fields", "clocks", "requests", "findings", "children")
    assert [getattr(case, name) for name in parts] == [getattr(before, name) for name in parts]
    assert walker.events[-2].by.account == walker.events[-1].by.account
    assert walker.events[-1].recorded - walker.events[-2].recorded <= timedelta(minutes=1)


def told_twice_alike(walker: Walker, case: Case, history: list[Json]) -> None:
    """`evolve` against itself replayed, and against a reading of the raw events that shares nothing with it."""
    assert fold(walker.events) == case
    kept = {clock.id: str(clock.kept_by) for clock in walker.programme.clocks.values() if clock.kept_by is not None}
    assert naive.of_case(case, {event["step"] for event in history}) == naive.summary(history, kept)


def stored_form_keeps_everything(walker: Walker, case: Case, fresh: int) -> None:
    for event in walker.events[-fresh:]:
        assert event_from(event_bytes(event)) == event
    for again in (case_from_text(case_text(case)), case_from(stored_state(case)), case_from(case_text(case))):
        assert again == case
        assert (list(again.tasks), list(again.clocks)) == (list(case.tasks), list(case.clocks))


def findings_are_made_by_the_right_party(history: list[Json]) -> None:
    for event, effect in naive.effects(history, "FindingMade"):
        assert effect["party"] == event["by"]["party"]
        assert effect["party"] in ALLOWED[effect["kind"]]


def nobody_judged_the_own_work(history: list[Json]) -> None:
    units: set[str] = set()
    handled: set[str] = set()
    for event in history:
        by = event["by"]
        if VERBS[Verb(event["verb"])].judges:
            assert by.get("unit") not in units
            assert by["account"] not in handled
            # The walker's people with two hats carry their other unit in the name.
            assert by["account"].partition("+")[2] not in units
        if by["party"] == "handler" and event["verb"] != "raise":
            handled.add(by["account"])
        units |= {effect["unit"] for effect in event.get("effects", []) if effect["is"] == "TaskGiven"}


def what_was_arbitrated_was_never_returned(history: list[Json]) -> None:
    for place, event in enumerate(history):
        if event["verb"] == "return":
            assert naive.task_of(history[:place], event["task"])[3] is False


def promises_began_once(history: list[Json], programme: Programme) -> None:
    """A clock that some step lets run on again has one start in the life of a case, at the moment it was raised."""
    lasting = {name for step in programme.steps.values() for move in step.moves.values() for name in move.continues}
    starts = [(event, effect) for event, effect in naive.effects(history, "ClockStarted") if effect["name"] in lasting]
    assert len(starts) == len({effect["name"] for _, effect in starts})
    for event, effect in starts:
        assert event["n"] == 0
        assert effect["started_at"] == event["occurred"]


def deadlines_follow_from_their_terms(walker: Walker, history: list[Json]) -> None:
    for id_ in naive.clock_ids(history):
        clock = naive.clock_of(history, id_)
        if clock["running"] and not clock["suspended"]:
            terms, calendar = naive.terms_of(history, id_)
            deadline = derive(terms, walker.context.calendars[calendar])
            assert deadline.due == datetime.fromisoformat(clock["due"])
            assert deadline.provisional == clock["provisional"]


def communities_have_only_their_duties(walker: Walker) -> None:
    """The circle's stated aim: no community unit has a part in what is not on its duty list."""
    category = walker.programme.category_field
    fields: dict[str, object] = {}
    for event in naive.stored(walker.events):
        own = event.get("effects", [])
        fields |= {effect["name"]: effect.get("value") for effect in own if effect["is"] == "FieldSet"}
        for effect in own:
            if effect["is"] == "TaskGiven" and walker.context.units[effect["unit"]].level == "community":
                assert fields.get(str(category)) in walker.programme.lists["community_duties"]
