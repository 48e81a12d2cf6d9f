"""What is not about a matter: how a person reads, whether the service is well, and pages for what went wrong."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from bihuan.app.people import Signed
from bihuan.web import carrying
from bihuan.web.reading import remember
from bihuan.web.signed import current, for_staff


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Choose language or large type, and go back to the page."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe and back.startswith("/") else "/")
    remember(response, request.POST.dict())
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For whoever watches the service: does the store answer?"""
    well = request.services.healthy()
    response = JsonResponse({"status": "ok" if well else "failing"}, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: what was sent could not be read at all."""
    return render(request, "web/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """403: not allowed, or a form that is too old to be sent; then it is kept and can be sent again."""
    if reason and request.resolver_match is not None and request.method == "POST":
        if request.path == reverse("sign_in"):
            return redirect("sign_in")
        if kept := _kept(request, current(request), staff=for_staff(request.resolver_match.func)):
            return kept
    return render(request, "web/errors/403.html", {"form": bool(reason)}, status=403)


def _kept(request: HttpRequest, signed: Signed | None, *, staff: bool) -> HttpResponse | None:
    """The form with a token that is too old: a resident's as it is, one of the offices for whom its token names."""
    if not staff:
        return carrying.once_more(request, carrying.pack(request, ""), None, 403)
    if signed is None:
        return carrying.ask_first(request, status=403)
    by = carrying.writer(request)
    return carrying.once_more(request, carrying.pack(request, by), signed.person, 403) if by else None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing here."""
    return render(request, "web/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Asks nothing of the store, which may be the reason."""
    return render(request, "web/errors/500.html", status=500)
