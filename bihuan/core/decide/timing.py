"""Starting, stopping, suspending and extending clocks: effects that carry the deadline they lead to."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bihuan.core import events as e
from bihuan.core.case import ClockState, Task
from bihuan.core.clocks import Budget, Direction, Suspension, Terms, due_of, fixed_of, occurrences
from bihuan.core.decide.situation import Context, Situation, holds, local
from bihuan.core.programme import Clock, Limit, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import TaskKind, TaskState, Verb

_GIVEN = TaskState.GIVEN


def limit_for(clock: Clock, situation: Situation, task: Task | None) -> Limit | None:
    """The first row of the clock's table that is in force and whose condition holds."""
    names = situation.environment(situation.context.units.get(task.unit) if task else None)
    day = situation.day
    for limit in clock.limits:
        if limit.valid.covers(day) and holds(limit.when, names):
            return limit
    return None


def start(
    names: Iterable[str], situation: Situation, given: tuple[e.TaskGiven, ...], ended: Container[str] = frozenset()
) -> Iterator[e.Effect]:
    """The clocks a step starts: one of the case, or one for each task it concerns. `ended` are the runs that it stops:
    a step that stops a clock and starts it begins the next run."""
    for name in names:
        clock = situation.programme.clocks[name]
        if not clock.tasks:
            yield from _start(clock, situation, None, ended)
            continue
        for task in _concerned(clock.tasks, situation, given):
            yield from _start(clock, situation, task, ended)


def begun_too_late(effects: Iterable[e.Effect], situation: Situation) -> Refusal | None:
    """A clock ahead of a date that would be late the moment it starts, where the programme wants it kept in time.

    Only the calendar knows: a limit that falls on rest days moves to the working day before them. What is entered
    as history happened as it happened and is never refused.
    """
    if situation.occurred < situation.now:
        return None
    for effect in effects:
        if not isinstance(effect, e.ClockStarted) or effect.due >= situation.now:
            continue
        clock = situation.programme.clocks[effect.name]
        if clock.in_time:
            detail: dict[str, str | Text] = {"clock": clock.title, "due": local(effect.due, situation.context)}
            if clock.at_field is not None:
                detail["field"] = situation.programme.fields[clock.at_field].title
            works = _a_date_that_works(effect, situation)
            return Refusal("begun-too-late", {**detail, "works": works}, about=clock.at_field)
    return None


def _a_date_that_works(effect: e.ClockStarted, situation: Situation) -> str:
    """The first later day, at the same time of day, ahead of which the clock would still be in time."""
    calendar = situation.context.calendars[effect.calendar]
    for days in range(1, _FAR.days):
        moved = effect.started_at + timedelta(days=days)
        terms = Terms(
            clock=effect.name, budget=effect.budget, started_at=moved, direction=effect.direction, ends=effect.ends
        )
        if due_of(terms, calendar)[0] >= situation.now:
            return local(moved, situation.context)
    return "—"


def next_period(states: Iterable[ClockState], situation: Situation) -> Iterator[e.ClockStarted]:
    """For each duty that comes again and whose period has just ended: the period after it.

    Periods are counted from the first of the series, so that an early or a late end moves none of them.
    """
    for state in states:
        clock = situation.programme.clocks.get(state.name)
        if clock is None or clock.every is None:
            continue
        series = [one for one in situation.case.clocks.values() if one.name == state.name and one.task == state.task]
        calendar, far = situation.context.calendars[clock.calendar], situation.now + _FAR
        starts = occurrences(clock.every, series[0].started_at, calendar, far, ends=clock.ends)
        begins = next((at for at in starts if at > state.started_at), None)
        task = situation.case.tasks.get(state.task or "")
        limit = limit_for(clock, situation, task)
        if begins is not None and limit is not None:
            base = state.id.partition("#")[0]
            yield _started(clock, limit, f"{base}#{len(series) + 1}", task, begins, None, situation)


_FAR = timedelta(days=3_660)
"""How far ahead a next period is looked for."""


def _concerned(kinds: frozenset[TaskKind], situation: Situation, given: tuple[e.TaskGiven, ...]) -> list[Task]:
    """The tasks given just now, or else the actor's own, or else the active ones of the right kind."""
    fresh = [Task(id=t.task, unit=t.unit, kind=t.kind, state=_GIVEN, rule=t.rule) for t in given if t.kind in kinds]
    if fresh:
        return fresh
    if situation.task is not None and situation.task.kind in kinds:
        return [situation.task]
    lead = situation.case.lead
    return [lead] if lead is not None and lead.kind in kinds else []


def _start(clock: Clock, situation: Situation, task: Task | None, ended: Container[str]) -> Iterator[e.ClockStarted]:
    id_ = _fresh_id(clock, task, situation, ended)
    limit = limit_for(clock, situation, task)
    if id_ is None or limit is None:
        return
    anchor, fixed = _anchor(clock, limit, situation)
    if anchor is not None:
        yield _started(clock, limit, id_, task, anchor, fixed, situation)


def _started(
    clock: Clock, limit: Limit, id_: str, task: Task | None, anchor: datetime, fixed: str | None, situation: Situation
) -> e.ClockStarted:
    calendar = situation.context.calendars[clock.calendar]
    terms = Terms(
        clock=clock.id,
        budget=limit.budget,
        started_at=anchor,
        fixed=fixed_of(fixed),
        direction=clock.direction,
        ends=clock.ends,
        rule=limit.id,
        edition=situation.programme.edition,
        basis=str(limit.basis),
    )
    due, provisional = due_of(terms, calendar)
    return e.ClockStarted(
        clock=id_,
        name=clock.id,
        owner=clock.owner,
        task=task.id if task else None,
        budget=limit.budget,
        started_at=anchor,
        calendar=clock.calendar,
        calendar_edition=calendar.edition,
        rule=limit.id,
        edition=situation.programme.edition,
        basis=str(limit.basis),
        due=due,
        provisional=provisional,
        lapse=clock.lapse,
        window=clock.window,
        shown=clock.shown,
        direction=clock.direction,
        ends=clock.ends,
        fixed=fixed,
    )


def _fresh_id(clock: Clock, task: Task | None, situation: Situation, ended: Container[str]) -> str | None:
    """An id of its own for each run of a clock, so that an earlier lateness is never overwritten.

    None if the clock is running already and goes on: a second start changes nothing.
    """
    base = f"{clock.id}@{task.id}" if task else clock.id
    runs = [state for id_, state in situation.case.clocks.items() if id_ == base or id_.startswith(f"{base}#")]
    if any(state.running and state.id not in ended for state in runs):
        return None
    return base if not runs else f"{base}#{len(runs) + 1}"


def _anchor(clock: Clock, limit: Limit, situation: Situation) -> tuple[datetime | None, str | None]:
    """Where a clock begins: the moment of the step, or the date in a field. Also the fixed date, if it is one."""
    if clock.at_field is None:
        return situation.occurred, None
    raw = situation.values.get(clock.at_field, situation.case.fields.get(clock.at_field))
    if not isinstance(raw, str):
        return None, None
    # Of an interval, its beginning.
    moment, whole_day = datetime.fromisoformat(raw.partition("/")[0]), False
    if moment.tzinfo is None:
        moment, whole_day = datetime.combine(moment.date(), time(), situation.context.zone), True
    if limit.budget is None:
        # A day is kept until it ends; a moment is that moment.
        fixed = moment.date() if whole_day else moment.astimezone(UTC)
        return situation.occurred, fixed.isoformat()
    return moment.astimezone(UTC), None  # As the stored event gives it back.


def running(names: Iterable[str], situation: Situation) -> Iterator[ClockState]:
    """Running clocks of these names; those of a task only if they are the actor's or the case's lead."""
    wanted = set(names)
    for state in situation.case.clocks.values() if wanted else ():
        if state.name in wanted and state.running and _about(state, situation):
            yield state


def _about(state: ClockState, situation: Situation) -> bool:
    return state.task is None or situation.task is None or state.task == situation.task.id


def stop(states: Iterable[ClockState], situation: Situation) -> Iterator[e.Effect]:
    """Clocks that end here, each with whether its time was past. A standing clock first runs again."""
    for state in states:
        due = state.due
        if state.suspended:
            resumed = _resumed(state, situation)
            due = resumed.due
            yield resumed
        missed = not state.window and passed_by(state, situation)
        late = missed or (not state.window and situation.occurred > due)
        yield e.ClockStopped(clock=state.id, at=situation.occurred, late=late, missed=missed)


def passed_by(state: ClockState, situation: Situation) -> bool:
    """Whether a unit finishes without ever having done what the clock was about. An attempt is one, too."""
    clock = situation.programme.clocks.get(state.name)
    if clock is None or clock.kept_by is None or situation.step.verb is not Verb.FINISH:
        return False
    return not situation.case.counts.get(f"verb:{clock.kept_by}")


def suspend(states: Iterable[ClockState], reason: str, basis: str, situation: Situation) -> Iterator[e.Effect]:
    """Clocks that stand still from here; one that stands already is left alone."""
    for state in states:
        if not state.suspended and state.direction is Direction.AFTER and state.budget is not None:
            yield e.ClockSuspended(clock=state.id, at=situation.occurred, reason=reason, basis=basis)


def resume(states: Iterable[ClockState], situation: Situation) -> Iterator[e.Effect]:
    """Clocks that run again, with their new deadlines."""
    for state in states:
        if state.suspended:
            yield _resumed(state, situation)


def _resumed(state: ClockState, situation: Situation) -> e.ClockResumed:
    last = state.suspensions[-1]
    ended = Suspension(start=last.start, end=max(last.start, situation.occurred), reason=last.reason, basis=last.basis)
    terms = replace(state.terms(), suspensions=(*state.suspensions[:-1], ended))
    due, provisional = due_of(terms, situation.context.calendars[state.calendar])
    return e.ClockResumed(clock=state.id, at=max(last.start, situation.occurred), due=due, provisional=provisional)


def extend(states: Iterable[ClockState], amount: Budget, situation: Situation) -> Iterator[e.Effect]:
    """A granted budget on top; clocks that count another kind of time are left as they are."""
    for state in states:
        if state.budget is None or not amount.extends(state.budget):
            continue
        terms = replace(state.terms(), extensions=(*state.extensions, amount))
        due, provisional = due_of(terms, situation.context.calendars[state.calendar])
        yield e.ClockExtended(clock=state.id, budget=amount, due=due, provisional=provisional)


def reproject(
    states: Iterable[ClockState], programme: Programme | None, context: Context, reason: str
) -> Iterator[e.Effect]:
    """Running clocks whose deadline is another one under today's calendar, or today's text of their rule."""
    for state in states:
        calendar = context.calendars[state.calendar]
        budget = _budget_now(state, programme)
        due, provisional = due_of(replace(state.terms(), budget=budget), calendar)
        if (due, provisional) != (state.due, state.provisional):
            yield e.ClockReprojected(
                clock=state.id,
                budget=budget,
                calendar_edition=calendar.edition,
                due=due,
                provisional=provisional,
                reason=reason,
            )


def _budget_now(state: ClockState, programme: Programme | None) -> Budget | None:
    """The budget that the rule which set this limit gives now; what was promised if no rules are given."""
    clock = programme.clocks.get(state.name) if programme else None
    for limit in clock.limits if clock else ():
        if limit.id == state.rule and limit.budget is not None and state.budget is not None:
            same = all(extension.extends(limit.budget) for extension in state.extensions)
            return limit.budget if same else state.budget
    return state.budget
