"""What pages ask of the house, as one port, and the value objects of the answers. `site` fills it in.

A view knows this port and nothing below it: no table, no door, no settings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bihuan.app.claims import Published
from bihuan.app.district import District
from bihuan.app.figures import Tally
from bihuan.app.publishing import PublicLog
from bihuan.app.registers.series import Standing
from bihuan.app.relay import Relay
from bihuan.core.case import Case
from bihuan.core.counting import Counts
from bihuan.core.decide import Context
from bihuan.core.events import Event
from bihuan.core.programme import Indicator, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.transparency.faults import Fault
from bihuan.web.show.figures import Page, Reason


@dataclass(frozen=True, slots=True)
class Seen:
    """One case with everything its public page is computed from; what is not public was taken out before."""

    case: Case
    events: tuple[Event, ...]
    programme: Programme
    """The edition that the case runs by."""
    confidential: bool = False
    """True if only number, stage and deadlines are left of it."""


@dataclass(frozen=True, slots=True)
class Count:
    """The cases of one programme in one population and period, with its figures."""

    total: int
    figures: Mapping[str, tuple[Indicator, Counts]]
    """By the id of the indicator, in the programme's order."""
    triage: tuple[Reason, ...]
    as_of: datetime
    tally: Tally
    """What the cases behind a number are asked with."""


class NotYet(Exception):
    """Something that every page needs cannot be told yet; the refusal says what and when."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class House(Protocol):
    """Everything a page may ask."""

    district: District
    """For pages of those who signed in: use cases of `app` take it with the person who asks. Public pages don't."""
    relay: Relay
    """The telephone exchange that connects without showing a number."""
    bridge: str
    """The number that reaches it; empty: there is none, and somebody at the desk connects."""
    title: Text
    short: Text
    phone: str
    demo: bool
    population: str
    """The population that new reports belong to."""
    levels: Mapping[str, Text]
    """What the levels of units are called."""

    def now(self) -> datetime:
        """The moment, UTC."""

    def new_request(self) -> str:
        """An id that makes sending one form twice harmless."""

    def programmes(self) -> Sequence[Programme]:
        """The public programmes in force today, in the order of their codes."""

    def context(self) -> Context:
        """Calendars, dictionaries, units and areas."""

    def count(self, programme: Programme, population: str, since: date | None, until: date | None) -> Count:
        """Published figures over the cases whose day lies in the period; None is open. Raises NotYet."""

    def cases(self, count: Count, measure: str, bucket: str, after: str) -> Page:
        """Some cases behind one number of a count; after those of the page before."""

    def populations(self) -> Mapping[str, int]:
        """How many cases each population has; those without any are left out."""

    def case(self, number: str) -> Seen | Refusal:
        """A case that the public may see. What it may not see is answered like what does not exist."""

    def published(self, day: date | None = None, known: date | None = None) -> Sequence[Published]:
        """Documents with published figures, each figure judged as of a day, as known at the end of one; today, and
        everything, where none is said. Raises NotYet."""

    def standing(self, day: date | None = None, known: date | None = None) -> Standing:
        """Series and goals of the public registers, as of today or of a day, and as known at the end of one."""

    def public_log(self) -> PublicLog | Fault:
        """The public log, to prove from; a fault where the district has none."""

    def healthy(self) -> bool:
        """Whether the store answers."""
