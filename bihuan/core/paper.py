"""An official document as a value: its elements in the order of GB/T 9704-2012, and what they may hold. Pure.

May live here: the parts of a document and how its headings are numbered. May not: fonts, files, figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.core.text import Language, Text

LEVELS_MOST = 4
DIGITS = "零一二三四五六七八九"
ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the body; its level is 1 to LEVELS_MOST and its number is given when the document is set."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text; never markup. `ragged`: an address or a command, which is not drawn out to the edge."""

    text: str
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and cells; `numbers` says from which column on the cells are numbers and stand to the right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    """Shares of the width of the page."""
    numbers: int = 1


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """What follows the signature on pages of its own."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything that is set, in the order in which it stands on paper."""

    language: Language
    issuer: str
    mark: str
    """What stands in red at the head."""
    number: str
    title: str
    recipients: str
    body: tuple[Block, ...]
    attachments: tuple[Attachment, ...]
    signed: date
    copies: str
    """Who gets a copy; empty if nobody does."""
    warning: str = ""
    """What stands at the top of every page, above everything: that it is no official document, if it is none."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading with its number as the standard writes it."""

    level: int
    text: str


def numbered(blocks: Sequence[Block], language: Language) -> Iterator[Numbered | Paragraph | Table]:
    """The blocks with their headings numbered: 一、（一）1.（1） in Chinese, I. A. 1. (1) in English."""
    at = [0] * LEVELS_MOST
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        at[block.level - 1] += 1
        at[block.level :] = [0] * (LEVELS_MOST - block.level)
        yield Numbered(block.level, _number(block.level, at[block.level - 1], language) + block.text)


def _number(level: int, n: int, language: Language) -> str:
    if language == "zh":
        return (f"{chinese(n)}、", f"（{chinese(n)}）", f"{n}.", f"（{n}）")[level - 1]
    return (f"{_roman(n)}. ", f"{chr(64 + (n - 1) % 26 + 1)}. ", f"{n}. ", f"({n}) ")[level - 1]


def chinese(n: int) -> str:
    """1 to 99 in Chinese digits."""
    tens, ones = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return head + (DIGITS[ones] if ones or not tens else "")


def _roman(n: int) -> str:
    written = ""
    for value, letters in ROMAN:
        while n >= value:
            written, n = written + letters, n - value
    return written


def day_of(day: date, language: Language) -> str:
    """A date as documents write it: Arabic, never with a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B} {day.year}"


ATTACHMENT = Text("附件", "Annex")
PRINTED = Text("{day}印发", "printed {day}")
COPIES = Text("抄送：", "Copies to: ")


def attachment_names(document: Document) -> tuple[str, ...]:
    """How the body announces what is attached: numbered if there is more than one, without a mark at the end."""
    titles = [one.title for one in document.attachments]
    zh = document.language == "zh"
    if len(titles) == 1:
        return (f"附件：{titles[0]}" if zh else f"Annex: {titles[0]}",)
    head = ("附件：", "　　　") if zh else ("Annexes: ", "")
    gap = "" if zh else " "
    return tuple(f"{head[n > 1]}{n}.{gap}{title}" for n, title in enumerate(titles, 1))


def attachment_mark(document: Document, n: int) -> str:
    """What stands at the top left of an attachment."""
    alone = len(document.attachments) == 1
    word = ATTACHMENT.in_(document.language)
    return word if alone else f"{word}{n}" if document.language == "zh" else f"{word} {n}"
