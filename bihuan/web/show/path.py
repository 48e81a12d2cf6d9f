"""The way of a case as those outside read it: what was reached, where it stands, what is ahead, how it ended. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bihuan.core.case import Case
from bihuan.core.decide import Context
from bihuan.core.events import Event, RequestDecided, StageReached
from bihuan.core.programme import Programme
from bihuan.core.text import Language
from bihuan.core.verbs import RequestKind, Verb
from bihuan.web.show.dates import day_of, day_text

SHORT = frozenset({Verb.REJECT, Verb.TRANSFER, Verb.TERMINATE, Verb.WITHDRAW})
"""Verbs that end a case before its way is gone: the outward name of such an end was not reached by work."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of the path: `done`, `here`, `left` (never needed), `ahead` or `end` (cut short); the day it was first
    reached."""

    title: str
    state: str
    day: str | None


def path(
    case: Case, events: Iterable[Event], programme: Programme, context: Context, language: Language
) -> tuple[Mark, ...]:
    """The outward names in the programme's order. A case that was cut short shows what it reached, then its end."""
    standing = tuple(event for event in events if event.n not in case.undone)
    last = next((event for event in reversed(standing) if case.final and _ends(event)), None)
    if last is None or not _short(last):
        reached = _reached(standing, programme, context)
        return _whole(case, reached, programme, language)
    reached = _reached((event for event in standing if event is not last), programme, context)
    end = Mark(
        programme.stages[case.stage].title.in_(language), "end", day_text(day_of(last.occurred, context.zone), language)
    )
    names = (name for name in programme.outward if name in reached)
    return (
        *(Mark(programme.outward[name].in_(language), "done", day_text(reached[name], language)) for name in names),
        end,
    )


def _ends(event: Event) -> bool:
    return any(isinstance(effect, StageReached) and effect.final for effect in event.effects)


def _short(event: Event) -> bool:
    return event.verb in SHORT or any(
        isinstance(effect, RequestDecided) and effect.granted and effect.kind is RequestKind.TERMINATION
        for effect in event.effects
    )


def _reached(events: Iterable[Event], programme: Programme, context: Context) -> dict[str, date]:
    """The outward names that were reached, each with the day of the first time."""
    reached: dict[str, date] = {}
    for event in events:
        for effect in event.effects:
            if isinstance(effect, StageReached):
                outward = programme.stages[effect.stage].outward
                reached.setdefault(outward, day_of(event.occurred, context.zone))
    return reached


def _whole(case: Case, reached: Mapping[str, date], programme: Programme, language: Language) -> tuple[Mark, ...]:
    """Every outward name, as far as the case is. One that ended early never needed what lies behind its end."""
    names = list(programme.outward)
    here = names.index(programme.stages[case.stage].outward)
    return tuple(
        Mark(
            programme.outward[name].in_(language),
            _point(place, here, name in reached, case.final),
            day_text(reached[name], language) if name in reached and place <= here else None,
        )
        for place, name in enumerate(names)
    )


def _point(place: int, here: int, reached: bool, final: bool) -> str:
    if place == here:
        return "done" if final else "here"
    if place < here:
        return "done" if reached else "left"
    return "left" if final else "ahead"
