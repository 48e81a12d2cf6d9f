"""Drafts of published documents into the core's values. The drafts have no holes.

May live here: plain translation. May not: judging (`check_claims`).
"""

from __future__ import annotations

from bihuan.core.claims import Claim, Document, Entries, Figure, Formula, Operand, Reading
from bihuan.core.expressions import Problem, parse
from bihuan.definitions import leaves
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
