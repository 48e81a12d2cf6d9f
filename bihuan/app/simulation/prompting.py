"""What somebody in the demonstration asks at the door: a turn of the play becomes commands. Plays nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import Any

from bihuan.app.district import District
from bihuan.app.door import Asked
from bihuan.app.simulation.alike import Alike
from bihuan.app.simulation.casting import Matter
from bihuan.app.simulation.keeping import Keeping
from bihuan.app.simulation.office import Office
from bihuan.app.simulation.picture import picture
from bihuan.app.simulation.raised import Raised
from bihuan.app.simulation.script import Act, Script
from bihuan.app.simulation.templates import Templates
from bihuan.core.access import Places
from bihuan.core.case import Task
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.registers import STATE
from bihuan.core.verbs import TaskKind, TaskState
from bihuan.store import entry_reading
from bihuan.store.entry_reading import Wanted
from bihuan.store.state import case_from, tasks_from

EVERY_ENTRY = 100_000
TASKS = frozenset(f"@{kind}" for kind in TaskKind)
"""Units that are decided on the spot: those that hold such a task of the case."""


PARENT = "@parent"
"""The unit that has the lead of the matter that raises this one as its child."""
GONE = frozenset({TaskState.RETURNED, TaskState.REVOKED})


class WentWrong(RuntimeError):
    """Something was refused that the script did not expect, or the numbers are not those that were asked for."""


class Prompter:
    """Says for each person of the cast what to ask at the door."""

    def __init__(self, district: District, office: Office, seed: int, population: str, chance: random.Random) -> None:
        self._district, self._seed, self._population, self._chance = district, seed, population, chance
        self._places: Places = district.places()
        self._areas: dict[str, list[str]] = {}
        self._area_of: dict[str, str] = {}
        """Where an entry lies, by its code."""
        drawn = random.Random(f"{seed}:values")
        self._templates = Templates(district.zone, office, drawn, self._dealing, district.door.clock())
        self._keeping: dict[str, Keeping] = {}
        self.raised: dict[int, Raised] = {}
        self.alike = Alike(self.raised, self._is_open)

    def ends(self, until: datetime) -> None:
        """When the demonstration ends."""
        self._templates.until = until

    def raise_(self, matter: Matter, at: datetime) -> Asked:
        """The matter comes in."""
        script, message, number = matter.script, matter.message, matter.number
        # What a path says of a matter for which others like it came together does not hold where none came.
        on_path = matter.path.values if matter.path.alike is None or self.alike.of(matter) else {}
        values = {**script.values, **message.values, **on_path}
        if matter.parent is not None:
            values |= {**script.child_values, **self._passed(matter.parent, script)}
        if script.category:
            values[script.category] = message.category
        beside = self.raised[matter.parent].values if matter.parent is not None else {}
        values = self._templates.filled(values, at, matter.nth, beside) if matter.nth else values
        area = self._area(matter, self._area_of.get(str(values.get(script.area_of))))
        if script.area:
            values[script.area] = area
        said = {script.words: message.says[matter.text], **message.words} if script.words else message.words
        self.raised[number] = Raised("", area, values, at, script.id, message.category, script.programme)
        command = Raise(
            case="",
            number="",
            programme=script.programme,
            step=script.raise_,
            by=self._raiser(matter, area),
            values=values,
            words={name: self._with_place(text, area) for name, text in said.items()},
            population=self._population,
        )
        photos = tuple(picture(number * 8 + 7 - k) for k in range(script.photos))
        asked = Asked(command=command, request_id=f"demo:{self._seed}:{number}", photos=photos, at=at)
        return self._receipts(script).raised(asked, self.code(matter))

    def take(self, matter: Matter, number: int, at: datetime, child: str | None = None) -> Iterator[Asked]:
        """The act of that number, by everybody who takes it, for each matter that it is about."""
        act = matter.acts[number]
        raised = self.raised[matter.number]
        about = self._about(matter, act, child)
        on_the_spot = str(matter.script.cast[act.by].get("unit", "")) in TASKS
        tasks = tasks_from(self._stored(raised.case)) if on_the_spot else None
        for n, (person, given) in enumerate(product(self._people(matter, act, tasks), about)):
            arguments = {name: self._argument(value, raised.area) for name, value in act.arguments.items()}
            command = Take(
                case=raised.case,
                step=act.do,
                by=person,
                outcome=act.outcome,
                values=self._templates.filled(act.values, at, matter.nth, raised.values) if matter.nth else act.values,
                words={name: self._said(name, text, matter, raised.area) for name, text in act.words.items()},
                arguments={**arguments, **given},
            )
            asked = Asked(
                command=command,
                request_id=f"demo:{self._seed}:{matter.number}:{number}:{n}",
                photos=self._photos(matter, act),
                at=at,
            )
            yield self._receipts(matter.script).answered(asked, self.code(matter))

    def _photos(self, matter: Matter, act: Act) -> tuple[bytes, ...]:
        """Of the same street, before or after the work as the step says."""
        programme = self._district.rules.current(matter.script.programme, self._district.today())
        moment = programme.steps[act.do].moment if programme else None
        street = matter.number * 8
        return tuple(picture(street + (0 if moment else k), moment) for k in range(act.photos))

    def waits_for_children(self, matter: Matter) -> bool:
        """Whether one that it took as a child, and that others see to, is open still."""
        found = self.alike.of(matter)
        return found is not None and any(map(self._is_open, found.numbers))

    def runs_until(self, matter: Matter, clock: str) -> datetime | None:
        """When this clock of the matter ends; None if it does not run any more."""
        clocks = case_from(self._stored(self.raised[matter.number].case)).clocks.values()
        running = [one.due for one in clocks if one.name == clock and one.stopped_at is None and not one.lapsed]
        return max(running, default=None)

    def can_until(self, matter: Matter, act: Act) -> datetime | None:
        """When the window in which this can be done ends; None if it has none."""
        programme = self._district.rules.current(matter.script.programme, self._district.today())
        within = programme.steps[act.do].within if programme else None
        return self.runs_until(matter, within) if within else None

    def code(self, matter: Matter) -> bytes | None:
        """The receipt's code in the hand of whoever raised the matter, if it was kept."""
        script = matter.script
        return self._receipts(script).code(script.cast[_raised_by(matter)], matter.number)

    def once_more(self, matter: Matter, asked: Asked, answer: Any) -> Any:
        """Something happened while the reporter wrote: they look again."""
        if not isinstance(answer, Refusal):
            return answer
        return self._receipts(matter.script).once_more(asked, self.code(matter), answer)

    def _about(self, matter: Matter, act: Act, child: str | None) -> list[Mapping[str, str]]:
        """The other matter that is given with it: a child that was just raised, or each that is like this one."""
        if act.alike:
            found = self.alike.of(matter)
            numbers = found.numbers if found else ()
            return [{act.alike: self.raised[one].case} for one in numbers if self._is_open(one)]
        return [{"child": child} if child else {}]

    def _is_open(self, number: int) -> bool:
        return not case_from(self._stored(self.raised[number].case)).final

    def _receipts(self, script: Script) -> Keeping:
        found = self._keeping.get(script.id)
        if found is None:
            found = self._keeping[script.id] = Keeping(self._district, script.programme, self._seed)
        return found

    def _area(self, matter: Matter, entry: str | None) -> str:
        """Where it is: where the matter is that raised it, or those like it, or its entry, or somewhere in the areas of
        units of the script's level."""
        if matter.parent is not None and self.raised[matter.parent].area:
            return self.raised[matter.parent].area
        if (found := self.alike.of(matter)) is not None:
            return found.area
        level = matter.script.level
        if level not in self._areas:
            covered = {area for unit in self._places.units.values() if unit.level == level for area in unit.areas}
            self._areas[level] = sorted(covered & set(self._places.areas)) or sorted(self._places.areas)
        return entry if entry in self._areas[level] else self._chance.choice(self._areas[level])

    def _with_place(self, text: str, area: str) -> str:
        return text.replace("{c}", self._places.areas[area].title.zh)

    def _said(self, name: str, text: str, matter: Matter, area: str) -> str:
        """`@` is what the message itself says came of it, or else what stands behind the sign."""
        if text.startswith("@"):
            text = matter.message.results.get(name) or text[1:]
        return self._with_place(text, area)

    def _raiser(self, matter: Matter, area: str) -> Person:
        member = _raised_by(matter)
        role = matter.script.cast[member]
        if role.get("raiser"):
            return Person(account=f"{member}-{matter.number}", raiser=True)
        unit = str(role["unit"])
        unit = self._lead_of(matter.parent) if unit == PARENT else str(self._argument(unit, area))
        return Person(account=f"{member}@{unit}", posts=(Post(duty=role["duty"], unit=unit),))

    def _passed(self, parent: int, script: Script) -> dict[str, Scalar]:
        """What the matter that raises it passes on to a child of this kind."""
        raised = self.raised[parent]
        programme = self._district.rules.current(raised.programme, self._district.today())
        steps = programme.steps.values() if programme else ()
        names = {name for one in steps if one.spawns == script.programme for name in one.passes}
        return {name: raised.values[name] for name in names if name in raised.values}

    def _lead_of(self, parent: int | None) -> str:
        """The unit that has the lead of the matter which raises this one."""
        lead = case_from(self._stored(self.raised[parent].case)).lead if parent is not None else None
        if lead is None:
            raise WentWrong(f"{PARENT}: nobody has the lead")
        return lead.unit

    def _people(self, matter: Matter, act: Act, tasks: Mapping[str, Task] | None) -> Iterator[Person]:
        role: Mapping[str, Any] = matter.script.cast[act.by]
        if role.get("raiser"):
            yield Person(account=f"{act.by}-{matter.number}", raiser=True)
            return
        units = [str(self._argument(str(role["unit"]), self.raised[matter.number].area))]
        if tasks is not None:
            kind = TaskKind(units[0][1:])
            held = [task for task in tasks.values() if task.kind is kind and task.state not in GONE]
            active = [task.unit for task in held if task.active]
            # Whoever has finished still speaks for the matter: somebody has to ask for what comes after the work.
            units = active if act.each else (active or [task.unit for task in held])[-1:]
        for one in units:
            yield Person(account=f"{act.by}@{one}", posts=(Post(duty=role["duty"], unit=one),))

    def _argument(self, value: Scalar | tuple[str, ...], area: str) -> Scalar | tuple[str, ...]:
        """`@level:x` is the unit of that level responsible for the area."""
        if not (isinstance(value, str) and value.startswith("@level:")):
            return value
        level, place = value.removeprefix("@level:"), area or None
        while place is not None:
            for unit in self._places.units.values():
                if unit.level == level and place in unit.areas:
                    return unit.id
            place = self._places.areas[place].parent
        raise WentWrong(f"no unit of level {level} for {area}")

    def _stored(self, case: str) -> bytes:
        with self._district.door.readers.lend() as session:
            row = session.row("case_state", (self._district.id, case))
        if row is None:
            raise WentWrong(f"case {case} is not there")
        return bytes(row[0])

    def _dealing(self, register: str, state: str) -> list[str]:
        day: date = self._district.today()
        with self._district.door.readers.lend() as session:
            wanted = Wanted(register=register, day=day, holding={STATE: state} if state else {}, most=EVERY_ENTRY)
            entries = entry_reading.entries(session, self._district.id, wanted)
        field = self._district.rules.registers[register].area_field
        self._area_of |= {one.key: str(one.values[field]) for one in entries if field and one.values.get(field)}
        return [one.key for one in entries]


def _raised_by(matter: Matter) -> str:
    return matter.path.raised_by or matter.script.raised_by
