"""Between the leader's lists and what narrows them: addresses read, filters laid out for the template. No rule here."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from bihuan.app import ledger_filters
from bihuan.app.figures import Narrow
from bihuan.core.programme import Programme
from bihuan.core.text import Text
from bihuan.web.house import House
from bihuan.web.show import narrowing as show


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list offers to be narrowed by, and what it is narrowed to."""

    filters: list[show.Offered]

    @property
    def chosen(self) -> list[tuple[Text, Text]]:
        """In words."""
        return [*show.words(self.filters)]

    @property
    def held(self) -> dict[str, str]:
        """As an address says it, without what makes no sense."""
        return show.held(self.filters)

    @property
    def query(self) -> str:
        """The same as part of an address, with the sign that joins it to what stands before."""
        return "".join(f"&{urlencode({name: value})}" for name, value in self.held.items())


def of(request: HttpRequest, programme: Programme | None = None) -> Narrowed:
    """The filters of one programme's cases, or of those of all."""
    house: House = request.services
    titles = {name: title for name, title in show.TITLES.items() if programme is None or name != "programme"}
    only = (programme.id,) if programme else None
    choices = ledger_filters.choices(house.district, only)
    marked = ledger_filters.marked(house.district, only)
    return Narrowed(show.offered(titles, choices, marked, request.GET.dict()))


def counted(request: HttpRequest, found: Narrowed) -> Narrow:
    """The same for lists that stand behind counts."""
    house: House = request.services
    said = found.held
    return Narrow(
        unit=said.get("unit"),
        area=said.get("area"),
        category=said.get("category"),
        marks=ledger_filters.marks_of(house.district, said),
    )
