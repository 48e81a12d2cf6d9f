"""Between the supervisor's page and what it asks: counts within a reach, and the views that are kept. No rule here."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from bihuan.app import figures, ledger, ledger_views
from bihuan.app.burden import burden
from bihuan.app.figures import Tally
from bihuan.app.ledger_filters import agreeing, choices, grouped
from bihuan.app.ledger_sums import sums
from bihuan.app.ledger_views import TITLE_MOST
from bihuan.app.ledger_words import Sought, sought
from bihuan.app.overseeing import REASON_MOST, powers
from bihuan.app.people import Signed
from bihuan.app.reaching import reach_of, standing
from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import in_words
from bihuan.web.house import House
from bihuan.web.reading import language
from bihuan.web.show import ledger as show

OVERSIGHT = frozenset({Party.SUPERVISOR, Party.LEADER})
TOO_SHORT = "question-too-short"


def home_of(signed: Signed) -> str:
    """The route at which this person finds the ledger."""
    return "supervisor" if signed.parties & OVERSIGHT else "ledger"


def wanted_of(request: HttpRequest) -> tuple[ledger.Asked, Sought | None] | Refusal:
    """The ledger that an address asks for, of this person's mechanisms, with the words looked for in it."""
    wanted = _asked(request)
    if early := ledger.too_early(request.services.district, wanted):
        return early
    return sought(request.services.district, request.signed.person, wanted, request.GET.get("q", ""))


def _asked(request: HttpRequest) -> ledger.Asked:
    district = request.services.district
    among = standing(district, request.signed.person)
    return ledger.asked(district, request.GET.dict(), tuple(request.GET.getlist("column")), among)


def ledger_page(request: HttpRequest) -> dict[str, object] | Refusal:
    """One page of the ledger with all that stands round it; a refusal while its cases are being counted. Words that
    are too short to be looked for are said so on the page itself, with everything else as it was chosen."""
    house, person, found = request.services, request.signed.person, wanted_of(request)
    if isinstance(found, Refusal) and found.code != TOO_SHORT:
        return found
    district, among = house.district, standing(house.district, person)
    wanted, said = (_asked(request), None) if isinstance(found, Refusal) else found
    rows: tuple[ledger.Row, ...] = ()
    more = None
    if not isinstance(found, Refusal):
        rows, more = ledger.rows(district, person, wanted, ledger.place(wanted, request.GET.getlist("after")))
    offered = choices(district, among), grouped(district, among)
    return {
        **show.table(rows, wanted, district.zone, language()),
        **show.controls(*offered, agreeing(district, request.GET.dict()), wanted, request.GET),
        **kept_views(request),
        "sought": show.sought(said, district.zone) if said else None,
        "unsought": in_words(found) if isinstance(found, Refusal) else None,
        "sums": sums(district, person, wanted, rows, whole=more is None and "after" not in request.GET),
        "more": show.query(request.GET, more) if more else "",
        "token": house.new_request(),
        "reason_most": REASON_MOST,
        "powers": powers(district, person),
        "mechanisms": [one.title for one in district.programmes() if among is None or one.id in among],
    }


def own_programmes(house: House, person: Person) -> list[Programme]:
    """The mechanisms in force on which the person's posts stand."""
    among = standing(house.district, person)
    return [one for one in house.programmes() if among is None or one.id in among]


def key_figures(house: House, person: Person) -> dict[str, object]:
    """Counts within the person's reach and who carries how much; while they are being made, how far that is."""
    whole = reach_of(house.district, person).everything
    tallies = _counted(house, person)
    if isinstance(tallies, Refusal):
        return {"whole": whole, "counting": in_words(tallies)}
    within = reach_of(house.district, person)
    found = burden(house.district, house.population, house.now(), within=within) if whole else None
    exempted = ledger.exemptions(house.district, person, house.population)
    return {
        "whole": whole,
        "tiles": show.tiles(tallies, exempted, house.population),
        **show.loads(found, house.context().units, house.levels),
    }


def _counted(house: House, person: Person) -> list[Tally] | Refusal:
    """The counts of the person's mechanisms, each within the person's reach; a refusal while they are being made."""
    found = []
    for one in own_programmes(house, person):
        within = reach_of(house.district, person, one)
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
