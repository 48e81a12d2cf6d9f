"""What is wrong with an entry as a published figure, said when it is entered. Pure; knows no register by name.

A verdict can't be typed because there is no field for it; what can be typed has to be something that can be judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bihuan.core.claims.document import Formula, Part
from bihuan.core.claims.nesting import Inside, overlap
from bihuan.core.claims.printed import read_printed
from bihuan.core.claims.reckoning import unfit
from bihuan.core.claims.registered import COUNTED, ClaimRule, Values, formula_of, said, spoken_in
from bihuan.core.events import Scalar
from bihuan.core.expressions import Basic, Expression, Problem, Scope, Type, infer, parse
from bihuan.core.expressions.tree import Name, walk
from bihuan.core.expressions.types import spelled, unify
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text

CURRENCY = re.compile(r"\b[A-Z]{3}\b")
"""A currency code of ISO 4217 in the words of a unit."""
CHAIN_MOST = 500
"""Figures that one formula may lead to, directly and through others."""
_MUST_BE = {"formula": Basic.NUMBER, "check": Basic.BOOL}
SHOWN = 12
Detail = dict[str, str | Text]


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry as it would stand on one day, with what it is asked of."""

    key: str
    values: Values
    titles: Mapping[str, Text]
    """Field → what it is called."""
    other: Callable[[str, str], Scalar]
    """Code of another entry in force and field → value; None is not there."""


def faults(rule: ClaimRule, entered: Entered) -> Iterator[Refusal]:
    """Everything that would keep the entry from being judged, the first first."""
    if entered.key in rule.names or entered.key.endswith(COUNTED):
        yield Refusal("claim-name-taken", {"key": entered.key}, about="key")
    yield from _form(rule, entered)
    for wanted, name in (("formula", rule.formula), ("check", rule.check)):
        if name is not None and entered.values.get(name):
            yield from _formula(rule, entered, name, _MUST_BE[wanted])
    yield from _circle(rule, entered)
    yield from _within(rule, entered)
    yield from _counted(rule, entered)
    yield from _entries(rule, entered)


def _form(rule: ClaimRule, entered: Entered) -> Iterator[Refusal]:
    """A figure is printed, counted, a first, or only told; money says its currency."""
    values, titles = entered.values, entered.titles
    value = str(values.get(rule.value) or "").strip()
    if value and read_printed(value) is None:
        detail: Detail = {"field": titles[rule.value], "value": value[:40]}
        yield Refusal("claim-not-printed", detail, about=rule.value)
    numbers = (rule.value, rule.formula, rule.check, rule.figure, rule.entries)
    computed = [name for name in numbers if name is not None and values.get(name)]
    told = said(rule.narrative, values)
    if told is not None and computed:
        yield Refusal("claim-narrative-computed", {"field": titles[computed[0]]}, about=computed[0])
    if told is None and not computed and said(rule.superlative, values) is None:
        yield Refusal("claim-says-nothing", {"field": titles[rule.value]}, about=rule.value)
    if rule.formula and values.get(rule.formula) and not value:
        detail = {"formula": titles[rule.formula], "field": titles[rule.value]}
        yield Refusal("claim-formula-without-value", detail, about=rule.value)
    unit = said(rule.unit, values)
    if unit is not None and "元" in unit.zh and not CURRENCY.search(unit.en):
        yield Refusal("claim-money-without-currency", {"field": titles[rule.unit[-1]]}, about=rule.unit[-1])


def _formula(rule: ClaimRule, entered: Entered, name: str, wanted: Type) -> Iterator[Refusal]:
    """Whether it can be computed: its words, the figures it names, their types."""
    title, tree = entered.titles[name], parse(str(entered.values[name]).strip())
    if isinstance(tree, Problem):
        yield _problem(title, name, tree)
        return
    stranger = _stranger(rule, entered, tree)
    if stranger is not None:
        near = get_close_matches(stranger.name, sorted(rule.names), n=1, cutoff=0.6)
        guess = Text(f"是不是“{near[0]}”？", f"Did you mean {near[0]}? ") if near else Text("", "")
        detail: Detail = {
            "field": title,
            "name": stranger.name,
            "position": str(stranger.at.offset + 1),
            "guess": guess,
        }
        yield Refusal("claim-operand-unknown", detail, about=name)
        return
    spoken = spoken_in(Formula("", tree))
    found = infer(tree, Scope(names=dict.fromkeys(spoken, Basic.NUMBER)))
    if isinstance(found, Problem):
        yield _problem(title, name, found)
    elif unify(found, wanted) is None:
        detail = {"field": title, "wanted": spelled(wanted), "given": spelled(found)}
        yield Refusal("claim-formula-type", detail, about=name)
    elif (what := unfit(tree)) is not None:
        yield Refusal("claim-formula-unfit", {"field": title, "what": what}, about=name)
    elif wanted is Basic.NUMBER and entered.key in spoken:
        yield Refusal("claim-uses-itself", {"field": title, "way": entered.key}, about=name)
    elif (nested := overlap(tree, _inside(rule, entered, spoken))) is not None:
        detail = {"field": title, "position": str(nested.position), "outer": nested.outer, "inner": nested.inner}
        yield Refusal("claim-tiers-added", detail, about=name)


def _stranger(rule: ClaimRule, entered: Entered, tree: Expression) -> Name | None:
    """The first name from outside that has no number."""
    free = spoken_in(Formula("", tree))
    spoken = [node for node, _, scopes in walk(tree) if isinstance(node, Name) and node.ups == scopes]
    found = [node for node in spoken if node.name in free and not _has_number(rule, entered, node.name)]
    return min(found, key=lambda one: one.at.offset, default=None)


def _has_number(rule: ClaimRule, entered: Entered, name: str) -> bool:
    if name in rule.names or name == entered.key:
        return True
    fields = [one for one in (rule.value, rule.figure, rule.entries) if one is not None]
    return any(entered.other(name, one) for one in fields)


def _problem(title: Text, name: str, problem: Problem) -> Refusal:
    detail: Detail = {
        "field": title, "position": str(problem.position + 1), "problem": problem.message, "advice": problem.hint
    }  # fmt: skip
    return Refusal("claim-formula", detail, about=name)


def _circle(rule: ClaimRule, entered: Entered) -> Iterator[Refusal]:
    """A formula that leads back to its own figure through those of others: each would rest on the other."""
    if rule.formula is None:
        return
    start = formula_of(entered.values.get(rule.formula))
    waiting: list[tuple[str, tuple[str, ...]]] = [
        (name, (entered.key, name)) for name in sorted(spoken_in(start) - {entered.key})
    ]
    seen: set[str] = set()
    while waiting and len(seen) < CHAIN_MOST:
        name, way = waiting.pop()
        if name in seen or name in rule.names:
            continue
        seen.add(name)
        for further in sorted(spoken_in(formula_of(entered.other(name, rule.formula)))):
            if further == entered.key:
                shown = " → ".join((*way[-SHOWN:], further))
                detail: Detail = {"field": entered.titles[rule.formula], "way": shown}
                yield Refusal("claim-uses-itself", detail, about=rule.formula)
                return
            waiting.append((further, (*way, further)))


def _within(rule: ClaimRule, entered: Entered) -> Iterator[Refusal]:
    """The figure that contains this one has a number, and is not contained in it in turn."""
    outer = str(entered.values.get(rule.within or "") or "").strip()
    if rule.within is None or not outer:
        return
    title = entered.titles[rule.within]
    if outer == entered.key or not _has_number(rule, entered, outer):
        near = get_close_matches(outer, sorted(rule.names), n=1, cutoff=0.6)
        guess = Text(f"是不是“{near[0]}”？", f"Did you mean {near[0]}? ") if near else Text("", "")
        detail: Detail = {"field": title, "name": outer[:80], "position": "1", "guess": guess}
        yield Refusal("claim-operand-unknown", detail, about=rule.within)
        return
    way = _upwards(rule, entered, outer)
    if entered.key in way:
        shown = " → ".join((entered.key, *way[: way.index(entered.key) + 1][-SHOWN:]))
        yield Refusal("claim-uses-itself", {"field": title, "way": shown}, about=rule.within)


def _upwards(rule: ClaimRule, entered: Entered, name: str) -> list[str]:
    """A figure and those that contain it, one after the other; ends at the entry itself, or where it began."""
    way: list[str] = []
    while name and name not in way and len(way) < CHAIN_MOST:
        way.append(name)
        if name == entered.key or rule.within is None:
            break
        name = str(entered.other(name, rule.within) or "").strip()
    return way


def _inside(rule: ClaimRule, entered: Entered, spoken: frozenset[str]) -> Inside:
    """Each figure of a formula with those that contain it: of the pack, and of the register itself."""
    found, field = dict(rule.inside), rule.within
    for name in spoken if field is not None else ():
        said_here = entered.values.get(field or "") if name == entered.key else entered.other(name, field or "")
        outer = str(said_here or "").strip()
        if outer:
            way = frozenset(_upwards(rule, entered, outer)) - {name}
            above = frozenset(one for inner in way for one in rule.inside.get(inner, frozenset()))
            found[name] = found.get(name, frozenset()) | way | above
    return found


def _counted(rule: ClaimRule, entered: Entered) -> Iterator[Refusal]:
    """A number of the platform that there is, and that the pack lets be counted."""
    source = entered.values.get(rule.figure or "")
    if rule.figure is None or not source:
        return
    words = str(source).split()
    known = rule.figures.get(words[0], frozenset())
    right = len(words) in (2, 3) and words[1] in known and (len(words) == 2 or words[2] in set(Part))
    if not right:
        every = sorted(known) if known else sorted(rule.figures)
        parts = " / ".join(Part)
        detail: Detail = {"field": entered.titles[rule.figure], "value": str(source)[:80],
                  "known": "、".join(every[:SHOWN]) or "—", "parts": parts}  # fmt: skip
        yield Refusal("claim-figure-unknown", detail, about=rule.figure)
    elif rule.entries is not None and entered.values.get(rule.entries):
        detail = {"one": entered.titles[rule.figure], "other": entered.titles[rule.entries]}
        yield Refusal("claim-two-sources", detail, about=rule.entries)


def _entries(rule: ClaimRule, entered: Entered) -> Iterator[Refusal]:
    """A number over the entries of a register that the pack lets be computed with."""
    source = entered.values.get(rule.entries or "")
    if rule.entries is None or not source:
        return
    title = entered.titles[rule.entries]
    register, colon, rest = str(source).partition(":")
    scope = rule.scopes.get(register.strip())
    if not colon or scope is None:
        detail: Detail = {
            "field": title, "value": str(source)[:80], "known": "、".join(sorted(rule.scopes)) or "—"
        }  # fmt: skip
        yield Refusal("claim-register-unknown", detail, about=rule.entries)
        return
    tree = parse(rest.strip())
    found = tree if isinstance(tree, Problem) else infer(tree, scope)
    if isinstance(found, Problem):
        yield _problem(title, rule.entries, found)
    elif unify(found, Basic.NUMBER) is None:
        detail = {"field": title, "wanted": spelled(Basic.NUMBER), "given": spelled(found)}
        yield Refusal("claim-formula-type", detail, about=rule.entries)
