"""An entry of a register: what is asked for it, what happened to it, and how it stands. Reads no declaration.

A value holds from a day on until the next one. What was wrong is corrected by a later event with the same day; the
earlier event stays. So any day can be shown, as it was known on any day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bihuan.core.commands import Person
from bihuan.core.events import By, Scalar
from bihuan.core.programme.vocabulary import EXISTS, STATE
from bihuan.core.refusals import Refusal


class Act(StrEnum):
    """What can be done to an entry."""

    OPEN = "open"
    CHANGE = "change"
    """Something is other from a day on."""
    CORRECT = "correct"
    """What was written down was wrong; needs a reason."""
    END = "end"
    RESTORE = "restore"
    EFFECT = "effect"
    """A step of a case set a value."""


__all__ = ["EXISTS", "STATE", "Act", "Enter", "Entry", "EntryEvent", "evolve_entry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """Ask for an entry to be opened, changed, corrected, ended, restored."""

    register: str
    key: str
    """Empty, if the platform numbers the entries."""
    act: Act
    by: Person
    since: str
    """ISO day from which it holds; for an end, the last day."""
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    entry: str = ""
    """Id of the stream of an entry that is to be opened; drawn at the door."""
    seen: int | None = None
    population: str = "live"
    unread: tuple[Refusal, ...] = ()
    """What could not even be read as a value; it is refused together with everything else that is wrong."""

    @property
    def case(self) -> str:
        """Its stream, as far as known."""
        return self.entry


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryEvent:
    """One fact in the stream of one entry. Without personal data: words are in the vault."""

    entry: str
    n: int
    register: str
    key: str
    act: Act
    by: By
    recorded: datetime
    since: str
    """ISO day from which the values hold."""
    values: Mapping[str, Scalar]
    words: tuple[str, ...] = ()
    population: str = "live"
    cause: str = ""
    """The case whose step had this effect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it stands: every dated value as last said."""

    entry: str
    register: str
    key: str
    n: int
    population: str = "live"
    values: Mapping[tuple[str, str], Scalar] = field(default_factory=dict)
    """(field, ISO day from which it holds) → value."""

    def on(self, name: str, day: str) -> Scalar:
        """The value in force on an ISO day; None is unknown."""
        found = [since for known, since in self.values if known == name and since <= day]
        return self.values[name, max(found)] if found else None

    def all_on(self, day: str) -> dict[str, Scalar]:
        """Every value in force on an ISO day."""
        found: dict[str, tuple[str, Scalar]] = {}
        for (name, since), value in self.values.items():
            if since <= day and (name not in found or found[name][0] < since):
                found[name] = since, value
        return {name: value for name, (_, value) in found.items()}


def evolve_entry(entry: Entry | None, event: EntryEvent) -> Entry:
    """The entry after one more event."""
    known = entry or Entry(entry=event.entry, register=event.register, key=event.key, n=0, population=event.population)
    fresh = {(name, event.since): value for name, value in event.values.items()}
    return replace(known, n=event.n + 1, values={**known.values, **fresh})
