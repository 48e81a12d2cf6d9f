"""Programmes for reading: the list, one of them, and its picture."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.app.policies import resting
from bihuan.app.registers import documents
from bihuan.core.registers import Showing
from bihuan.web import selecting
from bihuan.web.drawing import PICTURE_POLICY, drawn
from bihuan.web.reading import language
from bihuan.web.show.programme import programme_view
from bihuan.web.show.registers import entry_address


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every public mechanism in force today."""
    return render(request, "web/programmes.html", {"programmes": request.services.programmes()})


@require_safe
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """One mechanism: its steps, limits with their basis, routes and roles, as the file says."""
    edition = selecting.programme(request.services, programme)
    shown = programme_view(edition, request.services.context(), request.services.levels, language())
    return render(request, "web/programme.html", {"programme": shown})


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """The documents that rules name, and which public mechanisms and registers rest on each."""
    house = request.services
    shown = [form for form in house.district.rules.registers.values() if form.showing is Showing.PUBLIC]
    found = resting(house.district.pack, house.programmes(), shown, house.district.today())
    kept = {id_: entry_address(*entry) for id_, entry in documents.entries(house.district).items()}
    return render(request, "web/policies.html", {"policies": [(one, kept.get(one.policy.id)) for one in found]})


@require_safe
def picture(request: HttpRequest, programme: str) -> HttpResponse:
    """The mechanism drawn from its file."""
    edition = selecting.programme(request.services, programme)
    response = HttpResponse(drawn(edition, language()), content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    return response
