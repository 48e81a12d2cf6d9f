"""Who may do and see what: one policy, deny by default, used for writing and for reading alike.

A post confers a role when its duty is the role's duty; a role reaches as far as its scope. Whoever a case is about
stands aside; whoever handled a case never judges it. Nothing here knows a role by name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import assert_never

from bihuan.core.case import Case
from bihuan.core.commands import Area, Person, Post, Unit
from bihuan.core.events import By
from bihuan.core.programme import Dictionary, Programme, Role, Scope, Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, listed
from bihuan.core.verbs import VERBS, Party, TaskState

_GONE = frozenset({TaskState.RETURNED, TaskState.REVOKED})
"""A unit whose task went elsewhere no longer reaches the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a person may see of one case."""

    roles: tuple[str, ...]
    sees: frozenset[str]
    """Private fields shown; identity fields never are: they are opened for a purpose, each time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The units and areas that scopes are measured with."""

    units: Mapping[str, Unit]
    areas: Mapping[str, Area]


def authorise(person: Person, step: Step, case: Case | None, programme: Programme, places: Places) -> By | Refusal:
    """In which role the person may take this step on this case, or why not."""
    if case is not None and (refusal := _stands_aside(person, case, programme, places)):
        return refusal
    found: By | None = None
    held = False
    for name in acting(step, absent(case, programme, places.units), programme):
        role = programme.roles[name]
        for by, post in _holdings(person, role):
            held = True
            if _reaches(role, post, case, programme, places):
                found = found or by
    if found is None:
        code = "out-of-scope" if held else "role-not-allowed"
        return Refusal(code, {"step": step.title, "roles": _names(step.by, programme)})
    if VERBS[step.verb].judges and case is not None and (refusal := _own_work(person, case)):
        return refusal
    return found


def view(person: Person, case: Case, programme: Programme, places: Places) -> View | Refusal:
    """What the person may read of this case: the sum of what the person's roles see, or nothing at all."""
    if refusal := _stands_aside(person, case, programme, places):
        return refusal
    roles = tuple(
        role.id
        for role in programme.roles.values()
        if any(_reaches(role, post, case, programme, places) for _, post in _holdings(person, role))
    )
    if not roles:
        return Refusal("no-such-case", {"case": case.number})
    seen = frozenset[str]().union(*(programme.roles[role].sees for role in roles))
    identity = {field.id for field in programme.fields.values() if field.identity}
    return View(roles=roles, sees=seen - identity)


def own(person: Person, raised: By, case: Case, programme: Programme, places: Places) -> View | Refusal:
    """What whoever raised the case from a post may read of it, also without a part in it: as much as anybody who raised
    one. It is theirs by the post it was raised from, so colleagues of that duty in that unit read it, nobody else."""
    if refusal := _stands_aside(person, case, programme, places):
        return refusal
    held = {(post.duty, post.unit) for post in person.posts}
    role = programme.roles.get(raised.role)
    if role is None or role.party is Party.RAISER or (role.duty, raised.unit) not in held:
        return Refusal("no-such-case", {"case": case.number})
    raisers = tuple(one.id for one in programme.roles.values() if one.scope is Scope.RAISER)
    identity = {field.id for field in programme.fields.values() if field.identity}
    seen = frozenset[str]().union(*(programme.roles[one].sees for one in raisers))
    return View(roles=raisers, sees=seen.difference(identity))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opens:
    """Which identity fields of one case a person may open or have called, and in which role."""

    by: By
    shown: frozenset[str]
    called: frozenset[str]


def identities(person: Person, case: Case, programme: Programme, places: Places) -> Opens | Refusal:
    """What of the identity the person may open, by the roles that reach the case; nothing unless a role lists it.

    Whoever the case is about opens nothing, whatever other posts the person holds.
    """
    if refusal := _stands_aside(person, case, programme, places):
        return refusal
    found = [
        (by, role)
        for role in programme.roles.values()
        if role.identifies or role.relays
        for by, post in _holdings(person, role)
        if role.party is not Party.RAISER and _reaches(role, post, case, programme, places)
    ]
    if not found:
        return Refusal("identity-not-yours", {})
    identity = {field.id for field in programme.fields.values() if field.identity}
    shown = frozenset[str]().union(*(role.identifies for _, role in found)) & identity
    called = frozenset[str]().union(*(role.relays for _, role in found)) & identity
    return Opens(by=found[0][0], shown=shown, called=called | shown)


def _holdings(person: Person, role: Role) -> list[tuple[By, Post | None]]:
    """The ways in which the person holds the role, whatever the case."""
    match role.scope:
        case Scope.SYSTEM:
            return [(By(account=person.account, role=role.id, unit=None, party=role.party), None)] * person.system
        case Scope.RAISER:
            return [(By(account=person.account, role=role.id, unit=None, party=role.party), None)] * person.raiser
        case Scope.DISTRICT | Scope.AREA | Scope.UNIT:
            return [
                (By(account=person.account, role=role.id, unit=post.unit, party=role.party), post)
                for post in person.posts
                if post.duty == role.duty
            ]
        case _:
            assert_never(role.scope)


def _reaches(role: Role, post: Post | None, case: Case | None, programme: Programme, places: Places) -> bool:
    """Whether the role, held through this post, reaches the case. A case not yet raised is reached by all, save by who
    only stands in: what it is about is not known yet."""
    if role.stands_in and absent(case, programme, places.units).isdisjoint(role.stands_in):
        return False
    if case is None or role.scope in (Scope.DISTRICT, Scope.SYSTEM, Scope.RAISER):
        return True
    if post is None:
        return False
    if role.scope is Scope.UNIT:
        return any(task.unit == post.unit and task.state not in _GONE for task in case.tasks.values())
    covered = post.areas or areas_of(post.unit, places)
    area = case.fields.get(programme.place_field or "")
    return isinstance(area, str) and any(place in covered for place in upwards(area, places.areas))


def areas_of(unit: str, places: Places) -> frozenset[str]:
    """The areas that a unit answers for."""
    known = places.units.get(unit)
    return known.areas if known else frozenset()


def upwards(place: str, places: Mapping[str, Area] | Mapping[str, Unit]) -> list[str]:
    """The area, or the unit, and everything it lies in or under."""
    path: list[str] = []
    current: str | None = place
    while current is not None and current not in path:
        path.append(current)
        current = places[current].parent if current in places else None
    return path


def confidential(case: Case, programme: Programme, dictionaries: Mapping[str, Dictionary]) -> bool:
    """Whether one of the words chosen for the case makes it confidential, also a word that is no longer in force; and
    what is said to be about a unit is a complaint before anybody has called it one."""
    if accused_of(case, programme) is not None:
        return True
    for name, chosen in case.fields.items():
        field = programme.fields.get(name)
        known = dictionaries.get(field.dictionary or "") if field is not None and isinstance(chosen, str) else None
        entry = known.entries.get(str(chosen)) if known is not None else None
        if entry is not None and entry.confidential:
            return True
    return False


def _stands_aside(person: Person, case: Case, programme: Programme, places: Places) -> Refusal | None:
    """Whoever the case is about is recused, the accused unit with those below it, and who declared an interest."""
    accused = accused_of(case, programme)
    if accused is not None and any(is_accused(post.unit, accused, places.units) for post in person.posts):
        known = places.units.get(accused)
        return Refusal("recused", {"unit": known.title if known else accused})
    if case.id in person.recused:
        return Refusal("recused", {"unit": person.account})
    return None


def absent(case: Case | None, programme: Programme, units: Mapping[str, Unit]) -> frozenset[str]:
    """The roles that stand aside as a whole: the case is about the unit where they sit, or one above it."""
    accused = accused_of(case, programme) if case is not None else None
    return frozenset() if accused is None else aside_for(accused, programme, units)


def aside_for(accused: str | None, programme: Programme, units: Mapping[str, Unit]) -> frozenset[str]:
    """The roles that stand aside where this unit is the accused one."""
    return frozenset(
        role.id for role in programme.roles.values() if role.seat is not None and is_accused(role.seat, accused, units)
    )


def acting(step: Step, away: Collection[str], programme: Programme) -> tuple[str, ...]:
    """The roles that may take a step, and of those that are away the one that stands in, where its side may do that.

    Whoever holds the role in another unit may still take it; whoever is of the accused unit was refused before.
    """
    if not away:
        return step.by
    deputies = (programme.stand_in(name, step.verb) for name in step.by if name in away)
    return tuple(dict.fromkeys((*step.by, *(one.id for one in deputies if one is not None))))


def spoken_to(name: str, away: Collection[str], programme: Programme) -> str:
    """Who is told, and named, for a role: its stand-in if it is away."""
    role = programme.roles.get(name)
    return role.stand_in if role is not None and name in away and role.stand_in is not None else name


def accused_of(case: Case, programme: Programme) -> str | None:
    """The unit that the case is about, where it is about one."""
    accused = case.fields.get(programme.accused_field or "")
    return None if accused is None else str(accused)


def is_accused(unit: str, accused: str | None, units: Mapping[str, Unit]) -> bool:
    """Whether a unit is the accused one or stands below it: an office is not asked about its own head.

    The unit at the top stands for itself alone; were all below it to stand aside, nobody would be left to answer.
    """
    if accused is None or accused not in upwards(unit, units):
        return False
    return unit == accused or (accused in units and units[accused].parent is not None)


def _own_work(person: Person, case: Case) -> Refusal | None:
    """Nobody judges what they or one of their units had a part in, in whatever role they come now.

    That holds for the one who raised it too: a handler can't be satisfied with the own answer.
    """
    units = {task.unit for task in case.tasks.values()}
    if person.account in case.worked or any(post.unit in units for post in person.posts):
        return Refusal("own-work", {})
    return None


def _names(roles: tuple[str, ...], programme: Programme) -> Text:
    return listed(programme.roles[name].title for name in roles)
