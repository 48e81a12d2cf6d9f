"""Whether the pages and guards of a register mean something: what they show is open, money adds up, tiers are nested.

May live here: checks of guards, relations, funnels and graphs. May not: fields, rights and series (`check_registers`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from bihuan.core.decide.scope import IN_FORCE, scope_of, type_of
from bihuan.core.expressions import Basic, Member, Problem, Scope, Type, infer
from bihuan.core.expressions.types import spelled, unify
from bihuan.core.programme import FieldType, PageKind, Programme
from bihuan.core.registers import STATE, Register
from bihuan.core.text import Text
from bihuan.definitions.expressing import registered
from bihuan.definitions.findings import Finding, unknown
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft, drafts

_NEEDS = {PageKind.FUNNEL: "funnel", PageKind.GRAPH: "graph"}
"""Kind of page → the table that a register needs for it."""
OF_REGISTERS = frozenset({PageKind.LIST, PageKind.RECORD, *_NEEDS})
"""Kinds of page that a register can have."""
_TYPES = {
    "on": FieldType.DATE,
    "amount": FieldType.MONEY,
    "over": FieldType.MONEY,
    "rate": FieldType.QUANTITY,
    "rate_on": FieldType.DATE,
    "group": FieldType.ENTRY,
    "after": FieldType.ENTRY,
}
"""Keys that name fields → the type these must have."""


def entry_scope(form: Register, pack: Pack, *, among: bool = False) -> Scope:
    """What conditions over one entry may speak of: its typed fields, its state and code, whether it is in force, the
    day, today; `among` others also what can be looked up of them."""
    fields: dict[str, Type] = {one.id: type_of(one) for one in form.fields.values() if not one.private}
    dictionaries = {id_: frozenset(one.entries) for id_, one in pack.dictionaries.items()}
    if form.states:
        fields[STATE], dictionaries[STATE] = Member(STATE), frozenset(form.states)
    names = {**fields, "today": Basic.DATE, "day": Basic.DATE, "key": Basic.TEXT, IN_FORCE: Basic.BOOL}
    if not among:
        return Scope(names, {}, dictionaries, {})
    around = scope_of(registered(pack))
    return Scope(names, around.records, {**around.dictionaries, **dictionaries}, around.registers)


def check_pictures(file: Draft, form: Register, pack: Pack) -> Iterator[Finding]:
    """All findings about what a register may have besides fields."""
    yield from _pages(file, form)
    scope = entry_scope(form, pack)
    among = entry_scope(form, pack, among=True)
    for guard in file["guard"]:
        yield from _condition(guard, "require", among)
    for rule in file["unique"]:
        if rule["when"] is not None:
            yield from _condition(rule, "when", scope)
        yield from _compared(rule, "by", form)
    for ring in file["acyclic"]:
        yield from _compared(ring, "along", form)
        yield from _ring(ring, form)
    for key in ("funnel", "graph"):
        if file[key] is not None:
            yield from _named(file[key], form)
    if file["funnel"] is not None:
        yield from _funnel(file["funnel"], form, scope)
    if file["graph"] is not None:
        yield from _graph(file["graph"], form, pack)


def _pages(file: Draft, form: Register) -> Iterator[Finding]:
    for kind in sorted(form.pages - OF_REGISTERS):
        why = Text("名录没有这种页面", "registers have none of this kind")
        yield file.finding("P356", "register", "pages", name=form.id, kind=kind, why=why)
    for kind, table in _NEEDS.items():
        if (kind in form.pages) != (file[table] is not None):
            lacks = Text(f"没有写 [{table}]", f"there is no [{table}]")
            left = Text(f"写了 [{table}]，pages 却没有它", f"there is a [{table}] that `pages` does not name")
            at = ("register", "pages") if kind in form.pages else (table,)
            yield file.finding("P356", *at, name=form.id, kind=kind, why=lacks if kind in form.pages else left)


def check_case_funnel(file: Draft, programme: Programme) -> Iterator[Finding]:
    """A funnel of cases and its page go together, and no stage of the programme is in two of its stages."""
    if (PageKind.FUNNEL in programme.pages) != (file["funnel"] is not None):
        lacks = Text("没有写 [funnel]", "there is no [funnel]")
        left = Text("写了 [funnel]，pages 却没有它", "there is a [funnel] that `pages` does not name")
        at = ("programme", "pages") if PageKind.FUNNEL in programme.pages else ("funnel",)
        why = lacks if PageKind.FUNNEL in programme.pages else left
        yield file.finding("P356", *at, name=programme.id, kind=PageKind.FUNNEL, why=why)
    first: dict[str, str] = {}
    for one in file["funnel"]["stage"] if file["funnel"] is not None else ():
        for index, stage in enumerate(one["stages"]):
            if first.setdefault(stage, one["id"]) != one["id"]:
                yield one.finding("P385", "stages", index, stage=stage, one=first[stage], other=one["id"])


def _condition(draft: Draft, key: str, scope: Scope) -> Iterator[Finding]:
    found = infer(draft[key].tree, scope)
    if isinstance(found, Problem):
        at, column = draft.place(key), found.position + 1
        yield draft.file.finding("P231", at, column, problem=found.message, advice=found.hint)
    elif unify(found, Basic.BOOL) is None:
        yield draft.finding("P232", key, wanted=spelled(Basic.BOOL), given=spelled(found))


def _compared(draft: Draft, key: str, form: Register) -> Iterator[Finding]:
    """Sealed words can't be compared, and a refusal would tell of a masked value that somebody else has it."""
    for index, name in enumerate(draft[key]):
        if form.fields[name].private or form.fields[name].masked:
            yield draft.finding("P359", key, index, register=form.id, field=name, key=key)


def _ring(draft: Draft, form: Register) -> Iterator[Finding]:
    """Each names an entry of the same register, and one of them may stay empty: else nothing could be the first."""
    for index, name in enumerate(draft["along"]):
        if form.fields[name].type is not FieldType.ENTRY or form.fields[name].register != form.id:
            yield draft.finding("P374", "along", index, field=name, register=form.id)
        elif form.fields[name].required:
            yield draft.finding("P387", "along", index, field=name)


def _named(draft: Draft, form: Register) -> Iterator[Finding]:
    """Fields that pages show are open, and of the type that their place needs."""
    for table in drafts(draft):
        for key, declared in table.table.keys.items():
            if declared.refers != "field" or table[key] is None:
                continue
            for name in (table[key],) if isinstance(table[key], str) else table[key]:
                field, wanted = form.fields[name], _TYPES.get(key)
                if field.private or field.masked:
                    yield table.finding("P354", key, register=form.id, field=name)
                elif wanted is not None and field.type is not wanted:
                    yield table.finding("P332", key, field=name, type=field.type, wanted=wanted)


def _funnel(draft: Draft, form: Register, scope: Scope) -> Iterator[Finding]:
    if draft["counts"] is not None:
        yield from _condition(draft, "counts", scope)
    for stage in draft["stage"]:
        for index, state in enumerate(stage["states"]):
            if state in draft["left"]:
                yield stage.finding("P395", "states", index, state=state, stage=stage["id"])
    if draft["why"] is not None and not draft["left"]:
        yield draft.finding("P396", "why", field=draft["why"])
    tables = [*draft["stage"], *draft["share"], *([draft["tiers"]] if draft["tiers"] is not None else [])]
    for table in tables:
        for key in ("amount", "over"):
            if key in table.table.keys and table[key] is not None:
                yield from _counted(draft, table, key, form)
    for share in draft["share"]:
        given = tuple(share[key] is not None for key in ("reached", "amount", "over"))
        if given not in ((True, False, False), (False, True, True)):
            yield share.finding("P373", "id", share=share["id"])
    tiers = draft["tiers"]
    if tiers is not None and any(low >= high for low, high in pairwise(tiers["least"])):
        yield tiers.finding("P358", "least", key="least")


def _counted(draft: Draft, table: Draft, key: str, form: Register) -> Iterator[Finding]:
    """Money adds up in one currency only; another needs a rate, and a rate its day."""
    field, into = form.fields[table[key]], draft["currency"]
    if field.type is not FieldType.MONEY:
        return
    same = field.currency is not None and field.currency == into
    if into is None or (not same and (draft["rate"] is None or draft["rate_on"] is None)):
        lacks = "currency" if into is None else "rate" if draft["rate"] is None else "rate_on"
        yield table.finding("P357", key, field=field.id, key=lacks)


def _graph(draft: Draft, form: Register, pack: Pack) -> Iterator[Finding]:
    group = pack.registers.get(form.fields[draft["group"]].register or "")
    known = [one.id for one in group.open_fields] if group is not None else []
    for index, name in enumerate(draft["heads"]):
        if name not in known:
            detail = unknown(name, known)
            yield draft.finding("P218", "heads", index, register=group.id if group else "—", **detail)
    if draft["leaders"] is not None:
        yield from _leaders(draft["leaders"], form.fields[draft["group"]].register or "", pack)
    for name in draft["after"]:
        if form.fields[name].register != form.id:
            yield draft.finding("P374", "after", field=name, register=form.id)


def _leaders(draft: Draft, group: str, pack: Pack) -> Iterator[Finding]:
    """They name the group, say yes or no, and anybody may know it who sees their register."""
    other = pack.registers[draft["register"]]
    for key, type_ in (("group", FieldType.ENTRY), ("when", FieldType.YES_NO)):
        field = other.fields.get(draft[key])
        if field is None:
            yield draft.finding("P332", key, field=draft[key], type=STATE, wanted=type_)
        elif field.private or field.masked:
            yield draft.finding("P354", key, register=other.id, field=field.id)
        elif field.type is not type_ or (key == "group" and field.register != group):
            wanted = f"{type_}（{group}）" if key == "group" else type_
            yield draft.finding("P332", key, field=field.id, type=field.type, wanted=wanted)
