"""Values that a script leaves open until they are needed: days, moments, numbers, entries of registers. Plays nothing.

`@day+4` a day somebody works, so many days ahead · `@at+9 08:00` a moment of such a day · `@span+1 20:00 6h` an
interval · `@last -3 9` one of nine hours that begins about three before the end · `@in 90` a moment so many minutes
ahead · `@any a b` one of them · `@number 3 12` a number · `@nth L-` the number of the matter behind a prefix · `@deal
register` the next entry of a register, `@deal register state` of those in that state · `@raised field` what the matter
was raised with.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bihuan.app.simulation.office import Office
from bihuan.core.events import Scalar

RAISED = "@raised "
Dealing = Callable[[str, str], list[str]]
"""Register and state (empty is any) → the keys of its entries."""


class NothingLeft(ValueError):
    """A register has no entry that could be dealt."""


@dataclass(slots=True)
class Templates:
    """Fills in what is left open. Entries are dealt like cards: each once, and then all of them again."""

    zone: ZoneInfo
    office: Office
    chance: random.Random
    dealing: Dealing
    until: datetime
    _decks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _dealt: dict[tuple[str, str], int] = field(default_factory=dict)

    def filled(
        self, values: Mapping[str, Scalar], at: datetime, nth: int, raised: Mapping[str, Scalar] = MappingProxyType({})
    ) -> dict[str, Scalar]:
        """The values as a command holds them; `raised` are those with which the matter was raised, or its parent."""
        return {
            name: raised[value.removeprefix(RAISED)]
            if isinstance(value, str) and value.startswith(RAISED)
            else self._value(value, at, nth)
            for name, value in values.items()
        }

    def _value(self, value: Scalar, at: datetime, nth: int) -> Scalar:
        if not (isinstance(value, str) and value.startswith("@")):
            return value
        what, *rest = value[1:].split(" ")
        name, _, days = what.partition("+")
        match name:
            case "day":
                return self._day(at, int(days or 0)).isoformat()
            case "at":
                return self._moment(at, int(days or 0), rest[0]).isoformat()
            case "span":
                begins = self._moment(at, int(days or 0), rest[0])
                ends = begins + timedelta(hours=float(rest[1].removesuffix("h")))
                return f"{begins.isoformat()}/{ends.isoformat()}"
            case "last":
                begins = self._hour(float(rest[0]))
                return f"{begins.isoformat()}/{(begins + timedelta(hours=float(rest[1]))).isoformat()}"
            case "in":
                return (at + timedelta(minutes=float(rest[0]))).astimezone(self.zone).isoformat(timespec="minutes")
            case "any":
                return self.chance.choice(rest)
            case "number":
                return self.chance.randint(int(rest[0]), int(rest[1]))
            case "nth":
                return f"{rest[0]}{nth:02}"
            case "deal":
                return self._deal(rest[0], rest[1] if len(rest) > 1 else "")
            case _:
                raise ValueError(f"unknown value: {value}")

    def _hour(self, hours: float) -> datetime:
        """The full hour so many hours from the end of the demonstration."""
        local = self.until.astimezone(self.zone) + timedelta(hours=hours)
        return local.replace(minute=0, second=0, microsecond=0)

    def _day(self, at: datetime, days: int) -> date:
        day = at.astimezone(self.zone).date() + timedelta(days=days)
        return self.office.worked_from(day)

    def _moment(self, at: datetime, days: int, clock: str) -> datetime:
        day = at.astimezone(self.zone).date() + timedelta(days=days)
        return datetime.combine(day, time.fromisoformat(clock), self.zone)

    def _deal(self, register: str, state: str) -> str:
        key = register, state
        if key not in self._decks:
            deck = sorted(self.dealing(register, state))
            self.chance.shuffle(deck)
            self._decks[key] = deck
            self._dealt[key] = 0
        deck = self._decks[key]
        if not deck:
            raise NothingLeft(f"{register} {state}".strip())
        self._dealt[key] += 1
        return deck[(self._dealt[key] - 1) % len(deck)]


def begins(value: Scalar, zone: ZoneInfo) -> datetime | None:
    """The moment that a value names: of a day its beginning, of an interval its start. None if it names none."""
    if not isinstance(value, str):
        return None
    first = value.partition("/")[0]
    try:
        moment = datetime.fromisoformat(first)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
