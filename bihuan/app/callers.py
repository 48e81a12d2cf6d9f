"""What somebody on the telephone raised before: opened for a purpose, written down for each case it shows."""

from __future__ import annotations

from collections.abc import Mapping

from bihuan.app.desk import Row, first_words
from bihuan.app.district import District
from bihuan.app.identity import MATCHED, REASON_LEAST, Allowed, Asked, purposes, what_opens, write_access
from bihuan.app.limits import Guard, attempt
from bihuan.core.commands import Person
from bihuan.core.programme import Entry
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text, listed
from bihuan.store import callers
from bihuan.store.identities import keys_of
from bihuan.store.lists import Filter, list_cases
from bihuan.store.searching import words_of

SHOWN = 20
_NUMBER = Text("电话", "telephone number")


def known_purposes(district: District) -> Mapping[str, Entry]:
    """What a history may be opened for, over all programmes in force."""
    found: dict[str, Entry] = {}
    for programme in district.programmes():
        found |= purposes(district, programme)
    return found


def history(district: District, person: Person, typed: str, purpose: str, words: str) -> tuple[Row, ...] | Refusal:
    """The newest cases raised with this number, as far as the person may open who raised them.

    Refused as `field-invalid` for what is no number, `purpose-needed`, `purpose-unexplained`, `too-many-tries`.
    """
    digits = callers.digits_of(typed)
    if digits is None:
        return Refusal("field-invalid", {"field": _NUMBER, "value": typed[:20] or "—", "expected": "13800000000"})
    known = known_purposes(district)
    if purpose not in known:
        return Refusal("purpose-needed", {"known": listed(entry.title for entry in known.values())})
    if len(words.strip()) < REASON_LEAST:
        return Refusal("purpose-unexplained", {"least": str(REASON_LEAST)})
    if refusal := attempt(district, Guard.IDENTITY, target=person.account):
        return refusal
    with district.door.look(district.id) as (session, ground):
        ids = callers.cases_of(session, district.id, ground.masters, digits, SHOWN)
    opened = {id_: found for id_ in ids if isinstance(found := what_opens(district, person, id_), Allowed)}
    wanted = tuple(id_ for id_, found in opened.items() if found.opens.shown)
    asked = Asked(purpose=purpose, words=words)
    with district.door.look(district.id) as (session, ground):
        with session.transaction():
            for id_ in wanted:
                keys = keys_of(session, district.id, id_, ground.masters)
                write_access(district, session, MATCHED, opened[id_], asked, keys)
        page = list_cases(session, ground, person, district.programmes(), filter_=Filter(ids=wanted), sort="raised")
        said = words_of(session, ground, page.lines)
    return tuple(
        Row(line=line, words=first_words(district, line, said))
        for line in page.lines
    )
