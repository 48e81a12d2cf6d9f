"""Who is signed in, and which pages are whose. Deny by default: a view without one of these decorators is public.

The session belongs to Django; what the account may do is asked of the district with every request, so that a post
that ended this morning opens nothing this noon.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bihuan.app.people import Signed, signed
from bihuan.app.signing import GUARDED, still_here
from bihuan.app.who_may import on_sides
from bihuan.core.offices import Office
from bihuan.core.verbs import Party
from bihuan.web.carrying import ask_first

View = Callable[..., HttpResponse]
STAFF = tuple(party for party in Party if party not in (Party.RAISER, Party.SYSTEM))
"""Everybody who works on cases."""


def current(request: HttpRequest) -> Signed | None:
    """Who is signed in, as of now; None for a visitor or a closed account. Asked once a request."""
    if not hasattr(request, "_signed"):
        request._signed = _signed(request)
    return request._signed


def _signed(request: HttpRequest) -> Signed | None:
    user, house = getattr(request, "user", None), getattr(request, "services", None)
    if user is None or house is None or not user.is_authenticated or user.district != house.district.id:
        return None
    found = signed(house.district, user.account)
    match = getattr(request, "resolver_match", None)
    here = found is not None and still_here(
        house.district,
        request.session.session_key or "",
        guarded=bool(found.offices & GUARDED),
        by_itself=BY_ITSELF in request.headers,
        hangs=match is not None and hasattr(match.func, "hangs"),
    )
    return found if here else None


BY_ITSELF = "HX-Request"
"""On every request of a page for a part of itself: each of them comes by the clock, not by a hand."""


def hangs(view: View) -> View:
    """A screen that hangs on a wall: it goes on where nobody touches it, and nothing else does (decision 0039)."""
    view.hangs = True  # type: ignore[attr-defined]
    return view


def asks_first(view: View) -> View:
    """A page that anybody may look at, and where only who is signed in may send something; then `request.signed`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.signed = current(request)
        unknown = request.method == "POST" and request.signed is None
        return ask_first(request) if unknown else view(request, *args, **kwargs)

    guarded.asks_first = True  # type: ignore[attr-defined]
    return guarded


def for_staff(view: View) -> bool:
    """Whether nobody may send anything to a view without signing in."""
    return hasattr(view, "only") or hasattr(view, "asks_first")


def only(*who: Party | Office) -> Callable[[View], View]:
    """A view for people with a role on one of these sides, or with one of these offices; sets `request.signed`.

    What is for all of them is also for those whose post only a register knows.
    """
    open_to_all = {*STAFF, *Office} <= set(who)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            found = current(request)
            if found is None and request.method == "POST":
                return ask_first(request)
            if found is None and BY_ITSELF in request.headers:
                # Asked by a page for a part of itself: it is loaded again and so leads to the sign-in and back to it.
                return HttpResponse(status=204, headers={"HX-Refresh": "true"})
            if found is None:
                return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
            everybody = open_to_all and bool(found.person.posts)
            if not everybody and not (found.parties | found.offices) & set(who):
                may = on_sides(request.services.district, frozenset(who))
                return render(request, "web/errors/403.html", {"form": False, "may": may}, status=403)
            request.signed = found
            return view(request, *args, **kwargs)

        guarded.only = frozenset(who)  # type: ignore[attr-defined]
        return guarded

    return decorate
