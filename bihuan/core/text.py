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


def listed(texts: Iterable[Text]) -> Text:
    """Several phrases as one, with the list mark of each language; a dash if there are none."""
    phrases = list(texts)
    return Text("、".join(t.zh for t in phrases) or "—", ", ".join(t.en for t in phrases) or "—")


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
