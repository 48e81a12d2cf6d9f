"""Entries of a register as published figures: which field says what, and what an entry comes to as a claim.

May live here: the shape of what a pack declares of such a register, and plain translation of its entries. May not:
judging (`judging`), refusing (`entering`). Knows no register and no field by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bihuan.core.claims.document import Claim, Document, Entries, Figure, Formula, Operand, Part
from bihuan.core.claims.printed import Rounding, read_printed
from bihuan.core.claims.reckoning import unfit
from bihuan.core.events import Scalar
from bihuan.core.expressions import Problem, Scope, names, parse
from bihuan.core.text import Text

Values = Mapping[str, Scalar]
Pair = tuple[str, ...]
"""Fields that say one thing: the Chinese first, the English behind it if there is one."""

COUNTED = "_counted"
"""What the name of the number ends with that the platform counts for a figure that has a printed one too."""
_FIGURE = re.compile(r"\s*(\S+)\s+(\S+)(?:\s+(\S+))?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """Which field names the published text that a figure stands in: an entry of another register."""

    field: str
    register: str
    title: Pair
    issuer: Pair
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRule:
    """How entries of a register are published figures: fields by what they say."""

    text: TextRule
    says: Pair
    place: Pair
    system: str
    value: str
    rounding: str | None = None
    unit: Pair = ()
    population: Pair = ()
    period: Pair = ()
    formula: str | None = None
    check: str | None = None
    figure: str | None = None
    entries: str | None = None
    superlative: Pair = ()
    narrative: Pair = ()
    settles: Pair = ()
    within: str | None = None
    """The field that names the figure in which it is contained."""
    names: frozenset[str] = frozenset()
    """Figures and operands of the pack that formulas may name."""
    inside: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Figure of the pack → those that contain what it counts."""
    figures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Mechanisms that may be counted → their indicators."""
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    """Registers that may be computed with → what a formula over their entries may speak of."""

    @property
    def spoken(self) -> frozenset[str]:
        """Every field that says something of the figure."""
        one = (self.system, self.value, self.rounding, self.formula, self.check, self.figure, self.entries,
               self.within)  # fmt: skip
        many = (
            self.says,
            self.place,
            self.unit,
            self.population,
            self.period,
            self.superlative,
            self.narrative,
            self.settles,
        )
        return frozenset(name for name in (*one, *(name for pair in many for name in pair)) if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOf:
    """A published text as its own register has it."""

    key: str
    title: Text
    issuer: Text
    published: date


def said(pair: Pair, values: Values) -> Text | None:
    """What the fields say; the one language where the other is left open, None if both are."""
    given = [str(values.get(name) or "").strip() for name in pair]
    zh, en = (given + given[-1:])[:2] if given else ("", "")
    return Text(zh or en, en or zh) if zh or en else None


def formula_of(source: Scalar) -> Formula | None:
    """What is written as a formula; None for what can't be reckoned with any more."""
    tree = parse(source) if isinstance(source, str) and source.strip() else None
    return Formula(str(source).strip(), tree) if tree is not None and not isinstance(tree, Problem) else None


def figure_of(source: Scalar, population: str) -> Figure | None:
    """`programme indicator part` as a number of the platform; the part is `counted` if left out."""
    found = _FIGURE.fullmatch(source) if isinstance(source, str) else None
    part = (found[3] or Part.COUNTED) if found is not None else ""
    return Figure(found[1], found[2], Part(part), population) if found is not None and part in set(Part) else None


def entries_of(source: Scalar, population: str) -> Entries | None:
    """`register: formula` as a number computed from entries."""
    register, colon, rest = str(source or "").partition(":")
    formula = formula_of(rest) if colon else None
    return Entries(register.strip(), formula, None, population) if formula is not None else None


def operand_of(rule: ClaimRule, key: str, values: Values, population: str) -> Operand | None:
    """The number that the platform has for an entry: under its own name if it prints none."""
    figure = figure_of(values.get(rule.figure or ""), population)
    entries = entries_of(values.get(rule.entries or ""), population)
    if figure is not None and figure.indicator not in rule.figures.get(figure.programme, ()):
        figure = None
    if entries is not None and entries.register not in rule.scopes:
        entries = None
    if figure is None and entries is None:
        return None
    name = key + COUNTED if values.get(rule.value) else key
    here = _COUNTED_HERE if values.get(rule.value) else said(rule.says, values) or Text(key, key)
    counted = {"figure": figure} if figure is not None else {"entries": entries}
    return Operand(name=name, title=here, basis="", **counted)


_COUNTED_HERE = Text("本平台数出的", "counted by this platform")


def claim_of(rule: ClaimRule, key: str, values: Values) -> Claim:
    """An entry as a claim; what can't be read any more is left out."""
    printed = read_printed(str(values.get(rule.value) or "").strip())
    rounding = str(values.get(rule.rounding or "") or "")
    formula, check = (_computed(values.get(name or "")) for name in (rule.formula, rule.check))
    checks = (check,) if check is not None else ()
    outer = str(values.get(rule.within or "") or "").strip()
    if outer and printed is not None and (contained := formula_of(f"{key} <= {outer}")) is not None:
        checks = (*checks, contained)
    if printed is not None and (values.get(rule.figure or "") or values.get(rule.entries or "")):
        here = formula_of(key + COUNTED)
        if formula is None:
            formula = here
        elif here is not None and (equal := formula_of(f"{key} == {here.source}")) is not None:
            checks = (*checks, equal)
    return Claim(
        id=key,
        places=(),
        where=said(rule.place, values),
        says=said(rule.says, values) or Text(key, key),
        system=str(values.get(rule.system) or ""),
        printed=printed,
        rounding=Rounding(rounding) if rounding in set(Rounding) else Rounding.EXACT,
        unit=said(rule.unit, values),
        population=said(rule.population, values),
        period=said(rule.period, values),
        formula=formula if printed is not None else None,
        checks=checks,
        superlative=said(rule.superlative, values),
        narrative=said(rule.narrative, values),
        settles=said(rule.settles, values),
        within=outer or None,
    )


def _computed(source: Scalar) -> Formula | None:
    found = formula_of(source)
    return found if found is not None and unfit(found.tree) is None else None


def documents_of(
    rule: ClaimRule,
    register: str,
    systems: str,
    entries: Iterable[tuple[str, Values]],
    texts: Mapping[str, TextOf],
    population: str,
    taken: frozenset[str],
) -> tuple[Document, ...]:
    """The published texts of a register with their figures, the newest text first. An entry whose code has become a
    name of the pack keeps its place under another name, so that nothing is lost and no name means two things."""
    claims: dict[str, list[Claim]] = {}
    operands: dict[str, dict[str, Operand]] = {}
    for key, values in entries:
        of, name = str(values.get(rule.text.field) or ""), key
        while name in taken:
            name += "_"
        operand = operand_of(rule, name, values, population)
        if operand is not None:
            operands.setdefault(of, {})[operand.name] = operand
        if operand is None or operand.name != name:
            claims.setdefault(of, []).append(claim_of(rule, name, values))
    # A text that is not in force any more still has its figures.
    found = [
        Document(
            id=f"{register}-{'-'.join(key.split())}",
            title=text.title,
            issuer=text.issuer,
            published=text.published,
            lines=0,
            sha256="",
            systems=systems,
            basis="",
            claims=tuple(claims.get(key, ())),
            operands=operands.get(key, {}),
            entry=key if key in texts else "",
        )
        for key in sorted(claims.keys() | operands.keys())
        for text in [texts.get(key) or TextOf(key=key, title=Text(key, key), issuer=Text("—", "—"), published=date.min)]
    ]
    return tuple(sorted(found, key=lambda one: (-one.published.toordinal(), one.id)))


def together(documents: Iterable[Document]) -> Document:
    """Documents as one, in which formulas of each may name figures of all. Of a name that two have, the first holds:
    the checker refuses such packs."""
    first, *others = documents
    claims = {claim.id: claim for document in (*others[::-1], first) for claim in document.claims[::-1]}
    operands = {name: one for document in (*others[::-1], first) for name, one in document.operands.items()}
    return replace(first, claims=tuple(claims.values()), operands=operands)


def spoken_in(formula: Formula | None) -> frozenset[str]:
    """Names in a formula."""
    return names(formula.tree) if formula is not None else frozenset()
