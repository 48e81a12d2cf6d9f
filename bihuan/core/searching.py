"""What a searched word is and where it stands in a text: Chinese by pairs of characters, the rest by whole words. Pure.

A question is cut at its spaces. A part of it is found in a text when it stands there as it was typed, and does not
begin or end in the middle of a word or number: “1380” is not found in “13800000000”, “路灯” is found in “小区路灯”.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

PARTS_MOST = 8
"""Parts of a question that are looked at."""
LENGTH_MOST = 100
"""Characters of a question; more is cut off."""
AROUND = 24
"""Characters shown on each side of what was found."""

_IDEOGRAPHS = (
    (0x3041, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
"""Scripts written without spaces, as ranges of code points."""

_CLASS = "".join(f"{chr(first)}-{chr(last)}" for first, last in _IDEOGRAPHS)
_RUN = re.compile(f"[{_CLASS}]+|(?:(?![{_CLASS}])[^\\W_])+")
"""A stretch of ideographs, or a word or number of the rest."""
_OF_CLASS = re.compile(f"[{_CLASS}]").match
_NARROW = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
"""Full-width signs, the only ones that ordinary Chinese text holds and NFKC changes."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared: width and case do not count. `origin[i]` is where character i stood before."""

    text: str
    origin: Sequence[int]


def folded(text: str) -> Folded:
    """The text in one width and one case, character by character, so that the way back is known."""
    if text.isascii():
        return Folded(text.lower(), range(len(text)))
    parts: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        same = character if _ideographic(character) else unicodedata.normalize("NFKC", character).casefold()
        parts.append(same)
        origin += [at] * len(same)
    return Folded("".join(parts), origin)


def grams(text: str) -> frozenset[str]:
    """What a text is found by: each pair of neighbours in Chinese, each whole word or number of the rest."""
    return _grams(_same(text))


def _same(text: str) -> str:
    """As `folded`, without the way back; most texts need no look at each character."""
    narrow = text.translate(_NARROW)
    return narrow.casefold() if unicodedata.is_normalized("NFKC", narrow) else folded(text).text


def _grams(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _RUN.findall(text):
        if not _ideographic(run[0]):
            found.add(run)
        else:
            found.update(map(add, run, run[1:]))
    return frozenset(found)


def _kind(character: str) -> int:
    """0 neither, 1 a character of a word or number, 2 an ideograph."""
    if _ideographic(character):
        return 2
    return 1 if character.isalnum() else 0


def _ideographic(character: str) -> bool:
    return _OF_CLASS(character) is not None


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: every part has to stand somewhere in the case."""

    parts: tuple[str, ...]

    @property
    def grams(self) -> frozenset[str]:
        """What every case that fits must have; empty if the question is too short to be looked up."""
        return frozenset[str]().union(*(_grams(part) for part in self.parts))

    def marks(self, text: str) -> dict[str, list[tuple[int, int]]]:
        """For each part that stands in the text: where, as places in the text as it was written."""
        same = folded(text)
        found = {part: [_back(same, at, len(part)) for at in _places(same.text, part)] for part in self.parts}
        return {part: places for part, places in found.items() if places}


def question(text: str) -> Question:
    """The parts of what was typed, each once."""
    parts = folded(text[:LENGTH_MOST]).text.split()
    return Question(tuple(dict.fromkeys(part for part in parts if _grams(part) or any(map(_kind, part))))[:PARTS_MOST])


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        if not (_splits(text, at) or _splits(text, end)):
            yield at
        at = text.find(part, at + 1)


def _splits(text: str, at: int) -> bool:
    """Whether a border at this place would cut a word or number in two."""
    return 0 < at < len(text) and _kind(text[at - 1]) == 1 == _kind(text[at])


def _back(same: Folded, at: int, length: int) -> tuple[int, int]:
    return same.origin[at], same.origin[at + length - 1] + 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, marked if it is what was looked for."""

    text: str
    marked: bool


def snippet(text: str, places: Sequence[tuple[int, int]], around: int = AROUND) -> tuple[Piece, ...]:
    """The surroundings of the first place, everything found in them marked. Pieces together are one stretch."""
    if not places:
        return ()
    ordered = sorted(places)
    start = max(0, ordered[0][0] - around)
    end = min(len(text), ordered[0][1] + 2 * around)
    pieces = [Piece("…", False)] if start else []
    at = start
    for first, last in ordered:
        if first < at or last > end:
            continue
        pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
        at = last
    pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece("…", False))
    return tuple(piece for piece in pieces if piece.text)
