"""How long the private parts of a case are kept, and when that time is over. Values and one count; erases nothing.

Personal information is kept for the shortest time that its purpose needs (Personal Information Protection Law,
art. 19).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bihuan.core.clocks import months_from
from bihuan.core.text import Text


class Erases(StrEnum):
    """What goes when the time is over."""

    REPORTER = "reporter"
    """Who raised it; the matter itself stays readable."""
    CASE = "case"
    """All private words and photos."""


ERASED: dict[Erases, Text] = {
    Erases.REPORTER: Text("提出人的身份", "who raised it"),
    Erases.CASE: Text("全部私密文字和照片", "all private words and photos"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A programme's rule."""

    reporter: int | None
    """Months."""
    case: int | None
    """Months."""
    told: int
    """Days between telling somebody and erasing."""
    basis: str

    def months(self, erases: Erases) -> int | None:
        """How long; None for ever."""
        return self.reporter if erases is Erases.REPORTER else self.case

    def over_on(self, last: date, erases: Erases) -> date | None:
        """The first day on which it may go, counted from the last day on which anything happened; None: never.

        The day itself is not counted; a period of months ends on the corresponding day (Civil Code, arts. 201, 202).
        """
        months = self.months(erases)
        return None if months is None else months_from(last, months) + timedelta(days=1)
