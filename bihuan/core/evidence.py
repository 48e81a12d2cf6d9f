"""What photos of a case show, and which of them the one who raised it may see. Pure; no file, no address of a page.

Nothing is shown to them unless the programme says that it can be, the unit that took the photo said so, and the answer
has been given. So a photo with a face or a number plate stays inside until somebody decides otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bihuan.core.areas import Area, within
from bihuan.core.events import Event, FieldSet, PhotoShown, StepUndone
from bihuan.core.programme import Programme
from bihuan.core.verbs import Moment, Verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A photo that can be shown to the one who raised the case, and what was last said of it."""

    photo: str
    n: int
    """The event that it came with."""
    unit: str | None
    """Who took it."""
    shown: bool
    areas: tuple[Area, ...] = ()


def moment_of(event: Event, programme: Programme) -> Moment | None:
    """Which moment the photos of an event show; None where its step does not say."""
    step = programme.steps.get(event.step)
    return step.moment if step else None


def choices(events: Iterable[Event], programme: Programme) -> tuple[Choice, ...]:
    """All photos that may be chosen, as they are chosen now: those of steps that declare it and were not taken back.

    The newest word about a photo holds. A yes of the step itself is for all its photos; a no of any later step is for
    all that were chosen before it. The same picture twice is one, and covered wherever it is.
    """
    known = tuple(events)
    stands = [event for event in known if event.n not in _undone(known)]
    found: dict[str, Choice] = {}
    for event in stands:
        step = programme.steps.get(event.step)
        if step is not None and step.moment is not None and step.shown_by is not None:
            for photo in event.photos:
                shown = _says(event, step.shown_by, True)
                found.setdefault(photo, Choice(photo=photo, n=event.n, unit=event.by.unit, shown=False))
                if shown:
                    found[photo] = _said(found[photo], True, found[photo].areas)
        for name in _fields(programme):
            if _says(event, name, False):
                found = {photo: _said(one, False, one.areas) for photo, one in found.items()}
        for effect in event.effects:
            if isinstance(effect, PhotoShown) and effect.photo in found:
                found[effect.photo] = _said(found[effect.photo], effect.shown, effect.areas)
    return tuple(found.values())


def shown_to_raiser(events: Sequence[Event], programme: Programme) -> Mapping[str, tuple[Area, ...]]:
    """The photos that the one who raised the case may see, with what is covered: chosen, not taken back since, and
    taken before the newest answer."""
    undone = _undone(events)
    answered = max((event.n for event in events if event.verb is Verb.CLOSE and event.n not in undone), default=-1)
    return {one.photo: one.areas for one in choices(events, programme) if one.shown and one.n < answered}


def seen_before(events: Sequence[Event], programme: Programme) -> frozenset[str]:
    """The photos of which the one who raised the case could see more at some time than now."""
    now, found = shown_to_raiser(events, programme), set()
    for end, event in enumerate(events):
        if end and _narrows(event, programme):
            was = shown_to_raiser(events[:end], programme)
            found |= {photo for photo, areas in was.items() if photo not in now or not within(now[photo], areas)}
    return frozenset(found)


def _narrows(event: Event, programme: Programme) -> bool:
    """Whether less may be seen after it than before."""
    if any(isinstance(effect, PhotoShown | StepUndone) for effect in event.effects):
        return True
    return any(_says(event, name, False) for name in _fields(programme))


def _said(one: Choice, shown: bool, areas: tuple[Area, ...]) -> Choice:
    return Choice(photo=one.photo, n=one.n, unit=one.unit, shown=shown, areas=areas)


def _fields(programme: Programme) -> frozenset[str]:
    return frozenset(step.shown_by for step in programme.steps.values() if step.shown_by is not None)


def _undone(events: Iterable[Event]) -> frozenset[int]:
    return frozenset(effect.of for event in events for effect in event.effects if isinstance(effect, StepUndone))


def _says(event: Event, name: str, value: bool) -> bool:
    """Whether the step itself said so; what taking a step back restores was said before."""
    if any(isinstance(effect, StepUndone) for effect in event.effects):
        return False
    return any(
        isinstance(effect, FieldSet) and effect.name == name and effect.value is value for effect in event.effects
    )


def paired(events: Collection[Event], programme: Programme) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """Of events with photos, those that show the place before the work and those after it, of the latest work alone:
    what was done before it was sent back is not what is judged now."""
    marked = [(event, moment) for event in events if (moment := moment_of(event, programme))]
    last = max((event.n for event, moment in marked if moment is Moment.AFTER), default=-1)
    after = tuple(event for event, moment in marked if moment is Moment.AFTER and event.n == last)
    before = tuple(event for event, moment in marked if moment is Moment.BEFORE and (last < 0 or event.n < last))
    return before, after
