"""How an event changes a case: `evolve`, `fold`. Reads no programme, no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from bihuan.core import events as e
from bihuan.core.case.changing import Changes
from bihuan.core.case.clock_changes import apply_clock
from bihuan.core.case.state import Case, Finding, Request, Task
from bihuan.core.case.undo_changes import apply_undo
from bihuan.core.verbs import TaskState


def fold(stream: Iterable[e.Event]) -> Case | None:
    """The case after its events; None if there are none."""
    case: Case | None = None
    for event in stream:
        case = evolve(case, event)
    return case


def evolve(case: Case | None, event: e.Event) -> Case:
    """The case after one more event."""
    changes = Changes(case, event)
    for effect in event.effects:
        _apply(changes, effect, event)
    return changes.result()


_TASK = (e.TaskGiven, e.TaskMoved, e.TaskMarked)
_CLOCK = (
    e.ClockStarted,
    e.ClockStopped,
    e.ClockContinued,
    e.ClockSuspended,
    e.ClockResumed,
    e.ClockExtended,
    e.ClockLapsed,
    e.ClockReprojected,
    e.Exempted,
)
_UNDO = (e.StepUndone, e.TaskRestored, e.FieldForgotten, e.ClockUnbegun, e.ClockRestored)
_BESIDE = (
    e.CaseLinked,
    e.ChildSpawned,
    e.ChildMoved,
    e.Posted,
    e.Reserved,
    e.Released,
    e.Contributed,
)


def _apply(to: Changes, effect: e.Effect, event: e.Event) -> None:
    match effect:
        case e.CaseOpened() | e.NoticeOrdered() | e.PhotoShown() | e.RegisterChanged():
            pass
        case e.StageReached():
            to.set["stage"], to.set["final"] = effect.stage, effect.final
        case e.EndedAs():
            to.set["outcome"] = effect.outcome
        case e.FieldSet():
            to.mapping("fields")[effect.name] = effect.value
        case e.FindingMade():
            to.mapping("findings")[effect.kind] = _found(effect, event, to.case.round)
        case e.Rated():
            to.set["score"] = effect.score
        case e.RoundBegan():
            to.set["round"] = to.case.round + 1
            to.count(effect.cause)
            _forget_findings(to)
        case e.Counted():
            to.count(effect.what)
        case e.RequestOpened():
            to.mapping("requests")[effect.kind] = _asked(effect)
        case e.RequestDecided():
            to.mapping("requests").pop(effect.kind, None)
            if effect.granted:
                to.count(f"granted:{effect.kind}")
        case e.SupervisionRaised():
            to.set["supervision"] = effect.level
        case _ if isinstance(effect, _TASK):
            _apply_task(to, effect)
        case _ if isinstance(effect, _CLOCK):
            apply_clock(to, effect)
        case _ if isinstance(effect, _BESIDE):
            _apply_beside(to, effect)
        case _ if isinstance(effect, _UNDO):
            apply_undo(to, effect)
        case _:
            assert_never(effect)


def _found(effect: e.FindingMade, event: e.Event, round_: int) -> Finding:
    return Finding(
        kind=effect.kind,
        verdict=effect.verdict,
        party=effect.party,
        at=event.occurred,
        round=round_,
        signed=effect.signed,
    )


def _asked(effect: e.RequestOpened) -> Request:
    return Request(
        kind=effect.kind,
        task=effect.task,
        clock=effect.clock,
        amount=effect.amount,
        reason=effect.reason,
        reason_basis=effect.reason_basis,
    )


_BesideEffect = e.CaseLinked | e.ChildSpawned | e.ChildMoved | e.Posted | e.Reserved | e.Released | e.Contributed


def _apply_beside(to: Changes, effect: _BesideEffect) -> None:
    """What stands beside the loop: other cases, children, accounts, keys, contributions."""
    match effect:
        case e.CaseLinked():
            to.set["links"] = (*to.case.links, (effect.other, effect.relation))
        case e.ChildSpawned():
            to.mapping("children")[effect.child] = ("", False)
        case e.ChildMoved():
            to.mapping("children")[effect.child] = (effect.stage, effect.final)
        case e.Posted():
            balances = to.mapping("balances")
            key = f"{effect.account}:{effect.unit}"
            balances[key] = balances.get(key, 0) + effect.quantity  # type: ignore[operator]
        case e.Reserved():
            to.set["reserved"] = to.get("reserved") | {effect.key}  # type: ignore[operator]
        case e.Released():
            to.set["reserved"] = to.get("reserved") - {effect.key}  # type: ignore[operator]
        case e.Contributed():
            to.mapping("contributions")[effect.person] = effect.commitment
        case _:
            assert_never(effect)


def _forget_findings(to: Changes) -> None:
    """A new round starts without the judgements of the last one; they stay readable in the events.

    The case is unfinished again: nobody may read an old "solved" off a case that came back.
    """
    to.set["findings"] = {}
    to.set["score"] = None
    to.set["outcome"] = None


def _apply_task(to: Changes, effect: e.TaskGiven | e.TaskMoved | e.TaskMarked) -> None:
    match effect:
        case e.TaskGiven():
            to.mapping("tasks")[effect.task] = Task(
                id=effect.task,
                unit=effect.unit,
                kind=effect.kind,
                state=TaskState.GIVEN,
                rule=effect.rule,
                binding=effect.binding,
            )
        case e.TaskMoved():
            before: Task = to.mapping("tasks")[effect.task]  # type: ignore[assignment]
            to.task(effect.task, state=effect.state, binding=before.binding or effect.binding)
        case e.TaskMarked():
            marked: Task = to.mapping("tasks")[effect.task]  # type: ignore[assignment]
            to.task(effect.task, marks=marked.marks | {effect.mark})
        case _:
            assert_never(effect)
