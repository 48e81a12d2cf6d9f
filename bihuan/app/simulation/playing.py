"""Drives the real door on virtual time: people act, clocks lapse, photos are taken. Knows no programme by name."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted, Asked, Failed, Outcome
from bihuan.app.figures import facts_of
from bihuan.app.simulation.casting import Matter, cast_matters
from bihuan.app.simulation.counting import recount
from bihuan.app.simulation.picture import picture
from bihuan.app.simulation.script import Act, Script
from bihuan.core.access import Places
from bihuan.core.case import Case
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import TaskKind
from bihuan.store.state import case_from

WINDOW = timedelta(hours=2)
"""Acts that fall into one such stretch share a commit, as they would on a busy day."""


class WentWrong(RuntimeError):
    """Something was refused that the script did not expect, or the numbers are not those that were asked for."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it, counted from the cases themselves."""

    requests: int
    solved: int
    commands: int
    lapses: int
    outcomes: Mapping[str, int]


@dataclass(order=True, slots=True)
class _Turn:
    at: datetime
    order: int
    matter: Matter
    act: int
    done: frozenset[str] = frozenset()


class Play:
    """One demonstration in one district."""

    def __init__(
        self,
        district: District,
        clock: VirtualClock,
        script: Script,
        seed: int,
        population: str,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        """`meanwhile` is called whenever time has passed: for what an office does besides."""
        self._meanwhile = meanwhile
        self._district, self._clock, self._script = district, clock, script
        self._chance = random.Random(seed)
        self._seed, self._population = seed, population
        self._places: Places = district.places()
        covered = {area for unit in self._places.units.values() if unit.level == script.level for area in unit.areas}
        self._areas = sorted(covered & set(self._places.areas)) or sorted(self._places.areas)
        self._cases: dict[int, str] = {}
        self._order = 0
        self._commands = self._lapses = 0

    def run(self, requests: int, solved: int, until: datetime, report: Callable[[float], None]) -> Done:
        """Play it all. Raises WentWrong; what was played until then is in the district."""
        turns: list[_Turn] = []
        for matter in cast_matters(self._script, requests, solved, until, self._district.zone, self._chance):
            heapq.heappush(turns, self._turn(matter.at, matter, -1))
        start = self._clock()
        while turns and turns[0].at <= until:
            self._window(turns, min(turns[0].at + WINDOW, until))
            report((self._clock() - start) / (until - start))
        self._pass_time(until)
        report(1.0)
        return self._count(requests, solved)

    def _turn(self, at: datetime, matter: Matter, act: int, done: frozenset[str] = frozenset()) -> _Turn:
        self._order += 1
        return _Turn(at, self._order, matter, act, done)

    def _window(self, turns: list[_Turn], end: datetime) -> None:
        """Everybody's next act in this stretch, each case at most once."""
        now: list[_Turn] = []
        later: list[_Turn] = []
        busy: set[int] = set()
        while turns and turns[0].at <= end:
            turn = heapq.heappop(turns)
            (later if turn.matter.number in busy else now).append(turn)
            busy.add(turn.matter.number)
        self._pass_time(now[0].at)
        asked = [(turn, one) for turn in now for one in self._asked(turn)]
        answers = self._district.door.submit_many(self._district.id, [one for _, one in asked])
        self._commands += len(asked)
        for (turn, one), answer in zip(asked, answers, strict=True):
            self._taken(turn, one, answer)
        for turn in (*now, *later):
            if turn in later:
                heapq.heappush(turns, turn)
            elif (following := self._next(turn)) is not None:
                heapq.heappush(turns, following)

    def _pass_time(self, moment: datetime) -> None:
        """Time passes; a clock that ends on the way has its effect, at most some hours later, as in an office."""
        while (stretch := self._clock() + timedelta(hours=12)) < moment:
            self._clock.move_to(stretch)
            self._lapse()
            self._meanwhile()
        self._clock.move_to(moment)
        self._lapse()
        self._meanwhile()

    def _lapse(self) -> None:
        while outcomes := self._district.door.lapse_due(self._district.id):
            done = sum(isinstance(outcome, Accepted) and not outcome.repeated for _, outcome in outcomes)
            self._lapses += done
            if not done:
                return

    def _next(self, turn: _Turn) -> _Turn | None:
        act = turn.act + 1
        if act >= len(turn.matter.path.acts):
            return None
        following = turn.matter.path.acts[act]
        least, most = following.after
        pace = turn.matter.message.pace if following.paced else 1.0
        at = self._clock() + timedelta(minutes=self._chance.uniform(least, most) * pace)
        urgent = turn.matter.message.pace < 0.1 and following.paced
        return self._turn(at if following.anytime or urgent else self._in_office(at), turn.matter, act)

    def _in_office(self, at: datetime) -> datetime:
        """The moment, or the next morning somebody is there."""
        opens, closes = self._script.office
        local = at.astimezone(self._district.zone)
        if opens <= local.time() <= closes and local.weekday() < 6:
            return at
        day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
        while day.weekday() == 6:
            day += timedelta(days=1)
        morning = datetime.combine(day, opens, self._district.zone)
        return morning + timedelta(minutes=self._chance.uniform(0, 90))

    # ------------------------------------------------------------------------------------------------- commands

    def _asked(self, turn: _Turn) -> Iterator[Asked]:
        if turn.act < 0:
            yield Asked(command=self._raise(turn.matter), request_id=f"demo:{self._seed}:{turn.matter.number}")
            return
        act = turn.matter.path.acts[turn.act]
        case_id = self._cases[turn.matter.number]
        on_the_spot = str(self._script.cast[act.by].get("unit", "")).startswith("@")
        case = self._state(case_id) if on_the_spot or act.arguments else None
        for n, person in enumerate(self._people(turn.matter, act, case)):
            command = Take(
                case=case_id,
                step=act.do,
                by=person,
                outcome=act.outcome,
                values=act.values,
                words=act.words,
                arguments={name: self._argument(value, case) for name, value in act.arguments.items()},
            )
            yield Asked(
                command=command,
                request_id=f"demo:{self._seed}:{turn.matter.number}:{turn.act}:{n}",
                photos=tuple(picture(turn.matter.number * 8 + k) for k in range(act.photos)),
            )

    def _raise(self, matter: Matter) -> Raise:
        script = self._script
        area = self._chance.choice(self._areas)
        words = matter.message.says[matter.text].replace("{c}", self._places.areas[area].title.zh)
        return Raise(
            case="",
            number="",
            programme=script.programme,
            step=script.raise_,
            by=self._raiser(matter),
            values={
                **script.values,
                **matter.path.values,
                script.area: area,
                script.category: matter.message.category,
            },
            words={script.words: words},
            population=self._population,
        )

    def _raiser(self, matter: Matter) -> Person:
        member = matter.path.raised_by or self._script.raised_by
        role = self._script.cast[member]
        if role.get("raiser"):
            return Person(account=f"{member}-{matter.number}", raiser=True)
        unit = str(role["unit"])
        return Person(account=f"{member}@{unit}", posts=(Post(duty=role["duty"], unit=unit),))

    def _people(self, matter: Matter, act: Act, case: Case | None) -> Iterator[Person]:
        role: Mapping[str, Any] = self._script.cast[act.by]
        if role.get("raiser"):
            yield Person(account=f"{act.by}-{matter.number}", raiser=True)
            return
        unit = str(role["unit"])
        units = [unit]
        if case is not None and unit.startswith("@"):
            kind = TaskKind(unit[1:])
            units = [task.unit for task in case.tasks.values() if task.kind is kind and task.active]
            units = units if act.each else units[-1:]
        for one in units:
            yield Person(account=f"{act.by}@{one}", posts=(Post(duty=role["duty"], unit=one),))

    def _argument(self, value: Scalar | tuple[str, ...], case: Case | None) -> Scalar | tuple[str, ...]:
        """`@level:x` is the unit of that level responsible for the case's area."""
        if case is None or not (isinstance(value, str) and value.startswith("@level:")):
            return value
        level, place = value.removeprefix("@level:"), case.fields.get(self._script.area)
        while isinstance(place, str):
            for unit in self._places.units.values():
                if unit.level == level and place in unit.areas:
                    return unit.id
            place = self._places.areas[place].parent
        raise WentWrong(f"no unit of level {level} for {case.number}")

    def _state(self, case: str) -> Case:
        with self._district.door.readers.lend() as session:
            row = session.row("case_state", (self._district.id, case))
        if row is None:
            raise WentWrong(f"case {case} is not there")
        return case_from(row[0])

    def _taken(self, turn: _Turn, asked: Asked, answer: Outcome) -> None:
        if isinstance(answer, Failed):
            raise WentWrong(f"{turn.matter.path.id}: {answer.error}") from answer.error
        if isinstance(answer, Refusal):
            step = getattr(asked.command, "step", "")
            what = f"{answer.code}: {answer.message('zh')} / {answer.message('en')}"
            raise WentWrong(f"{turn.matter.path.id}, {step}, {turn.matter.message.category}: {what}")
        if turn.act < 0:
            self._cases[turn.matter.number] = answer.case

    def _count(self, requests: int, solved: int) -> Done:
        """Count the cases themselves; numbers that differ from those asked for are never passed over."""
        programme = self._district.rules.current(self._script.programme, self._district.today())
        if programme is None:
            raise WentWrong(f"no programme {self._script.programme}")
        mine = set(self._cases.values())
        facts = [row for row in facts_of(self._district, programme) if row["case"] in mine]
        found = sum(row.get("solved") == "yes" for row in facts)
        with self._district.door.readers.lend() as session:
            again = recount(session, self._district.id, mine)
        if again != (len(facts), found):
            raise WentWrong(f"the figures count {found} of {len(facts)}, the facts {again[1]} of {again[0]}")
        if (len(facts), found) != (requests, solved):
            raise WentWrong(f"asked for {solved} of {requests}, found {found} of {len(facts)}")
        outcomes = Counter(str(row.get("outcome") or row["stage"]) for row in facts)
        return Done(requests, found, self._commands, self._lapses, outcomes)
