"""Raising a matter: the form, what is open nearby, and the way to the receipt."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bihuan.app.limits import Guard
from bihuan.app.receipts import follow as follow_case
from bihuan.app.receipts import raise_matter
from bihuan.core.refusals import Refusal
from bihuan.web import again, aside, holding, intake, near, paging, selecting
from bihuan.web.answers import refused
from bihuan.web.limiting import too_many
from bihuan.web.reading import language


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """The form of the first mechanism that takes matters from outside; it names the others. Nobody has to choose."""
    open_to_all = intake.open_programmes(request.services)
    return form(request, open_to_all[0].id) if open_to_all else render(request, "web/choose.html")


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, programme: str) -> HttpResponse:
    """The form of a programme; sent, it leads to the receipt, or comes back with everything typed."""
    house = request.services
    asked = intake.asked(house, selecting.programme(house, programme))
    if asked is None:
        raise Http404
    sent = request.POST.dict()
    if request.method != "POST":
        return intake.show(request, asked, sent={}, wrong={})
    read = intake.read(house, asked, sent)
    # Asked before a photo is opened: what comes too often costs no decoding.
    flood = too_many(request, Guard.REPORT) if request.FILES else None
    came = aside.came(request, flood)
    if sent.get(intake.GO) in paging.TURNS:
        aside.lay(request, came)
        return intake.turn(request, asked, sent, read, came.refusal)
    return _send(request, asked, sent, read, came)


@require_safe
def once_more(request: HttpRequest) -> HttpResponse:
    """The form of a matter that was withdrawn, with what was written; for the browser that holds its receipt."""
    found = again.filled(request)
    asked = intake.asked(request.services, found.programme) if found else None
    return intake.show(request, asked, found.sent, wrong={}) if found and asked else redirect("track")


def _send(
    request: HttpRequest, asked: intake.Asked, sent: dict[str, str], read: intake.Sent, came: aside.Came
) -> HttpResponse:
    house, token = request.services, intake.token_of(sent, request.services)
    if read.wrong or came.refusal:
        aside.lay(request, came)
        return intake.show(request, asked, sent, read.wrong, came.refusal)
    near_it = () if sent.get(intake.OWN) else near.found(house, asked.programme, read)
    # Photos that cannot be kept for the page in between go on their way at once: none is ever asked for twice there.
    if near_it and aside.lay(request, came):
        return near.show(request, asked.programme, near_it, sent, token)
    refusal = None if request.FILES else too_many(request, Guard.REPORT)
    given = refusal or raise_matter(
        house.district, intake.command(house, asked, read), token, came.photos, language=language()
    )
    if isinstance(given, Refusal):
        aside.lay(request, came)
        return intake.show(request, asked, {**sent, "request": token}, {}, given)
    aside.used(request)
    return holding.handed_out(given.code)


@require_safe
def nearby(request: HttpRequest, programme: str) -> HttpResponse:
    """What is open of this kind in this area: a part of the form, fetched when both are chosen."""
    house = request.services
    asked = intake.asked(house, selecting.programme(house, programme))
    if asked is None:
        raise Http404
    found = near.found(house, asked.programme, intake.read(house, asked, request.GET.dict()))
    return near.part(request, asked.programme, found)


@require_POST
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Follow somebody else's matter: a code that shows where it stands, and no word of it."""
    house = request.services
    if refusal := too_many(request, Guard.REPORT):
        return refused(request, refusal)
    if isinstance(seen := house.case(number), Refusal):
        return refused(request, seen)
    token = intake.token_of({"request": request.POST.get("follow-token", "")}, house)
    given = follow_case(house.district, seen.case.number, token)
    return refused(request, given) if isinstance(given, Refusal) else holding.handed_out(given.code)


@require_safe
def by_number(request: HttpRequest, number: str) -> HttpResponse:
    """The address on receipts of earlier days: to the public page of the case."""
    return redirect("case", number=number)
