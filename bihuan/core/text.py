"""Words shown to people, in every language we speak; nothing else lives here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One phrase in Chinese (zh-Hans) and English; `{name}` marks a place to fill."""

    zh: str
    en: str

    def in_(self, language: Language, detail: Mapping[str, object] | None = None) -> str:
        """The phrase in one language with its places filled; an unfilled place stays visible as `{name}`."""
        phrase = self.zh if language == "zh" else self.en
        return phrase.format_map(_Lenient(detail or {}))


READING = Text("本包读法", "this pack's reading")
"""How a basis begins that rests on no document: its own words say why the pack reads it so."""
CLAUSES = "；"
"""What stands between the parts of a basis."""
_PLACE = re.compile(r"\{([A-Za-z0-9_-]+)\}")


class Basis(str):
    """Where a rule comes from: in itself the Chinese words, with the English of the pack. Facts keep `str` of it."""

    en: str
    """Empty where the pack says nothing in English."""
    whole: bool
    """Whether the English says all that the Chinese does."""
    documents: tuple[str, ...]
    """Ids of the documents that it names."""
    form: Text
    """Its words with the ids of documents still in their places."""
    titles: Mapping[str, Text]
    """What stands for each id."""

    def __new__(cls, zh: str, en: str = "", documents: tuple[str, ...] = (), *, whole: bool = True) -> Basis:
        """The words, with what goes along."""
        made = super().__new__(cls, zh)
        made.en, made.documents, made.whole = en, documents, whole and bool(en)
        made.form, made.titles = Text(zh, en), {}
        return made

    @property
    def reading(self) -> bool:
        """Whether the pack itself is behind some of it, rather than a document."""
        return any(clause.startswith(READING.zh) for clause in self.split(CLAUSES))

    def filled(self, titles: Mapping[str, Text]) -> Basis:
        """With the titles of documents in their places."""
        quoted = {name: Text(f"《{title.zh}》", title.en) for name, title in titles.items()}
        zh, en = (self.form.in_(one, {name: title.in_(one) for name, title in quoted.items()}) for one in LANGUAGES)
        made = Basis(zh, en, self.documents, whole=self.whole)
        made.form, made.titles = self.form, quoted
        return made

    def pieces(self, language: Language) -> Iterator[tuple[str, str]]:
        """Its words in one language, piece by piece, each with the id of the document whose title it is, or nothing."""
        words = self.form.zh if language == "zh" else self.form.en
        for n, piece in enumerate(_PLACE.split(words)):
            title = self.titles.get(piece) if n % 2 else None
            yield (title.in_(language), piece) if title else (piece, "")


def said(words: str | Text | Basis, language: Language) -> str:
    """A phrase in one language; a basis that has no English says it in Chinese, as does what is Chinese alone."""
    match words:
        case Text():
            return words.in_(language)
        case Basis(en=en) if en and language == "en":
            return en
    return str(words)


def at_most(most: int) -> Text:
    """What a short text should be: so many characters, on one line."""
    return Text(f"不超过 {most} 个字，写在一行里", f"at most {most} characters, on one line")


def listed(texts: Iterable[Text]) -> Text:
    """Several phrases as one, with the list mark of each language; a dash if there are none."""
    phrases = list(texts)
    return Text("、".join(t.zh for t in phrases) or "—", ", ".join(t.en for t in phrases) or "—")


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
