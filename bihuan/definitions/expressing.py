"""Every expression of a pack has the type its place asks for, in the scope of its place.

May live here: which table's expressions are seen in which scope. May not: the language itself (`core.expressions`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bihuan.core.decide.scope import TYPES, Vocabulary, facts_scope, scope_of, type_of
from bihuan.core.expressions import Basic, Member, Problem, Scope, Type, infer
from bihuan.core.expressions.types import spelled, unify
from bihuan.core.programme import Field, FieldType, Programme
from bihuan.core.text import Text
from bihuan.definitions import notation_programme as n
from bihuan.definitions.findings import Finding
from bihuan.definitions.leaves import Formula
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft, drafts

_BOOL, _NUMBER, _TEXT = Basic.BOOL, Basic.NUMBER, Basic.TEXT


def vocabulary(file: Draft, programme: Programme, pack: Pack) -> Vocabulary:
    """The words that types depend on."""
    return replace(
        registered(pack),
        fields=programme.fields,
        stages=programme.stages,
        roles=programme.roles,
        lists={name: one["dictionary"] for name, one in file["list"].items()},
        children=_children(programme, pack),
    )


def registered(pack: Pack) -> Vocabulary:
    """The words that a district has without any programme."""
    unit = Field(id="level", title=Text("层级", "level"), type=FieldType.CODE)
    return Vocabulary(
        fields={},
        dictionaries=pack.dictionaries,
        stages=(),
        roles=(),
        levels=pack.district.levels,
        registers={"units": {"level": unit, "parent": unit}, "areas": {"parent": unit}}
        | {id: register.fields for id, register in pack.registers.items()},
        states={id: register.states for id, register in pack.registers.items()},
    )


def _children(programme: Programme, pack: Pack) -> dict[str, Type]:
    """Typed fields of every programme that is spawned here; a name that has two types among them has none."""
    spawned = {step.spawns for step in programme.steps.values() if step.spawns is not None}
    fields = [field for id in sorted(spawned) for one in pack.programmes.get(id, ()) for field in one.fields.values()]
    types: dict[str, set[Type]] = {}
    for field in fields:
        if not field.private:
            types.setdefault(field.id, set()).add(type_of(field))
    return {name: next(iter(found)) for name, found in types.items() if len(found) == 1}


def check_expressions(file: Draft, programme: Programme, pack: Pack) -> Iterator[Finding]:
    """Expressions of one programme that make no sense, or not the sense that their place needs."""
    words = vocabulary(file, programme, pack)
    scope, facts = scope_of(words), facts_scope(words, programme.clocks)
    for draft in drafts(file):
        in_facts = draft.table is n.INDICATOR
        for key, wanted in _wanted(draft, pack).items():
            formula = draft[key]
            if isinstance(formula, Formula):
                yield from _judge(draft, key, formula, wanted, facts if in_facts else scope, programme)


def _wanted(draft: Draft, pack: Pack) -> Mapping[str, Type]:
    """The expressions of a table and the type of each; UNKNOWN takes any."""
    if draft.table is n.GUARD:
        return {"require": _BOOL}
    if draft.table is n.LIMIT or draft.table is n.ROUTE:
        return {"when": _BOOL}
    if draft.table is n.INDICATOR:
        return {"population": _BOOL, "due": _BOOL, "numerator": _BOOL}
    if draft.table is n.RESERVE:
        return {"key": _TEXT}
    if draft.table is n.POST:
        return {"quantity": _NUMBER}
    if draft.table is n.SET:
        register = pack.registers.get(draft["register"])
        field = register.fields.get(draft["field"]) if register else None
        wanted = TYPES.get(field.type, _TEXT) if field else _TEXT
        return {"key": _TEXT, "value": wanted, "since": Basic.DATE, "when": _BOOL}
    return {}


def _judge(
    draft: Draft, key: str, formula: Formula, wanted: Type, scope: Scope, programme: Programme
) -> Iterator[Finding]:
    found = infer(formula.tree, scope)
    if isinstance(found, Problem):
        yield _problem(draft, key, found, formula, programme)
        return
    given = _TEXT if isinstance(found, Member) else found
    if unify(given, wanted) is None:
        yield draft.finding("P232", key, wanted=spelled(wanted), given=spelled(found))


def _problem(draft: Draft, key: str, problem: Problem, formula: Formula, programme: Programme) -> Finding:
    column = problem.position + 1
    private = {name for name, field in programme.fields.items() if field.private}
    said = _word(formula.source, problem.position)
    if problem.code == "unknown-name" and said in private:
        return draft.file.finding("P234", draft.place(key), column, name=said)
    id = "P233" if problem.code == "unknown-member" else "P231"
    return draft.file.finding(id, draft.place(key), column, problem=problem.message, advice=problem.hint)


def _word(source: str, start: int) -> str:
    end = start
    while end < len(source) and (source[end].isalnum() or source[end] == "_"):
        end += 1
    return source[start:end]
