"""Beside the cases: matters that are one, the shift, and draws. No rule stands here."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.app import clusters, draws, shifts
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import tied
from bihuan.web.answers import refused, status_of
from bihuan.web.house import House
from bihuan.web.intake import request_id
from bihuan.web.reading import language
from bihuan.web.selecting import is_number
from bihuan.web.show import shift as show_shift
from bihuan.web.signed import STAFF, current, only
from bihuan.web.stepping import Stopped


@require_POST
@only(Party.CENTRE)
def tie(request: HttpRequest, number: str) -> HttpResponse:
    """Say that another case is the same matter."""
    house: House = request.services
    other = "".join(request.POST.get("other", "").split()).upper()
    if not is_number(other):
        return refused(request, Refusal("no-such-case", {"case": other[:64]}))
    answer = clusters.tie(house.district, request.signed.person, number, other, request_id(request.POST, house))
    return refused(request, answer) if isinstance(answer, Refusal) else redirect("desk_cluster", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def cluster(request: HttpRequest, number: str) -> HttpResponse:
    """Everything tied to a case; a step taken on the members that were ticked, each with its own event."""
    house: House = request.services
    found = clusters.cluster(house.district, request.signed.person, number)
    if isinstance(found, Refusal):
        return refused(request, found)
    answer = tied.answered(request, found) if request.method == "POST" else []
    stopped = answer if isinstance(answer, Stopped) else None
    again = clusters.cluster(house.district, request.signed.person, number) if answer and not stopped else found
    found = found if isinstance(again, Refusal) else again
    shown = tied.page(request, found, number, [] if isinstance(answer, Stopped) else answer, stopped)
    return render(request, "web/desk/cluster.html", shown, status=stopped.code if stopped else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def shift(request: HttpRequest) -> HttpResponse:
    """Hand the shift over, or take one over."""
    house: House = request.services
    answer: str | Refusal | None = None
    if taken := request.POST.get("take", ""):
        shifts.take_over(house.district, request.signed.person, taken)
        return redirect("desk_shift")
    if request.method == "POST":
        answer = shifts.hand_over(house.district, request.signed.person, request.POST.get("note", ""))
        if not isinstance(answer, Refusal):
            return redirect("desk_shift")
    found = shifts.shifts(house.district, request.signed.person)
    shown = {"shifts": show_shift.lines(found, house.district.zone, language()), "note": request.POST.get("note", "")}
    if isinstance(answer, Refusal):
        shown["refusal"] = (answer.message(language()), answer.hint(language()))
    status = status_of(answer) if isinstance(answer, Refusal) else 200
    return render(request, "web/desk/shift.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.CENTRE)
def draws_(request: HttpRequest) -> HttpResponse:
    """Promise a draw, or make one whose period is over."""
    house: House = request.services
    answer: object = None
    if id_ := request.POST.get("make", ""):
        answer = draws.make(house.district, request.signed.person, id_, house.population)
    elif request.method == "POST":
        answer = _promised(request)
    if request.method == "POST" and not isinstance(answer, Refusal):
        return redirect(reverse("desk_draws"))
    shown = _draws(request) | {"programmes": house.programmes(), "sent": request.POST}
    if isinstance(answer, Refusal):
        shown["refusal"] = (answer.message(language()), answer.hint(language()))
        return render(request, "web/desk/draws.html", shown, status=status_of(answer))
    return render(request, "web/desk/draws.html", shown)


def _promised(request: HttpRequest) -> str | Refusal:
    house: House = request.services
    sent, size = request.POST, request.POST.get("size", "")
    try:
        since, until = date.fromisoformat(sent.get("since", "")), date.fromisoformat(sent.get("until", ""))
    except ValueError:
        return Refusal(
            "field-invalid", {"field": draws.WHEN, "value": sent.get("since", "")[:20], "expected": "2026-12-01"}
        )
    number = int(size) if size.isdecimal() and len(size) < 6 else 0
    return draws.promise(house.district, request.signed.person, sent.get("programme", ""), since, until, number)


def _draws(request: HttpRequest) -> dict[str, object]:
    district, signed = request.services.district, current(request)
    return {
        "draws": show_shift.draws(draws.listed(district), district, language()),
        # Whoever works on cases is led to the record, the caller too; the policy says there what they see.
        "staff": signed is not None and not signed.parties.isdisjoint(STAFF),
    }


@require_safe
def public_draws(request: HttpRequest) -> HttpResponse:
    """Every draw with the hash that was published before it, for whoever wants to draw again."""
    return render(request, "web/desk/public_draws.html", _draws(request))
