"""The supervisor's page: key figures, the ledger, reminding and supervising many at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bihuan.app.overseeing import REASON_MOST, Wish, oversee
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import ledger as show
from bihuan.web.show.ledger_back import packed_rows
from bihuan.web.signed import only
from bihuan.web.supervising import home_of, key_figures, ledger_page

CHOSEN_MOST = 50


@require_safe
@only(Party.SUPERVISOR, Party.LEADER)
def supervisor(request: HttpRequest) -> HttpResponse:
    """The figures and one page of the ledger."""
    found = ledger_page(request)
    if isinstance(found, Refusal):
        return refused(request, found)
    shown = key_figures(request.services, request.signed.person) | found
    return render(request, "web/supervisor/home.html", shown, status=422 if found["unsought"] else 200)


@require_safe
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def plain_ledger(request: HttpRequest) -> HttpResponse:
    """The ledger alone, of the mechanisms on which the person's posts stand."""
    found = ledger_page(request)
    if isinstance(found, Refusal):
        return refused(request, found)
    shown = found | {"plain": True}
    return render(request, "web/supervisor/plain.html", shown, status=422 if found["unsought"] else 200)


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def supervisor_act(request: HttpRequest) -> HttpResponse:
    """A reminder or a level of supervision for the chosen rows."""
    level = request.POST.get("level", "")
    numbers = dict.fromkeys(request.POST.getlist("chosen")[:CHOSEN_MOST])
    wanted = int(level) if level in ("1", "2", "3") else None
    reason = request.POST.get("reason", "").strip()[:REASON_MOST]
    wishes = [Wish(row, number[:40], wanted, reason) for row, number in enumerate(numbers, 1)]
    token = request.POST.get("request", "")[:64] or request.services.new_request()
    answers = oversee(request.services.district, request.signed.person, wishes, token)
    shown = show.report(answers, language()) | {"home": home_of(request.signed)}
    shown |= {"kept": packed_rows(shown["wrong"])}
    return render(request, "web/supervisor/done.html", shown, status=422 if shown["wrong"] else 200)
