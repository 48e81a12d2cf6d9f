"""Plays a story on the pure core: commands at their times, clocks that end on the way. No store, no chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bihuan.app.stories.acting import Act, Lapsed, Miss, Surroundings
from bihuan.app.stories.entries import Entries
from bihuan.app.stories.expecting import misses
from bihuan.app.stories.people import person_of
from bihuan.app.stories.script import Ending, Problem, Scene, Story
from bihuan.core import commands as c
from bihuan.core.case import Case, evolve
from bihuan.core.decide import Context, Other, decide, other_of
from bihuan.core.events import Event
from bihuan.core.indicators import facts_of, measure
from bihuan.core.programme import Programme, Scope
from bihuan.core.refusals import Refusal
from bihuan.core.tally import kinds_of
from bihuan.core.text import Text
from bihuan.core.verbs import Verb
from bihuan.definitions import Pack

CLOCKWORK = timedelta(minutes=1)
"""How long after a clock has ended the system acts, as its job does when all is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A story as it was played."""

    story: Story
    context: Context
    acts: tuple[Act, ...]
    after: tuple[Lapsed, ...]
    """What time did by itself between the last scene and the day of the figures."""
    streams: Mapping[str, tuple[Event, ...]]
    """Every fact, by case."""
    cases: Mapping[str, Case]
    """The cases as they stand at the end."""
    ending: tuple[Miss, ...]

    @property
    def good(self) -> bool:
        """Whether everything the story says came true."""
        return not self.ending and not any(act.misses for act in self.acts)


def play(story: Story, pack: Pack) -> Performance | tuple[Problem, ...]:
    """Play the scenes in order. What did not come true is a miss; a story the pack has no rules for is a problem."""
    lawless = [scene for scene in story.scenes if pack.on(scene.programme or story.programme, scene.at.date()) is None]
    if lawless:
        day, named = lawless[0].at.date().isoformat(), lawless[0].programme or story.programme
        message = Text(f"{day}没有有效的“{named}”", f"no edition of {named} is in force on {day}")
        return (Problem(file=story.file, line=lawless[0].line, message=message),)
    playing = _Play(story, pack)
    acts = tuple(playing.scene(scene) for scene in story.scenes)
    after, ending = playing.figures(story.ending) if story.ending else ((), ())
    return Performance(
        story=story,
        context=playing.context,
        acts=acts,
        after=after,
        streams={name: tuple(stream) for name, stream in playing.streams.items()},
        cases=playing.cases,
        ending=ending,
    )


class _Play:
    """The cases of one story while it is played."""

    def __init__(self, story: Story, pack: Pack) -> None:
        self.story = story
        self.pack = pack
        self.context = Context(
            zone=ZoneInfo(pack.district.zone),
            calendars=pack.calendars,
            dictionaries=pack.dictionaries,
            units=pack.units,
            areas=pack.areas,
        )
        self.entries = Entries(story.entries)
        if story.entries:
            lookup = self.entries.lookup(pack.registers, self.context)
            known = self.entries.registers(pack.registers)
            self.context = replace(self.context, lookup=lookup, registers=known)
        self.cases: dict[str, Case] = {}
        self.streams: dict[str, list[Event]] = {}
        self.raisers: dict[str, str] = {}
        self.pending: list[Lapsed] = []

    def scene(self, scene: Scene) -> Act:
        """Time passes up to the scene, then somebody acts; what it says is compared at once."""
        now = self.moment(scene.at)
        lapses = self.pass_time(now)
        self.pending += lapses
        own = tuple(lapse for lapse in self.pending if lapse.case == scene.case)
        self.pending = [lapse for lapse in self.pending if lapse.case != scene.case]
        programme = self.rules(scene.case, scene.at, scene.programme)
        outcome = self.act(scene, programme, now) if scene.does else ()
        events = () if isinstance(outcome, Refusal) else outcome
        self.record(scene.case, events)
        act = Act(
            scene=scene,
            programme=programme,
            lapses=lapses,
            own=own,
            events=events,
            refusal=outcome if isinstance(outcome, Refusal) else None,
            after=self.cases.get(scene.case),
        )
        around = Surroundings(programme=programme, context=self.around(), raisers=self.raisers)
        return replace(act, misses=misses(act, around, self.story.cast))

    def rules(self, case: str, at: datetime, named: str | None = None) -> Programme:
        """The edition a case was opened under; for a case still to be opened, the one in force that day."""
        known = self.cases.get(case)
        found = (
            self.pack.edition(known.programme, known.edition)
            if known is not None
            else self.pack.on(named or self.story.programme, at.date())
        )
        assert found is not None, "`play` looked every day up"
        return found

    def moment(self, at: datetime) -> datetime:
        """A local time of the story as a moment."""
        return at.replace(tzinfo=self.context.zone).astimezone(UTC)

    def around(self, case: str = "") -> Context:
        """What the district knows now: the other cases of the story, the keys they hold, and the case's own facts."""
        others = {name: replace(self.other(case), id=name) for name, case in self.cases.items()}
        taken = frozenset(key for case in self.cases.values() for key in case.reserved)
        stream = self.streams.get(case, [])
        return replace(self.context, others=others, taken=taken, stream=lambda: stream)

    def other(self, case: Case) -> Other:
        """What a decision on another case may know of this one."""
        programme = self.pack.edition(case.programme, case.edition)
        assert programme is not None, "the pack opened it"
        return other_of(case, programme)

    def act(self, scene: Scene, programme: Programme, now: datetime) -> tuple[Event, ...] | Refusal:
        """The command of a scene, decided."""
        command = self.command(scene, programme)
        outcome = decide(self.cases.get(scene.case), command, programme, self.around(scene.case), now)
        raiser = scene.on_behalf or (command.by.account if command.by.raiser else None)
        if isinstance(command, c.Raise) and not isinstance(outcome, Refusal) and raiser is not None:
            self.raisers[scene.case] = raiser
        return outcome

    def command(self, scene: Scene, programme: Programme) -> c.Raise | c.Take:
        """What the person of a scene asks for."""
        step = programme.steps.get(scene.does or "")
        opens = step is not None and step.verb is Verb.RAISE
        member = self.story.cast[scene.who or ""]
        role = programme.roles.get(member.role or "")
        raises = opens and role is not None and role.scope is Scope.RAISER
        by = person_of(member, programme, raiser=raises or self.raisers.get(scene.case) == member.id)
        photos = tuple(f"photo-{scene.number}-{i}" for i in range(1, scene.photos + 1))
        if opens:
            return c.Raise(
                case=scene.case,
                number=f"{self.pack.district.number_prefix}-{len(self.cases) + 1}",
                programme=programme.id,
                step=scene.does or "",
                by=by,
                values=scene.values,
                words=scene.words,
                photos=photos,
            )
        return c.Take(
            case=scene.case,
            step=scene.does or "",
            by=by,
            outcome=scene.outcome,
            values=scene.values,
            words=scene.words,
            photos=photos,
            arguments=scene.arguments,
        )

    def pass_time(self, now: datetime) -> tuple[Lapsed, ...]:
        """Every clock that ends before the moment lapses, in the order in which they end."""
        lapses: list[Lapsed] = []
        while found := self.next_end(now):
            name, clock, due = found
            at = min(due + CLOCKWORK, now)
            rules = self.rules(name, at)
            outcome = decide(self.cases[name], c.Lapse(case=name, clock=clock), rules, self.around(), at)
            if isinstance(outcome, Refusal):
                raise AssertionError(f"{self.story.file}: the lapse of {clock} was refused: {outcome.code}")
            self.record(name, outcome)
            ended = self.cases[name].clocks[clock].name
            lapses += [Lapsed(case=name, clock=ended, at=at, event=event, programme=rules) for event in outcome]
        return tuple(lapses)

    def next_end(self, now: datetime) -> tuple[str, str, datetime] | None:
        """The clock that ends first of those that end before the moment and have not lapsed.

        Of two that end together the one that began first: no name decides an order.
        """
        ends = [
            (state.due, opened, started, name, state.id)
            for opened, (name, case) in enumerate(self.cases.items())
            for started, state in enumerate(case.clocks.values())
            if state.running and not state.suspended and not state.lapsed and state.due < now
        ]
        if not ends:
            return None
        due, _, _, name, clock = min(ends)
        return name, clock, due

    def record(self, name: str, events: tuple[Event, ...]) -> None:
        """Facts join the stream of their case, and change what the registers say."""
        self.entries.record(events)
        for event in events:
            self.streams.setdefault(name, []).append(event)
            self.cases[name] = evolve(self.cases.get(name), event)

    def figures(self, ending: Ending) -> tuple[tuple[Lapsed, ...], tuple[Miss, ...]]:
        """The figures of the story's cases against what it says."""
        as_of = self.moment(ending.as_of)
        after = self.pass_time(as_of)
        programme = self.rules("", ending.as_of)
        own = [case for case in self.cases.values() if case.programme == programme.id]
        facts = [facts_of(case, self.context.zone) for case in own]
        levels, types = {unit.id: unit.level for unit in self.context.units.values()}, kinds_of(programme.fields)
        found: dict[str, tuple[str, int]] = {}
        for indicator in programme.indicators:
            figure = measure(indicator, facts, population="live", as_of=as_of, levels=levels, types=types)
            found[indicator.id] = (f"{len(figure.numerator)}/{figure.denominator}", len(figure.unknown))
        nothing = ("—", "—")
        wanted: list[tuple[str, object, object]] = [
            (f"rates.{name}", rate, found.get(name, nothing)[0]) for name, rate in ending.rates.items()
        ]
        wanted += [(f"unknown.{name}", n, found.get(name, nothing)[1]) for name, n in ending.unknown.items()]
        return after, tuple(
            Miss(what=what, expected=str(said), found=str(is_)) for what, said, is_ in wanted if said != is_
        )
