"""Series and goals for reading, in one language: a table and a picture of each series, how far each goal is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bihuan.app.registers.series import Standing
from bihuan.app.registers.telling import Book, told, value_of
from bihuan.core.claims.printed import write_number
from bihuan.core.counting import percent
from bihuan.core.programme import Field
from bihuan.core.registers import Register, SeriesRule
from bihuan.core.registers.series import Line, Progress, Values
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import worded

WIDE, HIGH, EDGE = 320, 96, 10
"""The picture of a series, in its own units."""

OUT_OF = Text("{value} / {of}", "{value} of {of}")
PLACES = Text("还差{left}位", "{left} places to go")
LESS = Text("还差{left}", "{left} to go")
REACHED = Text("已达到", "reached")


@dataclass(frozen=True, slots=True)
class Row:
    """One point."""

    at: str
    value: str
    edition: str
    breaks: bool
    impossible: bool
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """One point in the picture."""

    x: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One series."""

    title: str
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    edition: str
    rows: tuple[Row, ...]
    strokes: tuple[str, ...]
    """Points of each unbroken stretch, as SVG writes them."""
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalView:
    """One goal."""

    title: str
    wanted: str
    until: str
    measured: bool
    unlike: bool
    """Whether its measure is in another unit."""
    stands: str
    share: str
    width: str
    reached: bool
    left: str


@dataclass(frozen=True, slots=True)
class Part:
    """The series or the goals of one register."""

    id: str
    title: str
    lines: tuple[LineView, ...]
    goals: tuple[GoalView, ...]


def standing_view(found: Standing, language: Language) -> tuple[Part, ...]:
    """Goals first, then every series."""
    forms = {form.id: form for form, _ in found.series}
    goals = tuple(
        Part(f"g-{form.id}", form.title.in_(language), (),
             tuple(_goal(form, one, forms, found.book, language) for one in many))
        for form, many in found.goals
    )  # fmt: skip
    series = tuple(
        Part(f"s-{form.id}", form.title.in_(language),
             tuple(_line(form, line, found.book, language) for line in many), ())
        for form, many in found.series
    )  # fmt: skip
    return goals + series


def _said(form: Register, name: str, values: Values, book: Book, language: Language) -> str:
    """A value in words, an amount with what it counts."""
    field: Field = form.fields[name]
    text = worded(told(field, value_of(field, values, language), book, language), language)
    unit = field.currency_field or field.measure_field
    if text and unit:
        whole = text.rstrip("0").removesuffix(".") if "." in text else text
        text = f"{whole} {told(form.fields[unit], values.get(unit), book, language)}".strip()
    return text


def _line(form: Register, line: Line, book: Book, language: Language) -> LineView:
    rule = form.series
    assert rule is not None
    first = line.points[0].values
    heads = tuple(_said(form, name, first, book, language) for name in rule.by)
    shown = [form.fields[name].title.in_(language) for name in (rule.at, rule.value)]
    edition = form.fields[rule.edition].title.in_(language) if rule.edition else ""
    rows = tuple(
        Row(
            worded(str(point.at), language),
            _value(form, rule, point.values, book, language),
            _said(form, rule.edition, point.values, book, language) if rule.edition else "",
            point.breaks,
            point.impossible,
            tuple(_said(form, name, point.values, book, language) for name in rule.says),
        )
        for point in line.points
    )
    strokes, dots = _picture(rule, line)
    says = [form.fields[name].title.in_(language) for name in rule.says]
    return LineView(
        title=heads[0],
        heads=tuple(head for head in heads[1:] if head),
        columns=(*shown, *([edition] if edition else []), *says),
        edition=edition,
        rows=rows,
        strokes=strokes,
        dots=dots,
    )


def _value(form: Register, rule: SeriesRule, values: Values, book: Book, language: Language) -> str:
    value = _said(form, rule.value, values, book, language)
    if rule.of is None:
        return value
    return OUT_OF.in_(language, {"value": value, "of": _said(form, rule.of, values, book, language)})


def _picture(rule: SeriesRule, line: Line) -> tuple[tuple[str, ...], tuple[Dot, ...]]:
    """A rank is drawn by its share of the population, the best on top; anything else by its size."""
    heights = [_height(rule, point.values) for point in line.points]
    numbers = [one for one in heights if one is not None]
    if len(numbers) < 2 or len(numbers) != len(heights):
        return (), ()
    low, high = (Fraction(0), Fraction(1)) if rule.rank and rule.of else (min(numbers), max(numbers))
    step = Fraction(WIDE - 2 * EDGE, len(numbers) - 1)
    shares = [(number - low) / (high - low) if high > low else Fraction(1, 2) for number in numbers]
    dots = [
        Dot(f"{float(EDGE + index * step):.1f}", f"{float(EDGE + (HIGH - 2 * EDGE) * (1 - share)):.1f}")
        for index, share in enumerate(shares)
    ]
    stretches: list[list[Dot]] = []
    for dot, point in zip(dots, line.points, strict=True):
        if point.breaks or not stretches:
            stretches.append([])
        stretches[-1].append(dot)
    return tuple(" ".join(f"{dot.x},{dot.y}" for dot in many) for many in stretches if len(many) > 1), tuple(dots)


def _height(rule: SeriesRule, values: Values) -> Fraction | None:
    value, of = values.get(rule.value), values.get(rule.of or "")
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    if not rule.rank:
        return Fraction(value)
    return 1 - Fraction(value, of) if isinstance(of, int) and of else Fraction(-value)


def _goal(form: Register, one: Progress, forms: dict[str, Register], book: Book, language: Language) -> GoalView:
    assert form.goal is not None
    name = form.title_field or form.goal.wanted
    stands, left, rank = "", "", False
    if one.line is not None:
        other = forms[one.line.register]
        rule = other.series
        assert rule is not None
        rank = rule.rank
        at = worded(str(one.line.last.at), language)
        value = _value(other, rule, one.line.last.values, book, language)
        stands = f"{value}（{at}）" if language == "zh" else f"{value} ({at})"
    if one.left is not None:
        said = REACHED if one.reached else PLACES if rank else LESS
        unit = _said(form, form.goal.wanted, one.values, book, language).partition(" ")[2]
        left = said.in_(language, {"left": f"{write_number(one.left)} {unit}".strip() if not rank else one.left})
    share = min(one.share, Fraction(1)) if one.share is not None else None
    return GoalView(
        title=_said(form, name, one.values, book, language),
        wanted=_said(form, form.goal.wanted, one.values, book, language),
        until=_said(form, form.goal.until, one.values, book, language) if form.goal.until else "",
        measured=one.reached is not None,
        unlike=one.unlike,
        stands=stands,
        share=percent(one.share) or "",
        width=f"{float(share) * 100:.1f}%" if share is not None else "",
        reached=one.reached is True,
        left=left,
    )
