"""What the functions of the table do. Pure and total for arguments of their types; None is unknown.

A function gets no unknown argument (unless the table says it wants them), but a list may hold unknown items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from bihuan.core.expressions import spans
from bihuan.core.expressions.operators import as_spans, exact, microseconds, rounded
from bihuan.core.expressions.types import CIVIL_TIME, Number, Value

Values = Sequence[Any]
MOST_PLACES = 12


def known(value: Value) -> bool:
    return value is not None


def otherwise(value: Value, instead: Value) -> Value:
    return instead if value is None else value


def count(items: Values) -> int:
    return len(items)


def total(numbers: Values) -> Number | None:
    return None if _doubtful(numbers) else exact(sum(numbers))


def least(items: Values) -> Value:
    smallest: Value = None if not items or _doubtful(items) else min(items)
    return smallest


def greatest(items: Values) -> Value:
    largest: Value = None if not items or _doubtful(items) else max(items)
    return largest


def mean(numbers: Values) -> Number | None:
    return None if not numbers or _doubtful(numbers) else exact(Fraction(sum(numbers)) / len(numbers))


def median(numbers: Values) -> Number | None:
    if not numbers or _doubtful(numbers):
        return None
    ordered, middle = sorted(numbers), len(numbers) // 2
    return mean(ordered[middle : middle + 1] if len(ordered) % 2 else ordered[middle - 1 : middle + 1])


def trimmed_mean(numbers: Values) -> Number | None:
    return None if len(numbers) < 3 or _doubtful(numbers) else mean(sorted(numbers)[1:-1])


def top(items: Values, n: Number) -> Values | None:
    return None if _doubtful(items) else take(sorted(items, reverse=True), n)


def take(items: Values, n: Number) -> Values | None:
    # Only a whole number can count; half an item is nobody's intention.
    return tuple(items[:n]) if isinstance(n, int) and n >= 0 else None


def first(items: Values) -> Value:
    one: Value = items[0] if items else None
    return one


def last(items: Values) -> Value:
    one: Value = items[-1] if items else None
    return one


def distinct(items: Values) -> Values | None:
    return None if _doubtful(items) else tuple(dict.fromkeys(items))


def flat(lists: Values) -> Values | None:
    return None if _doubtful(lists) else tuple(item for one in lists for item in one)


def share(part: Number, whole: Number) -> Number | None:
    return exact(Fraction(part) / whole) if whole else None


def to_places(value: Number, places: Number = 0) -> Number | None:
    if not isinstance(places, int) or abs(places) > MOST_PLACES:
        return None
    scale = Fraction(f"1e{places}")
    return exact(Fraction(rounded(value * scale)) / scale)


def absolute(value: Number) -> Number:
    return value if value >= 0 else -value


def is_whole(value: Number) -> bool:
    return value.denominator == 1


def minutes(value: Any) -> Number | None:
    if not isinstance(value, timedelta):
        moments = as_spans(value)
        if moments is None:
            return None
        value = moments.length()
    return exact(Fraction(microseconds(value), 60_000_000))


def hours(value: Any) -> Number | None:
    length = minutes(value)
    return None if length is None else exact(Fraction(length) / 60)


def days(start: date, end: date) -> int:
    return (end - start).days


def add_days(day: date, n: Number) -> date | None:
    try:
        return day + timedelta(days=n) if isinstance(n, int) else None
    except OverflowError:
        return None


def day_of(moment: datetime) -> date | None:
    try:
        return moment.astimezone(CIVIL_TIME).date()
    except OverflowError:
        return None


def year(day: date) -> int:
    return day.year


def month(day: date) -> int:
    return day.month


def span(start: datetime, end: datetime) -> spans.Span | None:
    return spans.Span(start, end) if start <= end else None


def start(of: spans.Span) -> datetime:
    return of.start


def end(of: spans.Span) -> datetime:
    return of.end


def union(left: Any, right: Any) -> spans.Spans | None:
    one, other = as_spans(left), as_spans(right)
    return None if one is None or other is None else spans.union(one, other)


def minus(left: Any, right: Any) -> spans.Spans | None:
    one, other = as_spans(left), as_spans(right)
    return None if one is None or other is None else spans.minus(one, other)


def overlap(left: Any, right: Any) -> spans.Spans | None:
    one, other = as_spans(left), as_spans(right)
    return None if one is None or other is None else spans.overlap(one, other)


def has_text(text: str, part: str) -> bool:
    return part in text


def starts_with(text: str, beginning: str) -> bool:
    return text.startswith(beginning)


def week(day: date) -> date | None:
    # The first days of year 1 belong to a week that began before there were dates.
    return day - timedelta(days=day.weekday()) if day.toordinal() > day.weekday() else None


def join(a: str | Number | date, b: str | Number | date) -> str:
    return f"{a}:{b}"


def length(text: str) -> int:
    return len(text)


def field_of(value: Any, name: str) -> Value:
    """`value.name`; of a list: the field of each of its records."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        part: Value = value.get(name)
        return part
    return tuple(field_of(record, name) for record in value)


def ranked(items: Values, keys: Values) -> Values | None:
    """The items by falling key; equal keys keep the given order. One unknown key leaves the whole
    order unknown."""
    if _doubtful(keys):
        return None
    order = sorted(range(len(items)), key=keys.__getitem__, reverse=True)
    return tuple(items[i] for i in order)


def _doubtful(items: Values) -> bool:
    return any(item is None for item in items)
