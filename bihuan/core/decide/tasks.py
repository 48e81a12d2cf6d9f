"""Verbs that give, take and move the parts that units have in a case."""

from __future__ import annotations

from bihuan.core import events as e
from bihuan.core.access import accused_of, is_accused
from bihuan.core.arguments import ARGUMENTS, REASON, about
from bihuan.core.case import Task
from bihuan.core.commands import Unit
from bihuan.core.decide.routing import Suggestion, suggest
from bihuan.core.decide.situation import Meaning, Situation
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import TaskKind, TaskState, Verb


def dispatch(situation: Situation) -> Meaning:
    """Give the lead to the unit of the catalogue, or to a chosen one with a reason; a lead not yet signed is revoked.

    The first receiver leads; units named beside it assist (Beijing ordinance 2021 art. 12–14). Where a return was
    arbitrated once, the case is not returned again, whoever it is given to afterwards.
    """
    suggestion = suggest(situation)
    asked = situation.arguments.get("unit")
    if not isinstance(asked, str):
        if suggestion is None:
            return Refusal("no-route", {}, about=about("unit"))
        asked = suggestion.unit
    unit = _unit(asked, situation, "unit")
    if isinstance(unit, Refusal):
        return unit
    follows = suggestion is not None and unit.id == suggestion.unit
    if not follows and "reason" not in situation.words:
        return Refusal("reason-needed", _catalogue(suggestion, situation), about=REASON)
    rule = suggestion.rule if suggestion is not None and follows else "chosen"
    assist = situation.arguments.get("assist")
    names = assist if isinstance(assist, tuple) else (suggestion.assist if suggestion and follows else ())
    helpers = _units(tuple(name for name in names if name != unit.id), situation, "assist")
    if isinstance(helpers, Refusal):
        return helpers
    arbitrated = any(task.binding for task in situation.case.tasks.values())
    given = [_give(situation, 0, unit, TaskKind.LEAD, rule, binding=arbitrated)]
    given += [_give(situation, i, other, TaskKind.ASSIST, rule) for i, other in enumerate(helpers, 1)]
    return (*_revoke_open(situation), *_new_round(situation), *given)


def _catalogue(suggestion: Suggestion | None, situation: Situation) -> dict[str, str | Text]:
    if suggestion is None:
        return {"rule": "—", "unit": "—"}
    return {"rule": suggestion.rule, "unit": situation.context.units[suggestion.unit].title}


def _revoke_open(situation: Situation) -> tuple[e.Effect, ...]:
    """Tasks of an earlier dispatch end: correcting one's own mis-dispatch is no return by the unit."""
    return tuple(
        e.TaskMoved(task=task.id, state=TaskState.REVOKED)
        for task in situation.case.tasks.values()
        if task.active or task.state is TaskState.DISPUTED
    )


def _new_round(situation: Situation) -> tuple[e.Effect, ...]:
    """What was finished is worked on anew, also if who finished it has lost it since."""
    case, lead = situation.case, situation.case.lead
    finished = lead is not None and lead.state is TaskState.FINISHED
    ends = (one for one in situation.programme.steps.values() if one.verb is Verb.FINISH and one.task is TaskKind.LEAD)
    finished = finished or any(case.counts.get(f"step:{one.id}@{case.round}") for one in ends)
    return (e.RoundBegan(cause="redispatch"),) if finished else ()


def keep(situation: Situation) -> Meaning:
    """What a unit raises for itself is its own task, and signed for: nobody has to give it what it does already."""
    unit = situation.context.units.get(situation.by.unit or "")
    if not situation.step.keeps or unit is None:
        return ()
    given = _give(situation, 0, unit, TaskKind.LEAD, "kept")
    return (given, e.TaskMoved(task=given.task, state=TaskState.SIGNED))


def sign(situation: Situation) -> Meaning:
    """The unit has it."""
    return (e.TaskMoved(task=_own(situation).id, state=TaskState.SIGNED),)


def return_(situation: Situation) -> Meaning:
    """The unit says it is not theirs; an arbiter decides. What was arbitrated is no longer a task to choose here."""
    return (e.TaskMoved(task=_own(situation).id, state=TaskState.DISPUTED), e.Counted(what="return"))


def arbitrate(situation: Situation) -> Meaning:
    """The dispute ends: upheld with the same unit, or moved to another; binding either way."""
    disputed = [task for task in situation.case.tasks.values() if task.state is TaskState.DISPUTED]
    if not disputed:
        return Refusal("no-request", {"kind": Text("退单裁定", "arbitration")})
    task = disputed[-1]
    if situation.outcome == "upheld":
        return (e.TaskMoved(task=task.id, state=TaskState.GIVEN, binding=True),)
    asked = situation.arguments.get("unit")
    if not isinstance(asked, str):
        return Refusal("field-missing", {"field": ARGUMENTS["unit"]}, about=about("unit"))
    unit = _unit(asked, situation, "unit")
    if isinstance(unit, Refusal):
        return unit
    given = _give(situation, 0, unit, task.kind, "arbitrated", binding=True)
    return (e.TaskMoved(task=task.id, state=TaskState.RETURNED), given)


def call_jointly(situation: Situation) -> Meaning:
    """Units are called to the place (吹哨); each arrival is recorded (报到). Nobody is called twice."""
    asked = situation.arguments.get("units")
    if not isinstance(asked, tuple) or not asked:
        return Refusal("field-missing", {"field": ARGUMENTS["units"]}, about=about("units"))
    busy = {task.unit for task in situation.case.tasks.values() if task.active}
    units = _units(tuple(name for name in asked if name not in busy), situation, "units")
    if isinstance(units, Refusal):
        return units
    if not units:
        return Refusal("already-done", {"step": situation.step.title}, about=about("units"))
    return tuple(_give(situation, i, unit, TaskKind.JOINT, "called") for i, unit in enumerate(units))


def arrive(situation: Situation) -> Meaning:
    """A called unit is on the spot; arriving is signing."""
    task = _own(situation)
    if "arrived" in task.marks:
        return Refusal("already-done", {"step": situation.step.title})
    marked = e.TaskMarked(task=task.id, mark="arrived")
    if task.state is TaskState.GIVEN:
        return (e.TaskMoved(task=task.id, state=TaskState.SIGNED), marked)
    return (marked,)


def contact(situation: Situation) -> Meaning:
    """The one who raised it was spoken to; a missed call is no contact."""
    task = situation.task or situation.case.lead
    if situation.outcome != "reached" or task is None:
        return ()
    return (e.TaskMarked(task=task.id, mark="contacted"),)


def finish(situation: Situation) -> Meaning:
    """The unit says its part is done. That is not closed, not solved and not satisfied."""
    if situation.task is None:
        return ()
    return (e.TaskMoved(task=situation.task.id, state=TaskState.FINISHED),)


def _own(situation: Situation) -> Task:
    if situation.task is None:
        raise AssertionError(f"{situation.step.id}: verb {situation.step.verb} needs a task in the programme")
    return situation.task


def _unit(name: str, situation: Situation, argument: str) -> Unit | Refusal:
    """An active unit that the case is not about, as an argument names it."""
    unit = situation.context.units.get(name)
    if unit is None or not unit.active(situation.day):
        return Refusal("no-such-unit", {"unit": name, "day": situation.day.isoformat()}, about=about(argument))
    if is_accused(unit.id, accused_of(situation.case, situation.programme), situation.context.units):
        return Refusal("recused", {"unit": unit.title}, about=about(argument))
    return unit


def _units(names: tuple[str, ...], situation: Situation, argument: str) -> tuple[Unit, ...] | Refusal:
    found: list[Unit] = []
    for name in dict.fromkeys(names):
        unit = _unit(name, situation, argument)
        if isinstance(unit, Refusal):
            return unit
        found.append(unit)
    return tuple(found)


def _give(
    situation: Situation, offset: int, unit: Unit, kind: TaskKind, rule: str, *, binding: bool = False
) -> e.TaskGiven:
    """Task ids count up inside the case: t1, t2 …"""
    number = len(situation.case.tasks) + offset + 1
    return e.TaskGiven(task=f"t{number}", unit=unit.id, kind=kind, rule=rule, binding=binding)
