"""The leader's screen, and the very cases behind each of its numbers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.app import figures, leading
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import selecting
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import leader as show
from bihuan.web.signed import only


@require_safe
@only(Party.LEADER)
def leader(request: HttpRequest) -> HttpResponse:
    """Everything a leader asks first, programme by programme."""
    house, screens = request.services, []
    for programme in house.programmes():
        picture = leading.picture(house.district, programme, house.population)
        if isinstance(picture, Refusal):
            return refused(request, picture)
        screens.append(show.screen(picture, language()))
    return render(request, "web/leader/screen.html", {"screens": screens})


@require_safe
@only(Party.LEADER)
def behind(request: HttpRequest, programme: str) -> HttpResponse:
    """A page of the cases behind one number; each record asks the policy again."""
    house = request.services
    edition = selecting.programme(house, programme)
    measure, list_ = request.GET.get("measure", ""), request.GET.get("list", "counted")
    found = figures.tally(house.district, edition, house.population, as_of=house.now())
    if isinstance(found, Refusal):
        return refused(request, found)
    title = show.title_of(found, measure)
    if title is None or list_ not in figures.LISTS:
        raise Http404
    page = figures.cases(house.district, found, measure, list_, after=request.GET.get("after", ""))
    shown = {"programme": edition, "title": title.in_(language()), "page": page}
    return render(request, "web/leader/cases.html", shown | {"measure": measure, "list": list_})
