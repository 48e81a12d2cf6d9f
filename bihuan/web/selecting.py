"""Which cases a page is about, read from its address: the population, the days, and how far the list has been read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from bihuan.core.counting import Counts
from bihuan.core.programme import Programme
from bihuan.core.text import Text
from bihuan.web.converters import Number
from bihuan.web.house import House
from bihuan.web.show.dates import Period, period
from bihuan.web.show.figures import BUCKETS, POPULATION_NOTES, POPULATIONS

BACKLOG = "backlog"

is_number = re.compile(Number.regex).fullmatch
"""Whether something typed has the shape of a case number."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One switch: what it is called, how many cases it holds, where it leads."""

    id: str
    title: Text
    total: int
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the address asks for, made safe: an unknown population counts as the first one."""

    population: str
    period: Period
    choices: tuple[Choice, ...]

    @property
    def title(self) -> Text:
        """The population in words."""
        return POPULATIONS.get(self.population, Text(self.population, self.population))

    @property
    def note(self) -> Text | None:
        """What the population is."""
        return POPULATION_NOTES.get(self.population)

    @property
    def triage(self) -> bool:
        """Whether its cases only wait for triage."""
        return self.population == BACKLOG

    @property
    def query(self) -> str:
        """The same choice as part of an address."""
        return _query(self.population, self.period)


def chosen(asked: Mapping[str, str], house: House) -> Chosen:
    """Read the address. A population that holds nothing is offered only if it is the one reports go to."""
    days = period(asked.get("since", ""), asked.get("until", ""))
    totals = {house.population: 0, **house.populations()}
    known = [name for name in POPULATIONS if name in totals]
    full = next((name for name in known if totals[name]), house.population)
    default = house.population if totals[house.population] else full
    population = asked.get("population", "")
    choices = tuple(Choice(name, POPULATIONS[name], totals[name], _query(name, days)) for name in known)
    return Chosen(population=population if population in known else default, period=days, choices=choices)


def bucket(asked: Mapping[str, str]) -> str:
    """Which of a figure's lists is open."""
    name = asked.get("list", "")
    return name if name in BUCKETS else "counted"


def totals(counts: Counts) -> dict[str, int]:
    """How long the lists are that a figure opens into."""
    return {"counted": counts.counted, "rest": counts.rest, "unknown": counts.unknown}


def _query(population: str, days: Period) -> str:
    parts = {
        "population": population,
        "since": days.since.isoformat() if days.since else "",
        "until": days.until.isoformat() if days.until else "",
    }
    return urlencode({name: value for name, value in parts.items() if value})


def programme(house: House, name: str) -> Programme:
    """A public programme in force today. Raises Http404."""
    for one in house.programmes():
        if one.id == name:
            return one
    raise Http404


def safe_next(request: HttpRequest) -> str | None:
    """Where a form says to go on, if that is a page of this house."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else None


def text(asked: Mapping[str, str], name: str) -> str:
    """One value of an address; what no database could compare counts as nothing."""
    value = asked.get(name, "")
    return "" if "\0" in value else value
