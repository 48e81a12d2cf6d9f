"""The month of a district as an official document: the leader's own figures in sentences and tables. Counts nothing.

Cases belong to the month in which they were raised; how they stand is told as of the moment the document is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app import figures, leading
from bihuan.app.district import District
from bihuan.app.monthly_text import TITLE, WARNING, Part, Says
from bihuan.app.months import Month
from bihuan.core.paper import Document
from bihuan.core.reach import Reach
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language

WORDS_MOST = 120
"""Characters of what somebody types into the head of a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person says of the document; what is left out comes from the pack."""

    number: str = ""
    """The serial number of the document in its year; empty leaves a gap to be filled in by hand."""
    recipients: str = ""
    copies: str = ""
    address: str = ""
    """Where this installation is found, for how to check the figures."""


def document(
    district: District, month: Month, population: str, within: Reach, language: Language, typed: Typed
) -> Document | Refusal:
    """The whole document. A refusal while the figures are being counted."""
    as_of, parts = district.door.clock(), []
    for programme in district.programmes():
        found = _part(district, programme.id, month, population, within)
        if isinstance(found, Refusal):
            return found
        parts.append(found)
    # A mechanism in which nothing was raised in either month has nothing to report; one always stands.
    parts = [part for part in parts if part.now.cases or part.before.cases] or parts[:1]
    head, day = district.pack.district.letterhead, district.today()
    says = Says(language, month, population, as_of.astimezone(district.zone), typed.address, within.everything)
    issuer = head.issuer.in_(language)
    return Document(
        language=language,
        issuer=issuer,
        mark=f"{issuer}文件" if language == "zh" else issuer,
        number=numbered(head.code, day.year, typed.number),
        title=TITLE.in_(language, {"month": month.in_(language)}),
        recipients=_addressed(typed.recipients or head.to.in_(language), language),
        body=tuple(says.body(parts)),
        attachments=tuple(says.attachments(parts)),
        signed=day,
        copies=typed.copies or head.copies.in_(language),
        warning=WARNING.in_(language) if population == "demo" else "",
    )


def numbered(code: str, year: int, number: str) -> str:
    """发文字号: letters, year in six-cornered brackets, serial number without zeros before it."""
    kept = "".join(one for one in number if one.isascii() and one.isdigit()).lstrip("0")[:6]
    return f"{code}〔{year}〕{kept or '　　'}号"


def _addressed(recipients: str, language: Language) -> str:
    bare = recipients.rstrip(" :：。")
    return bare and bare + ("：" if language == "zh" else ":")


def _part(district: District, programme: str, month: Month, population: str, within: Reach) -> Part | Refusal:
    edition = next(one for one in district.programmes() if one.id == programme)
    found = []
    for one in (month, month.before):
        since, until = one.days
        tally = figures.tally(
            district, edition, population, as_of=district.door.clock(), since=since, until=until, within=within
        )
        if isinstance(tally, Refusal):
            return tally
        found.append(tally)
    return Part(now=found[0], before=found[1], units=leading.units(district, found[0]))
