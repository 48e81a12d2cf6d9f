"""What a batch adds, table by table, before it is written. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.store.session import Row


@dataclass(slots=True)
class Rows:
    """What a batch adds, table by table."""

    events: list[Row] = field(default_factory=list)
    outbox: list[Row] = field(default_factory=list)
    requests: list[Row] = field(default_factory=list)
    keys: list[Row] = field(default_factory=list)
    words: list[Row] = field(default_factory=list)
    photos: list[Row] = field(default_factory=list)
    search_cases: list[Row] = field(default_factory=list)
    search_tail: list[Row] = field(default_factory=list)
    callers: list[Row] = field(default_factory=list)
    receipts: list[Row] = field(default_factory=list)
    raised: list[Row] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
