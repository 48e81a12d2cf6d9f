"""What refers to an entry: entries of other registers, and the cases whose steps changed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.app.district import District
from bihuan.app.registers.reading import Seen, Wanted, page
from bihuan.core.commands import Person
from bihuan.core.programme import Field, FieldType
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Register
from bihuan.core.text import Text
from bihuan.store.lists import PAGE_MOST, Filter, list_cases
from bihuan.store.reading import glance_case

MOST = 20


@dataclass(frozen=True, slots=True)
class Referring:
    """Entries of one register that refer to an entry in one field."""

    form: Register
    field: Field
    entries: Sequence[Seen]
    more: bool


def referring(district: District, person: Person, seen: Seen, day: date) -> list[Referring]:
    """Everything in the registers that the person may see that names this entry on that day."""
    found: list[Referring] = []
    for form in district.rules.registers.values():
        for field in form.fields.values():
            if field.type is FieldType.ENTRY and field.register == seen.form.id:
                wanted = Wanted(register=form.id, day=day, holding={field.id: seen.found.key}, most=MOST)
                entries = page(district, person, wanted)
                if not isinstance(entries, Refusal) and entries.entries:
                    found.append(Referring(form, field, entries.entries, bool(entries.after)))
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


def cases_about(district: District, person: Person, seen: Seen) -> list[tuple[Text, str, Text]]:
    """Mechanism, number and stage of cases that name this entry in a field and that the person may see, the newest
    first; looked for among the latest of each mechanism that has such a field."""
    found: list[tuple[Text, str, Text]] = []
    if not person.posts:
        return found
    for programme in district.programmes():
        names = [one.id for one in programme.fields.values() if one.register == seen.form.id]
        if not names:
            continue
        with district.door.look(district.id) as (session, ground):
            wanted = Filter(programme=programme.id)
            page = list_cases(
                session, ground, person, district.programmes(), filter_=wanted, sort="raised", size=PAGE_MOST
            )
        held = [line for line in page.lines if seen.found.key in [line.case.fields.get(name) for name in names]]
        for line in held[:MOST]:
            stages = district.rules.of(line.case.programme, line.case.edition).stages
            found.append((programme.title, line.case.number, stages[line.case.stage].title))
    return found
