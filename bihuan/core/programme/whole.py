"""A programme as a whole, and its indicators. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.core.expressions import Expression
from bihuan.core.programme.about import AboutRule
from bihuan.core.programme.each import EachRule
from bihuan.core.programme.rules import CaseFunnel, Clock, Move, Route, Step, Telling
from bihuan.core.programme.vocabulary import Dictionary, Entry, Field, PageKind, Role, Stage, Validity, Visibility
from bihuan.core.retention import Retention
from bihuan.core.text import Text
from bihuan.core.verbs import VERBS, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A declared pure function of case facts; never stored, always recomputed (design, invariant 5)."""

    id: str
    title: Text
    meaning: Text
    population: Expression | None
    """Which cases it is about; None takes all of the programme's."""
    due: Expression | None
    """Due rule: only cases for which it holds enter the denominator; None takes the whole population."""
    numerator: Expression
    window: str
    """The date that places a case in a period."""
    edition: str
    basis: str
    valid: Validity
    published: bool
    sources: Mapping[str, str] = field(default_factory=dict)
    """The text of each expression, for the page that explains the figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One edition of one mechanism."""

    id: str
    code: str
    title: Text
    edition: str
    valid: Validity
    basis: str
    visibility: Visibility
    start: str
    """The stage a case is in once it is raised."""
    place_field: str | None
    category_field: str | None
    accused_field: str | None
    """Field naming the unit a case is about; that unit stands aside."""
    recusal: Move | None = None
    """What follows where that unit was in charge: it loses the case, which is given out anew from there."""
    contact_field: str | None = None
    """Field that says whether the one who raised the case left a way to be contacted; filled in as it is raised."""
    supervision_levels: int
    outward: Mapping[str, Text]
    fields: Mapping[str, Field]
    stages: Mapping[str, Stage]
    roles: Mapping[str, Role]
    steps: Mapping[str, Step]
    clocks: Mapping[str, Clock]
    lists: Mapping[str, tuple[str, ...]]
    """Named lists of dictionary members, usable by their name in expressions: a duty list, a red list."""
    routes: tuple[Route, ...]
    duties: Mapping[str, str] = field(default_factory=dict)
    """Level of unit → the list that says what its units may be given; their share of the work is measured."""
    tellings: Mapping[str, Telling]
    indicators: tuple[Indicator, ...]
    dictionaries: Mapping[str, str]
    """Dictionary id → edition it was checked against."""
    purposes: str | None = None
    """Dictionary of what the identity of somebody may be opened for."""
    pages: frozenset[PageKind] = frozenset({PageKind.LIST, PageKind.RECORD})
    """Which kinds of page it has."""
    watches: tuple[str, ...] = ()
    """Programmes that its board tells of while nothing stands on it."""
    funnel: CaseFunnel | None = None
    about: AboutRule | None = None
    """How its cases are told on the page of an entry that they are about."""
    each: EachRule | None = None
    """For what its cases are raised by themselves, one for each entry of a register."""
    replies: str | None = None
    """Dictionary of reply templates: the definition of an entry is the text, with its places in braces."""
    retention: Retention | None = None
    """How long private parts are kept; None for ever."""
    hash: str = ""
    """SHA-256 of the file's text, hex; cases and published figures name it."""

    def steps_from(self, stage: str) -> tuple[Step, ...]:
        """Steps that this stage allows, in the file's order."""
        return tuple(step for step in self.steps.values() if stage in step.from_)

    def stand_in(self, name: str, verb: Verb) -> Role | None:
        """Who stands in for a role with a step of this verb: the one it names, if the verb is open to its side."""
        other = self.roles.get(self.roles[name].stand_in or "")
        return other if other is not None and other.party in VERBS[verb].parties else None

    def takers(self, step: Step) -> tuple[Role, ...]:
        """The roles that may take a step, and those that stand in for them."""
        deputies = (self.stand_in(name, step.verb) for name in step.by)
        return (*(self.roles[name] for name in step.by), *(one for one in deputies if one is not None))

    def ground(self, code: str, books: Mapping[str, Dictionary]) -> Entry | None:
        """The lawful ground of a standstill by its code, in the dictionaries that the steps name for grounds: another
        dictionary may have a word of the same code. None for a code that none of them has."""
        named = dict.fromkeys(step.reasons for step in self.steps.values() if step.reasons in books)
        return next((books[name].entries[code] for name in named if name and code in books[name].entries), None)
