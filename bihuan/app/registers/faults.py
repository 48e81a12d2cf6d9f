"""What is wrong with the rows of a sheet, gathered by kind: how often, in which rows, how to mend it. Pure.

However many rows are wrong, what is kept here grows with the kinds alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.app.imports.running import Refusing
from bihuan.core.text import LANGUAGES, Language, Text

ROWS_NAMED = 5


@dataclass(slots=True)
class Kind:
    """One kind of fault: the same refusal in the same column."""

    code: str
    column: Text
    example: Text
    """What is told of the first of them, with the way out."""
    count: int = 0
    """Of faults; a row has one of a kind, or more."""
    rows: list[int] = field(default_factory=list)
    """The first rows that have it."""

    def in_rows(self, language: Language) -> str:
        """Where it is, as people read it."""
        named = ("、" if language == "zh" else ", ").join(str(one) for one in self.rows)
        return named if self.count <= len(self.rows) else f"{named} …"


@dataclass(slots=True)
class Kinds:
    """The kinds met so far."""

    _met: dict[tuple[str, str], Kind] = field(default_factory=dict)

    def add(self, one: Refusing) -> None:
        """Count a fault."""
        example = Text(one.message_zh, one.message_en)
        kind = self._met.setdefault((one.code, one.column.zh), Kind(one.code, one.column, example))
        kind.count += 1
        kind.rows = sorted({*kind.rows, one.row})[:ROWS_NAMED]

    def told(self) -> list[Kind]:
        """All of them, the most frequent first."""
        return sorted(self._met.values(), key=lambda one: (-one.count, one.rows[:1]))


def words(one: Refusing, language: Language) -> str:
    """What is told of a fault."""
    return dict(zip(LANGUAGES, (one.message_zh, one.message_en), strict=True))[language]
