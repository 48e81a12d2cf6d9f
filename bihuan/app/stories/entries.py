"""What the registers say in a story: the entries it starts from, and what its steps make of them. No store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bihuan.app.stories.script import Entry
from bihuan.core.decide import Context
from bihuan.core.events import Event, RegisterChanged, Scalar
from bihuan.core.expressions import Value
from bihuan.core.programme import EXISTS
from bihuan.core.registers import Register
from bihuan.core.registers.looking import Lookup, looking


class Entries:
    """Entries by register and code. What a step changes holds at once, whatever the day it is dated."""

    def __init__(self, given: Iterable[Entry]) -> None:
        self._held: dict[tuple[str, str], dict[str, Scalar]] = {
            (one.register, one.key): dict(one.values) for one in given
        }

    def record(self, events: Iterable[Event]) -> None:
        """What the facts change of an entry."""
        for effect in (effect for event in events for effect in event.effects):
            if isinstance(effect, RegisterChanged):
                self._held.setdefault((effect.register, effect.key), {})[effect.field] = effect.value

    def registers(self, declared: Mapping[str, Register]) -> dict[str, Register]:
        """The registers of which the story tells an entry; of the others it knows nothing, as before."""
        told = {register for register, _ in self._held}
        return {name: form for name, form in declared.items() if name in told}

    def lookup(self, declared: Mapping[str, Register], context: Context) -> Lookup:
        """The look-up of conditions."""
        return looking(declared, self._raw, context.places)

    def _raw(self, register: str, key: Value, name: str, day: Value) -> Value:
        held = self._held.get((register, key)) if isinstance(key, str) and isinstance(day, date) else None
        if name == EXISTS:
            return held is not None
        return None if held is None else held.get(name)
