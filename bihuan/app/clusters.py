"""Matters that are one: tied together, and answered together, each with its own event. Nothing is ever merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.app.acts import Filled, OnCase, on_case, take_all
from bihuan.app.blanks import unfinished
from bihuan.app.desk import first_words
from bihuan.app.district import District
from bihuan.core.commands import Person
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.text import Language
from bihuan.core.verbs import Verb
from bihuan.store.jobs import Accepted
from bihuan.store.lists import PAGE_MOST, Filter, Line, list_cases
from bihuan.store.reading import case_of_number
from bihuan.store.receipts import language_of_raiser
from bihuan.store.searching import words_of

MEMBERS_MOST = 60
"""Cases of one cluster that are handled at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One case of a cluster with the beginning of its words."""

    line: Line
    words: str
    language: Language
    """In which the one who raised it reads its page."""
    on: OnCase | None
    """The case with what the person can do on it now; None if it was taken away in between."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """What the person can do on it together with others."""
        acts = self.on.acts if self.on else ()
        return tuple(one.step for one in acts if one.step.verb is not Verb.LINK and not _for_one(one.step))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Cases that are tied together, the oldest first."""

    members: tuple[Member, ...]
    steps: tuple[Step, ...]
    """Steps that can be taken on at least two of them, so that they are answered together."""


def cluster(district: District, person: Person, number: str) -> Cluster | Refusal:
    """Everything tied to a case, as far as the person may see it."""
    found: dict[str, Line] = {}
    with district.door.look(district.id) as (session, ground):
        first = case_of_number(session, district.id, number)
        wanted = {first} if first else set()
        while wanted and len(found) < MEMBERS_MOST:
            tied = Filter(ids=tuple(sorted(wanted)))
            page = list_cases(session, ground, person, district.programmes(), filter_=tied, size=PAGE_MOST)
            found |= {line.case.id: line for line in page.lines}
            wanted = {other for line in page.lines for other, _ in line.case.links} - set(found)
        words = words_of(session, ground, list(found.values()))
        spoken = {id_: language_of_raiser(session, district.id, id_) for id_ in found}
    if first not in found:
        return Refusal("no-such-case", {"case": number})
    lines = sorted(found.values(), key=lambda line: line.case.number)
    members = tuple(
        Member(
            line=line,
            words=first_words(district, line, words),
            language=spoken[line.case.id],
            on=_on(district, person, line.case.number),
        )
        for line in lines
    )
    return Cluster(members=members, steps=_shared(members))


def _for_one(step: Step) -> bool:
    """Whether it needs what belongs to one case alone: a child of its own, its own photo, the last step to undo."""
    return step.spawns is not None or step.photos > 0 or step.shows or bool(step.undoes)


def _on(district: District, person: Person, number: str) -> OnCase | None:
    seen = on_case(district, person, number)
    return None if isinstance(seen, Refusal) else seen


def _shared(members: tuple[Member, ...]) -> tuple[Step, ...]:
    counted: dict[str, tuple[int, Step]] = {}
    for member in members:
        for step in member.steps:
            counted[step.id] = (counted.get(step.id, (0, step))[0] + 1, step)
    return tuple(step for count, step in counted.values() if count > 1)


def tie(district: District, person: Person, case: str, other: str, request: str) -> Accepted | Refusal:
    """Say that two cases are one matter, in both of them, so that each leads to the other."""
    with district.door.look(district.id) as (session, _):
        ids = [case_of_number(session, district.id, number) for number in (case, other)]
    seen = on_case(district, person, case)
    if isinstance(seen, Refusal):
        return seen
    step = next((act.step for act in seen.acts if act.step.verb is Verb.LINK), None)
    if step is None or ids[0] is None or ids[1] is None:
        return Refusal("no-such-case", {"case": other})
    both = ((ids[0], ids[1]), (ids[1], ids[0]))
    ties = {one: Filled(step=step.id, values={}, words={}, arguments={"other": tied}) for one, tied in both}
    done = take_all(district, person, ties, request)
    # The second tie only leads back; where the other one is past that stage, the first still stands.
    return done[ids[0]]


def answer_all(
    district: District, person: Person, found: Cluster, filled: Mapping[str, Filled], request: str
) -> dict[str, Accepted | Refusal] | Refusal:
    """Take a step on the chosen members (by id), each with its own event; one refused holds up no other. Refused as a
    whole is only an answer that is not written to its end: it is the same for all."""
    for member in found.members:
        given = filled.get(member.line.case.id)
        if given and member.on:
            refusal = unfinished(district, member.on.seen.programme, given.step, given.words)
            if refusal:
                return refusal
    return take_all(district, person, dict(list(filled.items())[:MEMBERS_MOST]), request)
