"""The general notions by which registers and the mechanisms of the first wave made the core grow, with their lines.

    python tools/notions.py            the table of docs/notions.md, counted now
    python tools/notions.py --write    writes it there

Counted are lines of the files as they stand, with their docstrings and blank lines: a whole file (`a.py`), functions
and classes of one with their decorators (`a.py: one two`), or single lines that hold a text (`a.py ~ text`). What is
named and not found is an error, so that the table can't speak of what is gone. Words of findings are not counted.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "notions.md"
CORE, CHECKED = ROOT / "bihuan" / "core", ROOT / "bihuan" / "definitions"

NOTIONS: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "a register is declared; an entry is a stream of facts, dated twice",
        "projects, enterprises, posts, hazard points",
        (
            "registers/entry.py",
            "registers/deciding.py",
            "registers/values.py",
            "registers/__init__.py",
            "registers/form.py: Register State Showing KeyRule",
        ),
        (
            "notation_register.py",
            "check_registers.py: check_register _field _needing _unseen _typed _named",
            "build_registers.py: register _all _key",
        ),
    ),
    (
        "who may change what of a register",
        "registrar, own unit",
        ("registers/rights.py", "registers/form.py: Right RightScope"),
        ("build_registers.py: _right",),
    ),
    ("codes with a check digit", "social credit codes", ("registers/codes.py", "registers/form.py: KeyCheck"), ()),
    (
        "conditions look through entries (`lookup`, `entries`)",
        "stock, planned times, visits",
        ("registers/looking.py",),
        (),
    ),
    (
        "a guard over an entry and over what it refers to, on every day that matters",
        "contract after letter of intent, dated rate, one unit for a person and the position",
        ("registers/guarding.py", "registers/world.py", "registers/pictures.py: EntryGuard"),
        ("build_pictures.py: guard", "check_pictures.py: entry_scope _condition"),
    ),
    (
        "what a step of a case sets passes these guards, all of the step together",
        "a checked contract before its letter of intent, a shift handed over",
        ("registers/setting.py",),
        (),
    ),
    (
        "no circle along a relation, no two alike (`acyclic`, `unique`)",
        "links of a chain, one rank for a ranking and year",
        ("registers/relations.py", "registers/pictures.py: UniqueRule AcyclicRule"),
        ("build_pictures.py: unique acyclic", "check_pictures.py: _compared _ring"),
    ),
    (
        "series and goals",
        "rankings, profile, targets",
        ("registers/series.py", "registers/form.py: SeriesRule GoalRule"),
        ("check_registers.py: _series",),
    ),
    (
        "funnel with nested tiers",
        "from lead to production",
        ("registers/funnel.py", "registers/pictures.py: FunnelStage FunnelRate Tiers FunnelRule"),
        ("notation_pictures.py", "build_pictures.py: funnel", "check_pictures.py: _funnel _counted"),
    ),
    (
        "graph with gaps and who leads",
        "chains and their missing links",
        ("registers/graph.py", "registers/pictures.py: Leaders GraphRule"),
        ("build_pictures.py: graph", "check_pictures.py: _graph _leaders"),
    ),
    (
        "a child has what its parent says (`passes`); how many there are is counted",
        "requests that a visit brings",
        ("decide/following.py: _another", "indicators.py ~ \"children\""),
        ("check_passing.py",),
    ),
    (
        "a notice to entries of a register, in time before a date",
        "firms are told of an outage",
        ("programme/rules.py: Telling",),
        ("check_telling.py: check_telling _fault",),
    ),
    (
        "`holder`: whoever has a case at its stage; a notice that would reach nobody is found",
        "a supervised danger or deed that no unit has yet",
        ("holding.py", "decide/following.py: _holders"),
        ("check_telling.py: check_heard _hears", "ways.py: led given _gives _needs_lead"),
    ),
    (
        "funnel of cases",
        "how far requests of firms came",
        ("case_funnel.py", "programme/rules.py: CaseFunnel CaseFunnelStage"),
        ("build_pictures.py: case_funnel", "check_pictures.py: check_case_funnel"),
    ),
    (
        "cases told on the page of an entry (`about`)",
        "requests, visits and outages of a firm",
        ("programme/about.py",),
        ("notation_about.py", "check_about.py", "build_pictures.py: about"),
    ),
    (
        "a case for each entry of a register while another runs (`each`)",
        "a response orders each flood-prone point on patrol",
        ("programme/each.py",),
        ("notation_each.py", "check_each.py", "build_programme.py: each"),
    ),
    (
        "photos before and after; which are shown, what is covered (`moment`, `shown_by`, `shows`)",
        "a report answered with pictures, a cover opened and shut",
        (
            "evidence.py",
            "areas.py",
            "decide/showing.py",
            "verbs.py: Moment",
            "programme/rules.py ~ moment:",
            "programme/rules.py ~ shown_by:",
            "programme/rules.py ~ shows:",
        ),
        ("check_showing.py",),
    ),
    (
        "kinds of page",
        "boards, rosters, maps, funnels",
        ("programme/vocabulary.py: PageKind", "programme/whole.py ~ pages:", "registers/form.py ~ pages:"),
        ("check_pictures.py: _pages",),
    ),
    (
        "published claims with a computed verdict",
        "every figure of the article",
        (
            "claims/__init__.py",
            "claims/document.py",
            "claims/judging.py",
            "claims/pairs.py",
            "claims/printed.py",
            "claims/ranges.py",
            "claims/reckoning.py",
            "claims/words.py",
        ),
        (
            "notation_claims.py",
            "build_claims.py",
            "claim_leaves.py",
            "check_claims.py: check_claims _spoken _places _form _formulas _formula _typed _operand entries_scope",
        ),
    ),
    (
        "`[claims]`: entries of a register are published figures",
        "a district's own figures, entered and judged on pages",
        (
            "claims/registered.py",
            "claims/entering.py",
            "registers/guarding.py: unjudgeable _standing",
            "registers/form.py ~ WORD",
        ),
        (
            "notation_claims.py: _pair _field",
            "notation_claims.py ~ TEXT_OF",
            "build_claims.py: rule knowing spoken",
            "check_registered.py",
        ),
    ),
    ("`within`: tiers never add up", "22 ⊇ 6 ⊇ 4", ("claims/nesting.py",), ("check_claims.py: _nested",)),
    (
        "policy documents behind a basis",
        "laws with dates, in both languages; entries of a register",
        ("registers/form.py: DocumentRule",),
        (
            "notation_policies.py",
            "articles.py",
            "check_basis.py",
            "build_registers.py: policies",
            "notation_register.py ~ DOCUMENTS",
        ),
    ),
    (
        "a step changes an entry, in some cases only (`when`)",
        "shifts, stock, contracts",
        ("decide/following.py: _meant",),
        (),
    ),
    (
        "`keeps`: who raises it has the lead",
        "opened covers",
        ("decide/tasks.py: keep", "programme/rules.py ~ keeps:"),
        ("check_roles.py ~ keeps", "build_programme.py ~ keeps"),
    ),
    (
        "`moments`: when each verb first happened",
        "minutes without anybody",
        ("decide/situation.py ~ moments", "decide/scope.py ~ moment"),
        (),
    ),
    (
        "a strike-off is applied for after the work is finished",
        "rectification",
        ("decide/choosing.py ~ _AFTERWARDS",),
        (),
    ),
    ("`actor.account`: who took the step", "who is on duty", ("decide/situation.py ~ now.by.account",), ()),
    (
        "`before.<field>`: what stood there before the step",
        "goods go back to the store they came from",
        ("decide/situation.py ~ typed(now.case.fields", "decide/scope.py ~ before"),
        (),
    ),
    ("`lapses`: how often a time ran out unheeded", "rounds that nobody walked", ("indicators.py ~ lapses",), ()),
    ("whoever raised a case from a post reads it as its raiser", "outages, visits", ("access.py: own",), ()),
)
"""Notion, what for here, parts under bihuan/core, parts under bihuan/definitions."""


def lines(base: Path, part: str) -> int:
    """Lines of one part. Raises LookupError for what is not there."""
    path, colon, names = part.partition(": ")
    if not colon:
        path, _, text = part.partition(" ~ ")
        held = (base / path).read_text(encoding="utf-8").splitlines()
        found = sum(text in line for line in held)
        if not found:
            raise LookupError(part)
        return found
    tree = ast.parse((base / path).read_text(encoding="utf-8"))
    spans = {
        node.name: 1 + (node.end_lineno or 0) - min(node.lineno, *(one.lineno for one in node.decorator_list), 10**9)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    missing = [name for name in names.split() if name not in spans]
    if missing:
        raise LookupError(f"{path}: {', '.join(missing)}")
    return sum(spans[name] for name in names.split())


def table() -> str:
    """The notions as a table, and what they are in all."""
    rows = ["| notion | what for here | core | definitions | where |", "|---|---|---:|---:|---|"]
    sums = [0, 0]
    for title, for_what, core, checked in NOTIONS:
        counted = [sum(lines(base, part) for part in parts) for base, parts in ((CORE, core), (CHECKED, checked))]
        sums = [one + more for one, more in zip(sums, counted, strict=True)]
        where = "; ".join(f"`{part}`" for part in (*core, *(f"definitions/{one}" for one in checked)))
        rows.append(f"| {title} | {for_what} | {counted[0]} | {counted[1]} | {where} |")
    whole = [
        sum(len(file.read_text(encoding="utf-8").splitlines()) for file in base.rglob("*.py"))
        for base in (CORE, CHECKED)
    ]
    rows.append(f"| **together** | | **{sums[0]}** | **{sums[1]}** | of {whole[0]:,} and {whole[1]:,} lines |")
    return "\n".join(rows) + "\n"


def main(arguments: list[str]) -> int:
    """Print the table, or put it into its page."""
    if arguments == ["--write"]:
        before, mark, _ = PAGE.read_text(encoding="utf-8").partition("| notion |")
        PAGE.write_text(before + table() if mark else before + "\n" + table(), encoding="utf-8")
    else:
        sys.stdout.write(table())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
