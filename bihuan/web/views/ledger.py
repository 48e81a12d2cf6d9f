"""The ledger out to Excel and back, and what was refused to keep."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bihuan.app import ledger, ledger_sheet
from bihuan.app.ledger_fields import heads
from bihuan.app.overseeing import oversee, powers
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text
from bihuan.core.verbs import Party
from bihuan.web.answers import refused
from bihuan.web.reading import language
from bihuan.web.show import ledger as show
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
    rows = ledger.all_rows(district, request.signed.person, wanted)
    units = request.services.context().units
    unit = next((units[one].title.in_(spoken) for one in request.signed.units if one in units), "—")
    raised = show.between(request.GET.get("since", ""), request.GET.get("until", "")).in_(spoken)
    about = {"unit": unit, "day": district.today().isoformat(), "range": raised}
    invented = "demo" in (wanted.filter_.population, request.services.population)
    fill = bool(powers(district, request.signed.person))
    data = ledger_sheet.written(rows, wanted.columns, district.zone, spoken, about, invented=invented, fill=fill)
    return sheet(data, "ledger-demo.xlsx" if invented else "ledger.xlsx")


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def ledger_back(request: HttpRequest) -> HttpResponse:
    """The filled-in file: each row answers for itself."""
    file = request.FILES.get("file")
    data = file.read(ledger_sheet.BYTES_MOST + 1) if file else b""
    found = ledger_sheet.read(data, heads(request.services.district))
    if isinstance(found, Text):
        shown = {"refused": found, "home": home_of(request.signed)}
        return render(request, "web/supervisor/done.html", shown, status=422)
    person = request.signed.person
    answers = oversee(request.services.district, person, found[0], ledger_sheet.request_of(data, person.account))
    shown = show.report((*found[1], *answers), language()) | {"home": home_of(request.signed)}
    return render(request, "web/supervisor/done.html", shown, status=422 if shown["wrong"] else 200)


@never_cache
@require_POST
@only(Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
def ledger_refused(request: HttpRequest) -> HttpResponse:
    """The refused rows of a report as a file; nothing is kept on the server."""
    columns = (request.POST.getlist(name) for name in ("number", "what", "why"))
    rows = [(number[:100], what[:100], why[:1000]) for number, what, why in zip(*columns, strict=False)]
    return sheet(ledger_sheet.refused(rows[: 2 * ledger.ROWS_MOST], language()), "refused.xlsx")
