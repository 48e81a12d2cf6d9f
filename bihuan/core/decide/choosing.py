"""Which task a step acts on, whether its window is open, how often it was done, and what could be done instead."""

from __future__ import annotations

from collections.abc import Callable

from bihuan.core.case import Case, Task
from bihuan.core.decide import timing
from bihuan.core.decide.situation import Situation, local
from bihuan.core.events import By
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, listed
from bihuan.core.verbs import ASKS, TaskState, Verb

_BEFORE_SIGNING = frozenset({Verb.SIGN, Verb.RETURN, Verb.ARRIVE, Verb.DISPUTE})
"""What a unit may do with a task that it has not signed for yet."""

_AFTERWARDS = frozenset({Verb.EXEMPT, Verb.STRIKE_OFF})
"""What a unit may still do about a task that it has finished: a lateness is judged, a strike-off applied for, after
the work."""

_COUNTED_BY_GRANTS = frozenset({Verb.EXTEND, Verb.SUSPEND})

_COUNTED_BY_ANSWER = frozenset({Verb.RATE, Verb.CONFIRM, Verb.CALL_BACK, Verb.DISPUTE})
"""What is said of an answer: a case that came back gets another answer, and that may be judged again."""


def possible(case: Case | None, programme: Programme, may: Callable[[Step], bool]) -> Text:
    """The steps that the stage allows and this person may take, for the way out of a refusal."""
    steps = (
        [step for step in programme.steps.values() if step.verb is Verb.RAISE]
        if case is None
        else [step for step in programme.steps_from(case.stage) if step.verb is not Verb.LAPSE]
    )
    return listed(step.title for step in steps if may(step))


def task_of(case: Case, step: Step, by: By) -> Task | Refusal | None:
    """The actor's own task that the step is about; None for a step on the case as a whole."""
    if step.task is None and not step.any_task:
        return None
    own = [
        task
        for task in case.tasks.values()
        if task.unit == by.unit and (step.any_task or task.kind is step.task)
    ]
    if own and step.verb in _AFTERWARDS:
        return own[-1]
    active = [task for task in own if task.active]
    if not active:
        finished = any(task.state is TaskState.FINISHED for task in own)
        return Refusal("already-done" if finished else "no-task", {"step": step.title})
    if step.verb is Verb.SIGN:
        waiting = [task for task in active if task.state is TaskState.GIVEN]
        return waiting[0] if waiting else Refusal("already-done", {"step": step.title})
    if step.verb is Verb.RETURN and active[0].binding:
        return Refusal("binding", {})
    if step.verb in _BEFORE_SIGNING:
        return active[0]
    signed = [task for task in active if task.state is TaskState.SIGNED]
    return signed[0] if signed else Refusal("task-not-signed", {"step": step.title})


def window(situation: Situation) -> Refusal | None:
    """A step with a window is taken while that clock runs and is not past."""
    step = situation.step
    if step.within is None:
        return None
    states = list(timing.running((step.within,), situation))
    if not states:
        way_out = possible(situation.case, situation.programme, lambda other: situation.by.role in other.by)
        detail = {"step": step.title, "possible": way_out}
        ended = [s for s in situation.case.clocks.values() if s.name == step.within and s.lapsed]
        if ended:
            due = local(ended[-1].due, situation.context)
            return Refusal("window-closed", {"step": step.title, "due": due})
        return Refusal("window-not-open", detail)
    due_last = max(state.due for state in states)
    if situation.occurred > due_last:
        return Refusal("window-closed", {"step": step.title, "due": local(due_last, situation.context)})
    return None


def worn_out(situation: Situation) -> Refusal | None:
    """A step that may be taken so many times in the life of a case, and has been.

    More time and a standstill are counted by what was granted: whoever was refused may ask again with better reasons.
    What judges an answer is counted for each round.
    """
    step = situation.step
    counted = f"step:{step.id}"
    if step.verb in _COUNTED_BY_GRANTS:
        counted = f"granted:{ASKS[step.verb]}"
    elif step.verb in _COUNTED_BY_ANSWER:
        counted = f"step:{step.id}@{situation.case.round}"
    if step.times is None or situation.case.counts.get(counted, 0) < step.times:
        return None
    return Refusal("too-many", {"step": step.title, "most": str(step.times)})
