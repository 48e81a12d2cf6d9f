"""Where signing in leads: to the first workplace that is the person's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bihuan.core.offices import Office
from bihuan.web.signed import STAFF, only
from bihuan.web.workplaces import places_of


@require_safe
@only(*STAFF, *Office)
def work(request: HttpRequest) -> HttpResponse:
    """To the person's own work."""
    own = places_of(request.signed)
    return redirect(own[0].route) if own else render(request, "web/people/nothing_yet.html")
