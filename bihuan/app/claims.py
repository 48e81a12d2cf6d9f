"""Published figures of a district with their verdicts: the claims of its pack and those that its officers keep in
registers, judged together and computed with its own cases where named.

What the platform has no cases for is unknown and stays so; a figure of it is never taken as zero. A past day is judged
with the entries in force on it, and with the cases that there were at its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from bihuan.app.district import District
from bihuan.app.figures import Tally, tally
from bihuan.app.registers.series import entries_of
from bihuan.core.claims import Document, Entries, Figure, Judged, Part, judge
from bihuan.core.claims.registered import TextOf, TextRule, documents_of, said, together
from bihuan.core.counting import Counts
from bihuan.core.events import Scalar
from bihuan.core.expressions import evaluate
from bihuan.core.refusals import Refusal
from bihuan.core.registers import EXISTS, Register, Showing, real_value
from bihuan.core.text import Text
from bihuan.definitions.pack import Pack
from bihuan.store.entry_reading import EVER


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """Which figures: of whom, and as of when."""

    moment: datetime
    """Cases up to it count."""
    population: str = "live"
    """Which entries of registers count; operands of the pack name their own."""
    day: date | None = None
    """Entries in force on it; None is today."""
    known: datetime = EVER
    """Entries as they were written down before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Of what the platform counts a number."""

    called: tuple[Text, ...]
    """The mechanism and its figure, or the register."""
    figure: Figure | None = None
    register: Register | None = None
    formula: str = ""
    """Over the entries of the register."""


@dataclass(frozen=True, slots=True)
class Published:
    """One document with every claim judged."""

    document: Document
    judged: tuple[Judged, ...]
    counted: Mapping[str, Fraction | None] = field(default_factory=dict)
    """Operands that the platform counts itself → what it came to; None if it can't be counted yet."""
    register: Register | None = None
    """Whose entries its claims are; None: it stands in the files of the pack."""
    population: str = ""
    """Of its entries, if it is a register's."""
    around: Document | None = None
    """Everything that its formulas may name; None: itself alone."""
    homes: Mapping[str, str] = field(default_factory=dict)
    """Claim → the document it stands in, where that is another one."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Operands that the platform counts itself → of what."""


def from_pack(pack: Pack) -> tuple[Published, ...]:
    """The documents of a pack, judged without any cases."""
    return tuple(Published(one, judge(one, {})) for one in pack.documents.values())


def from_district(district: District, as_of: AsOf) -> tuple[Published, ...] | Refusal:
    """The documents of the pack in force and of its registers of figures, judged together: the newest first."""
    files = [(one, None) for one in district.pack.documents.values()]
    every: list[tuple[Document, Register | None]] = [*files, *_registered(district, as_of)]
    if not every:
        return ()
    whole = together(document for document, _ in every)
    known = _known(district, whole, as_of)
    if isinstance(known, Refusal):
        return known
    verdicts = {one.claim.id: one for one in judge(whole, known)}
    homes = {claim.id: document.id for document, _ in every for claim in document.claims}
    sources = dict(_sources(district, whole))
    told = [
        Published(
            document,
            tuple(verdicts[claim.id] for claim in document.claims),
            known,
            register=register,
            population=as_of.population if register is not None else "",
            around=whole,
            homes=homes,
            sources=sources,
        )
        for document, register in every
    ]
    return tuple(sorted(told, key=lambda one: one.document.published, reverse=True))


def _registered(district: District, as_of: AsOf) -> Iterator[tuple[Document, Register]]:
    """The texts whose figures officers keep, register by register."""
    taken = frozenset(name for one in district.pack.documents.values() for name in spoken_of(one))
    day = as_of.day or district.today()
    for form in district.rules.registers.values():
        if form.claims is None or form.showing is not Showing.PUBLIC:
            continue
        with district.door.readers.lend() as session:
            entries = list(entries_of(session, district.id, form.id, as_of.population, day, as_of.known))
            # A text that was ended still is the source of its figures, and is called as before.
            texts = {
                key: _text_of(form.claims.text, key, values)
                for key, values in entries_of(
                    session, district.id, form.claims.text.register, as_of.population, day, as_of.known, in_force=False
                )
                if EXISTS in values
            }
        systems = form.fields[form.claims.system].dictionary or ""
        for one in documents_of(form.claims, form.id, systems, entries, texts, as_of.population, taken):
            taken |= {claim.id for claim in one.claims} | set(one.operands)
            yield one, form


def _sources(district: District, whole: Document) -> Iterator[tuple[str, Source]]:
    """What those numbers are counted of, by name; a mechanism or register that is no more has none."""
    programmes = {one.id: one for one in district.programmes()}
    for name, operand in whole.operands.items():
        if (wanted := operand.entries) is not None and (form := district.rules.registers.get(wanted.register)):
            yield name, Source(called=(form.title,), register=form, formula=wanted.formula.source)
        if (figure := operand.figure) is not None and (programme := programmes.get(figure.programme)) is not None:
            named = next((one for one in programme.indicators if one.id == figure.indicator), None)
            called = (programme.title, *((named.title,) if named is not None else ()))
            yield name, Source(called=called, figure=figure if named is not None else None)


def _text_of(rule: TextRule, key: str, values: Mapping[str, Scalar]) -> TextOf:
    published = values.get(rule.published)
    return TextOf(
        key=key,
        title=said(rule.title, values) or Text(key, key),
        issuer=said(rule.issuer, values) or Text("—", "—"),
        published=date.fromisoformat(published) if isinstance(published, str) else date.min,
    )


def spoken_of(document: Document) -> tuple[str, ...]:
    """Every name that a document gives to something."""
    return (*(claim.id for claim in document.claims), *document.operands)


def _known(district: District, whole: Document, as_of: AsOf) -> dict[str, Fraction | None] | Refusal:
    """The numbers that the platform counts itself."""
    counted: dict[tuple[str, str], Tally] = {}
    known: dict[str, Fraction | None] = {}
    for name, operand in whole.operands.items():
        if operand.entries is not None:
            known[name] = _computed(district, operand.entries, as_of)
        if operand.figure is not None:
            found = _number(district, operand.figure, as_of.moment, counted)
            if isinstance(found, Refusal):
                return found
            known[name] = found
    return known


def _computed(district: District, wanted: Entries, as_of: AsOf) -> Fraction | None:
    """What the entries give; None if there are none, or what is asked isn't known of all of them."""
    form = district.rules.registers.get(wanted.register)
    if form is None:
        return None
    day = wanted.day or as_of.day or district.today()
    with district.door.readers.lend() as session:
        found = [
            {name: real_value(form, name, raw) for name, raw in values.items()}
            for _, values in entries_of(session, district.id, form.id, wanted.population, day, as_of.known)
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
