"""What somebody can do on a case now, and doing it. Which steps there are the programme says, who may the policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.app.blanks import unfinished
from bihuan.app.district import District
from bihuan.app.door import Asked, CommandFailed, Failed
from bihuan.core.commands import Person, Take
from bihuan.core.decide import Context
from bihuan.core.decide.offering import offers
from bihuan.core.decide.routing import Suggestion
from bihuan.core.events import By, Scalar
from bihuan.core.programme import Step
from bihuan.core.refusals import Refusal
from bihuan.core.registers.looking import finding, looking
from bihuan.store.jobs import Accepted
from bihuan.store.reading import Seen, case_of_number, read_case, read_own
from bihuan.store.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A step that the person may take now."""

    step: Step
    by: By
    routed: Suggestion | None
    """What the dispatch catalogue says, for a step that dispatches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A step that is the person's, but not now, and why not."""

    step: Step
    why: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCase:
    """A case as the person sees it, with what the person can do."""

    seen: Seen
    acts: tuple[Act, ...]
    context: Context
    closed: tuple[Closed, ...] = ()


def context_of(district: District) -> Context:
    """The surroundings of decisions as they are today."""
    rules, places = district.rules, district.places()
    return Context(
        zone=rules.zone,
        calendars=rules.calendars,
        dictionaries=rules.dictionaries,
        units=places.units,
        areas=places.areas,
    )


def _looking_up(district: District) -> Context:
    """The same with the registers, so that the catalogue suggests what the door would say. A look-up borrows a reader:
    not to be asked while one is held."""
    registers, context = district.rules.registers, context_of(district)
    standing = Standing(district.door.readers.lend, district.id)
    return replace(
        context,
        lookup=looking(registers, standing.lookup, context.places),
        entries=finding(registers, standing.finding),
    )


def on_case(district: District, person: Person, number: str) -> OnCase | Refusal:
    """The case behind a number with what can be done; what the person may not see does not exist."""
    with district.door.look(district.id) as (session, ground):
        case = case_of_number(session, district.id, number)
        seen = read_case(session, ground, person, case) if case else Refusal("no-such-case", {"case": number})
    if isinstance(seen, Refusal):
        return Refusal("no-such-case", {"case": number})
    context = replace(_looking_up(district), stream=lambda: seen.events)
    return at_hand(seen, person, context, district.door.clock())


def at_hand(seen: Seen, person: Person, context: Context, now: datetime) -> OnCase:
    """A case that somebody sees, with what they can do on it."""
    found = offers(seen.case, person, seen.programme, context, now)
    return OnCase(
        seen=seen,
        acts=tuple(Act(step=one.step, by=one.by, routed=one.suggestion) for one in found if one.by and one.open),
        context=context,
        closed=tuple(Closed(step=one.step, why=one.refusal) for one in found if one.refusal and _tells(one.refusal)),
    )


def own_case(district: District, person: Person, number: str) -> Seen | Refusal:
    """A case that one of the person's posts raised, as its raiser sees it, with a part in it or without."""
    with district.door.look(district.id) as (session, ground):
        case = case_of_number(session, district.id, number)
        return read_own(session, ground, person, case) if case else Refusal("no-such-case", {"case": number})


_QUIET = frozenset({"already-done", "nothing-to-undo", "undo-overtaken", "undo-late"})


def _tells(refusal: Refusal) -> bool:
    """Whether somebody wants to know: that a step was taken is told by what happened, and taking back by its button."""
    return refusal.code not in _QUIET


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a person filled in for a step."""

    step: str
    outcome: str = "done"
    values: Mapping[str, Scalar]
    words: Mapping[str, str]
    arguments: Mapping[str, Scalar | tuple[str, ...]]
    seen: int | None = None
    """Number of events the person had seen."""


def take(
    district: District, person: Person, on: OnCase, filled: Filled, request: str, photos: Sequence[bytes] = ()
) -> Accepted | Refusal:
    """Take a step on one case. Raises CommandFailed for a fault that is not the person's."""
    if refusal := unfinished(district, on.seen.programme, filled.step, filled.words):
        return refusal
    return district.door.submit(district.id, _command(person, on.seen.case.id, filled), request, photos=photos)


def take_all(
    district: District, person: Person, filled: Mapping[str, Filled], request: str
) -> dict[str, Accepted | Refusal]:
    """Take a step on each of several cases (by id), each with its own words, as one submission; each answers for
    itself. Raises CommandFailed if one met a fault that is not the person's."""
    asked = [
        Asked(command=_command(person, case, one), request_id=f"{request}-{i}")
        for i, (case, one) in enumerate(filled.items())
    ]
    found: dict[str, Accepted | Refusal] = {}
    for case, outcome in zip(filled, district.door.submit_many(district.id, asked), strict=True):
        if isinstance(outcome, Failed):
            raise CommandFailed(str(outcome.error)) from outcome.error
        found[case] = outcome
    return found


def _command(person: Person, case: str, filled: Filled) -> Take:
    return Take(
        case=case,
        step=filled.step,
        by=person,
        outcome=filled.outcome,
        values=filled.values,
        words=filled.words,
        arguments=filled.arguments,
        seen=filled.seen,
    )
