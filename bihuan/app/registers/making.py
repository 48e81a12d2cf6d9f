"""Entries of a demonstration that are made, not typed: so many with amounts that add up, each with its history.

A file `<register>.made.toml` beside the typed ones says what they are; how many and how much stands in the pack's
parameters. Values that begin with `@` are drawn: `@any a b`, `@number 3 12`, `@yes 40` in 40 of a hundred, `@between
2020-01-01 2020-12-31`, `@called firm` the next of those names and `@kind firm` its kind, `@yuan 2 90` millions,
`@amount` the entry's amount, `@share 20 60` that part of it in per cent, `@anchor` its own day, `@today` the day of the
change.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from bihuan.app.registers.amounts import amounts
from bihuan.core.commands import SYSTEM
from bihuan.core.events import Scalar
from bihuan.core.programme import FieldType
from bihuan.core.registers import STATE, Act, Enter, KeyCheck, Register
from bihuan.core.registers.codes import credit_check_digit

WHOLE = 1_000_000
"""Amounts are multiples of it, and of so much are parts of them rounded."""


@dataclass(frozen=True, slots=True)
class Making:
    """What makes the entries of one register."""

    form: Register
    raw: Mapping[str, Any]
    parameters: Mapping[str, Any]
    start: date
    population: str

    def commands(self) -> Iterator[Enter]:
        """Each entry opened and then changed day by day, as its group says."""
        number = 0
        names = _Names(self.raw.get("names", {}), random.Random(self.form.id))
        for group in self.raw["group"]:
            said: Mapping[str, Any] = self.parameters[group["parameters"]]
            chance = random.Random(f"{said.get('seed', 1)}:{self.form.id}:{group['parameters']}")
            sums: Sequence[int] = [0] * said["count"]
            if "total" in said:
                tiers = [(bound, times) for bound, times in said["tiers"]]
                sums = amounts(said["count"], said["total"], tiers, said["least"], WHOLE, chance)
            ways = [way for way in group["way"] for _ in range(way["weight"])]
            for amount in chance.sample(sums, len(sums)):
                number += 1
                drawn = _Drawn(self.form, names, amount, self._day(group["anchor"], chance), chance)
                yield from self._entry(number, group, chance.choice(ways), drawn)

    def _entry(self, number: int, group: Mapping[str, Any], way: Mapping[str, Any], drawn: _Drawn) -> Iterator[Enter]:
        key = self._key(self.raw["key"].replace("{n}", f"{number:0{self.raw['digits']}}"))
        first = {"days": group["opened"], **way.get("first", {})}
        for place, step in enumerate([first, *way.get("then", ())]):
            day = drawn.anchor + timedelta(days=drawn.chance.randint(*step["days"]))
            given = {**(group["with"] if place == 0 else {}), **step.get("with", {})}
            said = {**(group.get("says", {}) if place == 0 else {}), **step.get("says", {})}
            if "state" in step:
                given[STATE] = step["state"]
            yield Enter(
                register=self.form.id,
                key=key,
                act=Act.OPEN if place == 0 else Act.CHANGE,
                by=SYSTEM,
                since=min(day, self.start).isoformat(),
                values={name: drawn.value(name, value, day) for name, value in given.items()},
                words={name: str(drawn.value(name, text, day)) for name, text in said.items()},
                population=self.population,
            )

    def _key(self, key: str) -> str:
        return key + credit_check_digit(key) if self.form.key.check is KeyCheck.CREDIT_CODE else key

    def _day(self, text: str, chance: random.Random) -> date:
        first, last = (self.start if one == "@start" else date.fromisoformat(one) for one in text.split(" "))
        return first + timedelta(days=chance.randint(0, (last - first).days))


class _Names:
    """Names put together from two parts, each pair once; what a part says behind `|` is the kind of what is named."""

    def __init__(self, parts: Mapping[str, Mapping[str, Sequence[str]]], chance: random.Random) -> None:
        self._left = {of: list(product(one["heads"], one["tails"])) for of, one in parts.items()}
        self.kind: dict[str, str] = {}
        for names in self._left.values():
            chance.shuffle(names)

    def next(self, of: str) -> str:
        if not self._left[of]:
            raise ValueError(f"not enough names: {of}")
        first, last = self._left[of].pop()
        (head, _, a), (tail, _, b) = first.partition("|"), last.partition("|")
        self.kind[of] = a or b
        return head + tail


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn for one entry."""

    form: Register
    names: _Names
    amount: int
    anchor: date
    chance: random.Random

    def value(self, name: str, value: Scalar, day: date) -> Scalar:
        if not (isinstance(value, str) and value.startswith("@")):
            return value
        what, *rest = value[1:].split(" ")
        match what:
            case "any":
                return self.chance.choice(rest)
            case "number":
                return self.chance.randint(int(rest[0]), int(rest[1]))
            case "yes":
                return self.chance.random() * 100 < int(rest[0])
            case "between":
                first, last = (date.fromisoformat(one) for one in rest)
                return (first + timedelta(days=self.chance.randint(0, (last - first).days))).isoformat()
            case "called":
                return self.names.next(rest[0])
            case "kind":
                return self.names.kind.get(rest[0], "")
            case "today":
                return day.isoformat()
            case "anchor":
                return self.anchor.isoformat()
            case "amount":
                return self._money(name, self.amount)
            case "share":
                part = self.amount * self.chance.randint(int(rest[0]), int(rest[1])) // 100
                return self._money(name, part // WHOLE * WHOLE)
            case "yuan":
                return self._money(name, self.chance.randint(int(rest[0]), int(rest[1])) * WHOLE)
            case _:
                raise ValueError(f"unknown value: {value}")

    def _money(self, name: str, whole: int) -> int:
        """In the smallest unit of the field."""
        field = self.form.fields[name]
        return whole * 10 ** (field.decimals or 0) if field.type is FieldType.MONEY else whole


def makings(folder: Path, forms: Mapping[str, Register], start: date, population: str) -> Mapping[str, Making]:
    """What the folder makes, by register; the numbers are those of `parameters.toml` beside the folder."""
    found = {form.id: folder / f"{form.id}.made.toml" for form in forms.values()}
    files = {id_: path for id_, path in found.items() if path.is_file()}
    if not files:
        return {}
    parameters = tomllib.loads((folder.parent / "parameters.toml").read_text("utf-8"))["made"]
    return {
        id_: Making(forms[id_], tomllib.loads(path.read_text("utf-8")), parameters, start, population)
        for id_, path in files.items()
    }
