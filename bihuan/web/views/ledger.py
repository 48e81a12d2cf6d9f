"""The ledger out to Excel and back, and what was refused to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bihuan.app import ledger, ledger_sheet
from bihuan.app import ledger_refused as ledger_refused_sheet
from bihuan.app.ledger_back import STALE_MOST, chosen, preview, request_of
from bihuan.app.ledger_layout import BYTES_MOST
from bihuan.app.ledger_words import note_taken
from bihuan.app.overseeing import oversee, powers
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import ledger as show
from bihuan.web.show import ledger_back as show_back
from bihuan.web.signed import only
from bihuan.web.supervising import home_of, wanted_of
from bihuan.web.views.administration import sheet


@never_cache
@require_safe
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def ledger_file(request: HttpRequest) -> HttpResponse:
    """The chosen rows and columns in the layout of the offices."""
    district, spoken = request.services.district, language()
    found = wanted_of(request)
    if isinstance(found, Refusal):
        return refused(request, found)
    wanted, _ = found
    person, made = request.signed.person, request.services.now()
    rows = tuple(ledger.all_rows(district, person, wanted, made))
    units = request.services.context().units
    unit = next((units[one].title.in_(spoken) for one in request.signed.units if one in units), "—")
    raised = show.between(request.GET.get("since", ""), request.GET.get("until", "")).in_(spoken)
    about = {"unit": unit, "day": district.today().isoformat(), "range": raised}
    invented = "demo" in (wanted.filter_.population, request.services.population)
    fill = bool(powers(district, person))
    note_taken(district, person, wanted.columns, len(rows))
    data = ledger_sheet.written(
        rows, wanted.columns, district.zone, spoken, about, made=made, programme=wanted.filter_.programme or "",
        invented=invented, fill=fill,
    )  # fmt: skip
    return sheet(data, "ledger-demo.xlsx" if invented else "ledger.xlsx")


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def ledger_back(request: HttpRequest) -> HttpResponse:
    """What would become of the filled-in file; nothing is done yet."""
    file = request.FILES.get("file")
    data = file.read(BYTES_MOST + 1) if file else b""
    person = request.signed.person
    found = preview(request.services.district, person, data)
    shown = show_back.page(found, request_of(data, person.account), person.account, language())
    shown |= {"home": home_of(request.signed)}
    return render(request, "web/supervisor/back.html", shown, status=200 if shown["whole"] else 422)


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def ledger_confirmed(request: HttpRequest) -> HttpResponse:
    """What was shown of the file is done: each row answers for itself."""
    person, home = request.signed.person, home_of(request.signed)
    found = show_back.unpacked(request.POST.get("changes", ""), person.account)
    if found is None:
        return render(request, "web/supervisor/done.html", {"refused": show_back.TOO_LATE, "home": home}, status=422)
    ticked = frozenset(int(one) for one in request.POST.getlist("also")[:STALE_MOST] if one.isdecimal())
    answers = oversee(request.services.district, person, chosen(found.changes, ticked), found.request)
    shown = show.report(answers, language())
    shown |= {"wrong": [*shown["wrong"], *found.wrong], "home": home}
    shown |= {"kept": show_back.packed_rows(shown["wrong"])}
    return render(request, "web/supervisor/done.html", shown, status=422 if shown["wrong"] else 200)


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def ledger_refused(request: HttpRequest) -> HttpResponse:
    """What could not be done, as a file; nothing is kept on the server."""
    rows = show_back.unpacked_rows(request.POST.get("rows", ""))
    return sheet(ledger_refused_sheet.written(rows, language()), "refused.xlsx")
