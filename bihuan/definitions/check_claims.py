"""Whether each claim of a document can be judged: places, owners, operands and formulas. No verdict is given here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bihuan.core.claims import Place, unfit
from bihuan.core.claims.nesting import Inside, containing, overlap
from bihuan.core.decide.scope import type_of
from bihuan.core.expressions import Basic, ListOf, Member, Problem, Record, Scope, Type, infer, names
from bihuan.core.expressions.types import spelled, unify
from bihuan.core.registers import STATE, Register
from bihuan.core.text import Text
from bihuan.definitions import leaves
from bihuan.definitions.findings import Finding, unknown
from bihuan.definitions.leaves import is_word
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft

_CURRENCY = re.compile(r"\b[A-Z]{3}\b")
"""A currency code of ISO 4217 in the words of a unit."""


def check_claims(file: Draft, pack: Pack) -> Iterator[Finding]:
    """Everything wrong with one document."""
    yield from _places(file)
    inside = containing({claim["id"]: claim["within"] for claim in file["claim"]})
    scope = Scope(names=dict.fromkeys((*_spoken(file), *file["operand"]), Basic.NUMBER))
    systems = pack.dictionaries[file["document"]["systems"]].entries
    for claim in file["claim"]:
        if not is_word(claim["id"]):
            yield claim.finding("P109", "id", name=claim["id"])
        if claim["system"] not in systems:
            detail = {"dictionary": file["document"]["systems"], **unknown(claim["system"], systems)}
            yield claim.finding("P206", "system", **detail)
        yield from _form(claim)
        yield from _formulas(claim, scope)
        yield from _nested(claim, inside)
        if claim["unit"] is not None and "元" in claim["unit"].zh and not _CURRENCY.search(claim["unit"].en):
            yield claim.finding("P415", "unit", claim=claim["id"])
    for name, operand in file["operand"].items():
        if not is_word(name):
            yield operand.finding("P109", name=name)
        elif name in _spoken(file):
            yield operand.finding("P407", name=name)
        yield from _operand(operand, name, pack)


def _spoken(file: Draft) -> list[str]:
    """Claims that have a number."""
    return [claim["id"] for claim in file["claim"] if claim["value"] is not None]


def _nested(claim: Draft, inside: Inside) -> Iterator[Finding]:
    """Figures of which one contains another, added up as if they were disjoint; one that contains itself."""
    if claim["id"] in inside[claim["id"]]:
        yield claim.finding("P416", "within", claim=claim["id"])
        return
    conditions = [*((one, "that") for one in claim["check"]), *((one, "check") for one in claim["reading"])]
    places = [(claim, "formula"), *conditions]
    for draft, key in places:
        if draft[key] is None:
            continue
        found = overlap(draft[key].tree, inside)
        if found is not None:
            yield draft.finding("P414", key, one=found.outer, other=found.inner)


def _places(file: Draft) -> Iterator[Finding]:
    """A place beyond the document, or one that two claims share."""
    first: dict[Place, Draft] = {}
    for claim in file["claim"]:
        for index, place in enumerate(claim["at"]):
            if place.line > file["document"]["lines"]:
                yield claim.finding("P403", "at", index, line=place.line, lines=file["document"]["lines"])
            if place in first:
                yield claim.finding("P404", "at", index, place=place, other=first[place]["id"])
            first.setdefault(place, claim)


def _form(claim: Draft) -> Iterator[Finding]:
    """A claim tells, or has a number, or is a first; a telling has nothing to compute."""
    computed = [key for key in ("value", "formula", "superlative", "settles") if claim[key] is not None]
    if claim["narrative"] is not None and computed == ["settles"]:
        computed = []
    computed += [key for key in ("check", "reading") if claim[key]]
    if claim["narrative"] is not None and computed:
        yield claim.finding("P405", "narrative", claim=claim["id"], keys="、".join(computed))
    if claim["narrative"] is None and not computed:
        yield claim.finding("P406", "id", claim=claim["id"])
    if claim["formula"] is not None and claim["value"] is None:
        yield claim.finding("P408", "formula", claim=claim["id"])


def _formulas(claim: Draft, scope: Scope) -> Iterator[Finding]:
    if claim["formula"] is not None:
        yield from _formula(claim, "formula", Basic.NUMBER, scope)
        if claim["id"] in names(claim["formula"].tree):
            yield claim.finding("P409", "formula", claim=claim["id"])
    for check in claim["check"]:
        yield from _formula(check, "that", Basic.BOOL, scope)
    for reading in claim["reading"]:
        yield from _formula(reading, "check", Basic.BOOL, scope)


def _formula(draft: Draft, key: str, wanted: Type, scope: Scope) -> Iterator[Finding]:
    wrong = tuple(_typed(draft, key, wanted, scope))
    yield from wrong
    if not wrong and (stranger := unfit(draft[key].tree)) is not None:
        yield draft.finding("P410", key, what=stranger)


def _typed(draft: Draft, key: str, wanted: Type, scope: Scope) -> Iterator[Finding]:
    formula: leaves.Formula = draft[key]
    found = infer(formula.tree, scope)
    if isinstance(found, Problem):
        at = draft.place(key)
        yield draft.file.finding("P231", at, found.position + 1, problem=found.message, advice=found.hint)
    elif unify(found, wanted) is None:
        yield draft.finding("P232", key, wanted=spelled(wanted), given=spelled(found))


def _operand(operand: Draft, name: str, pack: Pack) -> Iterator[Finding]:
    """A number, or an indicator that counts it, or entries that give it; one of them."""
    if sum(operand[key] is not None for key in ("value", "programme", "register")) != 1:
        yield operand.finding("P411", name=name)
    elif operand["programme"] is not None:
        known = [one.id for edition in pack.programmes[operand["programme"]] for one in edition.indicators]
        if operand["indicator"] not in known:
            near = unknown(str(operand["indicator"]), known) if operand["indicator"] else {
                "name": Text("（没有写）", "(none)"), "guess": Text("", ""), "known": ", ".join(known)}  # fmt: skip
            yield operand.finding("P412", programme=operand["programme"], **near)
    elif operand["register"] is not None and operand["formula"] is None:
        yield operand.finding("P413", name=name)
    elif operand["register"] is not None:
        yield from _typed(operand, "formula", Basic.NUMBER, entries_scope(pack.registers[operand["register"]], pack))


def entries_scope(form: Register, pack: Pack) -> Scope:
    """What the formula of an operand may speak of: open fields of the entries, and their state."""
    fields: dict[str, Type] = {one.id: type_of(one) for one in form.open_fields}
    if form.states:
        fields[STATE] = Member(STATE)
    dictionaries = {id_: frozenset(one.entries) for id_, one in pack.dictionaries.items()}
    dictionaries[STATE] = frozenset(form.states)
    return Scope({"entries": ListOf(Record("entry"))}, {"entry": fields}, dictionaries, {})
