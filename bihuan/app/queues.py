"""What waits for somebody: the tasks of their units, and cases at a stage that a step of theirs leads out of.

Found by verbs, parties and posts; no stage and no step is named. Every case passes the policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bihuan.app.district import District
from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.core.verbs import Party, Verb
from bihuan.store.lists import Duty, Filter, Line, list_cases, queue
from bihuan.store.reading import Word
from bihuan.store.searching import words_of

LEADING = frozenset({
    Verb.ACCEPT, Verb.DISPATCH, Verb.ARBITRATE, Verb.CHECK, Verb.CLOSE, Verb.CONFIRM, Verb.CALL_BACK, Verb.DECIDE,
    Verb.STRIKE_OFF, Verb.PUBLISH, Verb.UNSEAL,
})  # fmt: skip
"""Verbs that somebody has to take for a case to go on; the others are possible, not owed."""

TASKS_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A part that one of the person's units still owes, with the beginning of what was said."""

    duty: Duty
    words: str
    programme: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case that waits for a step of the person's."""

    line: Line
    words: str
    programme: Programme


def tasks(district: District, person: Person) -> tuple[Task, ...]:
    """What the person's units owe, the first due first."""
    with district.door.look(district.id) as (session, ground), session.glance():
        duties = queue(session, ground, person, size=TASKS_MOST)
        lines = [Line(case=one.case, ended=None, next_due=one.due, view=one.view) for one in duties]
        said = words_of(session, ground, lines)
    of = district.rules.of
    return tuple(
        Task(duty=one, words=_first(said, one.case.id), programme=of(one.case.programme, one.case.edition))
        for one in duties
    )


def waiting(
    district: District, person: Person, party: Party, *, after: tuple[str, str] | None = None, size: int = 60
) -> tuple[tuple[Waiting, ...], tuple[str, str] | None]:
    """A page of the cases that wait for this side, as far as the person stands on it; the first due first."""
    programmes = district.programmes()
    stages = {stage for programme in programmes for stage in leading(programme, person, party)}
    if not stages:
        return (), None
    with district.door.look(district.id) as (session, ground), session.glance():
        filter_ = Filter(final=False, stages=tuple(sorted(stages)))
        page = list_cases(session, ground, person, programmes, filter_=filter_, after=after, size=size)
        said = words_of(session, ground, page.lines)
    of = district.rules.of
    found = tuple(
        Waiting(line=one, words=_first(said, one.case.id), programme=of(one.case.programme, one.case.edition))
        for one in page.lines
        if one.case.stage in leading(of(one.case.programme, one.case.edition), person, party)
    )
    return found, page.after


def leading(programme: Programme, person: Person, party: Party) -> frozenset[str]:
    """Stages out of which a step leads that the person's roles on this side have to take."""
    duties = {post.duty for post in person.posts}
    return frozenset(
        stage
        for step in programme.steps.values()
        if step.verb in LEADING
        and any(programme.roles[role].party is party and programme.roles[role].duty in duties for role in step.by)
        for stage in step.from_
    )


def _first(said: Mapping[str, Sequence[Word]], case: str) -> str:
    """What was said when the case was raised: the longest of its words, for a title alone says little."""
    return max((word.text for word in said.get(case, ()) if word.n == 0), key=len, default="")
