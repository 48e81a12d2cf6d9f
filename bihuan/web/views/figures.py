"""A figure opened: what it means, how it is defined, its parts, and the very cases behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.web import selecting
from bihuan.web.reading import language
from bihuan.web.show.figures import BUCKETS, by_whose_word, figure_row


@require_safe
def named(request: HttpRequest, indicator: str) -> HttpResponse:
    """The short address of a figure: to the first programme that publishes it."""
    for programme in request.services.programmes():
        if any(one.id == indicator and one.published for one in programme.indicators):
            address = reverse("figure", args=(programme.id, indicator))
            return redirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)
    raise Http404


@require_safe
def figure(request: HttpRequest, programme: str, indicator: str) -> HttpResponse:
    """One figure with its definition and a page of its cases."""
    edition = selecting.programme(request.services, programme)
    chosen = selecting.chosen(request.GET, request.services)
    count = request.services.count(edition, chosen.population, chosen.period.since, chosen.period.until)
    if indicator not in count.figures:
        raise Http404
    defined, found = count.figures[indicator]
    totals, opened = selecting.totals(found), selecting.bucket(request.GET)
    shown = {
        "programme": edition,
        "indicator": defined,
        "row": figure_row(edition, defined, found, language()),
        "by": by_whose_word(count.tally, indicator, found),
        "chosen": chosen,
        "as_of": count.as_of,
        "tabs": [(name, title, totals[name]) for name, title in BUCKETS.items()],
        "opened": opened,
        "cases": request.services.cases(count, indicator, opened, request.GET.get("after", "")),
    }
    return render(request, "web/figure.html", shown)


@require_safe
def waiting(request: HttpRequest, programme: str, reason: str) -> HttpResponse:
    """The cases that wait for triage for one reason."""
    edition = selecting.programme(request.services, programme)
    chosen = selecting.chosen({**request.GET.dict(), "population": selecting.BACKLOG}, request.services)
    count = request.services.count(edition, selecting.BACKLOG, chosen.period.since, chosen.period.until)
    reasons = {one.id: one for one in count.triage}
    if reason not in reasons:
        raise Http404
    shown = {"programme": edition, "reason": reasons[reason], "reasons": reasons.values(), "chosen": chosen}
    shown["cases"] = request.services.cases(
        count, reasons[reason].measure, "counted", request.GET.get("after", "")
    )
    return render(request, "web/waiting.html", shown)
