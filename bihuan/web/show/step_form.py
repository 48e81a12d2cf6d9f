"""A step as a form, for every place that shows one: what it takes, the arguments of its verb, evidence, ways to end.

Made from the pack, the one who is asked and what was typed; read back by `read`, which loses nothing. No step, field or
programme is named here. What a page does with a form (open, folded, its buttons) is the page's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bihuan.app.acts import Filled
from bihuan.app.blanks import templates_of
from bihuan.app.photos import PHOTOS_MOST
from bihuan.core.arguments import OUTCOME, PHOTOS, REASON, asked_of, demanded
from bihuan.core.decide.filling import REASON_WORDS, left_out
from bihuan.core.decide.filling import filled as given_of
from bihuan.core.events import Scalar
from bihuan.core.expressions import names
from bihuan.core.programme import FieldType, Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import Verb
from bihuan.web.show import step_arguments, typed
from bihuan.web.show.changes import held_text
from bihuan.web.show.dates import due_text
from bihuan.web.show.form import asked as to_ask
from bihuan.web.show.inputs import Group, Input, faulty, input_of
from bihuan.web.show.routed import Routed, routed
from bihuan.web.show.step_arguments import Asking, Sent
from bihuan.web.show.step_words import (
    ASIDE,
    ASIDES,
    ASKED,
    DEPARTING,
    LASTING,
    NEEDED_BY,
    NOT_GIVEN,
    PHOTOS_CHOSEN,
    PHOTOS_HINT,
    PHOTOS_OF,
    PHOTOS_WORDS,
    REASONED,
    SHOWING,
    URGENT,
    way_text,
)

NONE: Mapping[str, Refusal] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """Everything a page shows of one step."""

    id: str
    verb: Verb
    title: str
    hint: str
    inputs: tuple[Input, ...]
    ways: tuple[tuple[str, str], ...]
    """Code and label of each way to end: its buttons, or choices."""
    way: Input | None
    """The same as one thing to choose; None where there is only one."""
    leading: bool
    """Whether it leads the case on; others may be needed, too, and stand behind."""
    urgent: bool
    """Whether it waits for the one who raised the case."""
    lasting: bool
    routed: Routed | None
    window: str | None
    """Until when it can be done, for a step with a window."""
    spawns: str | None
    """Programme of the child case that it takes, if it takes one."""
    templates: str | None
    """Dictionary of templates that can begin what it writes to the one who raised the case."""

    @property
    def errors(self) -> list[Input]:
        """What has to be looked at again, from the top."""
        return faulty((*((self.way,) if self.way else ()), *self.inputs))

    @property
    def files(self) -> bool:
        """Whether files come with it."""
        return any(one.name == PHOTOS for one in self.inputs)


def step_form(asking: Asking, sent: Sent = MappingProxyType({}), wrong: Mapping[str, Refusal] = NONE) -> StepForm:
    """The form, with what was typed before and each error beside what it is about."""
    step, programme, language = asking.step, asking.on.seen.programme, asking.language
    asked = _asked(asking, sent)
    inputs = (replace(one, where=step.id).saying(wrong.get(one.name), language) for one in asked)
    moves = any(move.to != asking.on.seen.case.stage for move in step.moves.values())
    ways = tuple((code, _label(asking, code)) for code in step.moves)
    return StepForm(
        id=step.id,
        verb=step.verb,
        title=step.title.in_(language),
        hint=ASIDES[step.verb].in_(language) if asking.raiser and step.verb in ASIDES else "",
        inputs=tuple(inputs),
        ways=ways,
        way=_way(asking, ways, sent).saying(wrong.get(OUTCOME), language) if len(ways) > 1 else None,
        leading=step.verb not in ASIDE and moves,
        urgent=step.verb in URGENT,
        lasting=asking.raiser and step.verb in LASTING,
        routed=_routed(asking),
        window=_window(asking),
        spawns=step.spawns,
        templates=_templates(step, programme),
    )


def _asked(asking: Asking, sent: Sent) -> tuple[Input, ...]:
    """All that is asked, in its order. Whether photos are shown is chosen one by one, on a page of its own."""
    fields = (one for one in _fields(asking, sent) if one.name != asking.step.shown_by)
    return (*step_arguments.arguments(asking, sent), *fields, *_reason(asking, sent), *_photos(asking))


def _templates(step: Step, programme: Programme) -> str | None:
    if step.verb is Verb.CLOSE and not any(programme.fields[taking.field].private for taking in step.takes):
        return step.replies
    return templates_of(programme, step)


def read(asking: Asking, sent: Sent) -> Filled:
    """What was sent for a step, sorted. `seen` is what the page showed, so that a case that moved on refuses."""
    step, single = asking.step, _single(sent)
    given = typed.read(asking.on.seen.programme, step, single, asking.on.context, _known(asking))
    words, shown_by = dict(given.words), asking.step.shown_by
    # A yes for all photos at once is not taken from a page: not even from one that was kept since it asked for it.
    values = {name: value for name, value in given.values.items() if name != shown_by or value is False}
    if reason := single.get(REASON, "").strip():
        words[REASON] = reason
    return Filled(
        step=step.id,
        outcome=single.get(OUTCOME) or (next(iter(step.moves), "done") if len(step.moves) < 2 else ""),
        values=_changed(asking, values),
        words=words,
        arguments=step_arguments.read(asking, sent),
        seen=seen_of(sent),
    )


def check(asking: Asking, filled: Filled, photos: int) -> dict[str, Refusal]:
    """Everything wrong that can be told before the case is asked, each by what it is about."""
    step, on = asking.step, asking.on
    given = typed.Given(filled.values, filled.words)
    wrong = step_arguments.needed(asking, dict(filled.arguments), filled.outcome)
    wrong |= typed.check(on.seen.programme, step, given, on.context, asking.day)
    if filled.outcome not in step.moves:
        wrong[OUTCOME] = Refusal("field-missing", {"field": step.title}, about=OUTCOME)
    if REASON not in filled.words and any(one.required for one in _reason(asking, {})):
        wrong[REASON] = Refusal("field-missing", {"field": REASON_WORDS}, about=REASON)
    there = given_of(filled.values, filled.words)
    wrong |= {one.about or "": one for one in left_out(step, filled.outcome, on.seen.programme, there)}
    wrong |= _unmet(asking, {*filled.values, *filled.words, *on.seen.case.fields})
    if photos < step.photos:
        detail: dict[str, str | Text] = {"step": step.title, "least": str(step.photos), "given": str(photos)}
        wrong[PHOTOS] = Refusal("evidence-missing", detail, about=PHOTOS)
    return wrong


def _unmet(asking: Asking, known: set[str]) -> dict[str, Refusal]:
    """What conditions of the step want known and is not there, in the pack's own words."""
    step, found = asking.step, {}
    for guard in step.guards:
        name = asked_of(step, guard.require)
        if name is not None and name in demanded(step) and name not in known and name not in found:
            detail: dict[str, str | Text] = {"guard": guard.id, "unit": "—"}
            found[name] = Refusal("guard", detail, said=guard.say, hinted=guard.hint, about=name)
    return found


def seen_of(sent: Sent) -> int | None:
    """How many events the page had shown when its form was filled in."""
    number = (sent.get("seen") or ("",))[-1]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None


def _single(sent: Sent) -> dict[str, str]:
    return {name: values[-1] for name, values in sent.items() if values}


def _known(asking: Asking) -> dict[str, str]:
    """Answers that this page knows; staff say which way something came to them."""
    on = asking.on
    return typed.answered(on.seen.programme, asking.step, on.context) if asking.raiser else {}


def _changed(asking: Asking, given: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """What stands as it stood is left out, so that no fact is written twice; what is counted counts each time."""
    required, known = {taking.field for taking in asking.step.takes if taking.required}, asking.on.seen.case.fields
    stays = required | asking.step.anew
    return {name: value for name, value in given.items() if name in stays or known.get(name) != value}


def _fields(asking: Asking, sent: Sent) -> tuple[Input, ...]:
    on, programme, known = asking.on, asking.on.seen.programme, _known(asking)
    shown = _single(sent)
    if not shown and not asking.raiser and not asking.together:
        stands = ((name, value) for name, value in on.seen.case.fields.items() if name not in asking.step.anew)
        shown = {name: held_text(programme.fields.get(name), value) for name, value in stands}
    found, must = [], demanded(asking.step)
    for taking in asking.step.takes:
        field = programme.fields[taking.field]
        if field.id in known or not to_ask(field, asking.raiser):
            continue
        needed = taking.required or field.id in must
        one = input_of(field, needed, on.context, asking.day, shown, None, asking.language, asking.offered)
        one = replace(one, hint=_needed_by(asking, field.id)) if not needed and not one.hint else one
        open_ = not needed and not asking.raiser and field.type is not FieldType.YES_NO
        found.append(replace(one, empty=NOT_GIVEN.in_(asking.language)) if open_ else one)
    return tuple(found)


def _needed_by(asking: Asking, name: str) -> str:
    """With which ways to end a field has to be filled in."""
    ways = [_label(asking, outcome) for outcome, move in asking.step.moves.items() if name in move.needs]
    return NEEDED_BY.in_(asking.language, {"ways": "、".join(ways)}) if ways else ""


def _reason(asking: Asking, sent: Sent) -> tuple[Input, ...]:
    """Why: for verbs that want to know, and where a condition asks. Who raised it says so in the step's own words."""
    step, programme = asking.step, asking.on.seen.programme
    speaks = [guard for guard in step.guards if ASKED in names(guard.require)]
    own = asking.raiser and any(programme.fields[taking.field].private for taking in step.takes)
    if (not speaks and (step.verb not in REASONED or own)) or any(taking.field == REASON for taking in step.takes):
        return ()
    always = REASON in demanded(step)
    departing = step.verb is Verb.DISPATCH
    return (
        Input(
            name=REASON,
            title=REASON_WORDS.in_(asking.language),
            widget="words",
            required=always or (departing and asking.routed is None and not asking.together),
            most=2_000,
            value=_single(sent).get(REASON, ""),
            hint=DEPARTING.in_(asking.language) if departing and (asking.routed or asking.together) else "",
        ),
    )


def _photos(asking: Asking) -> tuple[Input, ...]:
    step, language = asking.step, asking.language
    if (not step.photos and step.verb not in SHOWING and step.moment is None) or asking.together:
        return ()
    hint = PHOTOS_HINT.in_(language, {"most": PHOTOS_MOST})
    if step.shown_by is not None:
        hint += ("" if language == "zh" else " ") + PHOTOS_CHOSEN.in_(language)
    return (
        Input(
            name=PHOTOS,
            title=(PHOTOS_OF[step.moment] if step.moment else PHOTOS_WORDS).in_(language),
            widget="photos",
            required=step.photos > 0,
            least=step.photos,
            hint=hint,
        ),
    )


def _way(asking: Asking, ways: tuple[tuple[str, str], ...], sent: Sent) -> Input:
    return Input(
        name=OUTCOME,
        title=asking.step.title.in_(asking.language),
        widget="ways",
        required=True,
        groups=(Group("", ways),),
        value=_single(sent).get(OUTCOME, ""),
        where=asking.step.id,
    )


def _label(asking: Asking, outcome: str) -> str:
    known = way_text(asking.step, outcome, raiser=asking.raiser)
    return (known or asking.step.title).in_(asking.language)


def _routed(asking: Asking) -> Routed | None:
    if asking.routed is None or asking.together:
        return None
    seen = asking.on.seen
    return routed(asking.routed, seen.case, seen.programme, asking.on.context, asking.language)


def _window(asking: Asking) -> str | None:
    if asking.step.within is None:
        return None
    clocks = asking.on.seen.case.clocks.values()
    running = [one.due for one in clocks if one.name == asking.step.within and one.running]
    return due_text(max(running), asking.on.context.zone, asking.language) if running else None
