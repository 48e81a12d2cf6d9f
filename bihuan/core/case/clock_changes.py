"""How an event changes the clocks of a case. Derives nothing: each effect carries the deadline it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bihuan.core import events as e
from bihuan.core.case.changing import Changes
from bihuan.core.case.state import ClockState
from bihuan.core.clocks import Suspension

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


def apply_clock(to: Changes, effect: _ClockEffect) -> None:
    """The state of one clock after an effect on it."""
    match effect:
        case e.ClockStarted():
            to.mapping("clocks")[effect.clock] = _started(effect)
        case e.ClockStopped():
            state = to.state_of(effect.clock)
            late, missed = state.late or effect.late, state.missed or effect.missed
            to.clock(effect.clock, stopped_at=effect.at, late=late, missed=missed)
        case e.ClockContinued():
            to.clock(effect.clock, stopped_at=None)
        case e.ClockSuspended():
            pause = Suspension(start=effect.at, end=None, reason=effect.reason, basis=effect.basis)
            to.clock(effect.clock, suspensions=(*to.state_of(effect.clock).suspensions, pause))
        case e.ClockResumed():
            *earlier, last = to.state_of(effect.clock).suspensions
            pauses = (*earlier, replace(last, end=effect.at))
            to.clock(effect.clock, suspensions=pauses, due=effect.due, provisional=effect.provisional)
        case e.ClockExtended():
            given = (*to.state_of(effect.clock).extensions, effect.budget)
            state, past = to.state_of(effect.clock), to.event.occurred > effect.due
            to.clock(
                effect.clock,
                extensions=given,
                due=effect.due,
                provisional=effect.provisional,
                lapsed=state.lapsed and past,
                late=state.missed or (state.late and past),
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
                late=state.missed or (state.late and past),
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
