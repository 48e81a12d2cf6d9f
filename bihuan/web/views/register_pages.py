"""Pages that a pack gives a register besides its list: its funnel, its graphs. No rule stands here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bihuan.app.registers import pictures
from bihuan.app.registers.picking import offered
from bihuan.core.refusals import Refusal
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import funnel as funnel_page
from bihuan.web.show.graph import graphs_view
from bihuan.web.show.registers import days
from bihuan.web.views.registers import person_of

PICKED = 20
"""Entries that a search offers."""


@never_cache
@require_safe
def funnel(request: HttpRequest, register: str) -> HttpResponse:
    """How many entries, and how much money, came how far."""
    house, sent = request.services, request.GET.dict()
    asked = funnel_page.asked(sent, house.district.today())
    found = pictures.funnel_of(house.district, person_of(request), register, asked, house.population)
    if isinstance(found, Refusal):
        return refused(request, found)
    view = funnel_page.funnel_view(found, sent, language())
    stages = [(bar.stage.id, bar.stage.title, bar.stage.id == found.funnel.placed) for bar in found.funnel.bars]
    shown = {"form": found.form, "rule": found.form.funnel, "view": view, "asked": asked, "stages": stages}
    return render(request, "web/registers/funnel.html", shown)


@never_cache
@require_safe
def pick(request: HttpRequest, register: str) -> JsonResponse:
    """Code and name of entries that fit what is being typed; nothing where the person may see none."""
    found = offered(request.services.district, person_of(request), register, request.GET.get("q", "")[:100])
    return JsonResponse({"entries": [[code, name] for code, name in found[:PICKED]]})


@never_cache
@require_safe
def graph(request: HttpRequest, register: str) -> HttpResponse:
    """What comes after what, who fills it, and where a gap is: drawn here, with the same as a table."""
    house = request.services
    day, _ = days(request.GET.dict(), house.district.today())
    found = pictures.graphs_of(house.district, person_of(request), register, day, house.population)
    if isinstance(found, Refusal):
        return refused(request, found)
    columns, graphs = graphs_view(found, language())
    shown = {"form": found.form, "columns": columns, "graphs": graphs, "day": day}
    return render(request, "web/registers/graph.html", shown)
