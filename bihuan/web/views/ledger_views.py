"""Keeping a ledger under a name, renaming and deleting it. The list itself is the supervisor's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.app import ledger_views
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.signed import only


@never_cache
@require_POST
@only(Party.SUPERVISOR, Party.LEADER)
def view_saved(request: HttpRequest) -> HttpResponse:
    """Keep the ledger that is shown."""
    house, sent = request.services, QueryDict(request.POST.get("query", "")[:4_000])
    query = ledger_views.query_of(sent.dict(), sent.getlist("column"))
    unit = request.POST.get("unit") or None
    found = ledger_views.save(
        house.district, request.signed.person, house.new_request(), request.POST.get("title", ""), query, unit
    )
    if isinstance(found, Refusal):
        return refused(request, found)
    return redirect(f"{reverse('supervisor')}?{found.query}#ledger")


@never_cache
@require_POST
@only(Party.SUPERVISOR, Party.LEADER)
def view_changed(request: HttpRequest, view: str) -> HttpResponse:
    """Rename, share or delete one's own."""
    district, person = request.services.district, request.signed.person
    if request.POST.get("do") == "delete":
        found = ledger_views.drop(district, person, view)
    else:
        unit = request.POST.get("unit") or None
        found = ledger_views.change(district, person, view, request.POST.get("title", ""), unit)
    return refused(request, found) if found else redirect(f"{reverse('supervisor')}#views")
