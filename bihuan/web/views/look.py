"""The parts that pages are made of, on one page: for those who build them, in a demonstration or signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.web.signed import current


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Every part, once. Raises Http404 for a visitor of a live installation."""
    if not request.services.demo and current(request) is None:
        raise Http404
    return render(request, "web/look.html")
