"""Where cases stand and what is asked for in them, as rows to count: of all that are not at their end, or of some.

Reads only; who may see a case is no question of a count, and no word of a case is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bihuan.store.session import Session, read_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a case stands that is not at its end: cases in the same place are counted together."""

    programme: str
    stage: str
    area: str | None
    standing: str
    """How far from its end (`core.standing`)."""
    about: str | None
    """The unit that it is about: those of it must not learn that it is there."""


def places(
    session: Session, district: str, cases: Sequence[str] | None = None
) -> dict[str, tuple[Place, datetime | None]]:
    """Case → where it stands and when it is next due: of some cases, or of all; those at their end have no place."""
    some = () if cases is None else (session.of_many(cases),)
    rows = session.rows("open_places" if cases is None else "places_of", (district, *some))
    about: dict[str, str] = dict(session.rows("open_about" if cases is None else "about_of", (district, *some)))
    return {
        str(id_): (
            Place(programme=programme, stage=stage, area=area, standing=standing, about=about.get(id_)),
            _due(due),
        )
        for id_, programme, stage, area, standing, due, *final in rows
        if not any(final)
    }


def requests(
    session: Session, district: str, clocks: Sequence[str], cases: Sequence[str] | None = None
) -> dict[tuple[str, str], tuple[str, datetime | None]]:
    """Case and clock → the clock's name and when it ends, for clocks that run until somebody decides."""
    name_, asked = ("open_requests", clocks) if cases is None else ("requests_of", cases)
    rows = session.rows(name_, (district, session.of_many(asked)))
    wanted = frozenset(clocks)
    return {(str(case), str(clock)): (str(name), _due(due)) for case, clock, name, due in rows if name in wanted}


def changed_since(session: Session, district: str, position: int, most: int) -> list[str] | None:
    """Streams with a fact after a position; None if there are more than so many facts."""
    rows = session.rows("streams_since", (district, position, most + 1))
    return None if len(rows) > most else list(dict.fromkeys(str(stream) for _, stream in rows))


def _due(stored: str | datetime | None) -> datetime | None:
    due = read_moment(stored)
    return None if due is None or due.year == 9999 else due
