"""Where the district stands by its own registers: profile, goals, rankings and grades as series."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.web.reading import language
from bihuan.web.show.series import standing_view


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Every series and every goal that the pack shows in public."""
    return render(request, "web/standing.html", {"parts": standing_view(request.services.standing(), language())})
