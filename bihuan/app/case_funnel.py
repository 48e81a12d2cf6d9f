"""The funnel of a programme: the cases that somebody may see, each with the stages that it came to. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bihuan.app.district import District
from bihuan.core.case import Case
from bihuan.core.case_funnel import Bar, Passage, case_funnel
from bihuan.core.commands import Person
from bihuan.core.events import Event, StageReached
from bihuan.core.programme import Programme
from bihuan.store.lists import Filter, Line
from bihuan.store.paging import pages
from bihuan.store.reading import streams_of

COUNTED_MOST = 3_000
"""Cases that one funnel counts; a programme with more is told that it counts the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnelled:
    """What was counted."""

    programme: Programme
    bars: tuple[Bar, ...]
    lines: Mapping[str, Line]
    """The cases by id."""
    outside: int
    """Cases that never were in a stage of the funnel."""
    more: bool
    """Whether there are more than were counted."""


def funnelled(
    district: District, person: Person, programme: Programme, population: str, since: date | None, until: date | None,
    now: datetime,
) -> Funnelled:
    """The cases of a population raised in that period that the person may see: found in the order of an index over
    programme, population and day, page by page, so that what is read is what is counted."""
    assert programme.funnel is not None
    lines: dict[str, Line] = {}
    passages: list[Passage] = []
    more = False
    filter_ = Filter(
        programme=programme.id,
        population=population,
        raised_since=datetime.combine(since, time(), district.zone) if since else None,
        raised_before=datetime.combine(until + timedelta(days=1), time(), district.zone) if until else None,
    )
    with district.door.look(district.id) as (session, ground), session.glance():
        for page in pages(session, ground, person, district.programmes(), filter_, "raised"):
            mine = {one.case.id: one for one in page.lines}
            lines |= mine
            for case, events in streams_of(session, district.id, list(mine)).items():
                passages.append(_passage(mine[case].case, events))
            more = page.after is not None
            if len(lines) >= COUNTED_MOST:
                break
    bars, outside = case_funnel(programme.funnel, passages, now)
    return Funnelled(programme=programme, bars=bars, lines=lines, outside=len(outside), more=more)


def _passage(case: Case, events: Sequence[Event]) -> Passage:
    """What stands of its way: a stage that was reached by a step taken back was not."""
    reached = [
        (effect.stage, event.occurred)
        for event in events
        if event.n not in case.undone
        for effect in event.effects
        if isinstance(effect, StageReached)
    ]
    return Passage(case=case.id, stage=case.stage, final=case.final, reached=reached)
