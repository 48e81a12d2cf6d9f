"""A refusal as a page: its status, what is wrong, the way out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.core.refusals import REFUSALS, Refusal
from bihuan.web.reading import language

RETRY_SECONDS = "3"
"""When to try again after a refusal for lack of time."""


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal; a guard of a programme refuses with its own words under a known code."""
    return REFUSALS[refusal.code].status


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page that says no, in the person's language."""
    spoken = language()
    shown = {"status": status_of(refusal), "message": refusal.message(spoken), "hint": refusal.hint(spoken)}
    response = render(request, "web/refused.html", shown, status=status_of(refusal))
    if response.status_code in (429, 503):
        response["Retry-After"] = str(refusal.detail.get("seconds", RETRY_SECONDS))
    return response


def in_words(refusal: Refusal) -> tuple[str, str]:
    """What is wrong and the way out, for a page that shows the rest all the same."""
    return refusal.message(language()), refusal.hint(language())
