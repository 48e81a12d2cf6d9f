"""A step as a form: what it takes, the arguments of its verb, its outcomes, made from the pack. No step is named here.

Reading a form back gives what `app.acts` carries out; what cannot be read stays as it was typed and is judged by the
core, so that a page and a program are refused alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.app.acts import Act, Filled, OnCase
from bihuan.core.arguments import REASON
from bihuan.core.case import Case
from bihuan.core.clocks import TimeKind
from bihuan.core.events import Scalar
from bihuan.core.expressions import names
from bihuan.core.expressions.tree import Name
from bihuan.core.programme import FieldType, Programme, Step
from bihuan.core.text import Language, Text
from bihuan.core.verbs import REQUESTS, Verb
from bihuan.web.show.changes import held_text
from bihuan.web.show.dates import due_text
from bihuan.web.show.form import Group, Input, input_of, of_dictionary, read, with_entries
from bihuan.web.show.step_words import ARGUMENT, ASIDE, ASKED, KINDS, REASONED, SHOWING, TITLES, YES_NO, way_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One box of a list of units."""

    code: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Several of many: units to assist or to be called, by level."""

    name: str
    title: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    chosen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """Everything a page shows of one step."""

    id: str
    title: str
    aside: bool
    outcomes: tuple[tuple[str, str], ...]
    """Code and label of each button."""
    inputs: tuple[Input, ...]
    boxes: tuple[Boxes, ...]
    photos: int | None
    """How many photos at least; None if it takes none."""
    routed: tuple[str, str, str] | None
    """Unit, title of the rule and its basis that the dispatch catalogue names."""
    window: str | None
    """Until when it can be done, for a step with a window."""
    basis: str
    spawns: str | None
    """Programme of the child case that it takes, if it takes one."""
    plain: bool
    """Whether nothing has to be filled in: one tap does it."""


def step_form(
    on: OnCase, act: Act, sent: Mapping[str, Sequence[str]], today: date, levels: Mapping[str, Text],
    offered: Mapping[str, Sequence[tuple[str, str]]], language: Language,
) -> StepForm:  # fmt: skip
    """The form of a step, with what was typed before; `offered` is what its references can be chosen from."""
    step, programme = act.step, on.seen.programme
    single = {name: values[-1] for name, values in sent.items() if values}
    known = on.seen.case.fields.items()
    shown = single or {name: held_text(programme.fields.get(name), value) for name, value in known}
    asked = [(programme.fields[taking.field], taking.required) for taking in step.takes]
    fields = [
        with_entries(input_of(field, required, on.context, today, shown, None, language), offered)
        for field, required in asked
    ]
    arguments = (*_arguments(on, act, single, today, language), *_child(step, single, language))
    boxes = _boxes(on, step, sent, today, levels, language)
    photos = step.photos if step.photos or step.verb in SHOWING else None
    return StepForm(
        id=step.id,
        title=step.title.in_(language),
        aside=step.verb in ASIDE,
        outcomes=tuple((code, _label(step, code, language)) for code in step.moves),
        inputs=(*arguments, *(_answerable(one, language) for one in fields), *_reason(step, single, language)),
        boxes=boxes,
        photos=photos,
        routed=_routed(on, act, language),
        window=_window(on, step, language),
        basis=step.basis,
        spawns=step.spawns,
        plain=not (arguments or boxes or fields or photos or _reason(step, single, language)),
    )


def _answerable(one: Input, language: Language) -> Input:
    """A box says yes or nothing; whoever works on a case must be able to say no."""
    if one.widget != "check":
        return one
    choices = tuple((code, text.in_(language)) for code, text in YES_NO.items())
    return replace(one, widget="select", groups=(Group("", choices),))


def _values(on: OnCase, step: Step, given: Mapping[str, Scalar], single: Mapping[str, str]) -> dict[str, Scalar]:
    """Typed values, a no as a no. What stands as it stood is left out, so that no fact is written twice."""
    found = dict(given)
    required = {taking.field for taking in step.takes if taking.required}
    for name in list(found):
        if on.seen.programme.fields[name].type is FieldType.YES_NO:
            found[name] = single.get(name) == "yes"
        if name not in required and on.seen.case.fields.get(name) == found[name]:
            del found[name]
    return found


def filled(on: OnCase, step: Step, sent: Mapping[str, Sequence[str]]) -> Filled:
    """What was sent for a step, sorted. `seen` is what the page showed, so that a case that moved on refuses."""
    single = {name: values[-1] for name, values in sent.items() if values}
    given = read(on.seen.programme, step, single, on.context)
    words = dict(given.words)
    if reason := single.get(REASON, "").strip():
        words[REASON] = reason
    return Filled(
        step=step.id,
        outcome=single.get("outcome", next(iter(step.moves))),
        values=_values(on, step, given.values, single),
        words=words,
        arguments=_given_arguments(step, single, sent),
        seen=seen_of(sent),
    )


def seen_of(sent: Mapping[str, Sequence[str]]) -> int | None:
    """How many events the page had shown when its form was filled in."""
    number = (sent.get("seen") or ("",))[-1]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _given_arguments(
    step: Step, single: Mapping[str, str], sent: Mapping[str, Sequence[str]]
) -> dict[str, Scalar | tuple[str, ...]]:
    found: dict[str, Scalar | tuple[str, ...]] = {}
    for name in ("unit", "other", "child"):
        if value := single.get(ARGUMENT + name, "").strip():
            found[name] = value
    for name in ("assist", "units"):
        if chosen := tuple(value for value in sent.get(ARGUMENT + name, ()) if value):
            found[name] = chosen
    if cause := single.get(ARGUMENT + "cause", ""):
        found["reason"] = cause
    if score := single.get(ARGUMENT + "score", ""):
        found["score"] = int(score) if score.isascii() and score.isdigit() and len(score) < 3 else score
    if amount := single.get(ARGUMENT + "amount", "").strip():
        found["amount"] = f"{amount} {single.get(ARGUMENT + 'kind', '')}".strip()
    if step.level is not None:
        found["level"] = step.level
    return found


def _label(step: Step, outcome: str, language: Language) -> str:
    known = way_text(step, outcome)
    return known.in_(language) if known else step.title.in_(language)


def _arguments(
    on: OnCase, act: Act, sent: Mapping[str, str], today: date, language: Language
) -> tuple[Input, ...]:
    match act.step.verb:
        case Verb.DISPATCH | Verb.ARBITRATE:
            routed = act.routed.unit if act.routed else ""
            value = sent.get(ARGUMENT + "unit", routed)
            groups = (Group("", tuple(_units(on, today, language))),)
            return (_input("unit", "select", language, value, groups, required=act.step.verb is Verb.DISPATCH),)
        case Verb.EXTEND:
            clock = on.seen.programme.clocks.get(act.step.clock or "")
            kind = _kind_of(on.seen.case, act.step, on.seen.programme)
            title = clock.title.in_(language) if clock else None
            choices = (Group("", ((str(kind), KINDS[kind].in_(language)),)),)
            return (
                _input("amount", "number", language, sent.get(ARGUMENT + "amount", ""), (), hint=title),
                _input("kind", "select", language, str(kind), choices, title=KINDS[kind].in_(language)),
            )
        case Verb.SUSPEND:
            dictionary = on.context.dictionaries.get(act.step.reasons or "")
            causes = of_dictionary(dictionary, today, language) if dictionary else ()
            return (_input("cause", "select", language, sent.get(ARGUMENT + "cause", ""), causes),)
        case Verb.RATE:
            groups = (Group("", tuple((str(n), str(n)) for n in range(5, 0, -1))),)
            return (_input("score", "select", language, sent.get(ARGUMENT + "score", ""), groups),)
        case Verb.LINK:
            return (_input("other", "text", language, sent.get(ARGUMENT + "other", ""), ()),)
        case _:
            return ()


def _child(step: Step, sent: Mapping[str, str], language: Language) -> tuple[Input, ...]:
    """A case that stands already may become the child; a new one has a form of its own."""
    return (_input("child", "text", language, sent.get(ARGUMENT + "child", ""), ()),) if step.spawns else ()


def _input(
    name: str,
    widget: str,
    language: Language,
    value: str,
    groups: tuple[Group, ...],
    *,
    required: bool = True,
    title: str | None = None,
    hint: str | None = None,
) -> Input:
    return Input(
        name=ARGUMENT + name,
        title=title or TITLES[name].in_(language),
        widget=widget,
        required=required,
        most=80,
        groups=groups,
        value=value,
        error=None,
        hint=hint,
    )


def _kind_of(case: Case, step: Step, programme: Programme) -> TimeKind:
    """An extension is counted as the limit is."""
    budgets = [clock.budget for clock in case.clocks.values() if clock.name == step.clock and clock.budget]
    if budgets:
        return budgets[-1].kind
    return step.most.kind if step.most else TimeKind.WORK_DAY


def _units(on: OnCase, today: date, language: Language) -> list[tuple[str, str]]:
    units = [unit for unit in on.context.units.values() if unit.active(today)]
    return [(unit.id, unit.title.in_(language)) for unit in units]


def _boxes(
    on: OnCase,
    step: Step,
    sent: Mapping[str, Sequence[str]],
    today: date,
    levels: Mapping[str, Text],
    language: Language,
) -> tuple[Boxes, ...]:
    name = {Verb.DISPATCH: "assist", Verb.CALL_JOINTLY: "units"}.get(step.verb)
    if name is None:
        return ()
    chosen = set(sent.get(ARGUMENT + name, ()))
    groups: dict[str, list[Choice]] = {}
    for unit in on.context.units.values():
        if unit.active(today):
            choice = Choice(code=unit.id, title=unit.title.in_(language), chosen=unit.id in chosen)
            groups.setdefault(levels[unit.level].in_(language) if unit.level in levels else "", []).append(choice)
    made = tuple((title, tuple(choices)) for title, choices in groups.items())
    return (Boxes(name=ARGUMENT + name, title=TITLES[name].in_(language), groups=made, chosen=len(chosen)),)


def _reason(step: Step, sent: Mapping[str, str], language: Language) -> tuple[Input, ...]:
    speaks = [guard for guard in step.guards if ASKED in names(guard.require)]
    if (step.verb not in REASONED and not speaks) or any(taking.field == REASON for taking in step.takes):
        return ()
    needed = any(isinstance(guard.require, Name) for guard in speaks)
    title = TITLES[REASON].in_(language)
    asked_ = _input(REASON, "words", language, sent.get(REASON, ""), (), required=needed, title=title)
    return (replace(asked_, name=REASON, most=2_000),)


def _routed(on: OnCase, act: Act, language: Language) -> tuple[str, str, str] | None:
    if act.routed is None:
        return None
    unit = on.context.units.get(act.routed.unit)
    route = next((one for one in on.seen.programme.routes if one.id == act.routed.rule), None)
    return (unit.title.in_(language) if unit else act.routed.unit, act.routed.rule, route.basis if route else "")


def _window(on: OnCase, step: Step, language: Language) -> str | None:
    if step.within is None:
        return None
    running = [c.due for c in on.seen.case.clocks.values() if c.name == step.within and c.running]
    return due_text(max(running), on.context.zone, language) if running else None


def asked_for(on: OnCase, language: Language) -> tuple[str, ...]:
    """What was asked for in this case and waits for a decision, in words."""
    said = []
    for kind, request in on.seen.case.requests.items():
        amount = f" {request.amount.in_(language)}" if request.amount else ""
        said.append(f"{REQUESTS[kind].in_(language)}{amount}")
    return tuple(said)
