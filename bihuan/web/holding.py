"""The receipt that a browser holds: its code in a signed cookie, while somebody looks, and for these pages only.

So the code stands in no address, no history and no log beyond the moment it is scanned. A forged cookie opens nothing
and costs no look-up.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse

from bihuan.app.limits import Guard
from bihuan.app.receipts import Held, open_code
from bihuan.core.receipt_codes import written
from bihuan.core.refusals import Refusal
from bihuan.web.limiting import too_many

COOKIE = "receipt"
PATH = "/r"
SECONDS = 2 * 3600


def handed_out(code: bytes) -> HttpResponse:
    """To the receipt that was just given."""
    return hold(HttpResponse(status=302, headers={"Location": _address(get_script_prefix())}), code)


@cache
def _address(prefix: str) -> str:
    """Where receipts are shown; looked up once for each place that the site stands at."""
    del prefix
    return reverse("receipt")


@cache
def _signer() -> signing.TimestampSigner:
    """As `signing.dumps` makes one each time."""
    return signing.TimestampSigner(salt=COOKIE)


def hold(response: HttpResponse, code: bytes) -> HttpResponse:
    """Let the browser hold the code."""
    response.set_cookie(
        COOKIE,
        _signer().sign_object(written(code)),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    # The date of its end beside it is for browsers that are no more, and takes as long as all the rest of the cookie.
    response.cookies[COOKIE]["max-age"] = SECONDS
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """Let go of it."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
    return response


def opened(request: HttpRequest, typed: str) -> Held | Refusal:
    """What a code opens that somebody typed or scanned. Wrong ones are counted for their address, and a right one opens
    all the same: a hall or a carrier's network is one address, and nobody in it can shut the others out."""
    if refusal := too_many(request, Guard.LOOK_UP):
        return refusal
    found = open_code(request.services.district, typed)
    return (too_many(request, Guard.CODE) or found) if isinstance(found, Refusal) else found


def held(request: HttpRequest) -> Held | None:
    """What the browser holds; None if nothing, or something that was ended."""
    try:
        code = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=SECONDS)
    except signing.BadSignature:
        return None
    found = open_code(request.services.district, str(code))
    return None if isinstance(found, Refusal) else found
