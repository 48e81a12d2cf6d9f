"""Drives the real door on virtual time: people act, clocks lapse, photos are taken. Knows no programme by name."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bihuan.app.clock import VirtualClock
from bihuan.app.district import District
from bihuan.app.door import Accepted, Asked, Failed, Outcome, lapse_of
from bihuan.app.figures import facts_of
from bihuan.app.simulation.casting import Matter, cast_matters
from bihuan.app.simulation.company import Company
from bihuan.app.simulation.counting import recount
from bihuan.app.simulation.office import Office
from bihuan.app.simulation.prompting import Prompter, WentWrong
from bihuan.app.simulation.script import Beside, Script
from bihuan.app.simulation.templates import begins
from bihuan.core.refusals import Refusal
from bihuan.store.append import BATCH_MOST
from bihuan.store.reading import due_clocks

__all__ = ["Done", "Play", "WentWrong"]

WINDOW = timedelta(hours=2)
"""Acts that fall into one such stretch share a commit."""
PATIENCE = 0.2
"""The next act on a matter may wait for such a batch by this part of the time that passes before it anyway."""
TAKEN_AFTER = timedelta(minutes=1)
"""How long after a child was raised its parent takes it."""
LOOKS_AGAIN = timedelta(hours=5)
"""How long a matter waits before it looks again whether enough others like it stand."""
CLOSED_MEANWHILE = "no-such-case"
"""What is said of another matter that was closed in the very hours in which it was to be taken in."""
A_DAY = timedelta(days=1)
LAPSES_AFTER = timedelta(seconds=1)
"""When a clock that ended has its effect."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it, counted from the cases themselves."""

    requests: int
    solved: int
    commands: int
    lapses: int
    outcomes: Mapping[str, int]
    beside: Mapping[str, int] = field(default_factory=dict)
    """Script → how many matters of it were raised."""


@dataclass(order=True, slots=True)
class _Turn:
    at: datetime
    order: int
    matter: Matter
    act: int
    child: Matter | None = None
    """The matter that this act takes as a child of its own; it was raised a turn before."""
    put_off: bool = False
    """Whether it has waited for the end to come near."""


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
        beside: Sequence[Beside] = (),
    ) -> None:
        """`meanwhile` is called whenever time has passed: for what an office does besides. `beside` is played on the
        same virtual time; only the numbers of `script` are exact to how each matter ends."""
        self._meanwhile = meanwhile
        self._district, self._clock, self._script = district, clock, script
        self._chance = random.Random(seed)
        self._seed, self._beside = seed, beside
        self._office = Office(script.office, district.zone, self._chance, district.rules.calendars.values())
        self._prompter = Prompter(district, self._office, seed, population, self._chance)
        self._broods: dict[int, set[int]] = {}
        """Children that are not over, by the matter that raised them; those on paths that are not solved never are."""
        self._parked: dict[int, tuple[Matter, int]] = {}
        """Matters that wait for their children, with the act that comes then."""
        self._gone: set[int] = set()
        self._order = 0
        self._commands = self._lapses_done = 0
        self._until = clock()

    def run(self, requests: int, solved: int, until: datetime, report: Callable[[float], None]) -> Done:
        """Play it all. Raises WentWrong; what was played until then is in the district."""
        self._until = until
        self._prompter.ends(until)
        zone = self._district.zone
        self._company = Company(self._beside, requests, until, zone, self._seed)
        cast = cast_matters(self._script, requests, solved, until, zone, self._chance)
        turns = [self._turn(matter.at, matter, -1) for matter in (*cast, *self._company.matters())]
        heapq.heapify(turns)
        start = self._clock()
        while turns and turns[0].at <= until:
            if turns[0].at - self._clock() > WINDOW:
                self._pass_time(turns[0].at - WINDOW)
            self._window(turns, until)
            report((self._clock() - start) / (until - start))
        self._pass_time(until)
        report(1.0)
        return self._count(requests, solved)

    def _turn(
        self, at: datetime, matter: Matter, act: int, child: Matter | None = None, *, put_off: bool = False
    ) -> _Turn:
        self._order += 1
        return _Turn(at, self._order, matter, act, child, put_off)

    def _window(self, turns: list[_Turn], until: datetime) -> None:
        """Everybody's next acts, each at its own moment, up to the first that would have to wait for one of them."""
        begin = max(self._clock(), turns[0].at)
        end = min(begin + WINDOW, until)
        now: list[tuple[datetime, _Turn | None, Asked]] = []
        following: list[_Turn] = []
        last = begin
        while turns and turns[0].at <= end and len(now) < BATCH_MOST // 8:
            turn = heapq.heappop(turns)
            if turn.matter.number in self._gone:
                continue
            last = max(turn.at, begin)
            if (later := self._too_early(turn, last)) is not None:
                following.append(later)
                end = min(end, max(later.at, begin))
                continue
            turn, then = self._born(turn, last)
            now += [(last, turn, one) for one in self._asked(turn, last)]
            then += self._then(turn, last)
            following += then
            for one in then:
                end = min(end, max(_latest(one, last), begin))
        for turn in following:
            heapq.heappush(turns, turn)
        self._commands += len(now)
        now += [(at, None, one) for at, one in self._lapses(last)]
        now.sort(key=lambda each: each[0])
        answers = self._district.door.submit_many(self._district.id, [one for _, _, one in now])
        for (_, done, asked), answer in zip(now, answers, strict=True):
            if done is None:
                self._lapses_done += _had_effect(answer)
            else:
                self._taken(done, asked, self._prompter.once_more(done.matter, asked, answer))
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

    def _too_early(self, turn: _Turn, now: datetime) -> _Turn | None:
        """The turn put off, if it waits for others like it, for those that it took in, for a clock that still runs or
        for the end to come near."""
        act = turn.matter.acts[turn.act] if turn.act >= 0 else None
        if act is None:
            ready = self._prompter.alike.ready(turn.matter, now, self._until)
            return None if ready else self._turn(self._office.next(now + LOOKS_AGAIN), turn.matter, -1)
        if act.after_children and self._prompter.waits_for_children(turn.matter):
            return self._turn(self._office.next(now + A_DAY), turn.matter, turn.act)
        if act.before_end is not None and not turn.put_off:
            at = max(now, self._office.shortly_before(self._until, act.before_end))
            # Near the end, but while it can still be done; an act may wait for others by a part of its time.
            if (window := self._prompter.can_until(turn.matter, act)) is not None:
                at = min(at, now + (window - now) * (1 - PATIENCE))
            return self._turn(at, turn.matter, turn.act, turn.child, put_off=True)
        if not act.once_lapsed:
            return None
        runs = self._prompter.runs_until(turn.matter, act.once_lapsed)
        if runs is None or runs + LAPSES_AFTER < turn.at:
            return None
        at = runs + timedelta(minutes=1 + self._chance.uniform(*act.after))
        return self._turn(at if act.anytime else self._office.next(at), turn.matter, turn.act)

    def _born(self, turn: _Turn, at: datetime) -> tuple[_Turn, list[_Turn]]:
        """A child is raised before it is taken: this turn, and the one in which its parent takes it."""
        matter = turn.matter
        if turn.act < 0 or not matter.acts[turn.act].child or turn.child is not None:
            return turn, []
        child = self._company.child(matter.acts[turn.act].child, matter, at)
        self._broods.setdefault(matter.number, set()).add(child.number)
        return self._turn(at, child, -1), [self._turn(at + TAKEN_AFTER, matter, turn.act, child)]

    def _then(self, turn: _Turn, at: datetime) -> list[_Turn]:
        """The next act on the matter; if there is none, the one of its parent that waited for it."""
        matter, act = turn.matter, turn.act + 1
        if act < len(matter.acts):
            if matter.acts[act].after_children and self._broods.get(matter.number):
                self._parked[matter.number] = matter, act
                return []
            return [self._next(matter, act, at)]
        parent = -1 if matter.parent is None else matter.parent
        brood = self._broods.get(parent, set())
        if matter.path.solved:
            brood.discard(matter.number)
        if not brood and parent in self._parked:
            return [self._next(*self._parked.pop(parent), at)]
        return []

    def _next(self, matter: Matter, act: int, done: datetime) -> _Turn:
        following = matter.acts[act]
        pace = matter.message.pace if following.paced else 1.0
        waits = timedelta(minutes=self._chance.uniform(*following.after) * pace)
        begun = begins(self._prompter.raised[matter.number].values.get(following.counted_from), self._district.zone)
        at = max(begun + waits, done + TAKEN_AFTER) if begun else done + waits
        urgent = matter.message.pace < 0.1 and following.paced
        if not (following.anytime or urgent):
            at = self._office.next(at)
        return self._turn(at, matter, act)

    # ------------------------------------------------------------------------------------------------- commands

    def _asked(self, turn: _Turn, at: datetime) -> Iterator[Asked]:
        if turn.act < 0:
            yield self._prompter.raise_(turn.matter, at)
        else:
            child = self._prompter.raised[turn.child.number].case if turn.child else None
            yield from self._prompter.take(turn.matter, turn.act, at, child)

    def _taken(self, turn: _Turn, asked: Asked, answer: Outcome) -> None:
        matter = turn.matter
        where = f"{matter.script.id}, {matter.path.id}"
        if isinstance(answer, Failed):
            raise WentWrong(f"{where}: {answer.error}") from answer.error
        if isinstance(answer, Refusal):
            if turn.act < 0 and answer.code in matter.script.allows:
                self._gone.add(matter.number)
                return
            if turn.act >= 0 and matter.acts[turn.act].alike and answer.code == CLOSED_MEANWHILE:
                return
            step = getattr(asked.command, "step", "")
            what = f"{answer.code}: {answer.message('zh')} / {answer.message('en')}"
            raise WentWrong(f"{where}, {step}, {matter.message.category}: {what}")
        if turn.act < 0:
            self._prompter.raised[matter.number].case = answer.case

    def _count(self, requests: int, solved: int) -> Done:
        """Count the cases themselves; numbers that differ from those asked for are never passed over."""
        programme = self._district.rules.current(self._script.programme, self._district.today())
        if programme is None:
            raise WentWrong(f"no programme {self._script.programme}")
        mine = {one.case for number, one in self._prompter.raised.items() if number < requests}
        facts = [row for row in facts_of(self._district, programme) if row["case"] in mine]
        found = sum(row.get("solved") == "yes" for row in facts)
        with self._district.door.readers.lend() as session:
            again = recount(session, self._district.id, mine)
        if again != (len(facts), found):
            raise WentWrong(f"the figures count {found} of {len(facts)}, the facts {again[1]} of {again[0]}")
        if (len(facts), found) != (requests, solved):
            raise WentWrong(f"asked for {solved} of {requests}, found {found} of {len(facts)}")
        outcomes = Counter(str(row.get("outcome") or row["stage"]) for row in facts)
        beside = self._company.raised - Counter(self._company.script_of[number] for number in self._gone)
        return Done(requests, found, self._commands, self._lapses_done, outcomes, beside)


def _latest(turn: _Turn, now: datetime) -> datetime:
    """Until when an act may wait for others to share a commit; one at a set hour, by day or night, does not wait."""
    act = turn.matter.acts[turn.act] if turn.act >= 0 else None
    at_its_hour = act is not None and act.counted_from and act.anytime
    return turn.at if at_its_hour else turn.at + (turn.at - now) * PATIENCE


def _had_effect(answer: Outcome) -> bool:
    return isinstance(answer, Accepted) and not answer.repeated
