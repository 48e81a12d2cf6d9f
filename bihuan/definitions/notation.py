"""How a notation is declared: keys, their shapes, what they mean. The reader, the reference page and the renaming
test all work from these declarations.

May live here: the kinds of declaration. May not: any key of a pack (`notation_pack`, `notation_programme`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from bihuan.core.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value doesn't fit: the id of a finding and its details."""

    id: str
    detail: Mapping[str, object] = field(default_factory=dict)
    column: int = 0
    """Characters into the value, for a fault inside a text; 0 means the whole value."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is read as one thing."""

    name: Text
    read: Callable[[object], object]
    """Gives the value as the core has it, or a Fault."""
    names: Callable[[object], Collection[tuple[tuple[int, ...], str]]] | None = None
    """The names in a fitting raw value, each with the index of its element in a list."""
    words: tuple[str, ...] = ()
    """The closed set of words, if it is one."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    shape: Shape
    about: Text
    example: str = ""
    required: bool = False
    default: object = None
    missing: str = "P103"
    """The finding for its absence."""
    refers: str = ""
    """The kind of thing its names mean: they must exist."""
    declares: str = ""
    """The kind of thing it names: no two alike."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with fixed keys."""

    title: Text
    keys: Mapping[str, Key]
    refused: Mapping[str, str] = field(default_factory=dict)
    """Keys that somebody may well write and must not → the finding that says why."""


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose keys are names that the pack chooses, each with a table of one form."""

    table: Table
    declares: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A table whose keys are names that exist already (outcomes of a verb), each with a table of one form."""

    table: Table


@dataclass(frozen=True, slots=True)
class Phrases:
    """A table whose keys are names that the pack chooses, each with words in both languages."""

    declares: str


@dataclass(frozen=True, slots=True)
class Many:
    """An array of tables of one form, in the file's order."""

    table: Table


Shape = Leaf | Table | Named | Chosen | Phrases | Many
