"""Identities that were opened, for those who look after them: the data-protection officer, and the person alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bihuan.app.district import District
from bihuan.app.identity import CALLED, MATCHED, OPENED
from bihuan.app.recovering import REISSUED
from bihuan.core.text import Text
from bihuan.core.watching import Look, Pattern, patterns
from bihuan.store import journal, registers
from bihuan.store.identities import keys_of, read_reason
from bihuan.store.journal import Entry, Journal, Wanted
from bihuan.store.reading import case_of_number
from bihuan.store.session import Session

MOST = 5_000
"""Entries that one page counts over; a period with more says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One entry of the access journal, with words for its codes."""

    entry: int
    at: datetime
    kind: str
    case: str
    number: str
    account: str
    who: Text
    unit: Text | None
    purpose: Text | None
    reason: str | None = field(repr=False)
    """None where it was erased with the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """What the data-protection officer sees of a period."""

    entries: Sequence[Opened]
    """The newest, one page."""
    total: int
    more: bool
    """Whether the period has more entries than were counted."""
    by_purpose: Sequence[tuple[Text, int]]
    by_person: Sequence[tuple[str, Text, int]]
    """Account, name, openings; most first."""
    patterns: Sequence[tuple[Pattern, Text]]
    """What is out of the ordinary, with the name of the account."""


_SHOWN = frozenset({OPENED, CALLED, MATCHED, REISSUED})
"""What the person is told of: who looked, who called, who gave a new code."""


def openings(district: District, wanted: Wanted, purpose: str = "", page: int = 50) -> Openings:
    """The openings of a period, filtered; counts are over all that the filter leaves."""
    with district.door.look(district.id) as (session, ground):
        found = journal.page(session, district.id, Journal.ACCESS, replace(wanted, most=MOST + 1))
        kept = [one for one in found[:MOST] if not purpose or one.detail.get("purpose") == purpose]
        names = {one.id: one.title for one in registers.accounts(session, district.id)}
        units = {unit.id: unit.title for unit in ground.places.units.values()}
        shown = tuple(_opened(district, session, one, names, units) for one in kept[:page])
    words = purposes(district)
    looks = [Look(account=one.actor, case=one.about, at=one.at.astimezone(district.zone)) for one in kept]
    by_purpose = Counter(one.detail["purpose"] for one in kept if "purpose" in one.detail)
    by_person = Counter(one.actor for one in kept)
    return Openings(
        entries=shown,
        total=len(kept),
        more=len(found) > MOST,
        by_purpose=[(words.get(code, Text(code, code)), n) for code, n in by_purpose.most_common()],
        by_person=[(account, _name(account, names), n) for account, n in by_person.most_common()],
        patterns=[(one, _name(one.account, names)) for one in patterns(looks)],
    )


def openings_of_case(district: District, case: str) -> tuple[Opened, ...]:
    """Who looked at the identity in one case, for the person it belongs to: moment, unit, purpose, reason.

    The caller has proved to be that person (receipt code, or at the counter). The officer's name is left out: the
    unit answers for its people (Personal Information Protection Law, arts. 44 and 45).
    """
    with district.door.look(district.id) as (session, ground):
        found = journal.page(session, district.id, Journal.ACCESS, Wanted(about=case, most=MOST))
        units = {unit.id: unit.title for unit in ground.places.units.values()}
        seen = [_opened(district, session, one, {}, units) for one in found if one.kind in _SHOWN]
    return tuple(replace(one, account="", who=Text("", "")) for one in seen)


def _opened(
    district: District, session: Session, one: Entry, names: Mapping[str, Text], units: Mapping[str, Text]
) -> Opened:
    keys = keys_of(session, district.id, one.about, district.door.masters) if one.sealed is not None else {}
    unit, purpose = one.detail.get("unit", ""), one.detail.get("purpose", "")
    return Opened(
        entry=one.n,
        at=one.at,
        kind=one.kind,
        case=one.about,
        number=one.detail.get("number", ""),
        account=one.actor,
        who=_name(one.actor, names),
        unit=units.get(unit, Text(unit, unit)) if unit else None,
        purpose=purposes(district).get(purpose, Text(purpose, purpose)) if purpose else None,
        reason=None if one.sealed is None else read_reason(district.id, one.about, one.sealed, keys),
    )


def _name(account: str, names: Mapping[str, Text]) -> Text:
    return names.get(account, Text(account, account))


def purposes(district: District) -> Mapping[str, Text]:
    """Words of every purpose that any programme in force names."""
    named = {programme.purposes for programme in district.programmes() if programme.purposes}
    books = [district.rules.dictionaries[name] for name in sorted(named) if name in district.rules.dictionaries]
    return {code: entry.title for book in books for code, entry in book.entries.items()}


def case_by_number(district: District, number: str) -> str | None:
    """The id behind a case number, for filters of those who may see every opening anyway."""
    with district.door.readers.lend() as session:
        return case_of_number(session, district.id, number)
