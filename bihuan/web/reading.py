"""How a person reads: which language, large or ordinary type. Kept in cookies, never in an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from bihuan.core.text import Language

COOKIE = "reading"
LARGE = "large"
A_YEAR = 365 * 24 * 3600


def language() -> Language:
    """The language of the page that is being made; Chinese unless English is asked for."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def large(request: HttpRequest) -> bool:
    """Whether this person wants large type and a simpler page."""
    return request.COOKIES.get(COOKIE) == LARGE


def remember(response: HttpResponse, sent: dict[str, str]) -> None:
    """Keep what was chosen in cookies; anything else that was sent is ignored."""
    chosen = sent.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    if sent.get(COOKIE) == LARGE:
        _keep(response, COOKIE, LARGE)
    elif sent.get(COOKIE) == "ordinary":
        response.delete_cookie(COOKIE, samesite="Lax")


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
