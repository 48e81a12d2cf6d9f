"""What follows where a unit has a part in a case that turns out to be about it: it loses the part at once.

May live here: taking the parts away. May not: who is recused (`core/access.py`), who acts then (the programme says).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bihuan.core import events as e
from bihuan.core.access import is_accused
from bihuan.core.decide.situation import Situation
from bihuan.core.programme import Move
from bihuan.core.verbs import FindingKind, TaskKind, TaskState

_GONE = (TaskState.RETURNED, TaskState.REVOKED)
_BOTH = ("stops", "continues", "resumes", "tells")


def set_aside(move: Move, meant: tuple[e.Effect, ...], situation: Situation) -> tuple[Move, tuple[e.Effect, ...]]:
    """The move and what the verb means, with the parts that the accused unit loses; if it was in charge, the case goes
    where the programme gives it out anew (`recusal`). Whatever it had asked for is not granted."""
    lost = _lost(meant, situation)
    if not lost:
        return move, meant
    asked = (one for one in situation.case.requests.values() if one.task in lost)
    refused = (e.RequestDecided(kind=one.kind, granted=False) for one in asked)
    moved = (e.TaskMoved(task=task, state=TaskState.REVOKED) for task in lost)
    lead = situation.case.lead
    anew = any(isinstance(one, e.TaskGiven) and one.kind is TaskKind.LEAD for one in meant)
    bereft = lead is not None and lead.id in lost and not anew
    return _led_on(move, situation) if bereft else move, (*meant, *moved, *refused)


def _lost(meant: tuple[e.Effect, ...], situation: Situation) -> list[str]:
    """Parts that the accused unit, or one below it, has once the step is taken. What it finished is taken away as long
    as the centre has still to close: nobody can send work back to who may not see it. A closed case keeps it."""
    name, units = situation.programme.accused_field or "", situation.context.units
    accused = situation.values.get(name, situation.case.fields.get(name))
    if not isinstance(accused, str):
        return []
    moved = {one.task: one.state for one in meant if isinstance(one, e.TaskMoved)}
    again = any(isinstance(one, e.RoundBegan) for one in meant)
    kept = {*_GONE, TaskState.FINISHED} if FindingKind.CLOSED in situation.case.findings and not again else _GONE
    return [
        task.id
        for task in situation.case.tasks.values()
        if moved.get(task.id, task.state) not in kept and is_accused(task.unit, accused, units)
    ]


def _led_on(move: Move, situation: Situation) -> Move:
    """The step's own move and the recusal after it. A step that ends the case ends it; clocks of the unit's work, which
    the step would start, have nobody to run for."""
    recusal, stages = situation.programme.recusal, situation.programme.stages
    if recusal is None or (move.to is not None and stages[move.to].final):
        return move
    both: dict[str, Any] = {name: (*getattr(move, name), *getattr(recusal, name)) for name in _BOTH}
    return replace(move, to=recusal.to, starts=recusal.starts, **both)
