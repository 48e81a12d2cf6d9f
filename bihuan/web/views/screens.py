"""Screens of programmes: boards and rosters for a room, live, and the list of them. No rule stands here."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.app import case_funnel, screens, turns, turns_sheet
from bihuan.app.calm import calm
from bihuan.core.programme import PageKind, Programme
from bihuan.web.reading import language
from bihuan.web.show import rosters
from bihuan.web.show import screens as show
from bihuan.web.show.calm import calm_view
from bihuan.web.show.case_funnel import case_funnel_view
from bihuan.web.show.dates import period
from bihuan.web.show.map import drawn
from bihuan.web.signed import STAFF, hangs, only
from bihuan.web.views.administration import sheet


@require_safe
@only(*STAFF)
def index(request: HttpRequest) -> HttpResponse:
    """The screens of the programmes that this person has a part in; straight to it if there is one."""
    found = screens.screens_of(request.services.district, request.signed.person)
    links = [
        (one.title, reverse(f"screen_{kind}", args=(one.id,)), kind)
        for one in found
        for kind in ("board", "roster", "funnel")
        if PageKind(kind) in one.pages
    ]
    return redirect(links[0][1]) if len(links) == 1 else render(request, "web/screens/index.html", {"links": links})


@hangs
@require_safe
@only(*STAFF)
def board(request: HttpRequest, programme: str) -> HttpResponse:
    """What stands where, for a room: large, renewed every fifteen seconds, with a map if the pack wants one."""
    house, spoken = request.services, language()
    found = _of(request, programme, PageKind.BOARD)
    context, now = house.context(), house.now()
    glance = screens.board(house.district, request.signed.person, found)
    shown = show.screen(glance, house.district.rules.programmes, context, now, spoken)
    picture = None
    if PageKind.MAP in found.pages:
        picture = drawn(house.district.pack.boundaries, context.areas, spoken, shown.counts)
    # Three empty columns would say nothing: a quiet board tells what is in force and who is there.
    silence = None if glance.cards else calm(house.district, request.signed.person, found)
    quiet = calm_view(silence, context, now, spoken) if silence is not None else None
    page = {"programme": found, "screen": shown, "map": picture, "now": now.astimezone(context.zone), "calm": quiet}
    return _screen(request, "board", page)


@hangs
@require_safe
@only(*STAFF)
def roster(request: HttpRequest, programme: str) -> HttpResponse:
    """Whose turn it is, or was on days gone by: planned beside present, and the minutes in which nobody was there."""
    house, spoken = request.services, language()
    found = _of(request, programme, PageKind.ROSTER)
    context, now = house.context(), house.now()
    asked = rosters.period(request.GET.dict(), house.district.today())
    days = (asked.first, asked.last) if asked else None
    some = turns.turns(house.district, request.signed.person, found, days)
    if asked and request.GET.get("as") == "sheet":
        data = turns_sheet.sheet(some, context.units, context.zone, now, spoken)
        return sheet(data, f"{found.id}-{asked.first}-{asked.last}.xlsx")
    page = rosters.shown(some, asked, context, now, spoken) | {
        "programme": found,
        "pages": _around(asked, house.district.today()),
        "tools": "web/screens/roster_tools.html",
    }
    return _screen(request, "roster", page)


def _around(asked: rosters.Period | None, today: date) -> dict[str, rosters.Period]:
    """Where one goes from these days: those before and after them, today, and the last half year."""
    near = asked or rosters.Period(first=today, last=today)
    season = rosters.Period(first=today - timedelta(days=182), last=today)
    return {"before": near.moved(-1), "after": near.moved(1), "today": rosters.Period(first=today, last=today),
            "season": season}  # fmt: skip


@require_safe
@only(*STAFF)
def funnel(request: HttpRequest, programme: str) -> HttpResponse:
    """How far the cases of a programme came; each number opens into its cases."""
    house, spoken, sent = request.services, language(), request.GET.dict()
    found = _of(request, programme, PageKind.FUNNEL)
    asked = period(sent.get("since", ""), sent.get("until", ""))
    counted = case_funnel.funnelled(
        house.district, request.signed.person, found, house.population, asked.since, asked.until, house.now()
    )
    context, programmes = house.context(), house.district.rules.programmes
    view = case_funnel_view(counted, programmes, sent, context, house.now(), spoken)
    return render(request, "web/screens/funnel.html", {"programme": found, "period": asked, "view": view})


def _of(request: HttpRequest, name: str, kind: PageKind) -> Programme:
    known = screens.screens_of(request.services.district, request.signed.person)
    found = next((one for one in known if one.id == name and kind in one.pages), None)
    if found is None:
        raise Http404
    return found


def _screen(request: HttpRequest, kind: str, page: dict[str, object]) -> HttpResponse:
    """The whole page, or the part of it that is renewed: nothing if it says the same, so that nobody who reads it or
    goes from link to link is disturbed."""
    live = f"web/screens/{kind}_live.html"
    said = sha256(render_to_string(live, page, request).encode()).hexdigest()[:16]
    if "live" in request.GET and request.GET.get("mark") == said:
        return HttpResponse(status=204)
    name = live if "live" in request.GET else "web/screens/screen.html"
    return render(request, name, page | {"live": live, "mark": said})
