"""The public view of a case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.core.refusals import Refusal
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show.case import case_view


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where a case stands, by when and why, and what was found; no words and no names."""
    house = request.services
    seen = house.case(number)
    if isinstance(seen, Refusal):
        return refused(request, seen)
    view = case_view(seen.case, seen.events, seen.programme, house.context(), house.now(), language())
    return render(request, "web/case.html", {"case": view, "confidential": seen.confidential})
