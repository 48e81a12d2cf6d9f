"""Who is on duty in one's own unit, who is away, and changing that."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bihuan.app import duty as plan
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import status_of
from bihuan.web.reading import language
from bihuan.web.show import duty as show
from bihuan.web.signed import only


@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.HANDLER)
def duty(request: HttpRequest) -> HttpResponse:
    """The plan; a shift or a leave is written in, or taken out again."""
    house, person, spoken = request.services, request.signed.person, language()
    district, sent, refusal = house.district, request.POST.dict(), None
    if request.method == "POST":
        answer = _change(request)
        if not isinstance(answer, Refusal):
            return redirect("duty")
        refusal = answer
    shown = {
        "boards": show.boards(plan.plans(district, person), house.context().units, house.now(), district.zone, spoken),
        "sent": sent,
        "me": person.account,
        "refusal": (refusal.message(spoken), refusal.hint(spoken)) if refusal else None,
    }
    return render(request, "web/work/duty.html", shown, status=status_of(refusal) if refusal else 200)


def _change(request: HttpRequest) -> object:
    district, person = request.services.district, request.signed.person
    if withdrawn := request.POST.get("withdraw", ""):
        return plan.withdraw(district, person, withdrawn)
    return plan.plan(district, person, show.read(request.POST.dict(), person.account, district.zone))
