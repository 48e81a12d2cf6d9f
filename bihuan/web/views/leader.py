"""The leader's screen, the very cases behind each of its numbers, and what waits for the leader in person."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.app import awaiting, figures, leading
from bihuan.app.behind import behind as cases_behind
from bihuan.app.desk import Row
from bihuan.app.reaching import reach_of
from bihuan.core.refusals import Refusal
from bihuan.core.verbs import Party
from bihuan.web import narrowing, selecting
from bihuan.web.answers import in_words, refused
from bihuan.web.at_desk import wanted
from bihuan.web.reading import language
from bihuan.web.show import desk as desk_show
from bihuan.web.show import leader as show
from bihuan.web.signed import only

LATE_MOST = 20
"""Overdue cases that are shown while the figures are being counted; the ledger has all."""


@require_safe
@only(Party.LEADER)
def leader(request: HttpRequest) -> HttpResponse:
    """Everything a leader asks first: every programme in a line, one of them whole."""
    house, person = request.services, request.signed.person
    counted = leading.counted(house.district, person, house.population)
    if isinstance(counted, Refusal):
        return _uncounted(request, counted)
    busy = [one for one in counted if one.cases] or list(counted[:1])
    opened = next((one for one in busy if one.programme.id == request.GET.get("of")), busy[0])
    picture = leading.picture(house.district, opened)
    lines = [show.line(one, opened, language()) for one in busy]
    shown = {
        "lines": lines,
        "total": show.total(lines) if len(lines) > 1 else None,
        "heads": show.heads(language()),
        "screen": show.screen(picture, house.context().areas, house.district.pack.boundaries, language()),
        "idle": [one.programme.title.in_(language()) for one in counted if one not in busy],
        "waiting": awaiting.waiting(house.district, person, house.population),
        "drawn_by": house.district.pack.drawn_by,
    }
    return render(request, "web/leader/screen.html", shown)


def _uncounted(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """While the figures are being counted: how far that is, and what needs no counting."""
    house, person = request.services, request.signed.person
    late = awaiting.overdue(house.population, house.now())
    rows, more = awaiting.cases(house.district, person, late, size=LATE_MOST)
    shown = {
        "counting": in_words(refusal),
        "waiting": awaiting.waiting(house.district, person, house.population),
        "late": late.title,
        "rows": _rows(request, rows),
        "more": more is not None,
    }
    return render(request, "web/leader/counting.html", shown)


@require_safe
@only(Party.LEADER, Party.SUPERVISOR)
def behind(request: HttpRequest, programme: str) -> HttpResponse:
    """A page of the cases behind one number; each line asks the policy again."""
    house, person = request.services, request.signed.person
    edition = next((one for one in leading.programmes_of(house.district, person) if one.id == programme), None)
    if edition is None:
        raise Http404
    measure, list_ = request.GET.get("measure", ""), request.GET.get("list", "counted")
    found = figures.tally(
        house.district, edition, house.population, as_of=house.now(), within=reach_of(house.district, person, edition)
    )
    if isinstance(found, Refusal):
        return refused(request, found)
    title = show.title_of(found, measure)
    if title is None or list_ not in figures.LISTS:
        raise Http404
    narrowed = narrowing.of(request, edition)
    after = selecting.text(request.GET, "after")
    narrow = narrowing.counted(request, narrowed)
    listed = cases_behind(house.district, person, found, measure, list_, narrow, after)
    shown = {"programme": edition, "title": title.in_(language()), "found": listed, "measure": measure, "list": list_}
    if measure in found.figures:
        shown["lists"] = show.lists(found.figures[measure][1])
    shown |= {"rows": _rows(request, listed.rows), "narrowed": narrowed}
    return render(request, "web/leader/cases.html", shown)


@require_safe
@only(Party.LEADER)
def waits(request: HttpRequest, reason: str) -> HttpResponse:
    """The cases that wait for the leader for one reason."""
    house, person = request.services, request.signed.person
    found = {one.id: one for one in awaiting.reasons(house.district, person, house.population)}.get(reason)
    if found is None:
        raise Http404
    narrowed = narrowing.of(request)
    some = awaiting.narrowed(house.district, found, narrowed.held)
    rows, after = awaiting.cases(house.district, person, some, wanted(request.GET).after)
    more = after and "|".join(after)
    shown = {"title": found.title, "rows": _rows(request, rows), "more": more, "narrowed": narrowed}
    return render(request, "web/leader/waiting.html", shown)


def _rows(request: HttpRequest, rows: Sequence[Row]) -> Sequence[desk_show.CaseRow]:
    house = request.services
    return desk_show.rows(rows, house.district.rules.programmes, house.context(), house.now(), language())
