"""Where the district stands by its own registers: profile, goals, rankings and grades as series."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.web.reading import language
from bihuan.web.show.registers import days
from bihuan.web.show.series import standing_view


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    """Every series and every goal that the pack shows in public: today's, or those of a day as they were known then,
    unless another day of knowing is asked for."""
    house, today = request.services, request.services.district.today()
    day, known = days(request.GET.dict(), today)
    past = day < today or known is not None
    known = (known or day) if past else None
    parts = standing_view(house.standing(day, known), language())
    shown = {"parts": parts, "day": day, "known": known, "past": past, "later": past and known != today, "today": today}
    return render(request, "web/standing.html", shown)
