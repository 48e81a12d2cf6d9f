"""What a colleague is told, how they wish to be told, and how notices went, for those who run the house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bihuan.app.notices import managing, reading
from bihuan.core.notices import Delivery
from bihuan.core.offices import Office
from bihuan.core.verbs import Party
from bihuan.web.reading import language
from bihuan.web.show import notices as show
from bihuan.web.signed import STAFF, only


@require_http_methods(["GET", "HEAD", "POST"])
@only(*STAFF, *Office)
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything this account was told; sending it back marks it read."""
    district, person = request.services.district, request.signed.person
    if request.method == "POST":
        managing.mark_read(district, person.account, request.POST.getlist("id")[: reading.INBOX_MOST])
        return redirect("notices")
    told = reading.inbox(district, person, language())
    days = show.by_day(told, district.zone, language())
    new = [one.id for one in told if one.new]
    # The plan of a unit is opened by those who work in it on cases.
    plans = Party.HANDLER in request.signed.parties
    return render(request, "web/notices/inbox.html", {"days": days, "new": new, "plans": plans})


@require_http_methods(["GET", "HEAD", "POST"])
@only(*STAFF, *Office)
def wishes(request: HttpRequest) -> HttpResponse:
    """How this account wishes to be told."""
    district, account = request.services.district, request.signed.person.account
    sent = request.POST if request.method == "POST" else show.as_sent(managing.wish_of(district, account))
    wish, wrong = show.read_wish(sent, request.POST.getlist("channels") or sent.get("channels") or ())
    if request.method == "POST" and wish is not None:
        managing.keep_wish(district, account, wish)
        return redirect("notices")
    shown = {"sent": sent, "wrong": wrong.in_(language()) if wrong else "", "channels": show.channels(wish, language())}
    return render(request, "web/notices/wishes.html", shown, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@only(Office.SYSTEM, Party.SUPERVISOR)
def deliveries(request: HttpRequest) -> HttpResponse:
    """How notices went; those given up can be sent again. No word and no address is shown."""
    district = request.services.district
    if request.method == "POST":
        for id_ in request.POST.getlist("id"):
            managing.revive(district, id_)
        return redirect("deliveries")
    state = show.state(request.GET.get("state", ""))
    lines = show.lines(reading.lines(district, state), district, language())
    shown = {
        "table": show.table(reading.counts(district), language()),
        "lines": lines,
        "states": show.states(state, language()),
        "dead": state is Delivery.DEAD,
    }
    return render(request, "web/notices/deliveries.html", shown)
