"""When somebody is there: the hours of the played office; Sundays off, unless they are worked. Plays nothing."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bihuan.core.calendars import Calendar

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Office:
    """The hours in which people of the demonstration work, in the district's zone."""

    hours: tuple[time, time]
    zone: ZoneInfo
    chance: random.Random
    calendars: Collection[Calendar]
    """A clock counts a make-up Sunday as a working day: whoever has to act in time must be there."""

    def next(self, at: datetime) -> datetime:
        """The moment, or some time of the next morning somebody is there."""
        opens, _ = self.hours
        if self._open(at):
            return at
        local = at.astimezone(self.zone)
        day = self._day(local.date() if local.time() < opens else local.date() + timedelta(days=1), 1)
        return datetime.combine(day, opens, self.zone) + timedelta(minutes=self.chance.uniform(0, 90))

    def shortly_before(self, until: datetime, minutes: tuple[int, int]) -> datetime:
        """So many minutes before the end, or in the last office hour before that."""
        _, closes = self.hours
        at = until - timedelta(minutes=self.chance.uniform(*minutes))
        if self._open(at):
            return at
        local = at.astimezone(self.zone)
        day = self._day(local.date() if local.time() > closes else local.date() - timedelta(days=1), -1)
        return datetime.combine(day, closes, self.zone) - timedelta(minutes=self.chance.uniform(1, 60))

    def worked_from(self, day: date) -> date:
        """That day, or the next one on which somebody works."""
        return self._day(day, 1)

    def _open(self, at: datetime) -> bool:
        local = at.astimezone(self.zone)
        return self.hours[0] <= local.time() <= self.hours[1] and self._worked(local.date())

    def _worked(self, day: date) -> bool:
        return day.weekday() != SUNDAY or any(calendar.is_working_day(day) for calendar in self.calendars)

    def _day(self, day: date, step: int) -> date:
        while not self._worked(day):
            day += timedelta(days=step)
        return day
