"""The form that raises a case, in sections, built from the step that raises it: no field is named here. Pure.

What a page asks first is what the step requires; then where, then what else helps, and who asks only if they like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from bihuan.core.decide import Context
from bihuan.core.events import Scalar
from bihuan.core.notices import Channel
from bihuan.core.programme import AskedOf, Field, FieldType, Programme, Scope, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language, Text
from bihuan.core.verbs import Verb
from bihuan.web.show.inputs import Input, input_of
from bihuan.web.show.typed import answered

SECTIONS: Mapping[str, Text] = {
    "what": Text("什么事", "What is it about?"),
    "where": Text("在哪里", "Where is it?"),
    "contact": Text("联系方式（可以不填）", "How to get in touch (optional)"),
    "more": Text("还可以说明（可以不填）", "More, if you know (optional)"),
}

FILLS: Mapping[Channel | None, str] = {Channel.SMS: "tel", Channel.EMAIL: "email"}
"""The autofill name of an address, by its channel."""


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


def raising(programme: Programme) -> Step | None:
    """The step by which somebody outside raises a case; None if only offices can."""
    for step in programme.steps.values():
        outside = any(programme.roles[role].scope is Scope.RAISER for role in step.by)
        if step.verb is Verb.RAISE and outside and not step.history:
            return step
    return None


def sections(
    programme: Programme,
    step: Step,
    context: Context,
    day: date,
    sent: Mapping[str, str],
    wrong: Mapping[str, Refusal],
    language: Language,
    known: Mapping[str, Scalar] | None = None,
    offered: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType({}),
    own: bool = False,
) -> tuple[Section, ...]:
    """The form with everything typed kept and each error beside its field; `offered` goes to `input_of`. `own`: who
    fills it in raises it for oneself, and is not asked what the offices have to say."""
    known = answered(programme, step, context) if known is None else known
    placed: dict[str, list[Input]] = {name: [] for name in SECTIONS}
    for taking in step.takes:
        field = programme.fields[taking.field]
        if field.id not in known and asked(field, own):
            one = input_of(field, taking.required, context, day, sent, wrong.get(field.id), language, offered)
            one = replace(one, fill=_fill(field, programme, own)) if field.identity else one
            placed[_section(field, taking.required, programme)].append(one)
    return tuple(Section(name, SECTIONS[name].in_(language), tuple(found)) for name, found in placed.items() if found)


def asked(field: Field, own: bool) -> bool:
    """Whether a field stands on the form of somebody who raises a matter for oneself, or at an office."""
    return field.asked_of is AskedOf.EVERYBODY or (field.asked_of is AskedOf.OFFICES and not own)


def _fill(field: Field, programme: Programme, own: bool) -> str:
    """What a browser may fill in where a person is named: their own name and addresses (WCAG 2.2, 1.3.5), and at an
    office nothing, or it would offer one caller's to the next."""
    if not own:
        return "off"
    needed = {one.needs for one in programme.fields.values()}
    if field.contact is None and (field.needs or field.id in needed):
        return ""  # Somebody else: on whose behalf it is.
    return FILLS.get(field.contact, "name")


def _section(field: Field, required: bool, programme: Programme) -> str:
    # A matter about an office has to say so where it is read first: those people must not get it.
    if required or field.id in (programme.category_field, programme.accused_field):
        return "what"
    # What another field needs is asked where that one is, or after it in large type, which leaves one section out.
    field = next((one for one in programme.fields.values() if one.needs == field.id), field)
    if field.identity:
        return "contact"
    return "where" if field.type in (FieldType.PLACE, FieldType.AREA) else "more"
