"""The arguments of a step as inputs, and read back: a table by argument, of those that `core.arguments` names. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bihuan.app.acts import OnCase
from bihuan.app.entering import NAMED
from bihuan.core.arguments import ARGUMENTS, about, arguments_of
from bihuan.core.clocks import TimeKind
from bihuan.core.decide.routing import Suggestion
from bihuan.core.decide.showing import SHOWN
from bihuan.core.events import Scalar
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.core.verbs import Verb
from bihuan.web.show.inputs import CHOOSE, Group, Input, of_dictionary, units
from bihuan.web.show.step_words import HINTS, KINDS, MOVING, NOT_GIVEN, SCORES

Sent = Mapping[str, Sequence[str]]
"""A form as it came: every value of every name."""

Arguments = dict[str, Scalar | tuple[str, ...]]

SEVERAL = frozenset({"assist", "units"})
WHOLE = frozenset({"score", "level"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A step that somebody is asked for, on a case, and what is known around it."""

    on: OnCase
    step: Step
    routed: Suggestion | None
    raiser: bool
    """Whether the one who raised the case is asked: plain words, and nothing filled in that others wrote."""
    day: date
    levels: Mapping[str, Text]
    """What the levels of units are called."""
    offered: Mapping[str, Sequence[tuple[str, str]]]
    """What references can be chosen from, by field."""
    language: Language
    together: bool = False
    """Whether it is asked for several cases at once: nothing of this one is shown, and nobody photographs them all."""


def arguments(asking: Asking, sent: Sent) -> tuple[Input, ...]:
    """What the step asks for besides fields, with what was typed."""
    return tuple(_input(asking, name, needed, sent) for name, needed in arguments_of(asking.step).items())


def needed(asking: Asking, given: Arguments, outcome: str) -> dict[str, Refusal]:
    """What of it is missing. A page shows the unit of the catalogue as chosen, so that nobody gives a case unseen."""
    must = {name for name, always in arguments_of(asking.step).items() if always}
    if asking.step.verb is Verb.DISPATCH or (asking.step.verb is Verb.ARBITRATE and outcome == MOVED):
        must.add("unit")
    missing = [name for name in ARGUMENTS if name in must and given.get(name) in (None, "", ())]
    return {
        about(name): Refusal("field-missing", {"field": ARGUMENTS[name]}, about=about(name)) for name in missing
    }


MOVED = "moved"
"""How an arbitration ends that gives the case to another unit."""


def read(asking: Asking, sent: Sent) -> Arguments:
    """The arguments as the core takes them; what can't be read stays as it was typed and is refused there."""
    found: Arguments = {}
    for name in arguments_of(asking.step):
        if name == SHOWN:
            found[name] = _chosen(sent)
            continue
        values = [value.strip() for value in sent.get(about(name), ())]
        if name in SEVERAL:
            if values:
                found[name] = tuple(value for value in values if value)
        elif values and values[-1]:
            found[name] = _typed(asking, name, values[-1])
    if asking.step.level is not None:
        found["level"] = asking.step.level
    return found


def _chosen(sent: Sent) -> tuple[str, ...]:
    """Of each photo that the form listed, whether it is shown, and what is covered. Without a tick it is not."""
    listed = dict.fromkeys(sent.get(LISTED, ()))
    return tuple(
        f"{one}:{'yes' if sent.get(f'{TICKED}{one}') else 'no'}:{(sent.get(f'{COVERED}{one}') or ('',))[-1]}"
        for one in listed
    )


LISTED, TICKED, COVERED = "arg-photo", "arg-show-", "arg-areas-"
"""What the page of photos sends: the address of each, a tick for those that are shown, what is covered of each."""


def _typed(asking: Asking, name: str, text: str) -> Scalar:
    if name in WHOLE and text.isascii() and text.isdigit() and len(text) < 3:
        return int(text)
    if name == "amount" and text.isascii() and text.isdigit() and len(text) < 7:
        return f"{int(text)} {_kind(asking)}"
    return "".join(text.split()).upper() if name in NAMED else text


def _input(asking: Asking, name: str, always: bool, sent: Sent) -> Input:
    language, values = asking.language, sent.get(about(name), ())
    made = Input(
        name=about(name),
        title=ARGUMENTS[name].in_(language),
        widget="line",
        required=always,
        most=80,
        value=values[-1] if values else "",
        chosen=frozenset(value for value in values if value),
        hint=HINTS[name].in_(language) if name in HINTS else "",
        empty=(CHOOSE if always else NOT_GIVEN).in_(language),
    )
    return _KINDS_OF[name](asking, made, not values)


def _unit(asking: Asking, made: Input, fresh: bool) -> Input:
    moving = asking.step.verb is Verb.ARBITRATE
    return replace(
        made,
        widget="select",
        required=not moving,
        empty=(NOT_GIVEN if moving else CHOOSE).in_(asking.language),
        hint=MOVING.in_(asking.language) if moving else "",
        groups=(Group("", units(asking.on.context, asking.day, asking.language)),),
        value=asking.routed.unit if fresh and asking.routed and not asking.together else made.value,
    )


def _several(asking: Asking, made: Input, fresh: bool) -> Input:
    # Level by level as the pack lists them: whom a community calls stands before all the other communities.
    groups: dict[str, list[tuple[str, str]]] = {level.in_(asking.language): [] for level in asking.levels.values()}
    for unit in asking.on.context.units.values():
        if unit.active(asking.day):
            level = asking.levels.get(unit.level)
            at = level.in_(asking.language) if level else ""
            groups.setdefault(at, []).append((unit.id, unit.title.in_(asking.language)))
    suggested = frozenset(asking.routed.assist) if fresh and asking.routed and not asking.together else made.chosen
    made_groups = tuple(Group(title, tuple(choices)) for title, choices in groups.items() if choices)
    return replace(made, widget="boxes", groups=made_groups, chosen=suggested)


def _amount(asking: Asking, made: Input, _: bool) -> Input:
    clock, language = asking.on.seen.programme.clocks.get(asking.step.clock or ""), asking.language
    unit = KINDS[_kind(asking)].in_(language)
    title = f"{made.title}（{unit}）" if language == "zh" else f"{made.title} ({unit})"
    most = asking.step.most
    said = [clock.title.in_(language)] if clock else []
    said += [f"≤ {most.in_(language)}"] if most else []
    # What could not be read comes back as it was typed.
    return replace(made, widget="number", title=title, hint=" · ".join(said))


def _kind(asking: Asking) -> TimeKind:
    """An extension is counted as the limit is."""
    step, case = asking.step, asking.on.seen.case
    budgets = [clock.budget for clock in case.clocks.values() if clock.name == step.clock and clock.budget]
    if budgets:
        return budgets[-1].kind
    return step.most.kind if step.most else TimeKind.WORK_DAY


def _score(asking: Asking, made: Input, _: bool) -> Input:
    words = tuple((score, f"{score} · {text.in_(asking.language)}") for score, text in SCORES.items())
    return replace(made, widget="ways" if asking.raiser else "select", groups=(Group("", words),))


def _level(asking: Asking, made: Input, _: bool) -> Input:
    levels = range(asking.on.seen.case.supervision + 1, asking.on.seen.programme.supervision_levels + 1)
    return replace(made, widget="select", groups=(Group("", tuple((str(n), str(n)) for n in levels)),))


def _ground(asking: Asking, made: Input, _: bool) -> Input:
    dictionary = asking.on.context.dictionaries.get(asking.step.reasons or "")
    groups = of_dictionary(dictionary, asking.day, asking.language) if dictionary else ()
    return replace(made, widget="select", groups=groups)


def _as_it_is(_: Asking, made: Input, __: bool) -> Input:
    return made


_KINDS_OF: Mapping[str, Callable[[Asking, Input, bool], Input]] = {
    "unit": _unit,
    "assist": _several,
    "units": _several,
    "amount": _amount,
    "score": _score,
    "level": _level,
    "reason": _ground,
    "child": _as_it_is,
    "other": _as_it_is,
    "shown": _as_it_is,
}
"""One row for each argument there is; the last of the three says whether nothing was typed yet."""
