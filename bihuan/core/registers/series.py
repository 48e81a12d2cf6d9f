"""Entries that are points of one series, and goals measured against a series. Pure; knows no register by name.

Points are joined only if everything that the declaration names is alike (issuer, scope, definition); where the edition
of the method changes, the series breaks: what lies on both sides was not measured alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bihuan.core.events import Scalar
from bihuan.core.registers.form import Register, SeriesRule

Values = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Point:
    """One entry in its series."""

    key: str
    at: int | str
    values: Values
    breaks: bool
    """Whether the method changed since the point before."""
    impossible: bool
    """A rank beyond its population, or below one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series, the earliest point first."""

    register: str
    heads: tuple[Scalar, ...]
    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        """The newest point."""
        return self.points[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a goal is reached. It is under-defined without a measure (`line` is None) or if what is wanted and what
    is measured are in different units (`unlike`); nothing is compared then."""

    key: str
    values: Values
    line: Line | None
    reached: bool | None
    share: Fraction | None
    """Of what is wanted; None for ranks, or if nothing is wanted or measured."""
    left: Fraction | None
    """What is still missing, in the unit in which values are kept; for ranks how many places. 0 when reached."""
    unlike: bool = False
    """Whether the goal and its measure are in different units, one unit left open among them."""


def lines(register: str, rule: SeriesRule, entries: Iterable[tuple[str, Values]]) -> tuple[Line, ...]:
    """The series of a register. Entries without a place in time or without a value are in none."""
    grouped: dict[tuple[Scalar, ...], list[tuple[str, Values]]] = {}
    for key, values in entries:
        if values.get(rule.at) is not None and values.get(rule.value) is not None:
            grouped.setdefault(tuple(values.get(name) for name in rule.by), []).append((key, values))
    found = (Line(register, heads, _points(rule, many)) for heads, many in grouped.items())
    return tuple(sorted(found, key=lambda line: tuple(str(head) for head in line.heads)))


def _points(rule: SeriesRule, entries: list[tuple[str, Values]]) -> tuple[Point, ...]:
    ordered = sorted(entries, key=lambda one: (_order(one[1][rule.at]), one[0]))
    points: list[Point] = []
    for key, values in ordered:
        at = values[rule.at]
        assert at is not None
        before = points[-1].values if points else values
        changed = rule.edition is not None and before.get(rule.edition) != values.get(rule.edition)
        points.append(Point(key, _order(at), values, changed, _impossible(rule, values)))
    return tuple(points)


def _order(at: Scalar) -> int | str:
    return at if isinstance(at, int) else str(at)


def _impossible(rule: SeriesRule, values: Values) -> bool:
    place, of = values.get(rule.value), values.get(rule.of or "")
    return rule.rank and isinstance(place, int) and (place < 1 or (isinstance(of, int) and place > of))


def progress(
    form: Register, key: str, values: Values, known: Mapping[tuple[str, str], Line], forms: Mapping[str, Register]
) -> Progress:
    """A goal against the newest point of its series. `known`: register and code of every point → its series.
    `form` must have a rule of goals, the registers of `known` one of series."""
    assert form.goal is not None
    named = [(form.fields[name].register or "", str(values[name])) for name in form.goal.measures if values.get(name)]
    line = known.get(named[0]) if named else None
    wanted = _amount(form, form.goal.wanted, values)
    rule, stands = None, None
    if line is not None and (rule := forms[line.register].series) is not None:
        stands = _amount(forms[line.register], rule.value, line.last.values)
        if _unlike(form, values, forms[line.register], line.last.values):
            return Progress(key=key, values=values, line=line, reached=None, share=None, left=None, unlike=True)
    if rule is None or wanted is None or stands is None:
        return Progress(key=key, values=values, line=line, reached=None, share=None, left=None)
    left = max(stands - wanted if rule.rank else wanted - stands, Fraction(0))
    share = stands / wanted if wanted and not rule.rank else None
    return Progress(key=key, values=values, line=line, reached=left == 0, share=share, left=left)


def _unlike(form: Register, values: Values, other: Register, measured: Values) -> bool:
    """Whether a goal and its measure can't be compared. A rank counts places and needs no unit to say so."""
    assert form.goal is not None and other.series is not None
    if values.get(form.goal.wanted) is None:
        return False
    unit = _unit(other, other.series.value, measured)
    if other.series.rank and unit is None:
        return False
    return _unit(form, form.goal.wanted, values) != unit


def _unit(form: Register, name: str, values: Values) -> Scalar:
    """What an amount is counted in; None if nothing says it."""
    field = form.fields[name]
    said = field.currency_field or field.measure_field
    return (values.get(said) if said is not None else field.currency or field.measure) or None


def _amount(form: Register, name: str, values: Values) -> Fraction | None:
    """A value as the number it is, its decimals counted in."""
    raw = values.get(name)
    if isinstance(raw, bool) or not isinstance(raw, int):
        return None
    return Fraction(raw, 10 ** form.fields[name].decimals)
