"""Whose task is it tonight: a night of one's own units, and naming somebody where nobody is there."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bihuan.app import duty as plan
from bihuan.app import tonight as nights
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import in_words, status_of
from bihuan.web.reading import language
from bihuan.web.show import duty as show_duty
from bihuan.web.show import tonight as show
from bihuan.web.show.dates import day_text, due_text
from bihuan.web.signed import only

FAR = timedelta(days=366)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@only(Party.HANDLER)
def tonight(request: HttpRequest) -> HttpResponse:
    """The night; somebody is named for a gap in it."""
    day = _day(request)
    refusal = _named(request) if request.method == "POST" else None
    if request.method == "POST" and refusal is None:
        return redirect(f"{reverse('tonight')}?{urlencode({'night': day.isoformat()})}")
    shown = _page(request, day) | {"refusal": in_words(refusal) if refusal else None}
    return render(request, "web/work/tonight.html", shown, status=status_of(refusal) if refusal else 200)


def _page(request: HttpRequest, day: date) -> dict[str, object]:
    house, person, spoken = request.services, request.signed.person, language()
    context, zone, now = house.context(), house.district.zone, nights.night_now(house.district)
    found = nights.tonight(house.district, person, day)
    return {
        "day": day_text(day, spoken),
        "night": day.isoformat(),
        "around": show.around(day),
        "current": day == now,
        "hours": next(((due_text(one.begins, zone, spoken), due_text(one.ends, zone, spoken)) for one in found), None),
        "sheets": show.sheets(found, context, house.now(), zone, house.new_request, spoken),
        "ahead": show.rows(nights.ahead(house.district, person, now), context.units, zone, spoken),
    }


def _named(request: HttpRequest) -> Refusal | None:
    district, sent = request.services.district, request.POST.dict() | {"kind": str(plan.Kind.SHIFT)}
    answer = plan.plan(district, request.signed.person, show_duty.read(sent, "", district.zone))
    return answer if isinstance(answer, Refusal) else None


def _day(request: HttpRequest) -> date:
    """The night that is asked for; the one that is or will be, for none, nonsense or one that is far off."""
    now = nights.night_now(request.services.district)
    try:
        day = date.fromisoformat(request.GET.get("night", ""))
    except ValueError:
        return now
    return day if abs(day - now) <= FAR else now
