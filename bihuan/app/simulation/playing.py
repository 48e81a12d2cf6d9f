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
from bihuan.app.door import Accepted, Asked, Failed, Outcome, lapse_of
from bihuan.app.figures import facts_of
from bihuan.app.simulation.casting import Matter, cast_matters
from bihuan.app.simulation.counting import recount
from bihuan.app.simulation.keeping import Keeping
from bihuan.app.simulation.office import Office
from bihuan.app.simulation.picture import picture
from bihuan.app.simulation.script import Act, Script
from bihuan.core.access import Places
from bihuan.core.case import Case
from bihuan.core.commands import Person, Post, Raise, Take
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import TaskKind
from bihuan.store.append import BATCH_MOST
from bihuan.store.reading import due_clocks
from bihuan.store.state import case_from

WINDOW = timedelta(hours=2)
"""Acts that fall into one such stretch share a commit."""
PATIENCE = 0.2
"""The next act on a matter may wait for such a batch by this part of the time that passes before it anyway."""
LAPSES_AFTER = timedelta(seconds=1)
"""When a clock that ended has its effect."""


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
        self._office = Office(script.office, district.zone, self._chance, district.rules.calendars.values())
        self._places: Places = district.places()
        covered = {area for unit in self._places.units.values() if unit.level == script.level for area in unit.areas}
        self._areas = sorted(covered & set(self._places.areas)) or sorted(self._places.areas)
        self._receipts = Keeping(district, script.programme, seed)
        self._cases: dict[int, str] = {}
        self._order = 0
        self._commands = self._lapses_done = 0
        self._until = clock()

    def run(self, requests: int, solved: int, until: datetime, report: Callable[[float], None]) -> Done:
        """Play it all. Raises WentWrong; what was played until then is in the district."""
        self._until = until
        turns: list[_Turn] = []
        for matter in cast_matters(self._script, requests, solved, until, self._district.zone, self._chance):
            heapq.heappush(turns, self._turn(matter.at, matter, -1))
        start = self._clock()
        while turns and turns[0].at <= until:
            if turns[0].at - self._clock() > WINDOW:
                self._pass_time(turns[0].at - WINDOW)
            self._window(turns, until)
            report((self._clock() - start) / (until - start))
        self._pass_time(until)
        report(1.0)
        return self._count(requests, solved)

    def _turn(self, at: datetime, matter: Matter, act: int, done: frozenset[str] = frozenset()) -> _Turn:
        self._order += 1
        return _Turn(at, self._order, matter, act, done)

    def _window(self, turns: list[_Turn], until: datetime) -> None:
        """Everybody's next acts, each at its own moment, up to the first that would have to wait for one of them."""
        begin = max(self._clock(), turns[0].at)
        end = min(begin + WINDOW, until)
        now: list[tuple[datetime, _Turn]] = []
        following: list[_Turn] = []
        while turns and turns[0].at <= end and len(now) < BATCH_MOST // 8:
            turn = heapq.heappop(turns)
            at = max(turn.at, begin)
            now.append((at, turn))
            if (then := self._next(turn, at)) is not None:
                following.append(then)
                end = min(end, max(then.at + (then.at - at) * PATIENCE, begin))
        for turn in following:
            heapq.heappush(turns, turn)
        together: list[tuple[datetime, _Turn | None, Asked]] = [
            (at, turn, one) for at, turn in now for one in self._asked(turn, at)
        ]
        self._commands += len(together)
        together += ((at, None, one) for at, one in self._lapses(now[-1][0]))
        together.sort(key=lambda each: each[0])
        answers = self._district.door.submit_many(self._district.id, [one for _, _, one in together])
        for (_, done, one), answer in zip(together, answers, strict=True):
            if done is None:
                self._lapses_done += _had_effect(answer)
            else:
                self._taken(done, one, self._receipts.once_more(one, self._code(done.matter), answer))
        self._meanwhile()

    def _pass_time(self, moment: datetime) -> None:
        """Time passes; a clock that ends on the way has its effect a second later."""
        while self._clock() < moment:
            stretch = min(moment, self._clock() + timedelta(hours=12))
            while due := self._lapses(stretch):
                answers = self._district.door.submit_many(self._district.id, [one for _, one in due])
                done = sum(map(_had_effect, answers))
                self._lapses_done += done
                if not done:
                    break
            self._clock.move_to(stretch)
            self._meanwhile()

    def _lapses(self, until: datetime) -> list[tuple[datetime, Asked]]:
        """The clocks that end until then, each with its moment."""
        with self._district.door.readers.lend() as session:
            ended = due_clocks(session, self._district.id, until - LAPSES_AFTER, BATCH_MOST // 2)
        moments = [max(one.due + LAPSES_AFTER, self._clock()) for one in ended]
        return [(at, lapse_of(one, at)) for at, one in zip(moments, ended, strict=True)]

    def _next(self, turn: _Turn, done: datetime) -> _Turn | None:
        act = turn.act + 1
        if act >= len(turn.matter.path.acts):
            return None
        following = turn.matter.path.acts[act]
        least, most = following.after
        pace = turn.matter.message.pace if following.paced else 1.0
        at = done + timedelta(minutes=self._chance.uniform(least, most) * pace)
        urgent = turn.matter.message.pace < 0.1 and following.paced
        if following.before_end is not None:
            at = max(at, self._office.shortly_before(self._until, following.before_end))
        elif not (following.anytime or urgent):
            at = self._office.next(at)
        return self._turn(at, turn.matter, act)

    # ------------------------------------------------------------------------------------------------- commands

    def _asked(self, turn: _Turn, at: datetime) -> Iterator[Asked]:
        if turn.act < 0:
            number = turn.matter.number
            asked = Asked(command=self._raise(turn.matter), request_id=f"demo:{self._seed}:{number}", at=at)
            yield self._receipts.raised(asked, self._code(turn.matter))
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
            asked = Asked(
                command=command,
                request_id=f"demo:{self._seed}:{turn.matter.number}:{turn.act}:{n}",
                photos=tuple(picture(turn.matter.number * 8 + k) for k in range(act.photos)),
                at=at,
            )
            yield self._receipts.answered(asked, self._code(turn.matter))

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

    def _code(self, matter: Matter) -> bytes | None:
        return self._receipts.code(self._script.cast[matter.path.raised_by or self._script.raised_by], matter.number)

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
        return Done(requests, found, self._commands, self._lapses_done, outcomes)


def _had_effect(answer: Outcome) -> bool:
    return isinstance(answer, Accepted) and not answer.repeated
