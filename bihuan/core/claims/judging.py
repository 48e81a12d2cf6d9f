"""The verdict on each claim of a document, with its reasons: a pure function of the claims and the figures behind them.

A claim takes part in its own formula and checks and in those of others that name it. One that cannot be true puts all
who take part in conflict: which of them is wrong can't be told by computing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bihuan.core.claims import words
from bihuan.core.claims.document import Claim, Document, Formula
from bihuan.core.claims.pairs import smallest
from bihuan.core.claims.printed import write_number
from bihuan.core.claims.ranges import Range, compare, exactly
from bihuan.core.claims.reckoning import Reckoned, reckon
from bihuan.core.expressions import names
from bihuan.core.expressions.tree import Call, Name
from bihuan.core.text import Text, listed

Known = Mapping[str, Fraction | None]
"""Operands outside the document by name; None is not known yet."""

BASES_SHOWN = 5
_SIGNS = {"*": "×", "-": "−", "/": "÷", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠"}
_WORD = re.compile(r"[^\W\d]\w*")


class Verdict(StrEnum):
    """What computing can say of a claim, the gravest first."""

    CONFLICT = "conflict"
    COMPARATOR = "comparator"
    UNDER = "under"
    DERIVED = "derived"
    CONSISTENT = "consistent"
    NARRATIVE = "narrative"

    @property
    def named(self) -> Text:
        """Its name."""
        return words.VERDICTS[self][0]

    @property
    def meaning(self) -> Text:
        """What it means."""
        return words.VERDICTS[self][1]


class Outcome(StrEnum):
    """How one comparison came out."""

    HOLDS = "holds"
    VAGUE = "vague"
    """Possible, but only because a figure has no bound on one side."""
    FAILS = "fails"
    WAITS = "waits"
    """An operand isn't known."""


class _Kind(StrEnum):
    FORMULA = "formula"
    CHECK = "check"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Tested:
    """One formula, check or reading of a claim, computed."""

    kind: str
    claim: str
    """Whose it is."""
    source: str
    names: frozenset[str]
    """Claims and operands in it."""
    outcome: Outcome
    said: Text


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its verdict."""

    claim: Claim
    verdict: Verdict
    why: tuple[Text, ...]
    operands: tuple[str, ...]
    """Claims and outside operands that it was computed with, by name."""


def judge(document: Document, known: Known) -> tuple[Judged, ...]:
    """Every claim of a document, in its order. `known` gives the outside operands that have a number."""
    values = _Values(document, known)
    tested = {claim.id: tuple(_test(claim, values)) for claim in document.claims}
    taking = {claim.id: [one for many in tested.values() for one in many if _takes(one, claim)]
              for claim in document.claims}  # fmt: skip
    return tuple(_judged(claim, tested[claim.id], taking[claim.id], document) for claim in document.claims)


def _takes(one: Tested, claim: Claim) -> bool:
    """Whether another claim's comparison counts for this one too; a mere reading doesn't."""
    return one.claim != claim.id and claim.id in one.names and one.kind != _Kind.READING


class _Values:
    """Ranges and printed numbers by name."""

    def __init__(self, document: Document, known: Known) -> None:
        self.ranges: dict[str, Range] = {}
        self.points: dict[str, Range] = {}
        self.texts: dict[str, str] = {}
        for claim in document.claims:
            if claim.printed is not None and claim.may_be is not None:
                self._put(claim.id, claim.may_be, claim.printed.value, claim.printed.text)
        for name, operand in document.operands.items():
            value = operand.value if operand.value is not None else known.get(name)
            if value is not None:
                self._put(name, exactly(value), value, write_number(value, 4))
        self.titles = {name: operand.title for name, operand in document.operands.items()}

    def _put(self, name: str, range_: Range, point: Fraction, text: str) -> None:
        self.ranges[name], self.points[name], self.texts[name] = range_, exactly(point), text

    def title(self, name: str) -> Text:
        return self.titles.get(name, Text(name, name))

    def filled(self, formula: Formula) -> Text:
        """The formula as people write it, with printed figures in place of their names; an operand that is the whole
        of it is called by its title."""
        if isinstance(formula.tree, Name) and formula.tree.name in self.titles:
            return self.titles[formula.tree.name]
        line = _WORD.sub(lambda found: self.texts.get(found[0], found[0]), formula.source)
        for typed, written in _SIGNS.items():
            line = line.replace(f" {typed} ", f" {written} ")
        if isinstance(formula.tree, Call) and formula.tree.name == "whole":
            return _filled(words.WHOLE, inner=line.removeprefix("whole(").removesuffix(")"))
        return Text(line, line)


def _test(claim: Claim, values: _Values) -> list[Tested]:
    tests = [(_Kind.FORMULA, claim.formula, None)] if claim.formula else []
    every: list[tuple[_Kind, Formula, Text | None]] = [
        *tests,
        *((_Kind.CHECK, check, None) for check in claim.checks),
        *((_Kind.READING, reading.check, reading.says) for reading in claim.readings),
    ]
    return [_tested(claim, kind, formula, reading, values) for kind, formula, reading in every]


def _tested(claim: Claim, kind: _Kind, formula: Formula, reading: Text | None, values: _Values) -> Tested:
    spoken = frozenset(names(formula.tree))
    missing = sorted(spoken - set(values.ranges))
    if missing:
        said = _filled(words.UNKNOWN_OPERAND, source=formula.source, missing=listed(map(values.title, missing)))
        outcome = Outcome.WAITS
    else:
        possible, printed = reckon(formula.tree, values.ranges), reckon(formula.tree, values.points)
        bounded = all(values.ranges[name].bounded for name in spoken | ({claim.id} & set(values.ranges)))
        outcome = _outcome(claim, possible, printed, bounded=bounded)
        said = _said(claim, formula, outcome, possible, printed, values)
    if reading is not None:
        head = _filled(words.UNDER_READING, says=reading)
        said = Text(head.zh + said.zh, head.en + said.en)
    return Tested(kind, claim.id, formula.source, spoken, outcome, said)


def _outcome(claim: Claim, possible: Reckoned, printed: Reckoned, *, bounded: bool) -> Outcome:
    """Over the ranges and over the printed figures; a printed claim is compared with what its formula gives."""
    if isinstance(possible, Range) and isinstance(printed, Range):
        wanted = claim.may_be
        assert wanted is not None
        if not _meet(possible, wanted):
            return Outcome.FAILS
        sure = possible.within(wanted) or (wanted.bounded and printed.within(wanted))
    else:
        if possible is False:
            return Outcome.FAILS
        sure = printed is True
    return Outcome.HOLDS if sure or bounded else Outcome.VAGUE


def _meet(a: Range, b: Range) -> bool:
    return compare("==", a, b) is not False


def _said(
    claim: Claim, formula: Formula, outcome: Outcome, possible: Reckoned, printed: Reckoned, values: _Values
) -> Text:
    filled = values.filled(formula)
    if isinstance(printed, Range) and isinstance(possible, Range):
        assert claim.printed is not None
        sure = claim.may_be is not None and printed.within(claim.may_be)
        answer = {Outcome.HOLDS: words.AGREES if sure else words.ROUNDED, Outcome.VAGUE: words.VAGUE}
        result = _written(claim, printed)
        detail = {"filled": filled, "result": result, "printed": claim.printed.text}
        return _filled(words.GIVES, answer=answer.get(outcome, words.DIFFERS), **detail)
    answer = {Outcome.HOLDS: words.TRUE if printed is True else words.ROUNDED, Outcome.VAGUE: words.VAGUE}
    said = answer.get(outcome, words.FALSE)
    if outcome is Outcome.FAILS and isinstance(formula.tree, Call) and formula.tree.name == "whole":
        said = _none_whole(reckon(formula.tree.arguments[0], values.ranges), said)
    return _filled(words.HOLDS, filled=filled, answer=said)


def _none_whole(between: Reckoned, said: Text) -> Text:
    """Why nothing whole comes out: the range that it would have to lie in."""
    if not isinstance(between, Range) or between.low is None or between.high is None:
        return said
    low, high = (write_number(end, 3).rstrip("…") for end in (between.low, between.high))
    more = _filled(words.NONE_WHOLE, low=low, high=high)
    return Text(said.zh + more.zh, said.en + more.en)


def _written(claim: Claim, result: Range) -> str:
    assert claim.printed is not None
    if result.point is not None:
        return claim.printed.write(result.point)
    low, high = ("" if end is None else claim.printed.write(end) for end in (result.low, result.high))
    return f"{low}–{high}"


def _filled(text: Text, **detail: object) -> Text:
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in detail.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in detail.items()}
    return Text(text.in_("zh", zh), text.in_("en", en))


def _judged(claim: Claim, own: tuple[Tested, ...], others: list[Tested], document: Document) -> Judged:
    readings = [one for one in own if one.kind == _Kind.READING]
    comparisons = [*(one for one in own if one.kind != _Kind.READING), *others]
    verdict = _verdict(claim, comparisons, readings)
    said = [one.said for one in own]
    for one in others:
        if one.outcome in (Outcome.FAILS, Outcome.HOLDS) and one.source not in {mine.source for mine in own}:
            whose = document.claim(one.claim)
            head = _filled(words.FROM, claim=whose.says if whose is not None else one.claim)
            said.append(Text(head.zh + one.said.zh, head.en + one.said.en))
    why = (*said, *_remarks(claim, comparisons, readings, verdict))
    spoken = {name: None for one in (*own, *others) for name in sorted(one.names | {one.claim})}
    spoken.pop(claim.id, None)
    return Judged(claim, verdict, why, tuple(spoken))


def _verdict(claim: Claim, comparisons: list[Tested], readings: list[Tested]) -> Verdict:
    if claim.narrative is not None:
        return Verdict.NARRATIVE
    failed = [one for one in comparisons if one.outcome is Outcome.FAILS]
    held = [one for one in comparisons if one.outcome is Outcome.HOLDS]
    if failed or (readings and all(one.outcome is Outcome.FAILS for one in readings)):
        return Verdict.CONFLICT
    if claim.superlative is not None and not held:
        return Verdict.COMPARATOR
    if readings or not held:
        return Verdict.UNDER
    own = any(one.claim == claim.id and one.kind == _Kind.FORMULA for one in held)
    return Verdict.DERIVED if own else Verdict.CONSISTENT


def _remarks(claim: Claim, comparisons: list[Tested], readings: list[Tested], verdict: Verdict) -> list[Text]:
    if claim.narrative is not None:
        return [claim.narrative]
    said: list[Text] = []
    if verdict is Verdict.UNDER and len(readings) > 1:
        left = sum(one.outcome is not Outcome.FAILS for one in readings)
        said.append(_filled(words.SEVERAL, count=len(readings), left=left))
    if verdict is Verdict.COMPARATOR and claim.superlative is not None:
        said.append(_filled(words.COMPARED, whom=claim.superlative))
    missing = [text for key, text in words.MISSING.items() if claim.printed is not None and _lacks(claim, key)]
    if missing:
        said.append(_filled(words.LACKS, missing=listed(missing)))
    if claim.printed is not None and claim.printed.size == "%" and claim.population is None and claim.may_be:
        found = "、".join(map(str, smallest([claim.may_be], BASES_SHOWN)))
        said.append(_filled(words.BASES, found=Text(found, found.replace("、", ", "))))
    if verdict is Verdict.UNDER and not comparisons and not readings:
        said.append(words.UNCHECKED)
    return said


def _lacks(claim: Claim, key: str) -> bool:
    if key == "unit":
        return claim.unit is None and claim.printed is not None and claim.printed.size != "%"
    return getattr(claim, key) is None
