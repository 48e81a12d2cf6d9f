"""Rows of receipts, and the counts behind the map and "somebody near you". Nothing private is opened here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bihuan.core.case import Case
from bihuan.core.text import Language
from bihuan.store.session import Session, stored_moment
from bihuan.store.state import case_from

FIRST: Language = "zh"
"""The language of who left no other: on the telephone and at the counter."""


class Kind(StrEnum):
    """What a code opens."""

    RAISER = "raiser"
    """The case, as the one who raised it."""
    FOLLOWER = "follower"
    """Where a case stands that somebody else raised, without a word of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A receipt as it is kept."""

    case: str
    kind: Kind
    revoked: bool


def put(
    session: Session, district: str, code: str, case: str, kind: Kind, now: datetime, language: Language = FIRST
) -> None:
    """Write down which case a code (its hash) opens, in the caller's transaction; the first row of a code stands."""
    session.write("put_receipts", district, [(code, case, str(kind), stored_moment(now), language)])


def language_of_raiser(session: Session, district: str, case: str) -> Language:
    """In which language the one who raised the case is told: that of their page; Chinese if they used none."""
    row = session.row("language_of_raiser", (district, case))
    return FIRST if row is None else language_from(row[0])


def language_from(stored: object) -> Language:
    """A stored language."""
    return "en" if stored == "en" else FIRST


def of_code(session: Session, district: str, code: str) -> Row | None:
    """What the code with this hash opens."""
    row = session.row("receipt_of_code", (district, code))
    return None if row is None else Row(str(row[0]), Kind(row[1]), row[2] is not None)


def revoke(session: Session, district: str, case: str, now: datetime) -> int:
    """End every code of the one who raised the case; how many there were."""
    return session.run("revoke_receipts", (stored_moment(now), district, case))


def keep_contact(
    session: Session, district: str, code: str, channel: str | None, sealed: bytes | None, language: Language
) -> bool:
    """Where, and in which language, a follower (by the hash of the code) wants to be told, or no longer; False if
    nobody follows by it."""
    return session.run("keep_follower_contact", (channel, sealed, language, district, code)) == 1


def followers(session: Session, district: str, case: str) -> int:
    """How many follow the case."""
    row = session.row("followers_of_case", (district, case))
    return int(row[0]) if row else 0


def nearby(
    session: Session,
    district: str,
    programme: str,
    population: str,
    area: str,
    category: str,
    since: datetime,
    most: int,
) -> tuple[Case, ...]:
    """Open cases of one kind in one area, the newest first."""
    given = (district, programme, population, area, category, stored_moment(since), most)
    return tuple(case_from(row[0]) for row in session.rows("nearby_open", given))


def open_by_area(session: Session, district: str, population: str) -> Mapping[tuple[str, str], int]:
    """Open cases by (area, programme)."""
    rows = session.rows("open_by_area", (district, population))
    return {(str(area), str(programme)): int(count) for area, programme, count in rows}
