"""What reading a file gives: a record that can go in, or a refused row with its reasons. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bihuan.app.imports.cells import Precision
from bihuan.app.imports.problems import Problem


@dataclass(frozen=True, slots=True)
class Record:
    """One message as the file tells it; moments in UTC, with how exactly they are stated.

    `key` is the same whenever this row is imported again (idempotency); `digest` is the SHA-256 of its content, so
    that a row with a known key and another digest shows as changed. `private` names the fields about a person.
    `category` is the code the mapping gives for `category_label`; None when it gives none.
    """

    key: str
    digest: str
    source: str
    history: bool
    private: frozenset[str]
    words: str
    title: str | None = None
    source_id: str | None = None
    occurred_at: datetime | None = None
    occurred_precision: Precision | None = None
    reporter: str | None = None
    phone: str | None = None
    place: str | None = None
    area: str | None = None
    channel: str | None = None
    nature: str | None = None
    population: str | None = None
    category_label: str | None = None
    category: str | None = None
    reply_text: str | None = None
    replied_at: datetime | None = None
    replied_precision: Precision | None = None
    reply_unit: str | None = None
    likes: int | None = None
    dislikes: int | None = None
    redispatches: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that can go in; `notes` are worth showing and refuse nothing."""

    row: int
    line: int | None
    record: Record
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot go in, with every reason and the row as it stands (it may hold personal data).

    After one that `stops`, the rest of the file was not read.
    """

    row: int
    line: int | None
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]
    stops: bool = False
