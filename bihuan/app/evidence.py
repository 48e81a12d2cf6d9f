"""Photos of a case for somebody who may see the case. The policy is asked each time; nothing is kept in between."""

from __future__ import annotations

from collections.abc import Collection

from bihuan.app.covering import covered
from bihuan.app.district import District
from bihuan.app.receipts import Held, Seen, mine
from bihuan.core.commands import Person
from bihuan.core.evidence import shown_to_raiser
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


def shown_in(seen: Seen) -> Collection[str]:
    """The addresses of the photos of a case that the one who raised it may see."""
    return shown_to_raiser(seen.events, seen.programme).keys()


def photo_for_raiser(district: District, held: Held, address: str) -> bytes | Refusal:
    """The photo at an address for whoever holds the receipt of its case, if they may see it, as they may see it: a copy
    with what is covered filled, never the file that is kept. Else it does not exist.

    Answered alike: another case's, one of this case that is for colleagues alone, and one that never was.
    """
    nothing = Refusal("no-such-case", {"case": "—"})
    seen = mine(district, held)
    if isinstance(seen, Refusal):
        return nothing
    areas = shown_to_raiser(seen.events, seen.programme).get(address)
    if areas is None or not any(photo.address == address for photo in seen.photos):
        return nothing
    found = district.door.photo(district.id, held.case, address)
    return found if isinstance(found, Refusal) else covered(found, areas)
