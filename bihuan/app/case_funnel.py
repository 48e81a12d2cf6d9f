"""The funnel of a programme: the cases that somebody may see, each with the stages that it came to. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.core.calendars import day_in
from bihuan.core.case_funnel import Bar, Passage, case_funnel
from bihuan.core.commands import Person
from bihuan.core.events import StageReached
from bihuan.core.programme import Programme
from bihuan.store.lists import PAGE_MOST, Filter, Line, list_cases
from bihuan.store.reading import streams_of

COUNTED_MOST = 20_000
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
    district: District, person: Person, programme: Programme, since: date | None, until: date | None, now: datetime
) -> Funnelled:
    """The cases raised in that period that the person may see."""
    assert programme.funnel is not None
    lines: dict[str, Line] = {}
    passages: list[Passage] = []
    after: tuple[str, str] | None = None
    with district.door.look(district.id) as (session, ground), session.glance():
        while True:
            filter_ = Filter(programme=programme.id)
            page = list_cases(session, ground, person, district.programmes(), filter_=filter_, sort="raised",
                              after=after, size=PAGE_MOST)  # fmt: skip
            raised = ((one, day_in(one.case.occurred_at, district.zone)) for one in page.lines)
            mine = {one.case.id: one for one, day in raised if _inside(day, since, until)}
            lines |= mine
            for case, events in streams_of(session, district.id, list(mine)).items():
                stands = mine[case].case
                reached = [
                    (effect.stage, event.occurred)
                    for event in events
                    if event.n not in stands.undone
                    for effect in event.effects
                    if isinstance(effect, StageReached)
                ]
                passages.append(Passage(case=case, stage=stands.stage, final=stands.final, reached=reached))
            after = page.after
            if after is None or len(lines) >= COUNTED_MOST:
                break
    bars, outside = case_funnel(programme.funnel, passages, now)
    return Funnelled(programme=programme, bars=bars, lines=lines, outside=len(outside), more=after is not None)


def _inside(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)
