"""Where every key and value of a TOML text stands, since `tomllib` gives values without places.

May live here: finding places in a text that `tomllib` has already accepted. May not: judging TOML (`tomllib`
does) or knowing any key. A path is a tuple of keys and, inside arrays, of indices: ("step", 3, "outcome", "yes").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_SKIP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)[ \t]*(\.?)""")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_ATOM = re.compile(r"[^,\]}\s#]+(?: [0-9][0-9:.+Z-]*)?")
_ERROR_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text, [start, end) in characters, with the number of its first line from 1."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Places:
    """Places of a text's keys and values by path."""

    keys: Mapping[Path, Mark]
    """Where each key, table and array element is first named."""
    values: Mapping[Path, Mark]
    mentions: tuple[tuple[Path, Mark], ...]
    """Every mention of a key, also again in later headers; for renaming."""

    def line(self, path: Path) -> int:
        """The line of a path, or of the nearest thing around it; 1 if nothing of it is in the text."""
        while path:
            found = self.keys.get(path) or self.values.get(path)
            if found is not None:
                return found.line
            path = path[:-1]
        return 1


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why a text is no TOML: line and column from 1, and the reader's own words."""

    line: int
    column: int
    reason: str


def parse(text: str) -> dict[str, object] | SyntaxFault:
    """The values of a TOML text, or the first thing wrong with its form."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        place = _ERROR_LINE.search(reason)
        if place is None:  # "(at end of document)"
            return SyntaxFault(text.count("\n") + 1, 1, reason)
        return SyntaxFault(int(place[1]), int(place[2]), reason[: place.start()])
    except RecursionError:
        # `tomllib` reads a bracket within a bracket by calling itself, and no pack nests more than a few.
        return SyntaxFault(_deepest(text), 1, "nested too deeply")


def _deepest(text: str) -> int:
    """The line on which the most brackets open."""
    lines = text.splitlines()
    return max(range(len(lines)), key=lambda at: lines[at].count("[") + lines[at].count("{")) + 1


def scan(text: str) -> Places:
    """The places of everything in a text that `parse` accepts."""
    scanner = _Scanner(text)
    scanner.document()
    return Places(scanner.keys, scanner.values, tuple(scanner.mentions))


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    mentions: list[tuple[Path, Mark]] = field(default_factory=list)
    lengths: dict[Path, int] = field(default_factory=dict)
    """How many tables each array of tables has so far."""
    breaks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.breaks = [match.end() for match in re.finditer("\n", self.text)]

    def document(self) -> None:
        table: Path = ()
        self.skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip()

    def header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if many else 1
        path = self.key(())
        if many:
            index = self.lengths.get(path, 0)
            self.lengths[path] = index + 1
            path = (*path, index)
        self.keys.setdefault(path, self.mark(start, self.at))
        self.at = self.text.index("]", self.at) + (2 if many else 1)
        return path

    def key(self, table: Path) -> Path:
        """A dotted key; parts that are arrays of tables mean their newest table."""
        path = table
        while True:
            part = _KEY.match(self.text, self.at)
            if part is None:
                raise AssertionError(f"no key at {self.at}")
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
            path = (*path, _plain(part[1]))
            mark = self.mark(part.start(1), part.end(1))
            self.mentions.append((path, mark))
            self.keys.setdefault(path, mark)
            self.at = part.end()
            if not part[2]:
                return path

    def pair(self, table: Path) -> None:
        path = self.key(table)
        self.at = self.text.index("=", self.at) + 1
        self.skip()
        self.value(path)

    def value(self, path: Path) -> None:
        start = self.at
        match self.text[self.at]:
            case "[":
                self.array(path)
            case "{":
                self.inline(path)
            case '"' | "'":
                self.at = self.end_of(_STRING)
            case _:
                self.at = self.end_of(_ATOM)
        self.values[path] = self.mark(start, self.at)

    def array(self, path: Path) -> None:
        self.at += 1
        self.skip()
        index = 0
        while self.text[self.at] != "]":
            self.value((*path, index))
            index += 1
            self.comma()
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        self.skip()
        while self.text[self.at] != "}":
            self.pair(path)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        self.skip()
        if self.text[self.at] == ",":
            self.at += 1
            self.skip()

    def skip(self) -> None:
        self.at = self.end_of(_SKIP)

    def end_of(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise AssertionError(f"nothing to read at {self.at}")
        return match.end()

    def mark(self, start: int, end: int) -> Mark:
        return Mark(start, end, bisect_right(self.breaks, start) + 1)


def _plain(key: str) -> str:
    """A key without its quotes."""
    if key[0] not in "\"'":
        return key
    return next(iter(tomllib.loads(f"{key} = 1")))
