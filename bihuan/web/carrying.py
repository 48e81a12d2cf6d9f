"""A form that was sent too late is carried on: past the sign-in, or past a token that is too old. Nothing is lost.

What was typed travels in the page itself, signed, never in a table; it is sent again only by a press of a button, to
the very address it was meant for, and only if this site's own page sent it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FIELD = "carried"
SALT = "bihuan.carried"
SECONDS = 12 * 3600
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "code", FIELD})
"""Never carried: tokens and secrets."""
SHOWN_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Carried:
    """A form on its way."""

    path: str
    fields: Sequence[tuple[str, str]]
    files: bool
    """Files were chosen; they have to be chosen again."""

    @property
    def words(self) -> Sequence[str]:
        """What a person typed, to be recognised."""
        return [value for name, value in self.fields if len(value.strip()) > 1 and name not in ("request", "next")]


def pack(request: HttpRequest) -> str:
    """The form of a request as one signed text; empty if another site sent it or there is nothing in it."""
    if not own(request):
        return ""
    fields = [[n, v] for n, values in request.POST.lists() if n not in LEFT_OUT for v in values]
    whole = {"path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}
    return signing.dumps(whole, salt=SALT, compress=True) if fields else ""


def unpack(text: str) -> Carried | None:
    """The form again; None for what was not packed here, or too long ago."""
    try:
        whole = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return Carried(whole["path"], [(name, value) for name, value in whole["fields"]], whole["files"])


def own(request: HttpRequest) -> bool:
    """Whether a page of this site sent the request: browsers say so (Fetch, section 3.2; Referer as before it)."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(said) and urlsplit(said).netloc == request.get_host()


def ask_first(request: HttpRequest) -> HttpResponse:
    """The sign-in page with the form inside it. 401, so that a program understands; htmx gets it as a whole page."""
    shown = {"carried": pack(request), "next": request.get_full_path(), "outside": settings.OIDC_TITLE}
    response = render(request, "web/people/sign_in.html", shown, status=401)
    response["WWW-Authenticate"] = 'Form realm="bihuan"'
    if request.headers.get("HX-Request"):
        response.status_code = 200
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def once_more(request: HttpRequest, text: str, status: int = 200) -> HttpResponse | None:
    """The page from which a carried form is sent again; None if there is none."""
    carried = unpack(text) if text else None
    if carried is None:
        return None
    response = render(request, "web/people/once_more.html", {"form": carried, "late": status == 403}, status=status)
    response["Cache-Control"] = "no-store"
    return response
