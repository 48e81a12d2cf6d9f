"""What waits for a leader in person: found by verbs, parties and levels; no stage and no step is named here.

Whoever may act on any open case is not waited for by each of them. What waits is: a stage that the leader's own step
leads out of, a request that the leader decides, and a case that was supervised on every level below the leader's and
is late all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.app.desk import Row, first_words
from bihuan.app.district import District
from bihuan.app.ledger_filters import marks_of
from bihuan.core.commands import Person
from bihuan.core.holding import leading_out
from bihuan.core.programme import Programme, Step
from bihuan.core.standing import Standing
from bihuan.core.text import Text
from bihuan.core.verbs import Party, Verb
from bihuan.store.lists import PAGE_MOST, Filter, list_cases
from bihuan.store.searching import words_of

ANY_TIME = frozenset({Verb.REMIND, Verb.SUPERVISE})
"""What is possible on a case at any time waits for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Await:
    """One reason why cases wait for this person."""

    id: str
    title: Text
    filter_: Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many cases wait for one reason; `more` if there are more than were counted."""

    reason: Await
    count: int
    more: bool


def reasons(district: District, person: Person, population: str) -> tuple[Await, ...]:
    """Why cases can wait for this person, over all programmes in force."""
    programmes, now = district.programmes(), district.door.clock()
    own = [(one, step) for one in programmes for step in _own(one, person)]
    places = {(one.id, stage) for one, step in own if step.verb not in ANY_TIME for stage in _leads_out_of(one, step)}
    clocks = {clock for _, step in own if step.verb is Verb.DECIDE for m in step.moves.values() for clock in m.stops}
    levels = {step.level for _, step in own if step.verb is Verb.SUPERVISE and (step.level or 0) > 1} - {None}
    found: list[Await] = []
    if places:
        filter_ = Filter(final=False, population=population, places=frozenset(places))
        found.append(Await(id="step", title=Text("等我办理", "Waiting for me to act"), filter_=filter_))
    if clocks:
        filter_ = Filter(final=False, population=population, clocks=tuple(sorted(clocks)))
        found.append(Await(id="request", title=Text("等我决定的申请", "Requests I have to decide"), filter_=filter_))
    for level in sorted(level for level in levels if level):
        title = Text(f"{level - 1}级督办后仍逾期", f"Late in spite of supervision, level {level - 1}")
        filter_ = Filter(
            standing=Standing.OPEN, population=population, supervised=level - 1, supervised_below=level, due_before=now,
        )
        found.append(Await(id=f"level-{level}", title=title, filter_=filter_))
    return tuple(found)


def overdue(population: str, now: datetime) -> Await:
    """Every open case past its time limit, whoever it waits for; it needs no counts."""
    return Await(
        id="overdue",
        title=Text("已逾期，到期最早的在前", "Overdue, the earliest due first"),
        filter_=Filter(standing=Standing.OPEN, population=population, due_before=now),
    )


def _own(programme: Programme, person: Person) -> Iterator[Step]:
    duties = {post.duty for post in person.posts}
    roles = {role.id for role in programme.roles.values() if role.party is Party.LEADER and role.duty in duties}
    return (step for step in programme.steps.values() if roles & set(step.by))


def _leads_out_of(programme: Programme, step: Step) -> Iterator[str]:
    """Stages that the step ends. One that may be taken at every open stage (an order, a termination) ends none."""
    ended = [stage for stage in programme.stages if step in tuple(leading_out(programme, stage))]
    open_ = [stage for stage in programme.stages.values() if not stage.final]
    return iter(ended if len(ended) < len(open_) else ())


def waiting(district: District, person: Person, population: str) -> tuple[Waiting, ...]:
    """Each reason with its count, up to a page."""
    found = []
    with district.door.look(district.id) as (session, ground), session.glance():
        for one in reasons(district, person, population):
            page = list_cases(session, ground, person, district.programmes(), filter_=one.filter_, size=PAGE_MOST)
            found.append(Waiting(reason=one, count=len(page.lines), more=page.after is not None))
    return tuple(found)


def narrowed(district: District, reason: Await, sent: Mapping[str, str]) -> Await:
    """The same reason, of those cases that an address asks for."""
    narrow = replace(
        reason.filter_,
        programme=sent.get("programme") or None,
        lead_unit=sent.get("unit") or None,
        area=sent.get("area") or None,
        category=sent.get("category") or None,
        marks=marks_of(district, sent),
    )
    return replace(reason, filter_=narrow)


def cases(
    district: District, person: Person, reason: Await, after: tuple[str, str] | None = None, size: int = 50
) -> tuple[Sequence[Row], tuple[str, str] | None]:
    """A page of the cases that wait for one reason, what is due first first."""
    with district.door.look(district.id) as (session, ground), session.glance():
        page = list_cases(
            session, ground, person, district.programmes(), filter_=reason.filter_, after=after, size=size
        )
        words = words_of(session, ground, page.lines)
    return tuple(Row(line=line, words=first_words(district, line, words)) for line in page.lines), page.after
