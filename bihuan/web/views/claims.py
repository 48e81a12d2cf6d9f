"""Published figures: each with the verdict that is computed for it, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.web.reading import language
from bihuan.web.show.claims import chosen, document_view


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Every figure of every document, or those of one verdict."""
    house, only = request.services, chosen(request.GET.get("verdict", ""))
    dictionaries = house.context().dictionaries
    documents = [document_view(one, dictionaries, only, language()) for one in house.published()]
    return render(request, "web/claims.html", {"documents": documents, "only": only})
