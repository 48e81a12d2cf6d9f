"""Words shown to people, in every language we speak; nothing else lives here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class Basis(str):
    """Where a rule comes from: in itself the Chinese words, with the English of the pack. Facts keep `str` of it."""

    en: str
    """Empty where the pack says nothing in English."""
    whole: bool
    """Whether the English says all that the Chinese does."""
    policies: tuple[str, ...]
    """Ids of the policy documents that it names."""

    def __new__(cls, zh: str, en: str = "", policies: tuple[str, ...] = (), *, whole: bool = True) -> Basis:
        """The words, with what goes along."""
        made = super().__new__(cls, zh)
        made.en, made.policies, made.whole = en, policies, whole and bool(en)
        return made

    def filled(self, titles: Mapping[str, Text]) -> Basis:
        """With the titles of documents in their places."""
        zh = self.format_map(_Lenient({name: f"《{title.zh}》" for name, title in titles.items()}))
        en = self.en.format_map(_Lenient({name: title.en for name, title in titles.items()}))
        return Basis(zh, en, self.policies, whole=self.whole)


def said(words: str | Text | Basis, language: Language) -> str:
    """A phrase in one language; a basis that has no English says it in Chinese, as does what is Chinese alone."""
    match words:
        case Text():
            return words.in_(language)
        case Basis(en=en) if en and language == "en":
            return en
    return str(words)


def listed(texts: Iterable[Text]) -> Text:
    """Several phrases as one, with the list mark of each language; a dash if there are none."""
    phrases = list(texts)
    return Text("、".join(t.zh for t in phrases) or "—", ", ".join(t.en for t in phrases) or "—")


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
