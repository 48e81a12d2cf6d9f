"""Indicators in the form that strangers recompute: canonical JSON, whose hash stands in every published figure.

An indicator is a function of leaves if every name it uses can be told from leaves and every operator is one that the
verifier has. Others stay internal, and the page says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bihuan.core.expressions import Expression, names
from bihuan.core.expressions import tree as x
from bihuan.core.programme import Indicator, Programme
from bihuan.transparency.canonical import Json, canonical

LEAF_FACTS = frozenset(
    "programme raised_on score lead lead_level dispatched contacted finished ever_closed returns reworks reopens"
    " closed solved satisfied".split()
)
"""What the verifier can tell of a case from its leaves (`Case.facts`)."""
LATE = "late_"
"""Beginning of the names that tell how a clock was ruled on; leaves say it of every clock that a published figure is
about (`store/leafing.py`)."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One edition of an indicator as a file."""

    name: str
    text: bytes

    @property
    def hash(self) -> bytes:
        """What a figure's leaf carries."""
        return hashlib.sha256(self.text).digest()


def missing_facts(indicator: Indicator) -> frozenset[str]:
    """Names that the indicator uses and that no leaf tells; empty for a function of leaves."""
    parts = [part for part in (indicator.population, indicator.due, indicator.numerator) if part is not None]
    used = frozenset(name for part in parts for name in names(part))
    return frozenset(name for name in used | {indicator.window} if name not in LEAF_FACTS and not name.startswith(LATE))


def definition_of(programme: Programme, indicator: Indicator, levels: Mapping[str, str]) -> Definition | None:
    """The indicator as a file; None if it is no function of leaves. `levels` gives the level of each unit."""
    if missing_facts(indicator) or indicator.window != "raised_on":
        return None
    try:
        forms = {part: _form(getattr(indicator, part)) for part in ("population", "due", "numerator")}
    except NotForStrangers:
        return None
    said: dict[str, Json] = {
        "v": 1,
        "programme": programme.id,
        "indicator": indicator.id,
        "edition": indicator.edition,
        "title": {"zh": indicator.title.zh, "en": indicator.title.en},
        "meaning": {"zh": indicator.meaning.zh, "en": indicator.meaning.en},
        "basis": str(indicator.basis),
        "sources": dict(indicator.sources),
        **forms,
    }
    parts = (indicator.population, indicator.due, indicator.numerator)
    if any("lead_level" in names(part) for part in parts if part is not None):
        said["levels"] = dict(levels)
    return Definition(f"{programme.id}.{indicator.id}.{indicator.edition}", canonical(said))


class NotForStrangers(ValueError):
    """An expression that the verifier has no operator for."""


def _form(node: Expression | None) -> Json:
    """Prefix form: an operator and its parts; constants as they are; `true` where there is no condition."""
    match node:
        case None:
            return True
        case x.Literal(_, bool() | str() | None as value):
            return value
        case x.Literal(_, int() | Fraction() as number) if number == int(number):
            return int(number)
        case x.Name(name, 0):
            return ["name", name]
        case x.And(parts):
            return ["and", *map(_form, parts)]
        case x.Or(parts):
            return ["or", *map(_form, parts)]
        case x.Not(of):
            return ["not", _form(of)]
        case x.Compare(operator, left, right):
            return [operator, _form(left), _form(right)]
        case x.Contains(one, x.Listing(items)):
            return ["in", _form(one), *map(_form, items)]
        case x.Is(of, known):
            return ["known", _form(of)] if known else ["not", ["known", _form(of)]]
        case x.Call("otherwise", (one, other)):
            return ["otherwise", _form(one), _form(other)]
        case x.Call("known", (one,)):
            return ["known", _form(one)]
        case _:
            raise NotForStrangers(type(node).__name__)
