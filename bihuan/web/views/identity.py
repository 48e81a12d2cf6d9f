"""Who raised a case: asked for with a purpose, shown once with the viewer's mark; or a call that hides the number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bihuan.app.entropy import real_entropy
from bihuan.app.identity import Opening, open_identity, purposes, what_opens
from bihuan.app.openings import case_by_number
from bihuan.app.relay import Call, dialled, relayed_call
from bihuan.core.refusals import Refusal
from bihuan.web.answers import refused, status_of
from bihuan.web.reading import language
from bihuan.web.show.auditing import moment
from bihuan.web.signed import STAFF, only

NO_STORE = "no-store, private, max-age=0"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(*STAFF)
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """The question why; sent, the answer. Kept by no cache."""
    district, person = request.services.district, request.signed.person
    case = case_by_number(district, number) or "-"
    sent, calls = request.POST, request.POST.get("act") == "call"
    found: object = None
    if request.method == "POST" and calls:
        found = relayed_call(
            district, request.services.relay, person, case, sent.get("purpose", ""), sent.get("words", ""), real_entropy
        )
    elif request.method == "POST":
        found = open_identity(district, person, case, sent.get("purpose", ""), sent.get("words", ""))
    allowed = what_opens(district, person, case)
    if isinstance(allowed, Refusal):
        return refused(request, allowed)
    spoken = language()
    refusal = found if isinstance(found, Refusal) else None
    known = [one for one in purposes(district, allowed.programme).values() if not one.recovers]
    shown = {
        "number": allowed.case.number, "purposes": known, "sent": sent,
        "may": {"open": allowed.opens.shown, "call": allowed.opens.called}, "act": "call" if calls else "open",
        "refusal": refusal and (refusal.message(spoken), refusal.hint(spoken)),
        "opened": found if isinstance(found, Opening) else None,
        "call": found if calls and refusal is None else None,
        "bridge": request.services.bridge, "desk": request.services.phone,
        "dial": dialled(request.services.bridge, found.code) if isinstance(found, Call) else "",
        "unexplained": calls and refusal is not None and refusal.code == "purpose-unexplained",
        "unreachable": refusal is not None and refusal.code == "no-number-left",
        "mark": mark_of(request, found), "until": _until(request, found),
    }  # fmt: skip
    response = render(request, "web/identity/page.html", shown, status=status_of(refusal) if refusal else 200)
    response["Cache-Control"] = NO_STORE
    if refusal and "seconds" in refusal.detail:
        response["Retry-After"] = str(refusal.detail["seconds"])
    return response


def mark_of(request: HttpRequest, found: object) -> str:
    """Who looks, from which unit, when: written across the page, on the screen and on paper."""
    if not isinstance(found, Opening):
        return ""
    spoken, district = language(), request.services.district
    unit = district.places().units.get(found.unit or "")
    parts = [request.signed.title.in_(spoken), unit.title.in_(spoken) if unit else "", moment(found.at, district.zone)]
    return " · ".join(part for part in [*parts, f"#{found.entry}"] if part)


def _until(request: HttpRequest, found: object) -> str:
    until = getattr(found, "until", None)
    return moment(until, request.services.district.zone)[11:16] if until else ""
