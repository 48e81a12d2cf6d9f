"""What staff raise themselves: a case of its own, or one that becomes the child of another. No rule stands here.

A child is raised first and taken by its parent then (decision 0006). Whether the parent may take one is asked before,
so that a child nobody takes is left over only if the parent moved on in between; then it is an open case like others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bihuan.app.acts import Filled, OnCase, on_case, take
from bihuan.app.district import District
from bihuan.core.commands import Person, Raise
from bihuan.core.events import Scalar
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Verb
from bihuan.store.jobs import Accepted
from bihuan.store.lists import Line, mentions
from bihuan.store.own_lists import knowing, within_reach
from bihuan.store.projection import CAUSE
from bihuan.store.reading import case_of_number
from bihuan.store.session import Session

RAISED_FOR_MOST = 100
"""How many cases that were raised for one are told on its record."""
NAMED = ("other", "child")
"""Arguments of verbs that name another case; people know its number, facts hold its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A programme in which somebody can raise a case, and by which step."""

    programme: Programme
    step: Step


def entries(district: District, person: Person) -> tuple[Entry, ...]:
    """Every programme in force in which a post of the person's raises cases."""
    duties = {post.duty for post in person.posts}
    return tuple(
        Entry(programme=programme, step=step)
        for programme in district.programmes()
        if (step := _raising(programme, duties)) is not None
    )


def _raising(programme: Programme, duties: set[str]) -> Step | None:
    for step in programme.steps.values():
        if step.verb is Verb.RAISE and not step.history and any(programme.roles[one].duty in duties for one in step.by):
            return step
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """The case that a new one becomes a child of, and the step that takes it."""

    on: OnCase
    step: Step

    @property
    def passed(self) -> dict[str, Scalar]:
        """What the child says as this case says it, by field."""
        held = self.on.seen.case.fields
        return {name: held[name] for name in self.step.passes if held.get(name) is not None}


def parent_of(district: District, person: Person, number: str, step: str) -> Parent | Refusal:
    """The parent, if this person may take a child by that step now."""
    on = on_case(district, person, number)
    if isinstance(on, Refusal):
        return on
    act = next((one for one in on.acts if one.step.id == step and one.step.spawns is not None), None)
    return Refusal("moved-on", {"case": number}) if act is None else Parent(on=on, step=act.step)


def enter(
    district: District,
    person: Person,
    entry: Entry,
    values: Mapping[str, Scalar],
    words: Mapping[str, str],
    request: str,
    photos: Sequence[bytes] = (),
    parent: Parent | None = None,
    *,
    population: str,
) -> Accepted | Refusal:
    """Raise the case, and let the parent take it as a child. The answer is that of the new case.

    It belongs to the population that new reports of the installation belong to, a child to that of its parent: what
    comes of a made-up case is made up.
    """
    command = Raise(
        case="",
        number="",
        programme=entry.programme.id,
        step=entry.step.id,
        by=person,
        values=values,
        words=words,
        population=parent.on.seen.case.population if parent is not None else population,
    )
    raised = district.door.submit(district.id, command, request, photos=photos)
    if isinstance(raised, Refusal) or parent is None:
        return raised
    filled = Filled(step=parent.step.id, values={}, words={}, arguments={"child": raised.case})
    taken = take(district, person, parent.on, filled, f"{request}-parent")
    return taken if isinstance(taken, Refusal) else raised


def by_number(district: District, filled: Filled) -> Filled:
    """What was filled in, with the numbers of other cases as their ids; a number that no case has stays as it is."""
    given = {name: str(filled.arguments[name]) for name in NAMED if name in filled.arguments}
    named = {name: number for name, number in given.items() if number.isprintable()}
    if not named:
        return filled
    with district.door.look(district.id) as (session, _):
        known = {name: case_of_number(session, district.id, number) for name, number in named.items()}
    found = {name: id_ for name, id_ in known.items() if id_ is not None}
    return replace(filled, arguments={**filled.arguments, **found})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """Another case that this one knows, as far as the person may see it."""

    line: Line
    programme: Programme
    child: bool


def kin_of(district: District, person: Person, on: OnCase) -> tuple[Kin, ...]:
    """Children and linked cases of a case, those that took it in or are linked to it, and the one that it was raised
    for, as far as the person may see them, in the order of their numbers."""
    case = on.seen.case
    with district.door.look(district.id) as (session, ground):
        cause = _cause_of(session, district.id, on)
        wanted = (*case.children, *(other for other, _ in case.links), *knowing(session, district.id, case.id), *cause)
        lines = within_reach(session, ground, person, district.programmes(), wanted)
    of = district.rules.of
    return tuple(
        Kin(line=line, programme=of(line.case.programme, line.case.edition), child=line.case.id in case.children)
        for line in lines
    )


def _cause_of(session: Session, district: str, on: OnCase) -> tuple[str, ...]:
    """The case that this one was raised for, if its programme raises cases for another's entries."""
    rule = on.seen.programme.each
    number = on.seen.case.fields.get(rule.cause) if rule is not None else None
    found = case_of_number(session, district, number) if isinstance(number, str) else None
    return (found,) if found is not None else ()


@dataclass(frozen=True, slots=True)
class RaisedFor:
    """The cases that were raised for each entry of a register while this one ran, the newest first."""

    cases: tuple[Kin, ...]
    more: bool
    """Whether there are more than are told here."""


def raised_for(district: District, person: Person, on: OnCase) -> RaisedFor | None:
    """Those that the person may see; None if no programme raises any for a case like this."""
    case, of = on.seen.case, district.rules.of
    raising = [one for one in district.programmes() if one.each is not None and one.each.programme == case.programme]
    if not raising:
        return None
    with district.door.look(district.id) as (session, ground):
        page = mentions(session, ground, person, raising, CAUSE, case.number, size=RAISED_FOR_MOST)
    found = (Kin(line=one, programme=of(one.case.programme, one.case.edition), child=False) for one in page.lines)
    return RaisedFor(tuple(found), page.after is not None)
