"""How an event changes a case: `evolve`, `fold`. Reads no programme, no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from bihuan.core import events as e
from bihuan.core.case.state import Case, ClockState, Finding, Request, Task
from bihuan.core.clocks import Suspension
from bihuan.core.verbs import Party, TaskState, Verb


def fold(stream: Iterable[e.Event]) -> Case | None:
    """The case after its events; None if there are none."""
    case: Case | None = None
    for event in stream:
        case = evolve(case, event)
    return case


def evolve(case: Case | None, event: e.Event) -> Case:
    """The case after one more event."""
    changes = _Changes(case, event)
    for effect in event.effects:
        _apply(changes, effect, event)
    return changes.result()


class _Changes:
    """A case being changed by one event: copies each mapping once, when it is first touched."""

    __slots__ = ("case", "event", "set")

    def __init__(self, case: Case | None, event: e.Event) -> None:
        self.event = event
        self.case = case if case is not None else _opened(event)
        self.set: dict[str, object] = {}

    def get(self, name: str) -> object:
        return self.set[name] if name in self.set else getattr(self.case, name)

    def mapping(self, name: str) -> dict[object, object]:
        if name not in self.set:
            self.set[name] = dict(getattr(self.case, name))
        return self.set[name]  # type: ignore[return-value]

    def clock(self, clock: str, **changes: object) -> None:
        clocks = self.mapping("clocks")
        clocks[clock] = replace(clocks[clock], **changes)  # type: ignore[type-var]

    def state_of(self, clock: str) -> ClockState:
        return self.mapping("clocks")[clock]  # type: ignore[return-value]

    def task(self, task: str, **changes: object) -> None:
        tasks = self.mapping("tasks")
        tasks[task] = replace(tasks[task], **changes)  # type: ignore[type-var]

    def count(self, what: str) -> None:
        counts = self.mapping("counts")
        counts[what] = counts.get(what, 0) + 1  # type: ignore[operator]

    def result(self) -> Case:
        event, case = self.event, self.case
        self.count(f"step:{event.step}")
        self.count(f"step:{event.step}@{case.round}")
        self.count(f"verb:{event.verb}")
        for moment in (str(event.verb), f"{event.verb}:{event.outcome}"):
            if moment not in case.moments:
                self.mapping("moments")[moment] = event.occurred
        if event.by.party is Party.HANDLER and event.verb is not Verb.RAISE:  # Finding a matter is no work on it.
            self.set["worked"] = case.worked | {event.by.account, event.by.unit or event.by.account}
        return replace(case, n=event.n + 1, **self.set)  # type: ignore[arg-type]


def _opened(event: e.Event) -> Case:
    opened = event.effects[0]
    if not isinstance(opened, e.CaseOpened):
        raise ValueError(f"stream {event.case} does not begin with CaseOpened")
    return Case(
        id=event.case,
        number=opened.number,
        programme=opened.programme,
        edition=opened.edition,
        population=opened.population,
        opened_at=event.recorded,
        occurred_at=event.occurred,
        n=0,
    )


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
_BESIDE = (
    e.CaseLinked,
    e.ChildSpawned,
    e.ChildMoved,
    e.Posted,
    e.Reserved,
    e.Released,
    e.Contributed,
)


def _apply(to: _Changes, effect: e.Effect, event: e.Event) -> None:
    match effect:
        case e.CaseOpened() | e.NoticeOrdered() | e.RegisterChanged():
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
            _apply_clock(to, effect)
        case _ if isinstance(effect, _BESIDE):
            _apply_beside(to, effect)
        case _:
            assert_never(effect)


def _found(effect: e.FindingMade, event: e.Event, round_: int) -> Finding:
    return Finding(kind=effect.kind, verdict=effect.verdict, party=effect.party, at=event.occurred, round=round_)


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


def _apply_beside(to: _Changes, effect: _BesideEffect) -> None:
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


def _forget_findings(to: _Changes) -> None:
    """A new round starts without the judgements of the last one; they stay readable in the events.

    The case is unfinished again: nobody may read an old "solved" off a case that came back.
    """
    to.set["findings"] = {}
    to.set["score"] = None
    to.set["outcome"] = None


def _apply_task(to: _Changes, effect: e.TaskGiven | e.TaskMoved | e.TaskMarked) -> None:
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


_ClockEffect = (
    e.ClockStarted
    | e.ClockStopped
    | e.ClockContinued
    | e.ClockSuspended
    | e.ClockResumed
    | e.ClockExtended
    | e.ClockLapsed
    | e.ClockReprojected
    | e.Exempted
)


def _apply_clock(to: _Changes, effect: _ClockEffect) -> None:
    match effect:
        case e.ClockStarted():
            to.mapping("clocks")[effect.clock] = _started(effect)
        case e.ClockStopped():
            to.clock(effect.clock, stopped_at=effect.at, late=to.state_of(effect.clock).late or effect.late)
        case e.ClockContinued():
            to.clock(effect.clock, stopped_at=None)
        case e.ClockSuspended():
            pause = Suspension(start=effect.at, end=None, reason=effect.reason, basis=effect.basis)
            to.clock(effect.clock, suspensions=(*to.state_of(effect.clock).suspensions, pause))
        case e.ClockResumed():
            *earlier, last = to.state_of(effect.clock).suspensions
            to.clock(
                effect.clock,
                suspensions=(*earlier, replace(last, end=effect.at)),
                due=effect.due,
                provisional=effect.provisional,
            )
        case e.ClockExtended():
            given = (*to.state_of(effect.clock).extensions, effect.budget)
            state, past = to.state_of(effect.clock), to.event.occurred > effect.due
            to.clock(
                effect.clock,
                extensions=given,
                due=effect.due,
                provisional=effect.provisional,
                lapsed=state.lapsed and past,
                late=state.late and past,
            )
        case e.ClockLapsed():
            state = to.state_of(effect.clock)
            to.clock(effect.clock, lapsed=True, late=state.late or not state.window)
        case e.ClockReprojected():
            state, past = to.state_of(effect.clock), to.event.recorded > effect.due
            to.clock(
                effect.clock,
                budget=effect.budget,
                calendar_edition=effect.calendar_edition,
                due=effect.due,
                provisional=effect.provisional,
                lapsed=state.lapsed and past,
                late=state.late and past,
            )
        case e.Exempted():
            to.clock(effect.clock, exempted=True)
        case _:
            assert_never(effect)


def _started(effect: e.ClockStarted) -> ClockState:
    return ClockState(
        id=effect.clock,
        name=effect.name,
        owner=effect.owner,
        task=effect.task,
        budget=effect.budget,
        started_at=effect.started_at,
        calendar=effect.calendar,
        calendar_edition=effect.calendar_edition,
        rule=effect.rule,
        edition=effect.edition,
        basis=effect.basis,
        due=effect.due,
        provisional=effect.provisional,
        lapse=effect.lapse,
        window=effect.window,
        shown=effect.shown,
        direction=effect.direction,
        ends=effect.ends,
        fixed=effect.fixed,
    )
