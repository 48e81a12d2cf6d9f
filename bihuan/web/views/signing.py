"""Signing in, step by step: name and password, second factor, a new password; and out again. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping

import segno
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bihuan.app import factors, signing
from bihuan.app.people import SignIn
from bihuan.app.signing import Next
from bihuan.core.refusals import Refusal
from bihuan.web import carrying
from bihuan.web.answers import status_of
from bihuan.web.limiting import address_of
from bihuan.web.reading import language
from bihuan.web.signed import current

HALF, SECRET, HALF_SECONDS = "half", "secret", 600
"""Session keys of somebody whose password was right and who is not in yet."""
BY = "by"
"""Of the half: a mark of the password that it was begun with."""
LEAVING = "leaving"
"""Session key of somebody whom the single sign-on let in: where to sign out there, empty if it has no such place."""
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = {Next.SECOND: "second", Next.ENROL: "enrol", Next.CHANGE: "change"}


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password."""
    if request.method != "POST":
        return _show(request, "sign_in")
    house, sent = request.services, request.POST
    found = signing.prove(house.district, sent.get("username", ""), sent.get("password", ""), address_of(request))
    if isinstance(found, Refusal):
        return _show(request, "sign_in", found)
    _begin(request, found, {"password": True})
    return _on(request, found, proved=False)


@sensitive_post_parameters()
@never_cache
@require_POST
def second(request: HttpRequest) -> HttpResponse:
    """The code of the second factor."""
    who = _half(request, Next.SECOND)
    if who is None:
        return redirect("sign_in")
    wrong = factors.check(request.services.district, who, request.POST.get("code", ""), address_of(request))
    return _show(request, "second", wrong) if wrong else _on(request, who, proved=True)


@sensitive_post_parameters()
@never_cache
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """The first code of a new authenticator; then the recovery codes, once."""
    who, secret = _half(request, Next.ENROL), request.session.get(SECRET, "")
    if who is None or not secret:
        return redirect("sign_in")
    codes = factors.enrol(request.services.district, who, secret, request.POST.get("code", ""))
    if isinstance(codes, Refusal):
        return _show(request, "enrol", codes)
    del request.session[SECRET]
    request.session[HALF] = {**request.session[HALF], "proved": True}
    return _show(request, "codes", codes=codes)


@never_cache
@require_POST
def codes_kept(request: HttpRequest) -> HttpResponse:
    """The recovery codes are written down: on."""
    who = _half(request)
    return redirect("sign_in") if who is None else _on(request, who, proved=False)


@sensitive_post_parameters()
@never_cache
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """A password of one's own, before anything else."""
    who, sent = _half(request, Next.CHANGE), request.POST
    if who is None:
        return redirect("sign_in")
    wrong = signing.change_password(request.services.district, who, None, sent.get("new", ""), sent.get("again", ""))
    return _show(request, "change", wrong=wrong) if wrong else _on(request, who, proved=False)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out: the session is gone, here and on the list. The single sign-on may hold one of its own: that is said."""
    if request.user.is_authenticated:
        signing.went(request.services.district, request.user, request.session.session_key or "")
    there = request.session.get(LEAVING, "")
    logout(request)
    response = _out_there(request, there) if there else redirect("home")
    # What a worker's phone kept for places without a network goes too, and what "back" shows (W3C Clear Site Data).
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _out_there(request: HttpRequest, there: str) -> HttpResponse:
    """Where to sign out of the single sign-on, too (OpenID Connect RP-Initiated Logout 1.0)."""
    home = request.build_absolute_uri(reverse("home"))
    asked = urlencode({"client_id": settings.OIDC_CLIENT, "post_logout_redirect_uri": home})
    shown = {"there": f"{there}{'&' if '?' in there else '?'}{asked}", "outside": settings.OIDC_TITLE}
    return render(request, "web/people/signed_out.html", shown)


def half_in(request: HttpRequest, who: SignIn, target: str, kept: str) -> HttpResponse:
    """Somebody whom the single sign-on proved: on to the second factor, if there is one. `kept`: a form on its way."""
    _begin(request, who, {"password": False, "next": target, carrying.FIELD: kept})
    return _on(request, who, proved=False)


def _begin(request: HttpRequest, who: SignIn, more: dict[str, object]) -> None:
    """Half in from now on, and nobody else: what the session knew of somebody before, a secret among it, is gone."""
    request.session.cycle_key()
    request.session.pop(SECRET, None)
    held = {"who": who.pk, "at": request.services.now().timestamp(), BY: who.get_session_auth_hash()}
    request.session[HALF] = {**held, **more}


def _half(request: HttpRequest, step: Next | None = None) -> SignIn | None:
    """Who is half in, for ten minutes, and of whom this step is asked now: none is taken out of turn. A new password
    ends it, as it ends sessions: who was half in by the old one would come in by it."""
    half = request.session.get(HALF, {})
    if request.services.now().timestamp() - half.get("at", 0) > HALF_SECONDS:
        return None
    who = SignIn.objects.filter(pk=half.get("who"), is_active=True).first()
    if who is None or not constant_time_compare(half.get(BY, ""), who.get_session_auth_hash()):
        return None
    return None if step is not None and _next(request, who) is not step else who


def _next(request: HttpRequest, who: SignIn) -> Next:
    half, relaxed = request.session[HALF], "second-factor" in settings.RELAXED
    return signing.next_of(
        request.services.district, who, proved=half.get("proved", False), relaxed=relaxed, by_password=half["password"]
    )


def _on(request: HttpRequest, who: SignIn, *, proved: bool) -> HttpResponse:
    """The next page that is asked for, or in."""
    half = request.session[HALF]
    request.session[HALF] = {**half, "proved": proved or half.get("proved", False)}
    step = _next(request, who)
    return _in(request, who) if step is Next.IN else _show(request, PAGES[step], who=who)


def _in(request: HttpRequest, who: SignIn) -> HttpResponse:
    half = request.session.pop(HALF, {})
    request.session.pop(SECRET, None)
    login(request, who, backend=BACKEND)
    agent = request.headers.get("User-Agent", "")
    signing.came_in(request.services.district, who, request.session.session_key or "", address_of(request), agent)
    request.__dict__.pop("_signed", None)
    response = _onward(request, half)
    carrying.remember_writer(request, response, who.account)
    return response


def _onward(request: HttpRequest, half: Mapping[str, str]) -> HttpResponse:
    """To the form that waits for the one who wrote it, else to the page that was asked for."""
    signed, kept = current(request), request.POST.get(carrying.FIELD) or half.get(carrying.FIELD, "")
    if signed and (again := carrying.once_more(request, kept, signed.person)):
        return again
    target = request.POST.get("next") or half.get("next", "")
    safe = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "work")


def _show(request: HttpRequest, page: str, refusal: Refusal | None = None, **more: object) -> HttpResponse:
    """One of the pages of the way in; what was typed elsewhere travels with it."""
    spoken, half = language(), _half(request)
    shown = {
        "carried": request.POST.get(carrying.FIELD, ""),
        "next": request.POST.get("next", request.GET.get("next", "")),
        "name": request.POST.get("username", ""),
        "refusal": refusal and (refusal.message(spoken), refusal.hint(spoken)),
        "outside": settings.OIDC_TITLE,
        **more,
    }
    if page == "enrol" and half is not None:
        secret = request.session.setdefault(SECRET, factors.new_secret())
        address = factors.address_of(half, secret, request.services.short.in_(spoken))
        shown |= {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}
        shown |= {"qr": segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=False)}
    status = status_of(refusal) if refusal else 422 if more.get("wrong") else 200
    response = render(request, f"web/people/{page}.html", shown, status=status)
    if status == 429 and refusal is not None:
        response["Retry-After"] = str(refusal.detail["seconds"])
    return response
