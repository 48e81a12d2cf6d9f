"""How a case changes when a step is taken back: each effect says what stood before it, so nothing is looked up."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bihuan.core import events as e
from bihuan.core.case.changing import Changes

_UndoEffect = e.StepUndone | e.TaskRestored | e.FieldForgotten | e.ClockUnbegun | e.ClockRestored


def apply_undo(to: Changes, effect: _UndoEffect) -> None:
    """A part of the case as it stood before the step that is taken back."""
    match effect:
        case e.StepUndone():
            to.set["undone"] = (*to.case.undone, effect.of)
            counts, moments = to.mapping("counts"), to.mapping("moments")
            for what in effect.counted:
                left = counts[what] - 1  # type: ignore[operator]
                counts[what] = left
                if not left:
                    del counts[what]
            for name in effect.moments:
                del moments[name]
        case e.TaskRestored():
            to.task(effect.task, state=effect.state, marks=frozenset(effect.marks))
        case e.FieldForgotten():
            del to.mapping("fields")[effect.name]
        case e.ClockUnbegun():
            del to.mapping("clocks")[effect.clock]
        case e.ClockRestored():
            _restored(to, effect)
        case _:
            assert_never(effect)


def _restored(to: Changes, effect: e.ClockRestored) -> None:
    pauses = to.state_of(effect.clock).suspensions
    if effect.standing:
        pauses = (*pauses[:-1], replace(pauses[-1], end=None))
    to.clock(
        effect.clock,
        stopped_at=None,
        due=effect.due,
        provisional=effect.provisional,
        late=effect.late,
        missed=effect.missed,
        suspensions=pauses,
    )
