"""A lost code at the counter: look at the name that was left, compare, say how, hand the new receipt out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bihuan.app.district import District
from bihuan.app.identity import Opening, open_identity, purposes
from bihuan.app.openings import case_by_number
from bihuan.app.receipts import Given
from bihuan.app.recovering import recover, recoverable
from bihuan.core.commands import Person
from bihuan.core.programme import Entry, Programme
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import counter
from bihuan.web.answers import refused, status_of
from bihuan.web.reading import language
from bihuan.web.signed import only
from bihuan.web.views.identity import NO_STORE, mark_of

GIVE = "give"
DOES: Mapping[str, Callable[[District, Person, str, str, str], Opening | Given | Refusal]] = {
    "open": open_identity,
    GIVE: recover,
}
"""What the page can be asked to do, by the value of its button; anything else shows the question again."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def code(request: HttpRequest, number: str) -> HttpResponse:
    """Two steps on one page: the comparison, which is logged, and the new code, which is logged too."""
    district, person, sent = request.services.district, request.signed.person, request.POST
    case = case_by_number(district, number) or "-"
    allowed = recoverable(district, person, case)
    if isinstance(allowed, Refusal) and allowed.code != "code-without-name":
        return refused(request, allowed)
    fixed = None if isinstance(allowed, Refusal) else _fixed(district, allowed.programme)
    act, words = sent.get("act", ""), sent.get("words", "")
    why = (sent.get("purpose", ""), words)
    if fixed is not None:
        why = (fixed.code, words if act == GIVE else fixed.title.zh)
    found: Opening | Given | Refusal | None = None
    # The purpose may be preset: so a name is opened for who asks for it in so many words, and for no other body.
    if act in DOES and not isinstance(allowed, Refusal):
        found = DOES[act](district, person, case, *why)
    if isinstance(found, Given):
        return _kept_by_none(render(request, "web/desk/taken.html", counter.receipt(request, found) | {"anew": True}))
    return _page(request, number, allowed, found)


def _fixed(district: District, programme: Programme) -> Entry | None:
    """The one purpose of this page, where the pack has one: nobody has to choose among others that do not fit."""
    return next((one for one in purposes(district, programme).values() if one.recovers), None)


def _page(request: HttpRequest, number: str, allowed: object, found: Opening | Refusal | None) -> HttpResponse:
    district, spoken = request.services.district, language()
    nameless = isinstance(allowed, Refusal)
    refusal = found if isinstance(found, Refusal) else None
    shown = {
        "number": number,
        "nameless": (allowed.message(spoken), allowed.hint(spoken)) if isinstance(allowed, Refusal) else None,
        "purposes": () if nameless else purposes(district, allowed.programme).values(),  # type: ignore[attr-defined]
        "fixed": None if nameless else _fixed(district, allowed.programme),  # type: ignore[attr-defined]
        "sent": request.POST,
        "refusal": refusal and (refusal.message(spoken), refusal.hint(spoken)),
        "opened": found if isinstance(found, Opening) else None,
        "mark": mark_of(request, found),
    }
    return _kept_by_none(render(request, "web/desk/code.html", shown, status=status_of(refusal) if refusal else 200))


def _kept_by_none(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = NO_STORE
    return response
