"""A funnel over the entries of a register: how many, and how much money, came how far. Pure; knows no register by name.

The entries of a funnel are those that reached one stage within a period; every bar, rate and tier speaks of these
same entries, as they stand on one day. An amount in another currency counts only with a dated rate; what is unknown
is never taken as zero and is told beside each sum. An entry that ended in the register has reached what it reached: it
is counted there and has left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from bihuan.core.events import Scalar
from bihuan.core.expressions import holds
from bihuan.core.programme import FieldType
from bihuan.core.registers.entry import EXISTS, STATE
from bihuan.core.registers.form import Register
from bihuan.core.registers.pictures import FunnelRule, FunnelStage
from bihuan.core.registers.values import environment

ENDED = "*"
"""The reason of an entry that ended in the register and of which nothing else is said; no code of a dictionary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry as it stands on the day of the funnel."""

    key: str
    values: Mapping[str, Scalar]
    first: Mapping[str, str]
    """State → the ISO day from which it first held."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of some entries in the currency of the funnel."""

    total: Fraction
    entries: int
    """Of how many entries."""
    unknown: int
    """Entries without an amount."""
    unconverted: int
    """Entries whose currency has no dated rate."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage: the entries that reached it. Each of them went on, is still there, or left."""

    stage: FunnelStage
    keys: tuple[str, ...]
    sum: Sum | None
    went_on: tuple[str, ...]
    """Those that reached a later stage."""
    here: tuple[str, ...]
    left: tuple[str, ...]
    """Those that reached no later stage and go no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Two numbers and their quotient; None if the second is zero."""

    id: str
    counted: Fraction
    of: Fraction
    money: bool
    unknown: int
    """Entries left out of both because an amount isn't known or can't be converted."""

    @property
    def rate(self) -> Fraction | None:
        """The quotient."""
        return self.counted / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Tier:
    """The entries from a size on; `only` are those that no higher tier holds."""

    least: int
    keys: tuple[str, ...]
    total: Fraction
    only: tuple[str, ...]
    only_total: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """What a funnel says of one period on one day."""

    placed: str
    bars: tuple[Bar, ...]
    rates: tuple[Rate, ...]
    tiers: tuple[Tier, ...]
    uncounted: int
    """Entries that the rule leaves out, or of which it is unknown."""
    short: int
    """Entries that came to some stage, but never to the one that places them: they are in no bar."""
    short_left: int
    """Of them those that go no further."""


def funnel(
    form: Register, entries: Iterable[Told], since: date | None, until: date | None, today: date, placed: str = ""
) -> Funnel:
    """The funnel of the entries that reached the stage `placed` within the days. `form` must have a rule of funnels."""
    rule = form.funnel
    assert rule is not None
    placed = placed if placed in rule.stages else rule.placed
    chosen: list[tuple[Told, Mapping[str, str]]] = []
    uncounted = 0
    short: list[Told] = []
    for entry in entries:
        days = reached(rule, entry)
        if not days or (placed in days and not _within(days[placed], since, until)):
            continue
        counts = rule.counts is None or holds(rule.counts, environment(form, entry.values, today))
        if placed not in days:
            short += [entry] if counts else []
        elif counts:
            chosen.append((entry, days))
        else:
            uncounted += 1
    following = pairwise([*rule.stages.values(), None])
    bars = tuple(_bar(form, stage, after, chosen) for stage, after in following if stage is not None)
    rates = tuple(_rate(form, one.id, chosen) for one in rule.rates.values())
    return Funnel(
        placed=placed,
        bars=bars,
        rates=rates,
        tiers=_tiers(form, chosen),
        uncounted=uncounted,
        short=len(short),
        short_left=sum(gone(rule, entry) for entry in short),
    )


def _bar(
    form: Register, stage: FunnelStage, after: FunnelStage | None, chosen: Sequence[tuple[Told, Mapping[str, str]]]
) -> Bar:
    assert form.funnel is not None
    there = [(entry, days) for entry, days in chosen if stage.id in days]
    stopped = [entry for entry, days in there if after is None or after.id not in days]
    rule = form.funnel
    left = tuple(entry.key for entry in stopped if gone(rule, entry))
    return Bar(
        stage=stage,
        keys=tuple(entry.key for entry, _ in there),
        sum=sum_of(form, [entry for entry, _ in there], stage.amount) if stage.amount else None,
        went_on=tuple(entry.key for entry, days in there if after is not None and after.id in days),
        here=tuple(entry.key for entry in stopped if entry.key not in left),
        left=left,
    )


def reasons(rule: FunnelRule, entries: Iterable[Told]) -> tuple[tuple[Scalar, tuple[str, ...]], ...]:
    """Why entries left, the most frequent reason first, with the entries; None is where nobody said why, ENDED where
    all that is known is that the entry ended in the register."""
    found: dict[Scalar, list[str]] = {}
    for entry in entries:
        found.setdefault(left_for(rule, entry), []).append(entry.key)
    ordered = sorted(found.items(), key=lambda one: (one[0] is None, -len(one[1]), str(one[0])))
    return tuple((why, tuple(keys)) for why, keys in ordered)


def left_for(rule: FunnelRule, entry: Told) -> Scalar:
    """Why an entry that goes no further left."""
    why = entry.values.get(rule.why or "")
    return ENDED if why is None and entry.values.get(EXISTS) is False else why


def gone(rule: FunnelRule, entry: Told) -> bool:
    """Whether the entry goes no further: its state says so, or it is in force no more."""
    return entry.values.get(STATE) in rule.left or entry.values.get(EXISTS) is False


def reached(rule: FunnelRule, entry: Told) -> dict[str, str]:
    """Stage → the ISO day on which the entry reached it; stages that it never reached are not in it.

    Who is further has passed what lies before: the day of a later stage is the latest it can have been.
    """
    found: dict[str, str] = {}
    later = ""
    for stage in reversed(tuple(rule.stages.values())):
        days = [entry.first[state] for state in stage.states if state in entry.first]
        later = min([*days, *([later] if later else [])], default="")
        if later:
            said = entry.values.get(stage.on or "")
            found[stage.id] = later = str(said) if said else later
    return found


def amount_of(form: Register, entry: Told, name: str) -> Fraction | str | None:
    """An amount in the currency of the funnel; None is unknown, a text the currency that no dated rate converts."""
    rule, field, raw = form.funnel, form.fields[name], entry.values.get(name)
    if rule is None or raw is None or isinstance(raw, bool) or not isinstance(raw, int):
        return None
    whole = Fraction(raw, 10**field.decimals)
    said = field.currency or str(entry.values.get(field.currency_field or "") or "")
    if field.type is not FieldType.MONEY or said == rule.currency:
        return whole
    rate = entry.values.get(rule.rate or "")
    if isinstance(rate, bool) or not isinstance(rate, int) or not entry.values.get(rule.rate_on or ""):
        return said or "?"
    return whole * Fraction(rate, 10 ** form.fields[rule.rate or ""].decimals)


def sum_of(form: Register, entries: Sequence[Told], name: str) -> Sum:
    """The sum of an amount over some entries."""
    amounts = [amount_of(form, entry, name) for entry in entries]
    known = [one for one in amounts if isinstance(one, Fraction)]
    return Sum(sum(known, Fraction(0)), len(known), amounts.count(None), sum(isinstance(one, str) for one in amounts))


def _within(day: str, since: date | None, until: date | None) -> bool:
    return (since is None or since.isoformat() <= day) and (until is None or day <= until.isoformat())


def _rate(form: Register, name: str, chosen: Sequence[tuple[Told, Mapping[str, str]]]) -> Rate:
    assert form.funnel is not None
    rule = form.funnel.rates[name]
    among = [(entry, days) for entry, days in chosen if rule.among in days]
    if rule.amount is None or rule.over is None:
        there = sum((rule.reached or "") in days for _, days in among)
        return Rate(id=name, counted=Fraction(there), of=Fraction(len(among)), money=False, unknown=0)
    pairs = [(amount_of(form, entry, rule.amount), amount_of(form, entry, rule.over)) for entry, _ in among]
    known = [(one, all_) for one, all_ in pairs if isinstance(one, Fraction) and isinstance(all_, Fraction)]
    counted, of = (sum(column, Fraction(0)) for column in (zip(*known, strict=True) if known else ((), ())))
    return Rate(id=name, counted=counted, of=of, money=True, unknown=len(pairs) - len(known))


def _tiers(form: Register, chosen: Sequence[tuple[Told, Mapping[str, str]]]) -> tuple[Tier, ...]:
    """Nested: whatever is in a tier is in every lower one; both ways of counting are told."""
    rule = form.funnel.tiers if form.funnel is not None else None
    if rule is None:
        return ()
    sizes = {
        entry.key: size
        for entry, days in chosen
        if rule.among in days and isinstance(size := amount_of(form, entry, rule.amount), Fraction)
    }
    found = []
    for least, above in zip(rule.least, [*rule.least[1:], None], strict=True):
        held = tuple(key for key, size in sizes.items() if size >= least)
        only = tuple(key for key in held if above is None or sizes[key] < above)
        found.append(Tier(least, held, _total(sizes, held), only, _total(sizes, only)))
    return tuple(found)


def _total(sizes: Mapping[str, Fraction], keys: Iterable[str]) -> Fraction:
    return sum((sizes[key] for key in keys), Fraction(0))
