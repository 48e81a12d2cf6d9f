"""Keys that cases hold, as a decision asks about them. What a key is, and who may hold it, is decided in the core."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.core.records import filled_at_once


@filled_at_once
@dataclass(frozen=True, slots=True)
class Taken:
    """The keys that cases other than this one hold; each is looked up when a decision asks for it, not before."""

    holder: Callable[[str], str | None]
    case: str

    def __contains__(self, key: object) -> bool:
        return self.holder(str(key)) not in (None, self.case)
