"""Where a command becomes facts or is refused: no clock, no database, no web, no name of any programme.

    decide(case, command, programme, context, now) -> events or a Refusal

The programme says which steps there are; `verbs` says what a verb may do; this package interprets both. The order
of the questions is fixed: does the step exist and fit the stage, may this person take it, on which task, within its
window and its number of times, is what was given complete, what does the verb mean here, do the guards hold. The
first no is the answer; nothing is half done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import assert_never

from bihuan.core import commands as c
from bihuan.core import events as e
from bihuan.core.access import authorise
from bihuan.core.arguments import OUTCOME, asked_of
from bihuan.core.calendars import day_in
from bihuan.core.case import Case, ClockState
from bihuan.core.clocks.terms import FIRST_YEAR, LAST_YEAR
from bihuan.core.decide import timing
from bihuan.core.decide.choosing import possible, task_of, window, worn_out
from bihuan.core.decide.filling import misfit
from bihuan.core.decide.following import follow, impossible, unsettable
from bihuan.core.decide.meanings import MEANINGS
from bihuan.core.decide.recusing import set_aside
from bihuan.core.decide.situation import Context, Other, Situation, holds, local, other_of
from bihuan.core.programme import Move, Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Party, Verb

__all__ = ["Context", "Other", "decide", "other_of"]

Outcome = tuple[e.Event, ...] | Refusal

_SYSTEM = e.By(account="system", role="system", unit=None, party=Party.SYSTEM)


def decide(case: Case | None, command: c.Command, programme: Programme, context: Context, now: datetime) -> Outcome:
    """The events that the command leads to, in order, or why it is refused. `now` is UTC."""
    match command:
        case c.Raise():
            return _raise(case, command, programme, context, now)
        case c.Take():
            return _take(case, command, programme, context, now)
        case c.Lapse():
            return _lapse(case, command, programme, context, now)
        case c.Reproject():
            return _reproject(case, command, programme if command.rules else None, context, now)
        case _:
            assert_never(command)


def _raise(case: Case | None, command: c.Raise, programme: Programme, context: Context, now: datetime) -> Outcome:
    if case is not None:
        return Refusal("already-open", {"case": case.number})
    step = programme.steps.get(command.step)
    if step is None or step.verb is not Verb.RAISE:
        way_out = possible(None, programme, _may(command, None, programme, context))
        return Refusal("no-such-step", {"step": command.step, "possible": way_out})
    opened = e.CaseOpened(
        number=command.number,
        programme=programme.id,
        edition=programme.edition,
        population=command.population,
    )
    blank = Case(
        id=command.case,
        number=command.number,
        programme=programme.id,
        edition=programme.edition,
        population=command.population,
        opened_at=now,
        occurred_at=command.occurred or now,
        n=0,
    )
    by = authorise(command.by, step, None, programme, context.places)
    if isinstance(by, Refusal):
        return by
    return _carry_out(blank, step, by, command, "done", programme, context, now, opened=(opened,))


def _take(case: Case | None, command: c.Take, programme: Programme, context: Context, now: datetime) -> Outcome:
    if case is None:
        return Refusal("no-such-case", {"case": command.case})
    step = programme.steps.get(command.step)
    if step is None or step.verb in (Verb.RAISE, Verb.LAPSE, Verb.REPROJECT):
        may = _may(command, case, programme, context)
        return Refusal("no-such-step", {"step": command.step, "possible": possible(case, programme, may)})
    if command.seen is not None and command.seen != case.n:
        return Refusal("moved-on", {"case": case.number})
    by = authorise(command.by, step, case, programme, context.places)
    if isinstance(by, Refusal):
        return by
    if case.stage not in step.from_:
        stage = programme.stages[case.stage].title
        way_out = possible(case, programme, _may(command, case, programme, context))
        return Refusal("wrong-stage", {"stage": stage, "step": step.title, "possible": way_out})
    return _carry_out(case, step, by, command, command.outcome, programme, context, now)


def _may(
    command: c.Raise | c.Take, case: Case | None, programme: Programme, context: Context
) -> Callable[[Step], bool]:
    """Which steps the one policy lets this person take; a way out that is closed to them is none."""
    return lambda step: isinstance(authorise(command.by, step, case, programme, context.places), e.By)


def _carry_out(
    case: Case,
    step: Step,
    by: e.By,
    command: c.Raise | c.Take,
    outcome: str,
    programme: Programme,
    context: Context,
    now: datetime,
    opened: tuple[e.Effect, ...] = (),
) -> Outcome:
    move = step.moves.get(outcome)
    if move is None:
        expected = "、".join(step.moves)
        return Refusal("field-invalid", {"field": step.title, "value": outcome, "expected": expected}, about=OUTCOME)
    occurred = _occurred(command, case, step, now, context)
    if isinstance(occurred, Refusal):
        return occurred
    # An empty choice of a form is nothing given; as a fact it would be a category that is known and none.
    values = {name: value for name, value in command.values.items() if value != ""}
    task = task_of(case, step, by)
    if isinstance(task, Refusal):
        return task
    situation = Situation(
        case=case,
        programme=programme,
        context=context,
        step=step,
        by=by,
        now=now,
        occurred=occurred,
        task=task,
        outcome=outcome,
        values=values,
        words=frozenset(name for name, text in command.words.items() if text.strip()),
        photos=len(command.photos),
        arguments=command.arguments if isinstance(command, c.Take) else {},
    )
    today = day_in(now, context.zone)
    refusal = (
        window(situation)
        or worn_out(situation)
        or misfit(step, programme, values, command.words, len(command.photos), context, today)
        or impossible(situation)
    )
    return _conclude(situation, move, command, opened) if refusal is None else refusal


def _conclude(situation: Situation, move: Move, command: c.Raise | c.Take, opened: tuple[e.Effect, ...]) -> Outcome:
    """What the verb means, whether the guards hold for it, and what follows."""
    meant = MEANINGS[situation.step.verb](situation)
    if isinstance(meant, Refusal):
        return meant
    move, meant = set_aside(move, meant, situation)
    # The pack's own words come before what a register would say of the value.
    if refusal := _guarded(situation, meant) or unsettable(situation):
        return refusal
    words = tuple(sorted(name for name, text in command.words.items() if text.strip()))
    effects = (*opened, *meant, *follow(move, meant, situation))
    return timing.begun_too_late(effects, situation) or (_event(situation, effects, words, command.photos),)


def _occurred(command: c.Raise | c.Take, case: Case, step: Step, now: datetime, context: Context) -> datetime | Refusal:
    """Live work happens when it is recorded; only history brings a time of its own."""
    if command.occurred is None:
        return now
    if not step.history:
        return Refusal("history-only", {"step": step.title})
    if command.occurred.tzinfo is None or not FIRST_YEAR < command.occurred.year < LAST_YEAR:
        detail: dict[str, str | Text] = {"field": _WHEN, "value": command.occurred.isoformat()}
        return Refusal("field-invalid", {**detail, "expected": f"{FIRST_YEAR + 1}–{LAST_YEAR - 1}, +08:00"})
    if command.occurred > now or (case.n > 0 and command.occurred < case.occurred_at):
        return Refusal("occurred-later", {"occurred": local(command.occurred, context)})
    return command.occurred.astimezone(UTC)  # As the stored event gives it back.


_WHEN = Text("发生时间", "time it happened")


def _guarded(situation: Situation, meant: tuple[e.Effect, ...]) -> Refusal | None:
    """Each guard for each unit the step gives a task to; a step that gives none is judged once."""
    if not situation.step.guards:
        return None
    given = [effect.unit for effect in meant if isinstance(effect, e.TaskGiven)]
    units = [situation.context.units.get(name) for name in given] or [None]
    for unit in units:
        names = situation.environment(unit)
        for guard in situation.step.guards:
            if not holds(guard.require, names):
                detail = {"guard": guard.id, "unit": unit.title if unit else "—"}
                at = asked_of(situation.step, guard.require)
                return Refusal("guard", detail, said=guard.say, hinted=guard.hint, about=at)
    return None


def _event(
    situation: Situation, effects: tuple[e.Effect, ...], words: tuple[str, ...], photos: tuple[str, ...]
) -> e.Event:
    return e.Event(
        case=situation.case.id,
        n=situation.case.n,
        step=situation.step.id,
        verb=situation.step.verb,
        outcome=situation.outcome,
        by=situation.by,
        recorded=situation.now,
        occurred=situation.occurred,
        task=situation.task.id if situation.task else None,
        words=words,
        photos=photos,
        effects=effects,
    )


def _lapse(case: Case | None, command: c.Lapse, programme: Programme, context: Context, now: datetime) -> Outcome:
    """A clock ended and nobody acted: silence has the effect that the programme gives it."""
    state = case.clocks.get(command.clock) if case is not None else None
    if case is None or state is None or not state.running or state.suspended:
        return Refusal("clock-not-running", {"clock": command.clock})
    if state.lapsed:
        return Refusal("already-done", {"step": command.clock})
    if now <= state.due:
        return Refusal("not-due", {"clock": command.clock, "due": local(state.due, context)})
    step = programme.steps.get(state.lapse or "")
    if step is None or case.stage not in step.from_:
        step = _NOTHING
    situation = Situation(
        case=case,
        programme=programme,
        context=context,
        step=step,
        by=_SYSTEM,
        now=now,
        occurred=now,
        task=case.tasks.get(state.task or ""),
    )
    meant = _deemed(situation)
    if isinstance(meant, Refusal):
        meant = ()
    ended: tuple[e.Effect, ...] = (e.ClockLapsed(clock=state.id, at=now),)
    clock = programme.clocks.get(state.name)
    if state.window or (clock is not None and clock.every is not None):
        situation = replace(situation, case=_without(case, state))
        stopped = e.ClockStopped(clock=state.id, at=now, late=not state.window)
        ended = (*ended, stopped, *timing.next_period([state], situation))
    return (_event(situation, (*ended, *meant, *follow(step.moves["done"], meant, situation)), (), ()),)


_NOTHING = Step(id="lapse", verb=Verb.LAPSE, title=VERBS[Verb.LAPSE].title, by=(), from_=(), moves={"done": Move()})


def _without(case: Case, state: ClockState) -> Case:
    """The case with that clock already stopped, so that nothing stops it twice."""
    return replace(case, clocks={**case.clocks, state.id: replace(state, stopped_at=state.due)})


def _deemed(situation: Situation) -> tuple[e.Effect, ...] | Refusal:
    """What silence counts as: the meaning of another verb with a given outcome."""
    if situation.step.deems is None:
        return ()
    verb, outcome = situation.step.deems
    return MEANINGS[verb](replace(situation, outcome=outcome))


def _reproject(
    case: Case | None, command: c.Reproject, programme: Programme | None, context: Context, now: datetime
) -> Outcome:
    """Running deadlines under today's calendar and rules; no event if none of them moves."""
    if case is None:
        return Refusal("no-such-case", {"case": command.case})
    running = [state for state in case.clocks.values() if state.running and not state.suspended]
    effects = tuple(timing.reproject(running, programme, context, command.reason))
    event = e.Event(
        case=case.id,
        n=case.n,
        step="reproject",
        verb=Verb.REPROJECT,
        outcome="done",
        by=_SYSTEM,
        recorded=now,
        occurred=now,
        task=None,
        words=(),
        photos=(),
        effects=effects,
    )
    return (event,) if effects else ()
