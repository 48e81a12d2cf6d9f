"""The intake form, built from the step that raises a case: no field is named here. Pure.

What a page asks first is what the step requires; then where, then what else helps, and who asks only if they like.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from bihuan.core.amounts import amount_of
from bihuan.core.decide import Context
from bihuan.core.decide.filling import WORDS_MOST, unfit, wrong_contact
from bihuan.core.events import Scalar
from bihuan.core.programme import Dictionary, Field, FieldType, Programme, Scope, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.core.verbs import Verb

FRONT = "web"
"""How a dictionary of channels calls this front; a choice that has it is answered by the page, not by the person."""

UNTIL = "-until"
"""Behind the name of an interval: the name of its second moment on a form. No field of a pack can be called so."""

LONG = 300
"""Words that may be longer than this get a large box."""

SECTIONS: Mapping[str, Text] = {
    "what": Text("什么事", "What is it about?"),
    "where": Text("在哪里", "Where is it?"),
    "contact": Text("联系方式（可以不填）", "How to get in touch (optional)"),
    "more": Text("还可以说明（可以不填）", "More, if you know (optional)"),
}

_WIDGETS: Mapping[FieldType, str] = {
    FieldType.WORDS: "text",
    FieldType.PLACE: "text",
    FieldType.CHOICE: "select",
    FieldType.AREA: "select",
    FieldType.UNIT: "select",
    FieldType.YES_NO: "check",
    FieldType.NUMBER: "number",
    FieldType.MONEY: "number",
    FieldType.DATE: "date",
    FieldType.INSTANT: "moment",
    FieldType.ENTRY: "entry",
    FieldType.CODE: "text",
    FieldType.TITLE: "text",
    FieldType.QUANTITY: "number",
    FieldType.INTERVAL: "interval",
    FieldType.POINT: "text",
}

_WHOLE = re.compile(r"-?[0-9]{1,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under one heading; no heading for those that stand alone."""

    title: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing asked."""

    name: str
    title: str
    widget: str
    required: bool
    most: int
    groups: tuple[Group, ...]
    value: str
    error: str | None
    hint: str | None
    until: str = ""
    """Of an interval, its end; `value` is its beginning."""
    register: str = ""
    """Of a reference, the register that it is looked up in as one types."""


@dataclass(frozen=True, slots=True)
class Section:
    """Inputs that belong together."""

    id: str
    title: str
    inputs: tuple[Input, ...]

    @property
    def wrong(self) -> bool:
        """Whether something in it has to be corrected, so that it must not be folded away."""
        return any(one.error for one in self.inputs)


@dataclass(frozen=True, slots=True)
class Given:
    """What a person sent, sorted into typed values and private words."""

    values: Mapping[str, Scalar]
    words: Mapping[str, str]


def raising(programme: Programme) -> Step | None:
    """The step by which somebody outside raises a case; None if only offices can."""
    for step in programme.steps.values():
        outside = any(programme.roles[role].scope is Scope.RAISER for role in step.by)
        if step.verb is Verb.RAISE and outside and not step.history:
            return step
    return None


def read(
    programme: Programme,
    step: Step,
    sent: Mapping[str, str],
    context: Context,
    known: Mapping[str, str] | None = None,
) -> Given:
    """Sort what was sent. What the step doesn't take is left out; what can't be read stays as it was typed.

    `known` are the answers that nobody is asked for; without it those of `answered`.
    """
    values: dict[str, Scalar] = dict(answered(programme, step, context) if known is None else known)
    words: dict[str, str] = {}
    for taking in step.takes:
        field = programme.fields[taking.field]
        text = _typed(field, sent, context)
        if not text or field.id in values:
            continue
        if field.private:
            words[field.id] = text
        else:
            values[field.id] = _value(field, text)
    return Given(values, words)


def _typed(field: Field, sent: Mapping[str, str], context: Context) -> str:
    """What was typed for a field; moments without a zone are the district's."""
    text = sent.get(field.id, "").replace("\r\n", "\n").strip()
    if field.type is FieldType.INTERVAL and "/" not in text:
        until = sent.get(f"{field.id}{UNTIL}", "").strip()
        return f"{_moment(text, context)}/{_moment(until, context)}" if text or until else ""
    return _moment(text, context) if field.type is FieldType.INSTANT else text


def _moment(text: str, context: Context) -> str:
    """A local time as a fact holds it; what is none stays as it was typed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=context.zone)).isoformat()


def _local(text: str, context: Context) -> str:
    """A moment as the field of a form holds it."""
    try:
        return datetime.fromisoformat(text).astimezone(context.zone).strftime("%Y-%m-%dT%H:%M") if "+" in text else text
    except ValueError:
        return text


def _value(field: Field, text: str) -> Scalar:
    match field.type:
        case FieldType.YES_NO:
            return True
        case FieldType.NUMBER if _WHOLE.fullmatch(text):
            return int(text)
        case FieldType.MONEY | FieldType.QUANTITY if (amount := amount_of(text, field.decimals)) is not None:
            return amount
        case _:
            return text


def answered(programme: Programme, step: Step, context: Context) -> dict[str, str]:
    """Required choices that name the way a matter came in: this page knows the answer."""
    found = {}
    for taking in step.takes:
        field = programme.fields[taking.field]
        dictionary = context.dictionaries.get(field.dictionary or "")
        if taking.required and dictionary is not None and FRONT in dictionary.entries:
            found[field.id] = FRONT
    return found


def check(programme: Programme, step: Step, given: Given, context: Context, day: date) -> dict[str, Refusal]:
    """Everything that is wrong, field by field, so that it can stand beside each. The core's own judgement."""
    wrong, said = {}, {*given.values, *given.words}
    for taking in (one for one in step.takes if one.required or one.field in said):
        contact = wrong_contact(programme.fields[taking.field], given.words.get(taking.field, ""))
        if refusal := unfit(taking, programme, given.values, given.words, context, day) or contact:
            wrong[taking.field] = refusal
    return wrong


def sections(
    programme: Programme,
    step: Step,
    context: Context,
    day: date,
    sent: Mapping[str, str],
    wrong: Mapping[str, Refusal],
    language: Language,
    known: Mapping[str, str] | None = None,
    offered: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
) -> tuple[Section, ...]:
    """The form with everything typed kept and each error beside its field; `offered` goes to `with_entries`."""
    known = answered(programme, step, context) if known is None else known
    placed: dict[str, list[Input]] = {name: [] for name in SECTIONS}
    for taking in step.takes:
        field = programme.fields[taking.field]
        if field.id not in known:
            one = input_of(field, taking.required, context, day, sent, wrong.get(field.id), language)
            placed[_section(field, taking.required, programme)].append(with_entries(one, offered))
    return tuple(Section(name, SECTIONS[name].in_(language), tuple(found)) for name, found in placed.items() if found)


def _section(field: Field, required: bool, programme: Programme) -> str:
    if required or field.id == programme.category_field:
        return "what"
    if field.identity:
        return "contact"
    return "where" if field.type in (FieldType.PLACE, FieldType.AREA) else "more"


def input_of(
    field: Field,
    required: bool,
    context: Context,
    day: date,
    sent: Mapping[str, str],
    refusal: Refusal | None,
    language: Language,
) -> Input:
    """One field as a page asks for it."""
    most = field.most or WORDS_MOST
    widget = _WIDGETS[field.type]
    value, until = sent.get(field.id, ""), sent.get(f"{field.id}{UNTIL}", "")
    if field.type in (FieldType.INSTANT, FieldType.INTERVAL):
        start, _, end = value.partition("/")
        value, until = _local(start, context), _local(end or until, context)
    return Input(
        name=field.id,
        title=field.title.in_(language) + (f" ({unit})" if (unit := field.currency or field.measure) else ""),
        widget="words" if widget == "text" and most > LONG and field.type is FieldType.WORDS else widget,
        required=required,
        most=most,
        groups=_groups(field, context, day, language),
        value=value,
        until=until,
        register=field.register or "" if field.type is FieldType.ENTRY else "",
        error=refusal.message(language) if refusal else None,
        hint=refusal.hint(language) if refusal else None,
    )


def with_entries(one: Input, offered: Mapping[str, Sequence[tuple[str, str]]]) -> Input:
    """The input of a reference with what it can be chosen from; others as they are."""
    return replace(one, groups=(Group("", tuple(offered[one.name])),)) if one.name in offered else one


def _groups(field: Field, context: Context, day: date, language: Language) -> tuple[Group, ...]:
    match field.type:
        case FieldType.CHOICE if (words := context.dictionaries.get(field.dictionary or "")) is not None:
            return of_dictionary(words, day, language)
        case FieldType.AREA:
            tree = {area.id: (area.title, area.parent) for area in context.areas.values()}
            return _grouped(tree, language)
        case FieldType.UNIT:
            units = [unit for unit in context.units.values() if unit.active(day)]
            return (Group("", tuple((unit.id, unit.title.in_(language)) for unit in units)),)
        case _:
            return ()


def of_dictionary(dictionary: Dictionary, day: date, language: Language) -> tuple[Group, ...]:
    """The words of a dictionary that are in force, grouped."""
    entries = [dictionary.entries[code] for code in dictionary.codes_on(day)]
    return _grouped({entry.code: (entry.title, entry.parent) for entry in entries}, language)


def _grouped(tree: Mapping[str, tuple[Text, str | None]], language: Language) -> tuple[Group, ...]:
    """Members by parent, a parent leading its own group so that it can be chosen too; lone ones come first."""
    parents = dict.fromkeys(parent for _, parent in tree.values() if parent is not None and parent in tree)
    alone = [(code, title.in_(language)) for code, (title, parent) in tree.items()
             if code not in parents and parent not in tree]  # fmt: skip
    groups = [Group("", tuple(alone))] if alone else []
    for parent in parents:
        title = tree[parent][0].in_(language)
        below = [(code, name.in_(language)) for code, (name, above) in tree.items() if above == parent]
        lone = [(code, name) for code, name in below if code not in parents]
        groups.append(Group(title, ((parent, title), *lone)))
    return tuple(groups)
