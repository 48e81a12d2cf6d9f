"""Raising a matter: the form, and the receipt."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.core.refusals import Refusal
from bihuan.web import intake, selecting
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show.case import case_view


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which mechanism takes it. Where there is only one, nobody is asked."""
    open_to_all = intake.open_programmes(request.services)
    if len(open_to_all) == 1:
        return form(request, open_to_all[0].id)
    return render(request, "web/choose.html", {"programmes": open_to_all})


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, programme: str) -> HttpResponse:
    """The form of a programme; sent, it leads to the receipt, or comes back with everything typed."""
    house = request.services
    asked = intake.asked(house, selecting.programme(house, programme))
    if asked is None:
        raise Http404
    if request.method != "POST":
        return intake.show(request, asked, sent={}, wrong={}, request_id=house.new_request())
    given, wrong = intake.read(asked, request.POST.dict())
    request_id = intake.request_id(request.POST, house)
    answer = None if wrong else house.report(asked.programme, asked.step, given, request_id)
    if answer is None or isinstance(answer, Refusal):
        return intake.show(request, asked, request.POST.dict(), wrong, request_id, answer)
    return redirect("receipt", number=answer.number)


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What the person takes home: the number, by when and why, who has it. Nothing private by number alone."""
    house = request.services
    seen = house.case(number)
    if isinstance(seen, Refusal):
        return refused(request, seen)
    view = case_view(seen.case, seen.events, seen.programme, house.context(), house.now(), language())
    return render(request, "web/receipt.html", {"case": view})
