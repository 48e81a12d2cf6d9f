"""Keeping a ledger or a list of a register under a name, renaming and deleting it. The lists are pages of their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bihuan.app import ledger_views
from bihuan.app.registers.reading import seen_register
from bihuan.core.commands import Person
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.show import registers
from bihuan.web.signed import asks_first, only
from bihuan.web.supervising import home_of


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
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
    return redirect(f"{reverse(home_of(request.signed))}?{found.query}#ledger")


@never_cache
@require_POST
@asks_first
def register_view_saved(request: HttpRequest, register: str) -> HttpResponse:
    """Keep the list of a register that is shown."""
    who, house = request.signed, request.services
    form = seen_register(house.district, who.person, register)
    if isinstance(form, Refusal):
        return refused(request, form)
    sent = QueryDict(request.POST.get("query", "")[:4_000])
    query = registers.query(sent.dict(), sorted(set(sent.getlist("column"))))
    found = ledger_views.save(
        house.district, who.person, house.new_request(), request.POST.get("title", ""), query,
        request.POST.get("unit") or None, ledger_views.of_register(register),
    )  # fmt: skip
    if isinstance(found, Refusal):
        return refused(request, found)
    return redirect(f"{reverse('register', args=(register,))}?{found.query}")


@never_cache
@require_POST
@asks_first
def register_view_changed(request: HttpRequest, register: str, view: str) -> HttpResponse:
    """Rename, share or delete one's own view of a register."""
    found = _changed(request, request.signed.person, view)
    return refused(request, found) if found else redirect("register", register)


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def view_changed(request: HttpRequest, view: str) -> HttpResponse:
    """Rename, share or delete one's own."""
    found = _changed(request, request.signed.person, view)
    return refused(request, found) if found else redirect(f"{reverse(home_of(request.signed))}#views")


def _changed(request: HttpRequest, person: Person, view: str) -> Refusal | None:
    district = request.services.district
    if request.POST.get("do") == "delete":
        return ledger_views.drop(district, person, view)
    unit = request.POST.get("unit") or None
    return ledger_views.change(district, person, view, request.POST.get("title", ""), unit)
