"""The front page of the district, and finding a case by its number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bihuan.core.programme import Programme
from bihuan.web import selecting
from bihuan.web.answers import in_words
from bihuan.web.house import House, NotYet
from bihuan.web.reading import language
from bihuan.web.show.figures import figure_row


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is in two lines, and every published figure with its parts."""
    house = request.services
    try:
        chosen = selecting.chosen(request.GET, house)
        tables = [_table(house, programme, chosen) for programme in house.programmes()]
    except NotYet as early:
        # Raising and following a matter need no figures.
        return render(request, "web/home.html", {"counting": in_words(early.refusal)})
    # A mechanism without matters says nothing by a table of dashes; the first stands, so that the page is never bare.
    shown = [table for table in tables if table["total"]] or tables[:1]
    unpublished = [table for table in shown if not table["rows"]]
    return render(request, "web/home.html", {"chosen": chosen, "tables": shown, "unpublished": unpublished})


def _table(house: House, programme: Programme, chosen: selecting.Chosen) -> dict[str, object]:
    count = house.count(programme, chosen.population, chosen.period.since, chosen.period.until)
    rows = [figure_row(programme, one, figure, language()) for one, figure in count.figures.values()]
    waiting = count.triage if chosen.triage else ()
    return {"programme": programme, "rows": rows, "total": count.total, "triage": waiting}


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where a typed number leads; spaces and lower case are forgiven."""
    number = "".join(request.GET.get("number", "").split()).upper()
    if selecting.is_number(number):
        return redirect("case", number=number)
    return render(request, "web/find.html", {"number": number}, status=404 if number else 200)
