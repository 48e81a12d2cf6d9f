"""What a document with published figures is: claims with their places, readings and operands. Values only.

May live here: the shape of what a pack declares. May not: computing (`reckoning`, `judging`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from bihuan.core.claims.printed import Printed, Rounding
from bihuan.core.claims.ranges import Range
from bihuan.core.expressions import Expression
from bihuan.core.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a figure stands in the document: line and column of its first character, both from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression with its text, as the file has it."""

    source: str
    tree: Expression


class Part(StrEnum):
    """Which number of a platform's figure is meant."""

    COUNTED = "counted"
    DENOMINATOR = "denominator"
    RATE = "rate"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the platform counts from its cases."""

    programme: str
    indicator: str
    part: Part
    population: str


@dataclass(frozen=True, slots=True)
class Entries:
    """A number computed from the entries of a register."""

    register: str
    formula: Formula
    """Over `entries`; amounts are in whole units of their currency or measure."""
    day: date | None
    """As of this day; None: today."""
    population: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """A number that is no claim of the document: from a source outside, or from the platform's cases or registers."""

    name: str
    title: Text
    basis: str
    value: Fraction | None = None
    figure: Figure | None = None
    entries: Entries | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to understand a claim, and what would have to be true then."""

    says: Text
    check: Formula


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One published figure, or several that say one thing."""

    id: str
    places: tuple[Place, ...]
    says: Text
    """What it says, in our own words."""
    system: str
    """Who owns it: an entry of the document's dictionary of systems."""
    printed: Printed | None = None
    rounding: Rounding = Rounding.EXACT
    unit: Text | None = None
    population: Text | None = None
    """What is counted."""
    period: Text | None = None
    """When, or as of when."""
    formula: Formula | None = None
    """What gives its value."""
    checks: tuple[Formula, ...] = ()
    """What must be true of it."""
    readings: tuple[Reading, ...] = ()
    superlative: Text | None = None
    """For a first, a most: with whom it would have to be compared."""
    narrative: Text | None = None
    """Why it is no figure to be checked."""
    settles: Text | None = None
    """What would settle it."""
    within: str | None = None
    """The figure that contains what it counts; `checks` has that it is no more than that."""
    where: Text | None = None
    """Its place in words, where the text has no lines to count."""

    @property
    def may_be(self) -> Range | None:
        """Every number it may stand for."""
        return self.printed.may_be(self.rounding) if self.printed is not None else None

    @property
    def line(self) -> int:
        """Where it stands first; 0 if its place is told in words."""
        return self.places[0].line if self.places else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Something published, with every figure in it."""

    id: str
    title: Text
    issuer: Text
    published: date
    lines: int
    sha256: str
    """Of the text that the places count in; empty if it isn't kept."""
    systems: str
    """The dictionary of owners."""
    basis: str
    claims: tuple[Claim, ...]
    operands: Mapping[str, Operand] = field(default_factory=dict)
    entry: str = ""
    """The code that it has in the register of texts, if it stands in one."""

    def claim(self, id: str) -> Claim | None:
        """One claim."""
        return next((claim for claim in self.claims if claim.id == id), None)
