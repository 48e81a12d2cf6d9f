"""Published figures for reading, in one language: verdict, formula, operands, reasons and place of each. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from bihuan.app.claims import Published, Source
from bihuan.core.claims import Claim, Document, Judged, Verdict
from bihuan.core.claims.printed import write_number
from bihuan.core.programme import Dictionary
from bihuan.core.registers import Showing
from bihuan.core.text import Language, Text
from bihuan.web.show.dates import day_text
from bihuan.web.show.registers import entry_address, reference

TONES: Mapping[Verdict, str] = {
    Verdict.CONFLICT: "late",
    Verdict.COMPARATOR: "wait",
    Verdict.UNDER: "wait",
    Verdict.DERIVED: "kept",
    Verdict.CONSISTENT: "kept",
    Verdict.NARRATIVE: "unknown",
}
SETTLED = frozenset({Verdict.DERIVED, Verdict.CONSISTENT, Verdict.NARRATIVE})
LINE = Text("第{lines}行", "line {lines}")
LINES = Text("第{lines}行", "lines {lines}")
ROUNDED: Mapping[str, Text] = {
    "exact": Text("就是这个数", "as it is"),
    "nearest": Text("四舍五入", "rounded"),
    "down": Text("去尾", "cut off"),
    "up": Text("进一", "rounded up"),
    "over": Text("这么多或更多", "that or more"),
    "under": Text("接近，不到", "nearly, not quite"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One verdict to choose, with how many figures have it."""

    id: str
    title: str
    meaning: str
    total: int


@dataclass(frozen=True, slots=True)
class OperandRow:
    """Something a figure is computed with."""

    name: str
    title: str
    figure: str
    basis: str
    anchor: str
    """Where it stands on the page, if it is a figure of the document."""
    source: str = ""
    """Of what the platform counts it; empty if it does not."""
    source_href: str = ""
    formula: str = ""
    """Over the entries of the register that it is computed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One figure."""

    anchor: str
    figure: str
    unit: str
    says: str
    verdict: str
    tone: str
    where: str
    owner: str
    rounding: str
    population: str
    period: str
    formulas: tuple[str, ...]
    why: tuple[str, ...]
    operands: tuple[OperandRow, ...]
    settles: str
    source: str
    """The published text that it stands in: title, code and day; empty if it stands in the pack's files."""
    source_href: str
    entry: str
    """The page of the register's entry that it is; empty if it stands in the pack's files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document with the figures asked for."""

    id: str
    title: str
    issuer: str
    published: str
    code: str
    """Its code in the register of texts; empty if it stands in the pack's files."""
    href: str
    basis: str
    register: str
    """What the register is called that its figures are kept in; empty if they stand in the pack's files."""
    register_href: str
    invented: bool
    """Whether its figures are made up for a demonstration."""
    total: int
    tabs: tuple[Tab, ...]
    rows: tuple[ClaimRow, ...]


def chosen(word: str) -> str:
    """The verdict asked for; nothing for a word that is none."""
    return word if word in {str(one) for one in Verdict} else ""


def document_view(
    published: Published, dictionaries: Mapping[str, Dictionary], only: str, language: Language
) -> DocumentView:
    """A document in one language; `only` is a verdict or nothing."""
    document = published.document
    counted = Counter(one.verdict for one in published.judged)
    owners = dictionaries.get(document.systems)
    shown = [one for one in published.judged if only in ("", one.verdict)]
    return DocumentView(
        id=document.id,
        title=document.title.in_(language),
        issuer=document.issuer.in_(language),
        published=day_text(document.published, language),
        code=document.entry,
        href=_text_href(published),
        basis=document.basis,
        register=published.register.title.in_(language) if published.register is not None else "",
        register_href=f"/registers/{published.register.id}" if published.register is not None else "",
        invented=published.population == "demo",
        total=len(published.judged),
        tabs=tuple(Tab(str(one), one.named.in_(language), one.meaning.in_(language), counted[one]) for one in Verdict),
        rows=tuple(
            _row(published, one, owners, language)
            for one in sorted(shown, key=lambda one: (one.claim.places, one.claim.id))
        ),
    )


def _row(published: Published, judged: Judged, owners: Dictionary | None, language: Language) -> ClaimRow:
    document, claim = published.document, judged.claim
    owner = owners.entries.get(claim.system) if owners is not None else None
    formulas = [*([claim.formula] if claim.formula else []), *claim.checks, *(one.check for one in claim.readings)]
    return ClaimRow(
        anchor=_anchor(document, claim.id),
        figure=claim.printed.text if claim.printed is not None else "",
        unit=_said(claim.unit, language),
        says=claim.says.in_(language),
        verdict=judged.verdict.named.in_(language),
        tone=TONES[judged.verdict],
        where=_where(claim, language),
        owner=owner.title.in_(language) if owner is not None else claim.system,
        rounding=ROUNDED[claim.rounding].in_(language) if claim.printed is not None else "",
        population=_said(claim.population, language),
        period=_said(claim.period, language),
        formulas=tuple(one.source for one in formulas),
        why=tuple(one.in_(language) for one in judged.why),
        operands=tuple(_operand(published, name, language) for name in judged.operands),
        settles="" if judged.verdict in SETTLED else _said(claim.settles, language),
        source=_text_called(document, language),
        source_href=_text_href(published),
        entry=entry_address(published.register, claim.id) if published.register is not None else "",
    )


def _text_called(document: Document, language: Language) -> str:
    if not document.entry:
        return ""
    marks = "{title}（{code}），{day}" if language == "zh" else "{title} ({code}), {day}"
    day = day_text(document.published, language)
    return marks.format(title=document.title.in_(language), code=document.entry, day=day)


def _text_href(published: Published) -> str:
    """The page of the published text in its own register."""
    if published.register is None or published.register.claims is None or not published.document.entry:
        return ""
    field = published.register.fields[published.register.claims.text.field]
    return reference(field, published.document.entry)


def _counted_of(source: Source, language: Language) -> tuple[str, str]:
    """Of what the platform counts a number, and the public page that shows it; none for what is not public."""
    called = " · ".join(one.in_(language) for one in source.called)
    if source.figure is not None:
        return called, reverse("figure", args=(source.figure.programme, source.figure.indicator))
    public = source.register is not None and source.register.showing is Showing.PUBLIC
    return called, f"/registers/{source.register.id}" if source.register is not None and public else ""


def of_entry(
    found: Sequence[Published], register: str, key: str, dictionaries: Mapping[str, Dictionary], language: Language
) -> tuple[ClaimRow | None, str]:
    """An entry of a register as a figure with its verdict; or, if it prints none, the number that the platform has
    for it, `—` while that is not known. Neither for what is no figure."""
    for published in found:
        if published.register is None or published.register.id != register:
            continue
        for judged in published.judged:
            if judged.claim.id == key:
                return _row(published, judged, dictionaries.get(published.document.systems), language), ""
        if key in published.document.operands:
            return None, _operand(published, key, language).figure
    return None, ""


def _said(text: Text | None, language: Language) -> str:
    return text.in_(language) if text is not None else ""


def _where(claim: Claim, language: Language) -> str:
    if claim.where is not None:
        return claim.where.in_(language)
    lines = sorted({place.line for place in claim.places})
    mark = "、" if language == "zh" else ", "
    return (LINE if len(lines) == 1 else LINES).in_(language, {"lines": mark.join(map(str, lines))})


def _anchor(document: Document, id: str) -> str:
    return f"{document.id}-{id}"


def _operand(published: Published, name: str, language: Language) -> OperandRow:
    document = published.around or published.document
    claim, operand = document.claim(name), document.operands.get(name)
    if claim is not None:
        figure = claim.printed.text if claim.printed is not None else "—"
        anchor = f"{published.homes.get(name, published.document.id)}-{name}"
        return OperandRow(name, claim.says.in_(language), figure, "", anchor)
    if operand is None:
        return OperandRow(name, name, "", "", "")
    number = operand.value if operand.value is not None else published.counted.get(name)
    figure = write_number(number, 4) if number is not None else "—"
    source = published.sources.get(name)
    if source is None:
        return OperandRow(name, operand.title.in_(language), figure, operand.basis, "")
    called, href = _counted_of(source, language)
    return OperandRow(name, operand.title.in_(language), figure, operand.basis, "", called, href, source.formula)
