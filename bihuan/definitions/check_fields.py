"""Whether fields are of the type their place needs, figures have a date, and nothing is declared in vain."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.expressions import names
from bihuan.core.indicators import FACTS
from bihuan.core.programme import FieldType, PageKind, Programme
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Verb
from bihuan.definitions.check_pictures import check_case_funnel
from bihuan.definitions.check_registers import REACHES
from bihuan.definitions.findings import Finding
from bihuan.definitions.leaves import Formula
from bihuan.definitions.notation_programme import MOVE
from bihuan.definitions.reading import Draft, drafts, references

_ROLES_OF_FIELDS = {
    "place_field": FieldType.AREA,
    "category_field": FieldType.CHOICE,
    "accused_field": FieldType.UNIT,
    "contact_field": FieldType.YES_NO,
}
"""Keys of `[programme]` that name a field → the type it must have."""

_SOURCES = {FieldType.CHOICE: "dictionary", FieldType.ENTRY: "register"}
"""Types of field that choose from somewhere → the key that says where."""

READS = (("sees",), ("identifies",), ("relays",))
"""Keys of a role that say what may be read; being read is no use."""

KINDS = {
    "telling": Text("告知", "notice"),
    "field": Text("字段", "field"),
    "list": Text("清单", "list"),
    "outward": Text("对外步骤", "outward phase"),
    "account": Text("账户", "account"),
}
"""Declarations that must be used. A role without steps may still read; clocks and stages have findings of their own."""


def check_fields(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about fields, figures and what is left over."""
    head = file["programme"]
    for key, wanted in _ROLES_OF_FIELDS.items():
        if head[key] is not None and programme.fields[head[key]].type is not wanted:
            field = programme.fields[head[key]]
            yield head.finding("P332", key, field=field.id, type=field.type, wanted=wanted)
    intervals = any(field.type is FieldType.INTERVAL for field in programme.fields.values())
    if PageKind.ROSTER in programme.pages and not intervals:
        yield head.finding("P372", "pages", programme=programme.id)
    if PageKind.GRAPH in programme.pages:
        yield head.finding("P375", "pages", programme=programme.id, kind=PageKind.GRAPH)
    yield from check_case_funnel(file, programme)
    for name, draft in file["field"].items():
        needed = _SOURCES.get(draft["type"])
        if needed is not None and draft[needed] is None:
            yield draft.finding("P343", field=name, type=draft["type"], key=needed)
        if draft["filters"] and draft["dictionary"] is None:
            yield draft.finding("P381", "filters", field=name)
        if draft["contact"] is not None and (draft["contact"] not in REACHES or not draft["identity"]):
            yield draft.finding("P380", "contact", field=name, known=", ".join(REACHES))
        yield from _needs(draft, programme)
    for draft in file["route"]:
        if (draft["unit"] is None) == (draft["level"] is None):
            yield draft.finding("P345", route=draft["id"])
    dates = [name for name, kind in FACTS.items() if kind == "date"]
    for draft in file["indicator"]:
        if draft["window"] not in dates:
            detail = {"indicator": draft["id"], "name": draft["window"], "known": ", ".join(dates)}
            yield draft.finding("P344", "window", **detail)
    yield from _put_off(file, programme)
    yield from _duties(file)
    yield from _steps(file)
    yield from _unused(file)


def _needs(draft: Draft, programme: Programme) -> Iterator[Finding]:
    """A step that takes a field must also take what the field needs, or nobody could ever give it."""
    name, other = draft.name, draft["needs"]
    for step in programme.steps.values() if other is not None else ():
        taken = {taking.field for taking in step.takes}
        if name in taken and not step.history and (other == name or other not in taken):
            yield draft.finding("P382", "needs", field=name, other=other, step=step.id)


def _put_off(file: Draft, programme: Programme) -> Iterator[Finding]:
    """What a reservation puts off is a date."""
    for draft in (held for step in file["step"] for held in step["reserve"] if held["moves"] is not None):
        field = programme.fields[draft["moves"]]
        if field.type is not FieldType.DATE:
            yield draft.finding("P332", "moves", field=field.id, type=field.type, wanted=FieldType.DATE)


def _duties(file: Draft) -> Iterator[Finding]:
    """Two lists of duties for one level leave open which of them holds."""
    first: dict[str, str] = {}
    for name, draft in file["list"].items():
        level = draft["level"]
        if level is not None and first.setdefault(level, name) != name:
            yield draft.finding("P347", "level", one=first[level], other=name, level=level)


def _steps(file: Draft) -> Iterator[Finding]:
    """Keys of steps that have no effect, and seals that nobody breaks."""
    unseals = any(draft["verb"] is Verb.UNSEAL for draft in file["step"])
    for draft in file["step"]:
        idle = [key for key in MOVE if draft.has(key)]
        if idle and all(outcome in draft["outcome"] for outcome in VERBS[draft["verb"]].outcomes):
            yield draft.finding("P342", idle[0], step=draft["id"], keys=", ".join(idle))
        if draft["seals"] is not None:
            # Opening is not meant yet (docs/decisions/0006): the author hears it here, not when the case is stuck.
            yield draft.finding("P349" if unseals else "P346", "seals", step=draft["id"], field=draft["seals"])


def _unused(file: Draft) -> Iterator[Finding]:
    """Declarations that nothing names: neither a key of a table nor an expression. Being seen is no use."""
    used: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for reference in references(file):
        if reference.kind in used and reference.at[-2:-1] not in READS:
            used[reference.kind].add(reference.name)
    for draft in drafts(file):
        for value in draft.values.values():
            if isinstance(value, Formula):
                spoken = {name.partition(".")[0] for name in names(value.tree)}
                used["field"] |= spoken
                used["list"] |= spoken
    for kind, title in KINDS.items():
        for name in file[kind]:
            if name not in used[kind]:
                yield file.finding("P341", kind, name, kind=title, name=name)
