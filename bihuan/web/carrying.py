"""A form that was sent too late is carried on: past the sign-in, or past a token that is too old. Nothing is lost.

What was typed travels in the page itself, encrypted, never in a table. It is given back to the one who wrote it and to
nobody else: until the same account is signed in again it cannot be read, on no page and in no source of one. It is sent
again only by a press of a button, to the very address it was meant for, and only if this site's own page sent it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_TOKEN_LENGTH, _unmask_cipher_token
from django.shortcuts import render

from bihuan.core.commands import Person
from bihuan.web.naming import vocabulary
from bihuan.web.reading import language
from bihuan.web.show.kept import in_words

FIELD = "carried"
WRITER = "writer"
"""The cookie that says who signed in here lately, encrypted, also after the sessions have ended. It opens nothing."""
LABEL = b"bihuan|carried"
SECONDS = 12 * 3600
WRITER_SECONDS, WRITERS_MOST = 30 * 24 * 3600, 8
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again", "code", FIELD})
"""Never carried: tokens and secrets."""
UNPACKED_MOST = 8_000_000


@dataclass(frozen=True, slots=True)
class Carried:
    """A form on its way."""

    path: str
    fields: Sequence[tuple[str, str]]
    files: bool
    """Files were chosen; they have to be chosen again."""
    by: str
    """The account that wrote it; empty for a form that anybody may send."""


def pack(request: HttpRequest, by: str) -> str:
    """The form of a request, encrypted; empty if another site sent it or there is nothing in it."""
    fields = [[n, v] for n, values in request.POST.lists() if n not in LEFT_OUT for v in values]
    if not own(request) or not fields:
        return ""
    whole = {"path": request.get_full_path(), "fields": fields, "files": bool(request.FILES), "by": by}
    return _box().encrypt(zlib.compress(json.dumps(whole).encode())).decode()


def unpack(text: str) -> Carried | None:
    """The form again; None for what was not packed here, or too long ago."""
    try:
        plain = zlib.decompressobj().decompress(_box().decrypt(text, ttl=SECONDS), UNPACKED_MOST)
        whole = json.loads(plain)
    except (InvalidToken, ValueError, zlib.error):
        return None
    return Carried(whole["path"], [(name, value) for name, value in whole["fields"]], whole["files"], whole["by"])


@cache
def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(settings.SECRET_KEY.encode(), LABEL, hashlib.sha256)))


def remember_writer(request: HttpRequest, response: HttpResponse, account: str) -> None:
    """Let the browser say whose form it is that comes after the session has ended: each sign-in has a token of its own,
    which every form made under it bears."""
    known = {**_writers(request), _mark(request.META.get("CSRF_COOKIE", "")): account}
    newest = dict([*known.items()][-WRITERS_MOST:])
    response.set_cookie(
        WRITER, _box().encrypt(json.dumps(newest).encode()).decode(), max_age=WRITER_SECONDS, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def writer(request: HttpRequest) -> str:
    """The account under which the form that comes was made, by its token; empty if this browser does not know."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    if not token.isascii() or not token.isalnum():
        return ""
    secret = _unmask_cipher_token(token) if len(token) == CSRF_TOKEN_LENGTH else token
    return _writers(request).get(_mark(secret), "")


def _writers(request: HttpRequest) -> dict[str, str]:
    try:
        found = json.loads(_box().decrypt(request.COOKIES.get(WRITER, ""), ttl=WRITER_SECONDS))
    except (InvalidToken, ValueError):
        return {}
    return {str(mark): str(account) for mark, account in found.items()}


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


def own(request: HttpRequest) -> bool:
    """Whether a page of this site sent the request: browsers say so (Fetch, section 3.2; Referer as before it)."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(said) and urlsplit(said).netloc == request.get_host()


def ask_first(request: HttpRequest, status: int = 401) -> HttpResponse:
    """The sign-in page with the form inside it. 401, so that a program understands; htmx gets it as a whole page.

    Of a browser that has forgotten everything nobody can say whose form it is: then it is not kept, and that is said.
    """
    by = writer(request)
    kept = pack(request, by) if by else ""
    shown = {
        "carried": kept, "unkept": not kept and bool(request.POST) and own(request), "outside": settings.OIDC_TITLE,
        "next": "" if kept else request.get_full_path(),
    }  # fmt: skip
    response = render(request, "web/people/sign_in.html", shown, status=status)
    response["WWW-Authenticate"] = 'Form realm="bihuan"'
    response["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):
        response.status_code = 200
        response["HX-Retarget"], response["HX-Reswap"] = "body", "innerHTML"
    return response


def once_more(request: HttpRequest, text: str, person: Person | None, status: int = 200) -> HttpResponse | None:
    """The page from which a carried form is sent again, in words; None if there is none. Another account is told that
    there was one, and nothing of it."""
    carried = unpack(text) if text else None
    if carried is None:
        return None
    mine = carried.by == (person.account if person else "")
    known = vocabulary(request.services, person, carried.path, carried.fields) if mine else None
    shown = {
        "form": carried if mine else None, "late": status == 403,
        "told": in_words(carried.fields, known, language()) if known else [],
    }  # fmt: skip
    response = render(request, "web/people/once_more.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    return response
