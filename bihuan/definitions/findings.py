"""What the checker says: a finding is a value with its id, place, words in both languages and a way out.

May live here: the shape of a finding, how the catalogue's words are filled, how it is written on a line. May not:
checks, and the words themselves (`catalogue_reading`, `catalogue_meaning`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bihuan.core.expressions.resolve import guess, listed
from bihuan.core.text import Language, Text
from bihuan.definitions.catalogue_claims import CLAIMS
from bihuan.definitions.catalogue_meaning import MEANING
from bihuan.definitions.catalogue_reading import READING


class Severity(StrEnum):
    """How bad it is: an error is refused, a warning is looked at, a note is only said."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with a pack, and what to do about it."""

    id: str
    """A key of CATALOGUE; an id never changes its meaning."""
    severity: Severity
    path: str
    """The file, relative to the pack."""
    line: int
    """From 1."""
    column: int
    """From 1; 0 where the whole line is meant."""
    message: Text
    hint: Text

    def in_(self, language: Language) -> str:
        """The finding as a compiler writes it: place, id, what is wrong, what to do."""
        place = f"{self.path}:{self.line}" + (f":{self.column}" if self.column else "")
        severity = _SEVERITY[self.severity].in_(language)
        return f"{place}: {severity} {self.id}: {self.message.in_(language)}\n    {self.hint.in_(language)}"


_SEVERITY: Mapping[Severity, Text] = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What an id says."""

    severity: Severity
    message: Text
    hint: Text


_LEVELS = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}

CATALOGUE: Mapping[str, Words] = {
    id: Words(_LEVELS[level], Text(zh, en), Text(hint_zh, hint_en))
    for id, (level, zh, en, hint_zh, hint_en) in {**READING, **MEANING, **CLAIMS}.items()
}
"""Every id with its words; the reference page is made from it."""


def finding(id: str, path: str, line: int, column: int = 0, /, **detail: object) -> Finding:
    """A finding with the words of its id filled; a detail may itself be a Text."""
    words = CATALOGUE[id]
    zh = {name: value.zh if isinstance(value, Text) else value for name, value in detail.items()}
    en = {name: value.en if isinstance(value, Text) else value for name, value in detail.items()}
    message, hint = (Text(text.in_("zh", zh), text.in_("en", en)) for text in (words.message, words.hint))
    return Finding(
        id=id, severity=words.severity, path=path, line=line, column=column, message=message, hint=hint
    )


def unknown(name: str, known: Iterable[str]) -> dict[str, object]:
    """The details of a finding about an unknown name: the nearest known one, and what there is."""
    names = list(known)
    return {"name": name, "guess": guess(name, names), "known": listed(names)}


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that make a pack unusable."""
    return tuple(one for one in findings if one.severity is Severity.ERROR)
