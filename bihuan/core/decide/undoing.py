"""Taking the last step back: who may, until when, and how the case stands then. No fact is removed.

The case before the step is folded from its facts, compared with the case now, and each difference becomes an effect
that says what stood before: the event carries its consequences, and nothing that reads it has to know the past.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from bihuan.core import events as e
from bihuan.core.case import Case, ClockState, fold
from bihuan.core.clocks import Budget
from bihuan.core.decide.situation import Meaning, Situation
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import UNDOABLE, Verb


def correct(situation: Situation) -> Meaning:
    """A correction is a new fact, what was said before stays readable; one that names steps takes the last one back."""
    return _undo(situation) if situation.step.undoes else (e.Counted(what="correction"),)


def _undo(situation: Situation) -> Meaning:
    """The case as it stood before its last step, if that was the same person's own a moment ago."""
    stream = situation.context.stream() if situation.context.stream is not None else ()
    last = stream[-1] if stream else None
    detail = {"step": situation.step.title}
    if last is None or last.n + 1 != situation.case.n:
        return Refusal("nothing-to-undo", detail)
    if last.by.account != situation.by.account:
        return Refusal("undo-overtaken", detail)
    if last.step not in situation.step.undoes:
        return Refusal("nothing-to-undo", detail)
    limit = situation.step.undo_within
    if limit is None or situation.now > last.recorded + length(limit):
        return Refusal("undo-late", {**detail, "most": _said(limit)})
    before = fold(stream[:-1])
    if before is None:
        return Refusal("nothing-to-undo", detail)
    return tuple(_back(before, situation.case, last.n))


def _said(limit: Budget | None) -> str:
    return "1" if limit is None else str(limit.amount)


def length(limit: Budget) -> timedelta:
    """An amount of urgent minutes as time that passes; the checker lets no other kind in."""
    return timedelta(microseconds=limit.size)


def undoing(step: Step, programme: Programme) -> Step | None:
    """The step that can take this one back, if the programme has one."""
    if step.verb not in UNDOABLE:
        return None
    corrects = (one for one in programme.steps.values() if one.verb is Verb.CORRECT)
    return next((one for one in corrects if step.id in one.undoes), None)


def held_until(situation: Situation) -> datetime | None:
    """Until when the notices of a step wait: nobody is told of what may yet be taken back."""
    step = undoing(situation.step, situation.programme)
    return None if step is None or step.undo_within is None else situation.now + length(step.undo_within)


def _back(before: Case, now: Case, of: int) -> Iterator[e.Effect]:
    counted = Counter(now.counts) - Counter(before.counts)
    moments = tuple(name for name in now.moments if name not in before.moments)
    yield e.StepUndone(of=of, counted=tuple(counted.elements()), moments=moments)
    yield from _tasks(before, now)
    yield from _fields(before, now)
    for clock in now.clocks.values():
        yield from _clock(before.clocks.get(clock.id), clock)
    yield from (e.RequestDecided(kind=kind, granted=False) for kind in now.requests if kind not in before.requests)
    if before.stage != now.stage:
        yield e.StageReached(stage=before.stage, final=before.final)


def _tasks(before: Case, now: Case) -> Iterator[e.Effect]:
    for task in before.tasks.values():
        if now.tasks[task.id] != task:
            yield e.TaskRestored(task=task.id, state=task.state, marks=tuple(sorted(task.marks)))


def _fields(before: Case, now: Case) -> Iterator[e.Effect]:
    for name, value in now.fields.items():
        if name not in before.fields:
            yield e.FieldForgotten(name=name)
        elif before.fields[name] != value:
            yield e.FieldSet(name=name, value=before.fields[name])


def _clock(before: ClockState | None, now: ClockState) -> Iterator[e.Effect]:
    if before is None:
        yield e.ClockUnbegun(clock=now.id)
    elif before != now:
        yield e.ClockRestored(
            clock=before.id,
            due=before.due,
            provisional=before.provisional,
            late=before.late,
            missed=before.missed,
            standing=before.suspended,
        )
