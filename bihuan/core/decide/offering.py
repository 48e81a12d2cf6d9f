"""What somebody may do with a case now, and why not the rest: the questions of `decide`, asked before any is typed.

Pure, and no promise: what is offered can still be refused for what is filled in, or because the case moves on.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.core.access import authorise
from bihuan.core.arguments import OF_THE_FORM
from bihuan.core.case import Case, Task
from bihuan.core.commands import Person
from bihuan.core.decide.choosing import task_of, window, worn_out
from bihuan.core.decide.meanings import MEANINGS
from bihuan.core.decide.routing import Suggestion, suggest
from bihuan.core.decide.situation import Context, Situation, holds
from bihuan.core.events import By
from bihuan.core.expressions import names
from bihuan.core.expressions.types import ENTRIES, LOOKUP
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import ASKS, Verb

NOBODYS = frozenset({Verb.RAISE, Verb.LAPSE, Verb.REPROJECT})
"""No step on a case that is there, or none of a person."""

_OF_THE_FORM = frozenset({
    "field-missing", "field-invalid", "reason-needed", "no-route", "no-such-unit", "no-such-case", "recused",
    "self-link",
})  # fmt: skip
"""Refusals that an empty form earns: they say nothing about whether the step is open. Recused is here the unit that a
catalogue suggests; another can be chosen (whoever asks was looked at before, by `authorise`)."""

UNOFFERED = frozenset({"clock-not-running", "overdue", "not-extendable"})
"""Refusals of a request that nothing typed into its form could avert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A step that the person's roles and the stage allow; `refusal` says why it can't be taken now."""

    step: Step
    by: By | None
    task: Task | None = None
    refusal: Refusal | None = None
    suggestion: Suggestion | None = None
    """What the catalogue names, for a step that gives the case to a unit."""

    @property
    def open(self) -> bool:
        """Whether it can be taken now."""
        return self.refusal is None


def offers(
    case: Case,
    person: Person,
    programme: Programme,
    context: Context,
    now: datetime,
    verbs: Collection[Verb] | None = None,
) -> tuple[Offer, ...]:
    """The steps of this stage that the person's roles allow, in the file's order; of the given verbs alone, if any.

    What the roles never allow, or do not reach, is left out: it is no business of this person.
    """
    found = (
        _offer(case, person, step, programme, context, now)
        for step in programme.steps_from(case.stage)
        if step.verb not in NOBODYS and not step.history and (verbs is None or step.verb in verbs)
    )
    return _instead(tuple(one for one in found if one is not None), case, programme, context, now)


def _instead(
    found: tuple[Offer, ...], case: Case, programme: Programme, context: Context, now: datetime
) -> tuple[Offer, ...]:
    """Of several open steps with one verb, those that a guard refuses whatever is typed are closed, with what the
    guard says, if another is left: two ways to close a case of which one is a trap are one way."""
    refused = {
        one.step.id: refusal for one in found if one.open and (refusal := _certain(one, case, programme, context, now))
    }
    left = {one.step.verb for one in found if one.open and one.step.id not in refused}
    return tuple(
        replace(one, refusal=refused[one.step.id]) if one.step.id in refused and one.step.verb in left else one
        for one in found
    )


_ELSEWHERE = frozenset({"children", LOOKUP, ENTRIES})
"""Names that speak of other cases and of registers, which a page need not have read."""


def _certain(offer: Offer, case: Case, programme: Programme, context: Context, now: datetime) -> Refusal | None:
    """What a guard refuses already: it asks for nothing that the form takes and for no unit that is chosen in it."""
    step = offer.step
    if offer.by is None or step.verb is Verb.DISPATCH:
        return None
    situation = Situation(
        case=case, programme=programme, context=context, step=step, by=offer.by, now=now, occurred=now, task=offer.task,
    )  # fmt: skip
    asked = {taking.field for taking in step.takes} | OF_THE_FORM | _ELSEWHERE
    for guard in step.guards:
        told = {name.partition(".")[0] for name in names(guard.require)}
        if told.isdisjoint(asked) and not holds(guard.require, situation.environment()):
            return Refusal("guard", {"guard": guard.id, "unit": "—"}, said=guard.say, hinted=guard.hint)
    return None


def _offer(
    case: Case, person: Person, step: Step, programme: Programme, context: Context, now: datetime
) -> Offer | None:
    by = authorise(person, step, case, programme, context.places)
    if isinstance(by, Refusal):
        return None if by.code in ("role-not-allowed", "out-of-scope") else Offer(step=step, by=None, refusal=by)
    task = task_of(case, step, by)
    if isinstance(task, Refusal):
        # A unit that has no part of this kind was never asked to do it.
        return None if task.code == "no-task" else Offer(step=step, by=by, refusal=task)
    situation = Situation(
        case=case,
        programme=programme,
        context=context,
        step=step,
        by=by,
        now=now,
        occurred=now,
        outcome=[*step.moves, "done"][len(step.moves) - 1],
        task=task,
    )
    refusal = window(situation) or worn_out(situation) or _meaningless(situation)
    named = suggest(situation) if step.verb is Verb.DISPATCH else None
    return Offer(step=step, by=by, task=task, refusal=refusal, suggestion=named)


def _meaningless(situation: Situation) -> Refusal | None:
    """What the verb itself refuses here, whatever were filled in: nothing was asked for, nothing stands still."""
    kind = ASKS.get(situation.step.verb)
    if kind is not None and kind not in situation.case.requests:
        meant = MEANINGS[situation.step.verb](situation)
        return meant if isinstance(meant, Refusal) and meant.code in UNOFFERED else None
    if situation.step.level is not None and situation.case.supervision >= situation.step.level:
        return Refusal("already-done", {"step": situation.step.title})
    meant = MEANINGS[situation.step.verb](situation)
    return meant if isinstance(meant, Refusal) and meant.code not in _OF_THE_FORM else None
