"""When and how people are told: quiet hours, digests, tries that follow each other. Pure; nothing is sent here.

A notice is ordered by an event and belongs to a case; a *delivery* is one notice on its way to one recipient over one
channel. What is urgent goes at once; the rest waits for the end of the recipient's quiet hours, or for the digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bihuan.core.text import Language


class Channel(StrEnum):
    """A way to reach somebody."""

    INAPP = "inapp"
    """The list of notices on the pages; needs no gateway and never fails."""
    EMAIL = "email"
    SMS = "sms"
    ROBOT = "robot"
    """A unit's group robot (WeCom, DingTalk): one message for all who work there."""


class Delivery(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    SENDING = "sending"
    """Claimed by a sender; who finds it so after the claim has run out sends it again."""
    SENT = "sent"
    READ = "read"
    DEAD = "dead"
    """Given up after the last try; kept, shown, and sent again when somebody says so."""
    NOBODY = "nobody"
    """There was nobody to tell: no account holds the post, or no address was left."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of a day in which nothing that can wait is sent; `since` after `until` goes over midnight."""

    since: time
    until: time

    def covers(self, moment: time) -> bool:
        """Whether the moment lies in them; `until` itself does not. Equal ends are no hours at all."""
        if self.since <= self.until:
            return self.since <= moment < self.until
        return moment >= self.since or moment < self.until


NIGHT = Quiet(time(21), time(8))
"""What holds for whoever chose nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How somebody wants to be told."""

    language: Language = "zh"
    channels: frozenset[Channel] = frozenset({Channel.INAPP, Channel.EMAIL})
    quiet: Quiet | None = NIGHT
    digest: time | None = None
    """The hour at which all that can wait comes as one message; None sends each by itself."""


def send_at(now: datetime, urgent: bool, wish: Wish, zone: ZoneInfo) -> datetime:
    """The first moment, not before now, at which a message may go out."""
    if urgent:
        return now
    local = now.astimezone(zone)
    if wish.digest is not None:
        local = _next(local, wish.digest)
    if wish.quiet is not None and wish.quiet.covers(local.time()):
        local = _next(local, wish.quiet.until)
    return local.astimezone(now.tzinfo)


def _next(local: datetime, hour: time) -> datetime:
    """The next time the clock on the wall shows the hour; now, if it does."""
    today = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return today if today >= local else today + timedelta(days=1)


NEWS = timedelta(days=14)
"""A notice that could not even be spread for so long (a service that stood still, a past that was played) is no news:
it is passed over. Its fact stays."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""Between tries: close at first, for a gateway that stumbled; then as for one that is down for a night. Some 22 hours
in all, so that what is down over a night and a morning loses nothing."""

CLAIM = timedelta(minutes=5)
"""How long a sender has; afterwards another may think it dead."""


def next_try(failed_at: datetime, tries: int) -> datetime | None:
    """When to try again after so many failed tries; None gives up."""
    return failed_at + PAUSES[tries - 1] if tries <= len(PAUSES) else None
