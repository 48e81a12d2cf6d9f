"""Drafts of published documents, and of registers that hold such figures, into the core's values. The drafts have no
holes.

May live here: plain translation. May not: judging (`check_claims`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bihuan.core.claims import Claim, Document, Entries, Figure, Formula, Operand, Reading
from bihuan.core.claims.nesting import containing
from bihuan.core.claims.registered import ClaimRule, TextRule
from bihuan.core.expressions import Problem, Scope, parse
from bihuan.core.registers import Register
from bihuan.definitions import leaves
from bihuan.definitions.pack import Pack
from bihuan.definitions.reading import Draft


def document(file: Draft) -> Document:
    """A document with all its claims."""
    head = file["document"]
    return Document(
        id=head["id"],
        title=head["title"],
        issuer=head["issuer"],
        published=head["published"],
        lines=head["lines"],
        sha256=head["sha256"],
        systems=head["systems"],
        basis=head["basis"],
        claims=tuple(_claim(one) for one in file["claim"]),
        operands={name: _operand(name, one) for name, one in file["operand"].items()},
    )


def _formula(formula: leaves.Formula) -> Formula:
    return Formula(formula.source, formula.tree)


def _claim(draft: Draft) -> Claim:
    return Claim(
        id=draft["id"],
        places=draft["at"],
        says=draft["says"],
        system=draft["system"],
        printed=draft["value"],
        rounding=draft["rounding"],
        unit=draft["unit"],
        population=draft["population"],
        period=draft["period"],
        formula=_formula(draft["formula"]) if draft["formula"] is not None else None,
        checks=(*(_formula(one["that"]) for one in draft["check"]), *_contained(draft)),
        readings=tuple(Reading(says=one["says"], check=_formula(one["check"])) for one in draft["reading"]),
        superlative=draft["superlative"],
        narrative=draft["narrative"],
        settles=draft["settles"],
        within=draft["within"],
    )


def _contained(draft: Draft) -> tuple[Formula, ...]:
    """What is counted within another figure is no more than that."""
    source = f"{draft['id']} <= {draft['within']}"
    tree = parse(source) if draft["within"] is not None else None
    return (Formula(source, tree),) if tree is not None and not isinstance(tree, Problem) else ()


def _operand(name: str, draft: Draft) -> Operand:
    counted, listed = draft["programme"] is not None, draft["register"] is not None
    return Operand(
        name=name,
        title=draft["title"],
        basis=draft["basis"],
        value=draft["value"],
        figure=Figure(draft["programme"], draft["indicator"], draft["part"], draft["cases"]) if counted else None,
        entries=Entries(draft["register"], _formula(draft["formula"]), draft["on"], draft["cases"])
        if listed and draft["formula"] is not None
        else None,
    )


_BESIDE = frozenset({"text", "registers"})
"""Keys of `[claims]` that name no field of the register itself."""


def rule(draft: Draft | None) -> ClaimRule | None:
    """How entries of a register are published figures; what the pack has besides is filled in by `knowing`."""
    if draft is None:
        return None
    text = draft["text"]
    fields = {key: draft[key] for key in draft.table.keys if key not in _BESIDE}
    return ClaimRule(
        text=TextRule(**{key: text[key] for key in text.table.keys}),
        scopes={name: Scope() for name in draft["registers"]},
        **fields,
    )


def knowing(pack: Pack, scopes: Mapping[str, Scope]) -> dict[str, Register]:
    """The registers of a pack; those of published figures with what their formulas may name: the figures of its
    documents, its published indicators, the registers that may be computed with."""
    names = frozenset(name for one in pack.documents.values() for name in spoken(one))
    inside = containing({claim.id: claim.within for one in pack.documents.values() for claim in one.claims})
    figures = {
        id_: frozenset(one.id for edition in editions for one in edition.indicators if one.published)
        for id_, editions in pack.programmes.items()
    }
    return {
        id_: form
        if form.claims is None
        else replace(
            form,
            claims=replace(
                form.claims,
                names=names,
                inside=inside,
                figures={id_: ids for id_, ids in figures.items() if ids},
                scopes={name: scopes[name] for name in form.claims.scopes if name in scopes},
            ),
        )
        for id_, form in pack.registers.items()
    }


def spoken(document: Document) -> tuple[str, ...]:
    """What formulas may name of a document: claims with a number, and operands."""
    return (*(one.id for one in document.claims if one.printed is not None), *document.operands)
