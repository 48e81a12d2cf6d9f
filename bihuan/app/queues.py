"""What waits for somebody: the tasks of their units, and cases at a stage that a step of theirs leads out of.

Found by verbs, parties and posts; no stage and no step is named. Every case passes the policy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from bihuan.app.acts import context_of
from bihuan.app.district import District
from bihuan.app.draws import drawn
from bihuan.app.said import beginning, place
from bihuan.core.commands import Person
from bihuan.core.decide.offering import Offer, offers
from bihuan.core.programme import Programme, Step
from bihuan.core.verbs import Party, Verb
from bihuan.store.lists import Duty, Filter, Line, list_cases, queue
from bihuan.store.own_lists import raised_from
from bihuan.store.searching import words_of

LEADING = frozenset({
    Verb.ACCEPT, Verb.DISPATCH, Verb.ARBITRATE, Verb.CHECK, Verb.CLOSE, Verb.CONFIRM, Verb.CALL_BACK, Verb.DECIDE,
    Verb.STRIKE_OFF, Verb.PUBLISH, Verb.UNSEAL,
})  # fmt: skip
"""Verbs that somebody has to take for a case to go on; the others are possible, not owed."""

JUDGING = (Party.CHECKER, Party.SUPERVISOR, Party.LEADER)
"""Sides whose work comes case by case, without a task of a unit; the centre has its desk."""

ONE_TAP = frozenset({Verb.SIGN, Verb.ARRIVE})
"""Verbs that a line of one's tasks offers at once."""

TASKS_FIRST, TASKS_MOST = 60, 200
"""How many tasks a page shows at first, and how many it can be asked for."""

SAMPLE_MOST = 200
"""How many drawn call-backs stand before a queue; further ones follow when some of these are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A part that one of the person's units still owes, with the beginning of what was said."""

    duty: Duty
    words: str
    programme: Programme
    place: str = ""
    at_once: Step | None = None
    """What can be done to it now without filling anything in: signing for it, arriving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A case that waits for a step of the person's."""

    line: Line
    words: str
    programme: Programme
    place: str = ""
    drawn: bool = False
    """It waits for a call-back and was drawn for one."""


def tasks(district: District, person: Person, size: int = TASKS_FIRST) -> tuple[Task, ...]:
    """What the person's units owe, the first due first."""
    context, now, of = context_of(district), district.door.clock(), district.rules.of
    with district.door.look(district.id) as (session, ground), session.glance():
        duties = queue(session, ground, person, size=min(size, TASKS_MOST))
        lines = [Line(case=one.case, ended=None, next_due=one.due, view=one.view) for one in duties]
        said = words_of(session, ground, lines)
    found = []
    for one in duties:
        programme = of(one.case.programme, one.case.edition)
        steps = offers(one.case, person, programme, context, now, ONE_TAP)
        at_once = (offer.step for offer in steps if offer.open and _bare(offer, one.task))
        words = said.get(one.case.id, ())
        found.append(
            Task(
                duty=one,
                words=beginning(words, programme),
                programme=programme,
                place=place(words, programme),
                at_once=next(at_once, None),
            )
        )
    return tuple(found)


def _bare(offer: Offer, task: str) -> bool:
    """Whether a tap is all that the step needs, and it is about this part."""
    needs = any(taking.required for taking in offer.step.takes) or offer.step.photos > 0 or len(offer.step.moves) > 1
    return not needs and offer.task is not None and offer.task.id == task


def elsewhere(district: District, person: Person, *, size: int = 60) -> tuple[Waiting, ...]:
    """Open cases that the person's units lead and that wait for somebody else now; the first due first."""
    of, found = district.rules.of, []
    with district.door.look(district.id) as (session, ground), session.glance():
        for unit in sorted({post.unit for post in person.posts}):
            filter_ = Filter(lead_unit=unit, final=False)
            page = list_cases(session, ground, person, district.programmes(), filter_=filter_, size=size)
            found += [line for line in page.lines if line.case.lead is not None and not line.case.lead.active]
    return tuple(
        Waiting(line=line, words="", programme=of(line.case.programme, line.case.edition))
        for line in sorted(found, key=lambda line: (line.next_due is None, line.next_due, line.case.id))
    )


def raised(
    district: District, person: Person, *, after: tuple[str, str] | None = None, size: int = 30
) -> tuple[tuple[Waiting, ...], tuple[str, str] | None]:
    """A page of what the person's posts raised themselves, whoever has it now, and where the next one begins."""
    of = district.rules.of
    with district.door.look(district.id) as (session, ground), session.glance():
        page = raised_from(session, ground, person, district.programmes(), after=after, size=size)
        said = words_of(session, ground, page.lines)
    found = []
    for line in page.lines:
        programme, words = of(line.case.programme, line.case.edition), said.get(line.case.id, ())
        found.append(
            Waiting(line=line, words=beginning(words, programme), programme=programme, place=place(words, programme))
        )
    return tuple(found), page.after


def waiting(
    district: District, person: Person, *parties: Party, after: tuple[str, str] | None = None, size: int = 60
) -> tuple[tuple[Waiting, ...], tuple[str, str] | None]:
    """A page of the cases that wait for these sides, as far as the person stands on them; the first due first.

    A case that the person may not judge waits for somebody else and is left out. Call-backs that were drawn come before
    all others, in the order of the draw, on the first page and on no other.
    """
    programmes = district.programmes()
    places = {(one.id, stage) for one in programmes for party in parties for stage in leading(one, person, party)}
    if not places:
        return (), None
    asked = Filter(final=False, places=frozenset(places))
    sample = {number: n for n, number in enumerate(drawn(district))}
    with district.door.look(district.id) as (session, ground), session.glance():
        page = list_cases(session, ground, person, programmes, filter_=asked, after=after, size=size)
        first: tuple[Line, ...] = ()
        if sample and after is None:
            asked = replace(asked, numbers=tuple(sample))
            first = list_cases(session, ground, person, programmes, filter_=asked, size=SAMPLE_MOST).lines
        front = [one for one in _owed(district, person, parties, first, sample) if one.drawn]
        rest = [one for one in _owed(district, person, parties, page.lines, sample) if not one.drawn]
        found = [*sorted(front, key=lambda one: sample[one.line.case.number]), *rest]
        said = words_of(session, ground, [one.line for one in found])
    worded = (
        replace(one, words=beginning(words, one.programme), place=place(words, one.programme))
        for one in found
        for words in (said.get(one.line.case.id, ()),)
    )
    return tuple(worded), page.after


def _owed(
    district: District, person: Person, parties: Sequence[Party], lines: Sequence[Line], sample: Collection[str]
) -> Iterator[Waiting]:
    """Those of the lines that a step of the person's, on one of these sides, would lead on; without words."""
    context, now = context_of(district), district.door.clock()
    for line in lines:
        programme = district.rules.of(line.case.programme, line.case.edition)
        steps = [
            one.step
            for one in offers(line.case, person, programme, context, now, LEADING)
            if one.open and one.by is not None and one.by.party in parties
        ]
        if steps:
            again = line.case.number in sample and any(one.verb is Verb.CALL_BACK for one in steps)
            yield Waiting(line=line, words="", programme=programme, drawn=again)


def leading(programme: Programme, person: Person, party: Party) -> frozenset[str]:
    """Stages out of which a step leads that the person's roles on this side have to take."""
    duties = {post.duty for post in person.posts}
    return frozenset(
        stage
        for step in programme.steps.values()
        if step.verb in LEADING
        and any(role.party is party and role.duty in duties for role in programme.takers(step))
        for stage in step.from_
    )
