"""The month as an official document: a page that asks for what only a person knows, and the file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bihuan.app import months, papers
from bihuan.app.monthly import WORDS_MOST
from bihuan.app.reaching import reach_of
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.signed import only


@require_safe
@only(Party.LEADER, Party.SUPERVISOR)
def month(request: HttpRequest) -> HttpResponse:
    """Which month, which number, to whom; or that no PDF can be made here."""
    district, spoken = request.services.district, language()
    found = months.month_of(district, request.GET.get("month", ""))
    head, now = district.pack.district.letterhead, months.this_month(district)
    shown = {
        "month": months.month_of(district, "") if isinstance(found, Refusal) else found,
        "last": now,
        "to": head.to.in_(spoken),
        "copies": head.copies.in_(spoken),
        "most": WORDS_MOST,
        "pdf": papers.pdf_possible(spoken),
        "spoken": spoken,
        "invented": request.services.population == "demo",
        "whole": reach_of(district, request.signed.person).everything,
    }
    return render(request, "web/leader/month.html", shown)


@never_cache
@require_safe
@only(Party.LEADER, Party.SUPERVISOR)
def month_file(request: HttpRequest) -> HttpResponse:
    """The document over what this person reaches."""
    house, asked = request.services, request.GET
    form, spoken = asked.get("form", ""), language()
    if form not in papers.FORMS:
        raise Http404
    said = {name: " ".join(asked.get(name, "").split())[:WORDS_MOST] for name in ("number", "recipients", "copies")}
    typed = papers.Typed(**said, address=f"{request.scheme}://{request.get_host()}")
    # One document for everybody who may make it: it opens into no case (decision 0035).
    within = reach_of(house.district, request.signed.person).official
    made = papers.month(house.district, asked.get("month", ""), form, house.population, within, spoken, typed)
    if isinstance(made, Refusal):
        return refused(request, made)
    response = HttpResponse(made.data, content_type=made.type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response
