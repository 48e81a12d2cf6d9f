"""Making official documents as files: which forms there are, and the month in each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bihuan.app import monthly, months
from bihuan.app.district import District
from bihuan.app.monthly import Typed
from bihuan.core.paper import Document
from bihuan.core.reach import Reach
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language

__all__ = ["FORMS", "Made", "Typed", "month", "pdf_possible"]



def _docx(document: Document, at: datetime) -> bytes | Refusal:
    # What sets documents takes 11 MB, and is asked once a month: it comes when it is.
    from bihuan.app.paper import docx

    return docx.written(document, at)


def _pdf(document: Document, at: datetime) -> bytes | Refusal:
    from bihuan.app.paper import pdf

    return pdf.written(document, at)


FORMS: Mapping[str, Callable[[Document, datetime], bytes | Refusal]] = {"docx": _docx, "pdf": _pdf}
TYPES: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A file, its type on the web, and its name."""

    data: bytes
    type: str
    name: str


def month(
    district: District, typed_month: str, form: str, population: str, within: Reach, language: Language, typed: Typed
) -> Made | Refusal:
    """The month as a file. Raises KeyError for a form that there is not."""
    write = FORMS[form]
    wanted = months.month_of(district, typed_month)
    if isinstance(wanted, Refusal):
        return wanted
    found = monthly.document(district, wanted, population, within, language, typed)
    if isinstance(found, Refusal):
        return found
    data = write(found, district.door.clock().astimezone(district.zone))
    if isinstance(data, Refusal):
        return data
    return Made(data, TYPES[form], f"{wanted}-{language}{'-demo' if found.warning else ''}.{form}")


def pdf_possible(language: Language) -> bool:
    """Whether this machine can set a PDF in this language."""
    if language != "zh":
        return True
    from bihuan.app.paper import pdf

    return pdf.sets_chinese()
