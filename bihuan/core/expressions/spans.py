"""Stretches of time and sets of them, with the set operations. No calendars and no clocks here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` (counted) to `end` (not counted); both tz-aware. Empty unless start < end."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True, slots=True)
class Spans:
    """A set of moments: non-empty spans in order, no two touching. Make it with `spans_of`."""

    parts: tuple[Span, ...] = ()

    def __contains__(self, moment: datetime) -> bool:
        return any(moment in part for part in self.parts)

    def length(self) -> timedelta:
        """How long all parts are together."""
        return sum((part.end - part.start for part in self.parts), timedelta())


def spans_of(spans: Iterable[Span]) -> Spans:
    """The moments that lie in at least one of the spans."""
    merged: list[Span] = []
    for span in sorted((span for span in spans if span.start < span.end), key=lambda span: span.start):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return Spans(tuple(merged))


def union(left: Spans, right: Spans) -> Spans:
    """Moments in either."""
    return spans_of((*left.parts, *right.parts))


def overlap(left: Spans, right: Spans) -> Spans:
    """Moments in both; one pass over the two ordered sets."""
    found: list[Span] = []
    i = j = 0
    while i < len(left.parts) and j < len(right.parts):
        one, other = left.parts[i], right.parts[j]
        start, end = max(one.start, other.start), min(one.end, other.end)
        if start < end:
            found.append(Span(start, end))
        if one.end <= other.end:
            i += 1
        else:
            j += 1
    return spans_of(found)


def minus(left: Spans, right: Spans) -> Spans:
    """Moments in `left` that are not in `right`; one pass over the two ordered sets."""
    found: list[Span] = []
    j = 0
    for part in left.parts:
        start = part.start
        while j < len(right.parts) and right.parts[j].end <= start:
            j += 1
        k = j
        while k < len(right.parts) and right.parts[k].start < part.end:
            if start < right.parts[k].start:
                found.append(Span(start, right.parts[k].start))
            start = max(start, right.parts[k].end)
            k += 1
        if start < part.end:
            found.append(Span(start, part.end))
    return spans_of(found)
