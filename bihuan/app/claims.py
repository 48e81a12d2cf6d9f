"""Published figures of a district with their verdicts: the claims of its pack, computed with its own cases where named.

What the platform has no cases for is unknown and stays so; a figure of it is never taken as zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from bihuan.app.district import District
from bihuan.app.figures import Tally, tally
from bihuan.app.registers.series import entries_of
from bihuan.core.claims import Document, Entries, Figure, Judged, Part, judge
from bihuan.core.counting import Counts
from bihuan.core.expressions import evaluate
from bihuan.core.refusals import Refusal
from bihuan.core.registers import real_value
from bihuan.definitions.pack import Pack


@dataclass(frozen=True, slots=True)
class Published:
    """One document with every claim judged."""

    document: Document
    judged: tuple[Judged, ...]
    counted: Mapping[str, Fraction | None] = field(default_factory=dict)
    """Operands that the platform counts itself → what it came to; None if it can't be counted yet."""


def from_pack(pack: Pack) -> tuple[Published, ...]:
    """The documents of a pack, judged without any cases."""
    return tuple(Published(one, judge(one, {})) for one in pack.documents.values())


def from_district(district: District, as_of: datetime) -> tuple[Published, ...] | Refusal:
    """The documents of the pack in force, judged with the district's cases up to a moment."""
    counted: dict[tuple[str, str], Tally] = {}
    told: list[Published] = []
    for document in district.pack.documents.values():
        known: dict[str, Fraction | None] = {}
        for name, operand in document.operands.items():
            if operand.entries is not None:
                known[name] = _computed(district, operand.entries)
            if operand.figure is not None:
                found = _number(district, operand.figure, as_of, counted)
                if isinstance(found, Refusal):
                    return found
                known[name] = found
        told.append(Published(document, judge(document, known), known))
    return tuple(told)


def _computed(district: District, wanted: Entries) -> Fraction | None:
    """What the entries give; None if there are none, or what is asked isn't known of all of them."""
    form = district.rules.registers.get(wanted.register)
    if form is None:
        return None
    day = wanted.day or district.today()
    with district.door.readers.lend() as session:
        found = [
            {name: real_value(form, name, raw) for name, raw in values.items()}
            for _, values in entries_of(session, district.id, form.id, wanted.population, day)
        ]
    value = evaluate(wanted.formula.tree, {"entries": tuple(found)}) if found else None
    return Fraction(value) if isinstance(value, int | Fraction) and not isinstance(value, bool) else None


def _number(
    district: District, figure: Figure, as_of: datetime, counted: dict[tuple[str, str], Tally]
) -> Fraction | Refusal | None:
    """What the cases give; None if there are none, or the mechanism isn't in force any more."""
    programme = next((one for one in district.programmes() if one.id == figure.programme), None)
    if programme is None:
        return None
    key = (figure.programme, figure.population)
    if key not in counted:
        found = tally(district, programme, figure.population, as_of=as_of)
        if isinstance(found, Refusal):
            return found
        counted[key] = found
    named = counted[key].figures.get(figure.indicator)
    return _part(named[1], figure.part) if named is not None and counted[key].cases else None


def _part(counts: Counts, part: Part) -> Fraction | None:
    match part:
        case Part.COUNTED:
            return Fraction(counts.counted)
        case Part.DENOMINATOR:
            return Fraction(counts.denominator)
        case Part.UNKNOWN:
            return Fraction(counts.unknown)
        case Part.RATE:
            return counts.rate
