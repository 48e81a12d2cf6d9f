"""Somebody who walks any programme: tries what could be done, takes what is allowed. Knows no name of any pack.

May live here: drawing candidates from a programme's own declarations, and walking one case with them. Random tests
must mostly do legal things, so `enabled` asks `decide` for every step with the people who may take it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bihuan.core import commands as c
from bihuan.core import programme as p
from bihuan.core.case import Case, evolve
from bihuan.core.decide import Context, decide
from bihuan.core.events import Event, Scalar
from bihuan.core.notices import Channel
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import VERBS, Party, Verb

Draw = Random

REACHED_AT: Mapping[Channel | None, str] = {Channel.SMS: "0797-8380000", Channel.EMAIL: "a@b.example"}
"""What can be typed where somebody is to be reached; elsewhere any words do."""


def people_of(programme: p.Programme, context: Context, units: list[str]) -> dict[str, list[c.Person]]:
    """For each role the people who hold it, one for each unit: strangers to each other and to every case."""
    found: dict[str, list[c.Person]] = {}
    for role in programme.roles.values():
        match role.scope:
            case p.Scope.RAISER:
                found[role.id] = [c.Person(account="raiser", raiser=True)]
            case p.Scope.SYSTEM:
                found[role.id] = [c.SYSTEM]
            case p.Scope.UNIT:
                found[role.id] = [_officer(role, unit) for unit in units]
            case _:
                found[role.id] = [_officer(role, "office-of-" + role.id)]
        if role.party is Party.CHECKER and role.scope is p.Scope.DISTRICT:
            found[role.id].append(_two_hats(programme, role, units[-1]))
    return found


def _two_hats(programme: p.Programme, role: p.Role, unit: str) -> c.Person:
    """Somebody who checks and belongs to a unit that may have a part in the case: must then never judge it."""
    others = [other for other in programme.roles.values() if other.scope is p.Scope.UNIT]
    own = tuple(c.Post(duty=other.duty, unit=unit) for other in others)
    return c.Person(account=f"{role.duty}+{unit}", posts=(c.Post(duty=role.duty, unit="office"), *own))


def _officer(role: p.Role, unit: str) -> c.Person:
    return c.Person(account=f"{role.duty}@{unit}", posts=(c.Post(duty=role.duty, unit=unit),))


@dataclass
class Walker:
    """One case, its people and its time."""

    programme: p.Programme
    context: Context
    now: datetime
    units: list[str]
    """Units that are named as parts of the case."""
    areas: list[str]
    population: str = "live"
    case: Case | None = None
    events: list[Event] = field(default_factory=list)
    people: Mapping[str, list[c.Person]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = people_of(self.programme, self.context, self.units)

    def ask(self, command: c.Command) -> tuple[Event, ...] | Refusal:
        context = replace(self.context, stream=lambda: self.events)
        return decide(self.case, command, self.programme, context, self.now)

    def carry_out(self, events: tuple[Event, ...]) -> None:
        for event in events:
            self.case = evolve(self.case, event)
            self.events.append(event)

    def candidates(self, draw: Draw, step: p.Step) -> Iterator[c.Raise | c.Take]:
        """One try for each outcome and each person who could hold a role of the step."""
        for role in step.by:
            people = [one for one in self.people[role] if self._near(one)] or self.people[role][:1]
            for who in people:
                for outcome in step.moves:
                    yield self.candidate(draw, step, who, outcome)

    def _near(self, who: c.Person) -> bool:
        """A person of a unit without a part in the case has nothing to do; leaving them out saves time."""
        if self.case is None or not who.posts or who.posts[0].unit not in self.units:
            return True
        return any(task.unit == who.posts[0].unit for task in self.case.tasks.values())

    def candidate(self, draw: Draw, step: p.Step, who: c.Person, outcome: str) -> c.Raise | c.Take:
        values: dict[str, Scalar] = {}
        words: dict[str, str] = {"reason": "按规定办理"}
        for taking in step.takes:
            if not taking.required and draw.random() < 0.3:
                continue
            of = self.programme.fields[taking.field]
            if of.private:
                words[of.id] = REACHED_AT.get(of.contact, "一段话")
            else:
                values[of.id] = self.value(draw, of)
        photos = ("photo-1",) if step.photos or draw.random() < 0.8 else ()
        occurred = self.now - timedelta(days=draw.randrange(40)) if step.history else None
        if self.case is not None and occurred is not None:
            occurred = max(occurred, self.case.occurred_at)
        if step.verb is Verb.RAISE:
            population = "history" if step.history else self.population
            return c.Raise(
                case="k", number="N-1", programme=self.programme.id, step=step.id, by=who, values=values, words=words,
                photos=photos, occurred=occurred, population=population,
            )  # fmt: skip
        return c.Take(
            case="k", step=step.id, by=who, outcome=outcome, values=values, words=words, photos=photos,
            arguments=self.arguments(draw, step), occurred=occurred, seen=self.case.n if self.case else None,
        )  # fmt: skip

    def value(self, draw: Draw, of: p.Field) -> Scalar:
        match of.type:
            case p.FieldType.CHOICE:
                return draw.choice(self.context.dictionaries[of.dictionary or ""].codes_on(self.now.date()))
            case p.FieldType.YES_NO:
                return draw.random() < 0.7
            case p.FieldType.AREA:
                return draw.choice(self.areas)
            case p.FieldType.UNIT:
                return draw.choice(self.units) if draw.random() < 0.2 else None
            case p.FieldType.DATE:
                return (self.now + timedelta(days=draw.randrange(30))).date().isoformat()
            case p.FieldType.INSTANT:
                return self.now.isoformat()
            case p.FieldType.NUMBER | p.FieldType.MONEY:
                return draw.randint(of.least or 0, of.most or 99)
            case _:
                return "A-1"

    def arguments(self, draw: Draw, step: p.Step) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in VERBS[step.verb].arguments:
            optional = name.endswith("?")
            if not optional or draw.random() < 0.3:
                found[name.rstrip("?")] = self.argument(draw, step, name.rstrip("?"))
        if step.verb is Verb.ARBITRATE:
            found["unit"] = draw.choice(self.units)
        if step.reasons is not None:
            found["reason"] = draw.choice(list(self.context.dictionaries[step.reasons].entries))
        return found

    def argument(self, draw: Draw, step: p.Step, name: str) -> Any:
        match name:
            case "unit":
                return draw.choice(self.units)
            case "units" | "assist":
                return tuple(draw.sample(self.units, draw.randint(1, 2)))
            case "amount":
                return step.most.text if step.most and draw.random() < 0.5 else "1 work_day"
            case "level":
                return (self.case.supervision if self.case else 0) + 1
            case "score":
                return draw.randint(1, 5)
            case "other":
                return draw.choice([*self.context.others, "nowhere"])
            case _:
                return "x"

    def enabled(self, draw: Draw, *, moving: bool = False) -> list[tuple[p.Step, tuple[Event, ...]]]:
        """Each step that can be taken now, with what it would lead to; only those that lead to a stage if `moving`."""
        found = []
        for step in self.programme.steps.values():
            if (step.verb is Verb.RAISE) != (self.case is None) or step.verb is Verb.LAPSE:
                continue
            if self.case is not None and self.case.stage not in step.from_:
                continue
            if moving and not any(move.to for move in step.moves.values()):
                continue
            for command in self.candidates(draw, step):
                outcome = self.ask(command)
                if not isinstance(outcome, Refusal):
                    found.append((step, outcome))
        return found

    def lapsable(self) -> list[str]:
        """Clocks that ended and have not said so yet."""
        if self.case is None:
            return []
        return [
            clock.id
            for clock in self.case.clocks.values()
            if clock.running and not clock.suspended and not clock.lapsed and self.now > clock.due
        ]
