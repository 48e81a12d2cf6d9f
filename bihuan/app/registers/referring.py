"""What refers to an entry: entries of other registers, and the cases that name or changed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bihuan.app.district import District
from bihuan.app.registers.about import Group, grouped, rules
from bihuan.app.registers.reading import Seen, Wanted, page
from bihuan.core.commands import Person
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Register
from bihuan.core.text import Text
from bihuan.store.lists import Line, mentions
from bihuan.store.own_lists import within_reach
from bihuan.store.reading import glance_case

MOST = 20
CASES_MOST = 40


@dataclass(frozen=True, slots=True)
class Referring:
    """Entries of one register that refer to an entry in one field."""

    form: Register
    field: Field
    entries: Sequence[Seen]
    more: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """A case that names an entry: number, mechanism, stage, day it was raised."""

    number: str
    mechanism: Text
    stage: Text
    raised: date
    brought: tuple[Matter, ...] = ()
    """Those that came of it, as far as the person may see them."""


@dataclass(frozen=True, slots=True)
class About:
    """Some matters about an entry, and where the next page begins; None if there is none."""

    groups: tuple[Group, ...]
    """Those of mechanisms whose pack says how they are told here."""
    matters: tuple[Matter, ...]
    """All others."""
    after: tuple[str, str] | None


def referring(district: District, person: Person, seen: Seen, day: date) -> list[Referring]:
    """Everything in the registers that the person may see that names this entry on that day."""
    found: list[Referring] = []
    for form in district.rules.registers.values():
        for field in form.fields.values():
            if field.type is FieldType.ENTRY and field.register == seen.form.id:
                wanted = Wanted(register=form.id, day=day, holding={field.id: seen.found.key}, most=MOST)
                entries = page(district, person, wanted)
                if isinstance(entries, Refusal):
                    continue
                # Where the field is masked the list was not narrowed by it: then nothing is known to refer.
                shown = [one for one in entries.entries if one.found.values.get(field.id) == seen.found.key]
                if shown:
                    found.append(Referring(form, field, shown, bool(entries.after)))
    return found


def numbers(district: District, person: Person, seen: Seen) -> dict[str, str]:
    """Case id → number, of the cases that changed the entry and that the person may see."""
    causes = {event.cause for _, event in seen.history if event.cause}
    known: dict[str, str] = {}
    if not causes:
        return known
    with district.door.look(district.id) as (session, ground):
        for cause in causes:
            case = glance_case(session, ground, person, cause)
            if not isinstance(case, Refusal):
                known[cause] = case[0].number
    return known


def cases_about(
    district: District, person: Person, seen: Seen, now: datetime, after: tuple[str, str] | None = None,
    most: int = CASES_MOST,
) -> About:
    """The cases that name this entry in a field and that the person may see, the newest first, all of them page by
    page; those out of reach are not even counted."""
    naming = [
        one for one in district.programmes() if any(known.register == seen.form.id for known in one.fields.values())
    ]
    if not person.posts or not naming:
        return About((), (), None)
    with district.door.look(district.id) as (session, ground):
        page = mentions(session, ground, person, naming, seen.form.id, seen.found.key, after=after, size=most)
        wanted = [child for line in page.lines for child in line.case.children]
        children = within_reach(session, ground, person, district.programmes(), wanted)
    known, told = {one.case.id: one for one in children}, rules(district, seen.form.id)
    groups = grouped(district, person, page.lines, known, (seen.form.id, now))
    plain = tuple(_matter(district, line, known) for line in page.lines if line.case.programme not in told)
    return About(groups, plain, page.after)


def _matter(district: District, line: Line, known: Mapping[str, Line]) -> Matter:
    programme = district.rules.of(line.case.programme, line.case.edition)
    raised = line.case.occurred_at.astimezone(district.zone).date()
    brought = tuple(_matter(district, known[child], {}) for child in line.case.children if child in known)
    return Matter(line.case.number, programme.title, programme.stages[line.case.stage].title, raised, brought)
