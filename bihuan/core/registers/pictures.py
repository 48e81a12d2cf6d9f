"""What a register may have besides fields and states: guards, relations, a funnel, a graph. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bihuan.core.expressions import Expression
from bihuan.core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryGuard:
    """A condition over several fields of one entry; it must be exactly true on every day that a change touches."""

    id: str
    require: Expression
    names: frozenset[str]
    """The fields that it speaks of."""
    say: Text
    hint: Text
    basis: str
    at: str | None = None
    """The field beside which a refusal stands; None: it is about the entry as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueRule:
    """No two entries that count are alike in all of these fields on any day."""

    by: tuple[str, ...]
    when: Expression | None
    """Which entries count; None: all."""
    names: frozenset[str]
    """The fields that it speaks of."""
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcyclicRule:
    """No entry comes back to itself along these fields, each of which names an entry of the same register."""

    along: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStage:
    """One stage of a funnel: an entry has reached it once it was in one of its states, or in one of a later stage."""

    id: str
    title: Text
    meaning: Text
    """What counts as having reached it."""
    states: tuple[str, ...] = ()
    on: str | None = None
    """The date field that says on which day; without a value, the day from which the state holds."""
    amount: str | None = None
    """The money that is told with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRate:
    """A rate among the entries that reached a stage: those that reached another, or one amount over another."""

    id: str
    title: Text
    meaning: Text
    basis: str
    among: str
    reached: str | None = None
    amount: str | None = None
    over: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """Sizes that are counted “and above”: each tier holds all higher ones. Computed from amounts, never typed in."""

    among: str
    amount: str
    least: tuple[int, ...]
    """Lower ends in whole units of the funnel's currency, ascending."""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelRule:
    """How entries of a register make a funnel."""

    meaning: Text
    """Which entries count, in words."""
    counts: Expression | None
    """Which entries count at all; None: all."""
    source: str
    """The text of `counts`."""
    basis: str
    stages: Mapping[str, FunnelStage]
    placed: str
    """The stage whose day places an entry in a period, unless somebody asks for another."""
    currency: str | None = None
    """What all amounts are told in."""
    rate: str | None = None
    """The field with the exchange rate into that currency."""
    rate_on: str | None = None
    """The field with the day of that rate."""
    rates: Mapping[str, FunnelRate] = field(default_factory=dict)
    tiers: Tiers | None = None
    left: frozenset[str] = frozenset()
    """States of an entry that goes no further: it left at the last stage that it reached."""
    why: str | None = None
    """The field that says why it left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaders:
    """Entries of another register that lead a group: those that name it, and say so."""

    title: Text
    register: str
    group: str
    """Their field that names the group."""
    when: str
    """Their yes-or-no field that says they lead it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphRule:
    """How entries of a register make graphs: one for each entry of another register that they belong to."""

    group: str
    """The field that says to which."""
    after: tuple[str, ...]
    """Fields that name entries of this register which come before."""
    missing: frozenset[str] = frozenset()
    """States of an entry that is a gap."""
    sought: frozenset[str] = frozenset()
    """States of a gap that is being filled."""
    says: tuple[str, ...] = ()
    """Fields told with each entry."""
    heads: tuple[str, ...] = ()
    """Fields of the group, told with its picture."""
    leaders: Leaders | None = None
