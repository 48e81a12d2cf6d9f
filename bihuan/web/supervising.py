"""Between the supervisor's page and what it asks: counts within a reach, and the views that are kept. No rule here."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from bihuan.app import figures, ledger, ledger_views
from bihuan.app.burden import burden
from bihuan.app.figures import Tally
from bihuan.app.ledger_views import TITLE_MOST
from bihuan.app.people import Signed
from bihuan.app.reaching import reach_of
from bihuan.core.access import Reach
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.web.answers import in_words
from bihuan.web.house import House, NotYet
from bihuan.web.reading import language
from bihuan.web.show import ledger as show


def key_figures(house: House, person: Person) -> dict[str, object]:
    """Counts within the person's reach and who carries how much; while they are being made, how far that is."""
    within = reach_of(house.district, person)
    tallies = _counted(house, within)
    if isinstance(tallies, Refusal):
        return {"whole": within.everything, "counting": in_words(tallies)}
    found = burden(house.district, house.population, house.now()) if within.everything else None
    exempted = ledger.exemptions(house.district, person, house.population)
    return {
        "whole": within.everything,
        "tiles": show.tiles(tallies, exempted, house.population),
        **show.loads(found, house.context().units, house.levels),
    }


def _counted(house: House, within: Reach) -> list[Tally] | Refusal:
    """The counts of every programme within a reach; a refusal while they are being made."""
    if within.everything:
        try:
            return [house.count(one, house.population, None, None).tally for one in house.programmes()]
        except NotYet as early:
            return early.refusal
    found = []
    for one in house.programmes():
        tally = figures.tally(house.district, one, house.population, as_of=house.now(), within=within)
        if isinstance(tally, Refusal):
            return tally
        found.append(tally)
    return found


def kept_views(request: HttpRequest) -> dict[str, object]:
    """The views that this person sees, which of them is shown now, and the units one can share with."""
    here = ledger_views.query_of(request.GET.dict(), request.GET.getlist("column"))
    addresses = {"save": reverse("view_saved"), "base": reverse("view_saved"), "anchor": "#ledger"}
    return views_of(request, request.signed, here, ledger_views.LEDGER) | addresses


def views_of(request: HttpRequest, signed: Signed, here: str, ledger: str) -> dict[str, object]:
    """The views of one ledger."""
    house = request.services
    units = house.context().units
    shown = [
        {"id": one.saved.id, "title": one.saved.title, "query": one.saved.query, "own": one.own,
         "unit": one.saved.unit, "here": bool(here) and one.saved.query == here}
        for one in ledger_views.kept(house.district, signed.person, ledger)
    ]  # fmt: skip
    named = [(one, units[one].title.in_(language())) for one in signed.units if one in units]
    return {"views": shown, "here": here, "units": named, "title_most": TITLE_MOST}
