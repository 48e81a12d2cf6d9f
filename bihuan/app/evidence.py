"""Photos of a case for somebody who may see the case. The policy is asked each time; nothing is kept in between."""

from __future__ import annotations

from bihuan.app.district import District
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.store.reading import case_of_photo, glance_case


def photo_for(district: District, person: Person, address: str) -> bytes | Refusal:
    """The photo at an address, if it belongs to a case that the person may see; else it does not exist."""
    with district.door.look(district.id) as (session, ground):
        case = case_of_photo(session, district.id, address)
        seen = glance_case(session, ground, person, case) if case else Refusal("no-such-case", {"case": "—"})
    if case is None or isinstance(seen, Refusal):
        return Refusal("no-such-case", {"case": "—"})
    return district.door.photo(district.id, case, address)
