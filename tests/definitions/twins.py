"""One case walked in two packs at once, the second being the first with other names: they must never differ.

May live here: the walk. It tries steps at random, refused or not, and lets time pass; both worlds get the same command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bihuan.core import commands as c
from bihuan.core import programme as p
from bihuan.core.case import Case, evolve
from bihuan.core.decide import Context, Other, decide
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import VERBS, Verb
from bihuan.definitions import Pack

_NEW = re.compile(r"(programme|stage|step|field|role|clock|telling|list|outward|account)_(\d+)_renamed")


def context_of(pack: Pack) -> Context:
    """What a district made of the pack alone knows."""
    return Context(
        zone=ZoneInfo(pack.district.zone),
        calendars=pack.calendars,
        dictionaries=pack.dictionaries,
        units=pack.units,
        areas=pack.areas,
        others={"o": Other(id="o", number="O-1", final=False)},
    )


@dataclass
class Twins:
    """The two worlds, and what happened in the first."""

    one: p.Programme
    other: p.Programme
    context: Context
    mapping: Mapping[str, Mapping[str, str]]
    now: datetime = datetime(2021, 3, 1, 1, 0, tzinfo=UTC)
    cases: tuple[Case | None, Case | None] = (None, None)
    taken: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def walk(self, draw: Random, tries: int) -> None:
        """Try this many commands."""
        for _ in range(tries):
            self.now += timedelta(minutes=draw.choice((1, 1, 1, 5, 5, 30, 600)))
            case = self.cases[0]
            if case is not None and case.final:
                return
            lapsing = [k for k, v in case.clocks.items() if v.running and self.now > v.due] if case else []
            if lapsing and draw.random() < 0.5:
                self.ask(c.Lapse(case="k", clock=draw.choice(lapsing)))
                continue
            possible = [s for s in self.one.steps.values() if case is None or case.stage in s.from_]
            steps = [s for s in possible if (s.verb is Verb.RAISE) == (case is None) and s.by and not s.history]
            [step] = draw.choices(steps, [self.weight(step) for step in steps])
            self.ask(self.command(draw, step))

    def weight(self, step: p.Step) -> float:
        """Ends are rare, so that a walk is long; what was done often gives way to what was not."""
        ends = any(move.to is not None and self.one.stages[move.to].final for move in step.moves.values())
        return (0.02 if ends else 1) / (1 + self.taken.count(step.id))

    def ask(self, command: c.Command) -> None:
        """The same command in both worlds; they must answer alike."""
        first = decide(self.cases[0], command, self.one, self.around(self.one), self.now)
        second = decide(self.cases[1], self.renamed(command), self.other, self.around(self.other), self.now)
        if isinstance(first, Refusal):
            assert isinstance(second, Refusal)
            assert first.code == second.code
            assert self.back(first.message("zh")) == self.back(second.message("zh"))
            self.refused.add(first.code)
            return
        assert not isinstance(second, Refusal), second.message("en")
        one, other = self.cases
        for event, twin in zip(first, second, strict=True):
            words = tuple(sorted(self.back(word) for word in twin.words))  # They stand in the order of their names.
            assert repr(event) == self.back(repr(replace(twin, words=words)))
            one, other = evolve(one, event), evolve(other, twin)
            self.taken.append(event.step)
        self.cases = (one, other)

    def back(self, words: str) -> str:
        """Words of the second world with the first world's names."""
        old = {new: name for names in self.mapping.values() for name, new in names.items()}
        return _NEW.sub(lambda match: old[match[0]], words)

    def renamed(self, command: c.Command) -> c.Command:
        """The command in the words of the second world."""
        if isinstance(command, c.Lapse):
            name, at, task = command.clock.partition("@")
            base, sharp, number = name.partition("#")
            return replace(command, clock=self.mapping["clock"][base] + sharp + number + at + task)
        assert isinstance(command, c.Raise | c.Take)
        fields, steps = self.mapping["field"], self.mapping["step"]
        changes: dict[str, Any] = {
            "step": steps[command.step],
            "values": {fields[name]: value for name, value in command.values.items()},
            "words": {fields.get(name, name): text for name, text in command.words.items()},
        }
        if isinstance(command, c.Raise):
            changes["programme"] = self.mapping["programme"][command.programme]
        return replace(command, **changes)

    def command(self, draw: Random, step: p.Step) -> c.Raise | c.Take:
        """Somebody who may hold a role of the step, and something in every field."""
        role = self.one.roles[draw.choice(step.by)]
        values: dict[str, Scalar] = {}
        words = {"reason": "按规定"}
        for taking in step.takes:
            if taking.required or draw.random() < 0.7:
                of = self.one.fields[taking.field]
                if of.private:
                    words[of.id] = "一段话"
                else:
                    values[of.id] = self.value(draw, of)
        photos = ("p",) if draw.random() < 0.8 else ()
        who = self.person(draw, role)
        if step.verb is Verb.RAISE:
            return c.Raise(case="k", number="N", programme=self.one.id, step=step.id, by=who, values=values,
                           words=words, photos=photos)  # fmt: skip
        return c.Take(case="k", step=step.id, by=who, outcome=draw.choice(list(step.moves)), values=values,
                      words=words, photos=photos, arguments=self.arguments(draw, step))  # fmt: skip

    def person(self, draw: Random, role: p.Role) -> c.Person:
        if role.scope is p.Scope.RAISER:
            return c.Person(account="raiser", raiser=True)
        if role.scope is p.Scope.SYSTEM:
            return c.SYSTEM
        tasks = list(self.cases[0].tasks.values()) if self.cases[0] else []
        unit = f"office of {role.duty}"
        if role.scope is p.Scope.UNIT:
            unit = draw.choice(tasks).unit if tasks else draw.choice(list(self.context.units))
        return c.Person(account=f"{role.duty} of {unit}", posts=(c.Post(duty=role.duty, unit=unit),))

    def value(self, draw: Random, of: p.Field) -> Scalar:
        match of.type:
            case p.FieldType.CHOICE:
                return draw.choice(self.context.dictionaries[of.dictionary or ""].codes_on(self.now.date()))
            case p.FieldType.YES_NO:
                return draw.random() < 0.5
            case p.FieldType.AREA:
                return draw.choice(list(self.context.areas))
            case p.FieldType.UNIT:
                return None
            case p.FieldType.NUMBER | p.FieldType.MONEY:
                return draw.randint(0, 9)
            case p.FieldType.DATE:
                return (self.now + timedelta(days=draw.randint(-9, 9))).date().isoformat()
            case p.FieldType.INSTANT:
                return (self.now + timedelta(hours=draw.randint(1, 99))).isoformat()
            case p.FieldType.INTERVAL:
                return f"{self.now.isoformat()}/{(self.now + timedelta(hours=9)).isoformat()}"
            case _:
                return "A-1"

    def around(self, world: p.Programme) -> Context:
        """The district with a fresh case that can become a child; its programme is called as in that world."""
        count = len(self.cases[0].children) if self.cases[0] else 0
        spawned = next((step.spawns for step in world.steps.values() if step.spawns), world.id)
        child = Other(id=f"child{count}", number="C-1", final=False, programme=spawned, stage=world.start)
        return replace(self.context, others={**self.context.others, child.id: child})

    def arguments(self, draw: Random, step: p.Step) -> dict[str, Any]:
        units = list(self.context.units)
        found: dict[str, Any] = {
            "unit": draw.choice(units),
            "units": (draw.choice(units),),
            "assist": (draw.choice(units),),
            "amount": step.most.text if step.most else "1 work_day",
            "level": (self.cases[0].supervision if self.cases[0] else 0) + 1,
            "score": 4,
            "other": "o",
        }
        wanted = {name.rstrip("?"): name.endswith("?") for name in VERBS[step.verb].arguments}
        given = {name: found[name] for name, optional in wanted.items() if not optional or draw.random() < 0.5}
        if step.reasons is not None:
            given["reason"] = draw.choice(list(self.context.dictionaries[step.reasons].entries))
        if step.spawns is not None:
            given["child"] = f"child{len(self.cases[0].children) if self.cases[0] else 0}"
        return given
