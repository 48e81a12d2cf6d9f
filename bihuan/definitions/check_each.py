"""Whether cases can be raised for each entry: what is named in the other programme and in the register is there."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.programme import Field, FieldType, Programme
from bihuan.core.registers import Register
from bihuan.core.text import Text
from bihuan.core.verbs import Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.names import Drafts
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft


def check_each(drafts: Drafts, pack: Pack) -> Iterator[Finding]:
    """All findings about cases that are raised for each entry."""
    for file in drafts.programmes:
        head, draft = file["programme"], file["each"]
        own = pack.edition(head["id"], head["edition"])
        if own is None or draft is None:
            continue
        form = pack.registers[draft["register"]]
        causes = [*pack.programmes.get(draft["programme"], ())]
        for key, why in (*_causes(draft, causes, form), *_own(draft, own, form), *_fills(draft, own, form, causes)):
            yield draft.finding("P398", key, programme=own.title, why=why)


def _causes(draft: Draft, causes: list[Programme], form: Register) -> Iterator[tuple[str, Text]]:
    for cause in causes:
        if cause.place_field is None or form.area_field is None:
            yield "programme", Text("那件事项或名录没有区域", "that case or the register has no area")
        if draft["rises"] is not None:
            rising = cause.fields.get(draft["rises"])
            if rising is None or rising.type is not FieldType.CHOICE or rising.private or rising.masked:
                yield "rises", Text(f"“{cause.title.zh}”没有公开的选项“{draft['rises']}”",
                                    f"{cause.id} has no open choice {draft['rises']}")  # fmt: skip
        for stage in draft["stages"]:
            if stage not in cause.stages or cause.stages[stage].final:
                yield "stages", Text(f"“{cause.title.zh}”没有进行中的环节“{stage}”", f"{cause.id} has no open {stage}")
    for state in draft["skip"]:
        if state not in form.states:
            yield "skip", Text(f"名录没有状态“{state}”", f"the register has no state {state}")


def _own(draft: Draft, own: Programme, form: Register) -> Iterator[tuple[str, Text]]:
    field, cause, step = own.fields[draft["entry"]], own.fields[draft["cause"]], own.steps[draft["step"]]
    if field.type is not FieldType.ENTRY or field.register != form.id:
        yield "entry", Text(f"“{field.id}”不指明它的条目", f"{field.id} names no entry of it")
    if cause.type is not FieldType.TITLE or cause.private:
        yield "cause", Text(f"“{cause.id}”不是公开的短文字", f"{cause.id} is no open title")
    taken = {taking.field for taking in step.takes}
    filled = {field.id, cause.id, *(one["field"] for one in draft["fill"])}
    if step.verb is not Verb.RAISE or not filled <= taken:
        yield "step", Text(f"“{step.id}”不收这些字段", f"{step.id} does not take all of these fields")
    if any(taking.required and taking.field not in filled for taking in step.takes):
        yield "step", Text(f"“{step.id}”还要别的字段", f"{step.id} needs more than these fields")
    later = [(key, draft[key]) for key in ("ends", "closes") if draft[key] is not None]
    for key, name in (*later, *(("follows", name) for name in draft["follows"])):
        if not set(own.steps[name].by) & set(step.by):
            yield key, Text(f"提出的人不能做“{name}”", f"who raises them may not take {name}")
    followed = {one["field"] for one in draft["fill"] if one["case"] is not None}
    for name in draft["follows"]:
        if not followed or {taking.field for taking in own.steps[name].takes if taking.required} - followed:
            yield "follows", Text(f"“{name}”所需的字段不全取自那件事项", f"{name} needs more than that case fills in")


def _fills(
    draft: Draft, own: Programme, form: Register, causes: list[Programme]
) -> Iterator[tuple[str, Text]]:
    for one in draft["fill"]:
        sources = [form.fields] if one["entry"] is not None else [cause.fields for cause in causes]
        name = one["entry"] if one["entry"] is not None else one["case"]
        for fields in sources:
            if (one["entry"] is None) == (one["case"] is None) or not _fits(own.fields[one["field"]], fields.get(name)):
                yield "fill", Text(f"“{one['field']}”不能这样填", f"{one['field']} can't be filled like this")


def _fits(field: Field, source: Field | None) -> bool:
    if source is None or source.private or source.masked:
        return False
    return (field.type, field.dictionary, field.register) == (source.type, source.dictionary, source.register)
