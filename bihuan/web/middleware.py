"""What every answer carries, whatever view made it: what a browser may load, and what a cache may keep; and what no
request keeps. No rule of a page stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import get_script_prefix, is_valid_path, resolve
from django.utils.cache import patch_vary_headers
from django.utils.translation import activate, get_language, get_language_from_request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing from another host, and nothing written inside a page: no exception, no nonce."""

OWN_PICTURES = POLICY.replace("img-src 'self'", "img-src 'self' data:")
"""Where a form shows photos that lie aside: they stand in the page itself, for they have no address."""

PERMISSIONS = "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()"


VARY = ("Accept-Language", "Cookie")

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": PERMISSIONS,
    "X-Frame-Options": "DENY",  # For browsers that know no `frame-ancestors`.
    # Pages differ by cookie (language, reading) and hold facts that change: shared caches keep none of them.
    "Cache-Control": "private, no-cache",
    "Vary": ", ".join(VARY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""On every answer, unless its view set another one."""


class ContentPolicy:
    """Content-Security-Policy (W3C CSP Level 3) and its company on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers set where the view set none."""
        response = self.get_response(request)
        if response.has_header("Vary"):
            patch_vary_headers(response, VARY)
        if getattr(request, "aside", None):
            response.headers.setdefault("Content-Security-Policy", OWN_PICTURES)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class Reloaded:
    """An address that only a form sends to stands in the browser while a refusal is read. Whoever loads it again, or
    comes back to a phone that dropped the page, is led to the nearest page above it instead of to an empty answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; to what only a form may ask, with a page that leads on at once."""
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 405 or request.method not in ("GET", "HEAD"):
            return response
        shown = {"above": get_script_prefix().rstrip("/") + above(request.path_info, match.kwargs if match else {})}
        said = render(request, "web/errors/405.html", shown, status=405)
        said["Allow"] = response["Allow"]
        return said


def above(path: str, about: Mapping[str, object]) -> str:
    """The nearest address above another that is a page of ours `about` the same; at last the first page."""
    parts = path.strip("/").split("/")
    for n in range(len(parts) - 1, 0, -1):
        shorter = "/" + "/".join(parts[:n])
        for known in (shorter, shorter + "/"):
            if is_valid_path(known) and resolve(known).kwargs.items() <= about.items():
                return known
    return "/"


class Sessions(SessionMiddleware):
    """Sessions whose end is told to the browser by whoever ends them, and by nothing else.

    Django takes the cookie away with every answer to a request whose session is gone. Such an answer may come late,
    after a new sign-in has set a cookie of the same name, and would take that one away: somebody who has just signed in
    is out again. A cookie that opens nothing is left to its own end instead.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As Django has it, but for a session that this request only found gone."""
        before = settings.SESSION_COOKIE_NAME in response.cookies
        response = super().process_response(request, response)
        found_gone = request.session.is_empty() and not request.session.modified
        if found_gone and not before:
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return response


class Language:
    """The language that somebody chose or the browser asks for. Django's own looks for one in each address, too, where
    ours never stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in it, and say so."""
        spoken = request.LANGUAGE_CODE = get_language_from_request(request)
        activate(spoken)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", get_language())
        return response


class OutOfCircle:
    """Lets go of what makes a request hold itself: Django puts ways to the account on it that hold the request.

    In a circle each request would keep all that was sent with it until somebody looks for rubbish, and would make that
    ten times as frequent. Stands before whatever may make an answer, so that nobody asks any more who it was.
    """

    HOLDING = ("user", "auser")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and let go."""
        try:
            return self.get_response(request)
        finally:
            for name in self.HOLDING:
                vars(request).pop(name, None)
