"""The registers of a pack with every id replaced: of registers, fields, states and rights. No assertion lives here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields as parts
from dataclasses import is_dataclass, replace
from typing import Any

from bihuan.core.claims.registered import ClaimRule
from bihuan.core.expressions.tree import DatedLookup, Literal, Name, Over
from bihuan.core.programme import Field
from bihuan.core.registers import STATE, FunnelRule, GraphRule, Register


def renamed(registers: Mapping[str, Register]) -> dict[str, Register]:
    """The same registers under other names; what a reader is shown stays."""
    ids = {id: f"register_{n}_renamed" for n, id in enumerate(registers)}
    inside = {id: {name: f"field_{n}_renamed" for n, name in enumerate(form.fields)} for id, form in registers.items()}
    states = {
        name: f"state_{n}_renamed" for form in registers.values() for n, name in enumerate(form.states)
    }
    return {ids[id]: _one(form, ids, inside, states) for id, form in registers.items()}


def _one(
    form: Register, ids: Mapping[str, str], inside: Mapping[str, Mapping[str, str]], others: Mapping[str, str]
) -> Register:
    fields = inside[form.id]
    states = {name: f"state_{n}_renamed" for n, name in enumerate(form.states)}

    spoken = {**others, **states}

    def named(names: Iterable[str]) -> list[str]:
        return [fields.get(name, STATE) for name in names]

    def maybe(name: str | None) -> str | None:
        return None if name is None else fields[name]

    def field(known: Field) -> Field:
        return replace(
            known,
            id=fields[known.id],
            register=ids.get(known.register or "", known.register),
            currency_field=maybe(known.currency_field),
            measure_field=maybe(known.measure_field),
            english_field=maybe(known.english_field),
            needs=maybe(known.needs),
        )

    return replace(
        form,
        id=ids[form.id],
        fields={fields[name]: field(known) for name, known in form.fields.items()},
        title_field=maybe(form.title_field),
        unit_field=maybe(form.unit_field),
        area_field=maybe(form.area_field),
        states={
            states[name]: replace(one, id=states[name], next=one.next and tuple(states[after] for after in one.next))
            for name, one in form.states.items()
        },
        rights={
            f"right_{n}_renamed": replace(
                one, id=f"right_{n}_renamed", writes=frozenset(named(one.writes)), sees=frozenset(named(one.sees))
            )
            for n, one in enumerate(form.rights.values())
        },
        columns=tuple(named(form.columns)),
        **_among(form, fields, spoken, ids, inside),
        claims=None if form.claims is None else _figures(form.claims, fields, ids, inside),
        funnel=form.funnel and _funnel(form.funnel, fields, states),
        graph=form.graph and _graph(form, form.graph, states, ids, inside),
        series=form.series and _named(form.series, fields),
        goal=form.goal and _named(form.goal, fields),
    )


def _among(
    form: Register,
    fields: Mapping[str, str],
    states: Mapping[str, str],
    ids: Mapping[str, str],
    inside: Mapping[str, Mapping[str, str]],
) -> dict[str, Any]:
    """Its conditions and relations; `key`, `day` and `today` are names of conditions, and of no field."""

    def named(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(fields.get(name, name) for name in names)

    guards = tuple(
        replace(
            one, require=_spoken(one.require, fields, states, ids, inside), names=frozenset(named(one.names)),
            at=one.at and fields[one.at],
        )
        for one in form.guards
    )
    unique = tuple(
        replace(
            one, by=named(one.by), when=_spoken(one.when, fields, states), names=frozenset(named(one.names))
        )
        for one in form.unique
    )
    return {
        "guards": guards,
        "unique": unique,
        "acyclic": tuple(replace(one, along=named(one.along)) for one in form.acyclic),
    }


def _figures(
    rule: ClaimRule, fields: Mapping[str, str], ids: Mapping[str, str], inside: Mapping[str, Mapping[str, str]]
) -> ClaimRule:
    def all_of(one: Any, known: Mapping[str, str]) -> Any:
        return tuple(known[name] for name in one) if isinstance(one, tuple) else one and known[one]

    besides = ("text", "names", "inside", "figures", "scopes")
    of = inside[rule.text.register]
    text = replace(
        rule.text,
        field=fields[rule.text.field],
        register=ids[rule.text.register],
        **{key: all_of(getattr(rule.text, key), of) for key in ("title", "issuer", "published")},
    )
    said = {one.name: all_of(getattr(rule, one.name), fields) for one in parts(rule) if one.name not in besides}
    return replace(rule, text=text, scopes={ids[name]: scope for name, scope in rule.scopes.items()}, **said)


def _named(rule: Any, names: Mapping[str, str]) -> Any:
    """A rule whose texts are all names."""

    def one(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(names[part] for part in value)
        return names[value] if isinstance(value, str) else value

    return replace(rule, **{part.name: one(getattr(rule, part.name)) for part in parts(rule)})


def _funnel(rule: FunnelRule, fields: Mapping[str, str], states: Mapping[str, str]) -> FunnelRule:
    stages = {name: f"stage_{n}_renamed" for n, name in enumerate(rule.stages)}

    def said(one: Any, new: str, **names: Mapping[str, str]) -> Any:
        given = {name: getattr(one, name) for name in names}
        return replace(one, id=new, **{name: value and names[name][value] for name, value in given.items()})

    reached = {
        stages[name]: replace(
            said(one, stages[name], on=fields, amount=fields), states=tuple(states[state] for state in one.states)
        )
        for name, one in rule.stages.items()
    }
    rates = {
        f"rate_{n}_renamed": said(one, f"rate_{n}_renamed", among=stages, reached=stages, amount=fields, over=fields)
        for n, one in enumerate(rule.rates.values())
    }
    tiers = rule.tiers
    return replace(
        rule,
        counts=_spoken(rule.counts, fields, states),
        stages=reached,
        placed=stages[rule.placed],
        rate=rule.rate and fields[rule.rate],
        rate_on=rule.rate_on and fields[rule.rate_on],
        rates=rates,
        tiers=tiers and replace(tiers, among=stages[tiers.among], amount=fields[tiers.amount]),
    )


def _graph(
    form: Register,
    rule: GraphRule,
    states: Mapping[str, str],
    ids: Mapping[str, str],
    inside: Mapping[str, Mapping[str, str]],
) -> GraphRule:
    fields, leaders = inside[form.id], rule.leaders
    if leaders is not None:
        theirs = inside[leaders.register]
        leaders = replace(
            leaders, register=ids[leaders.register], group=theirs[leaders.group], when=theirs[leaders.when]
        )
    heads = inside[form.fields[rule.group].register or ""]
    return replace(
        rule,
        group=fields[rule.group],
        after=tuple(fields[name] for name in rule.after),
        missing=frozenset(states[name] for name in rule.missing),
        sought=frozenset(states[name] for name in rule.sought),
        says=tuple(fields[name] for name in rule.says),
        heads=tuple(heads[name] for name in rule.heads),
        leaders=leaders,
    )


def _spoken(
    node: Any,
    fields: Mapping[str, str],
    states: Mapping[str, str],
    ids: Mapping[str, str] | None = None,
    inside: Mapping[str, Mapping[str, str]] | None = None,
) -> Any:
    """An expression that says the same of registers, fields and states under other names."""
    ids, inside = ids or {}, inside or {}

    def said(node: Any, frames: tuple[Mapping[str, str], ...]) -> Any:
        match node:
            case Name():
                known = frames[-1 - node.ups] if node.ups < len(frames) else {}
                return replace(node, name=known.get(node.name, node.name))
            case Literal():
                return replace(node, value=states.get(node.value, node.value)) if isinstance(node.value, str) else node
            case DatedLookup():
                of = inside.get(node.register, {})
                return replace(
                    node,
                    register=ids.get(node.register, node.register),
                    key=said(node.key, frames),
                    field_name=of.get(node.field_name, node.field_name),
                    day=said(node.day, frames),
                )
            case Over(items=DatedLookup() as looked):
                body = said(node.body, (*frames, inside.get(looked.register, {})))
                return replace(node, items=said(looked, frames), body=body)
            case tuple():
                return tuple(said(one, frames) for one in node)
            case _ if is_dataclass(node) and not isinstance(node, type):
                return replace(node, **{one.name: said(getattr(node, one.name), frames) for one in parts(node)})
            case _:
                return node

    return said(node, (fields,))
