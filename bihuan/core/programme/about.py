"""How the cases of a programme are told on the page of an entry that they are about. Values only."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.core.text import Text
from bihuan.core.verbs import FindingKind, TaskKind, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """One thing told of a case; exactly one of the four says which."""

    title: Text
    field: str | None = None
    """A field; of a private one only whether it was written down."""
    verb: Verb | None = None
    """The day on which a step of this verb was first taken."""
    outcome: str | None = None
    """With this outcome."""
    finding: FindingKind | None = None
    tasks: TaskKind | None = None
    """The units that have such a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutRule:
    """Which entries the cases are about, and what is told of each beside its stage."""

    register: str
    by: str
    """The field that names the entry, or the area that the entry lies in."""
    tells: tuple[Tell, ...]
    counts: str | None = None
    """A choice by whose words cases are counted apart; those without one by their stage."""
