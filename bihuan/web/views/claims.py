"""Published figures: each with the verdict that is computed for it, and why."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.web.reading import language
from bihuan.web.show.claims import chosen, document_view
from bihuan.web.show.registers import days


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Every figure of every document, or those of one verdict; today's, or those of a day."""
    house, only, today = request.services, chosen(request.GET.get("verdict", "")), request.services.district.today()
    day, known = days(request.GET.dict(), today)
    dictionaries, past = house.context().dictionaries, day < today or known is not None
    found = house.published(day if past else None, known)
    documents = [document_view(one, dictionaries, only, language()) for one in found]
    asked = {"on": day.isoformat(), **({"known": known.isoformat()} if known else {})} if past else {}
    shown = {"documents": documents, "only": only, "day": day, "known": known, "past": past, "asked": urlencode(asked)}
    return render(request, "web/claims.html", shown)
