"""A step as a form, built from what the step takes and what its verb asks for: none is named here. Pure.

What was typed comes back as it was when a step is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.app.acts import Act, Filled
from bihuan.core.arguments import REASON
from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.events import Scalar
from bihuan.core.programme import Programme, Step
from bihuan.core.text import Language
from bihuan.core.verbs import Verb
from bihuan.web.show import form
from bihuan.web.show.step_words import way_text

ASKS_UNIT = frozenset({Verb.DISPATCH, Verb.ARBITRATE})
ASKS_UNITS = frozenset({Verb.DISPATCH, Verb.CALL_JOINTLY})
OPEN_FIRST = frozenset({Verb.ACCEPT, Verb.DISPATCH, Verb.CLOSE, Verb.ARBITRATE, Verb.DECIDE, Verb.CALL_BACK})
"""Verbs that a case at the desk usually waits for: their forms are not folded away."""
_ELSEWHERE = frozenset({Verb.LINK})
"""Done on a page of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """One thing that can be done, with what has to be filled in."""

    id: str
    title: str
    main: bool
    outcomes: tuple[tuple[str, str], ...]
    """Empty where there is only one."""
    chosen: str
    inputs: tuple[form.Input, ...]
    units: tuple[tuple[str, str], ...]
    """Units to choose one from; empty if the verb asks for none."""
    unit: str
    several: tuple[tuple[str, str], ...]
    assisting: tuple[str, ...]
    rule: str | None
    """The row of the dispatch catalogue that names the unit."""
    basis: str
    passed_over: int
    reason: str
    templated: bool
    """Whether it takes an answer that a template can begin."""


def step_forms(
    acts: tuple[Act, ...],
    case: Case,
    programme: Programme,
    context: Context,
    day: date,
    language: Language,
    sent: Mapping[str, str] | None = None,
) -> tuple[StepForm, ...]:
    """The forms of what can be done; those most people came for first. `sent` is what came back refused."""
    shown = [
        _form(act, case, programme, context, day, language, sent if sent and sent.get("step") == act.step.id else None)
        for act in acts
        if act.step.verb not in _ELSEWHERE
    ]
    return tuple(sorted(shown, key=lambda one: not one.main))


def _form(
    act: Act,
    case: Case,
    programme: Programme,
    context: Context,
    day: date,
    language: Language,
    sent: Mapping[str, str] | None,
) -> StepForm:
    step, routed = act.step, act.routed
    typed = sent if sent is not None else {name: _typed(value) for name, value in case.fields.items()}
    parts = form.sections(programme, step, context, day, typed, {}, language, known={})
    route = next((one for one in programme.routes if routed is not None and one.id == routed.rule), None)
    units = tuple((one.id, one.title.in_(language)) for one in context.units.values() if one.active(day))
    return StepForm(
        id=step.id,
        title=step.title.in_(language),
        main=_main(step, case) or sent is not None,
        outcomes=tuple(
            (name, words.in_(language)) for name in step.moves if (words := way_text(step, name)) is not None
        ),
        chosen=typed.get("outcome", ""),
        inputs=tuple(one for part in parts for one in part.inputs),
        units=units if step.verb in ASKS_UNIT else (),
        unit=typed.get("unit", "") if sent else routed.unit if routed else "",
        several=units if step.verb in ASKS_UNITS else (),
        assisting=tuple(typed.get("units", "").split()) if sent else routed.assist if routed else (),
        rule=route.source or route.id if route else None,
        basis=route.basis if route else "",
        passed_over=len(routed.passed_over) if routed else 0,
        reason=typed.get(REASON, "") if sent else "",
        templated=any(programme.fields[taking.field].private for taking in step.takes) and step.verb is Verb.CLOSE,
    )


def _main(step: Step, case: Case) -> bool:
    """Whether the case waits for this step; one that leaves it where it is (a correction) is not waited for."""
    return step.verb in OPEN_FIRST and any(move.to != case.stage for move in step.moves.values())


def _typed(value: Scalar) -> str:
    return ("yes" if value else "") if isinstance(value, bool) else "" if value is None else str(value)


def read(act: Act, programme: Programme, context: Context, sent: Mapping[str, str], units: list[str]) -> Filled:
    """What was filled in for a step. `units` are those ticked; the unit in charge and its reason stand in `sent`."""
    step = act.step
    given = form.read(programme, step, sent, context, known={})
    words = dict(given.words)
    if reason := sent.get(REASON, "").strip():
        words[REASON] = reason
    arguments: dict[str, Scalar | tuple[str, ...]] = {}
    if step.verb in ASKS_UNIT and sent.get("unit"):
        arguments["unit"] = sent["unit"]
    if step.verb is Verb.DISPATCH and "assisting" in sent:
        arguments["assist"] = tuple(units)
    if step.verb is Verb.CALL_JOINTLY:
        arguments["units"] = tuple(units)
    if step.level is not None:
        arguments["level"] = step.level
    seen = sent.get("seen", "")
    return Filled(
        step=step.id,
        outcome=sent.get("outcome") or "done" if len(step.moves) > 1 else next(iter(step.moves)),
        values=given.values,
        words=words,
        arguments=arguments,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    )
