"""Entries of registers as a page looks them up: outside any batch, as they stand. Decides nothing and writes nothing.

The door asks the same of its batch (`entries.py`), so that what a page suggests is what the door would say.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from bihuan.core.events import Scalar
from bihuan.core.expressions import Value
from bihuan.core.programme import EXISTS
from bihuan.store.entries import FOUND_MOST
from bihuan.store.entry_reading import values_of
from bihuan.store.session import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """The registers of one district; a session is borrowed only when a condition asks."""

    lend: Callable[[], AbstractContextManager[Session]]
    district: str

    def lookup(self, register: str, key: Value, field: str, day: Value) -> Value:
        """The stored value of a field on a day; None is unknown."""
        if not isinstance(key, str) or not isinstance(day, date):
            return None
        with self.lend() as session:
            row = session.row("register_value", (self.district, register, key, field, day.isoformat()))
        return json.loads(row[0]) if row is not None else None

    def finding(
        self, register: str, name: str, value: Scalar, day: date
    ) -> list[tuple[str, Mapping[str, Scalar]]] | None:
        """Entries in force whose field has a value on a day, with their values; None if there are too many."""
        wanted = (self.district, register, name, json.dumps(value, ensure_ascii=False), day.isoformat(), FOUND_MOST + 1)
        with self.lend() as session:
            keys = sorted({row[0] for row in session.rows("entries_with_value", wanted)})
            if len(keys) > FOUND_MOST:
                return None
            stands = values_of(session, self.district, register, keys, day)
        held = [(key, {field: said for field, (_, said) in stands.get(key, {}).items()}) for key in keys]
        return [(key, said) for key, said in held if said.get(EXISTS) is True and said.get(name) == value]
