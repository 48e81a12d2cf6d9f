"""The supervisor's page: key figures, the ledger, reminding and supervising many at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bihuan.app import ledger
from bihuan.app.ledger_filters import choices, grouped
from bihuan.app.ledger_sums import sums
from bihuan.app.overseeing import Wish, oversee
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import ledger as show
from bihuan.web.signed import only
from bihuan.web.supervising import kept_views, key_figures

CHOSEN_MOST, REASON_MOST = 50, 500


@require_safe
@only(Party.SUPERVISOR, Party.LEADER)
def supervisor(request: HttpRequest) -> HttpResponse:
    """The figures and one page of the ledger."""
    house, sent = request.services, request.GET.dict()
    district, person = house.district, request.signed.person
    wanted = ledger.asked(district, sent, tuple(request.GET.getlist("column")))
    if early := ledger.too_early(district, wanted):
        return refused(request, early)
    rows, more = ledger.rows(district, person, wanted, ledger.place(wanted, request.GET.getlist("after")))
    shown = {
        **key_figures(house, person),
        **show.table(rows, wanted, district.zone, language()),
        **show.controls(choices(district), grouped(district), sent, wanted, request.GET),
        **kept_views(request),
        "sums": sums(district, person, wanted, rows, whole=more is None and "after" not in request.GET),
        "more": show.query(request.GET, more) if more else "",
        "token": house.new_request(),
        "reason_most": REASON_MOST,
    }
    return render(request, "web/supervisor/home.html", shown)


@never_cache
@require_POST
@only(Party.SUPERVISOR, Party.LEADER)
def supervisor_act(request: HttpRequest) -> HttpResponse:
    """A reminder or a level of supervision for the chosen rows."""
    level = request.POST.get("level", "")
    numbers = dict.fromkeys(request.POST.getlist("chosen")[:CHOSEN_MOST])
    wanted = int(level) if level in ("1", "2", "3") else None
    reason = request.POST.get("reason", "").strip()[:REASON_MOST]
    wishes = [Wish(row, number[:40], wanted, reason) for row, number in enumerate(numbers, 1)]
    token = request.POST.get("request", "")[:64] or request.services.new_request()
    answers = oversee(request.services.district, request.signed.person, wishes, token)
    shown = show.report(answers, language())
    return render(request, "web/supervisor/done.html", shown, status=422 if shown["wrong"] else 200)
