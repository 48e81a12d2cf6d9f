"""Raising a case as staff: a list of what one may raise, and its form; also for a child of another case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from bihuan.app import entering
from bihuan.app.acts import context_of
from bihuan.app.entering import Entry, Parent
from bihuan.app.registers.picking import called, named, referred
from bihuan.core.events import Scalar
from bihuan.core.refusals import Refusal
from bihuan.web import aside
from bihuan.web.answers import refused, status_of
from bihuan.web.intake import request_id
from bihuan.web.reading import language
from bihuan.web.show import form, typed
from bihuan.web.show.dates import day_of
from bihuan.web.show.record import facts
from bihuan.web.show.step_words import SHOWING
from bihuan.web.signed import STAFF, only


@require_safe
@only(*STAFF)
def enter(request: HttpRequest) -> HttpResponse:
    """Everything this person may raise; straight to the form if it is one thing."""
    found = entering.entries(request.services.district, request.signed.person)
    if len(found) == 1:
        return redirect("enter_one", found[0].programme.id)
    return render(request, "web/work/enter_choose.html", {"entries": found})


@require_http_methods(["GET", "HEAD", "POST"])
@only(*STAFF)
def enter_one(request: HttpRequest, programme: str) -> HttpResponse:
    """The form of one; sent, it leads to the new case, or back to the one that it belongs to."""
    found = entering.entries(request.services.district, request.signed.person)
    entry = next((one for one in found if one.programme.id == programme), None)
    if entry is None:
        raise Http404
    parent = _parent(request)
    if isinstance(parent, Refusal):
        return refused(request, parent)
    if request.method != "POST":
        return _page(request, entry, parent, {}, {}, None)
    return _sent(request, entry, parent)


def _parent(request: HttpRequest) -> Parent | Refusal | None:
    number, by = request.GET.get("parent", ""), request.GET.get("by", "")
    return entering.parent_of(request.services.district, request.signed.person, number, by) if number else None


def _sent(request: HttpRequest, entry: Entry, parent: Parent | None) -> HttpResponse:
    house, sent = request.services, request.POST.dict()
    context = context_of(house.district)
    given = typed.read(entry.programme, entry.step, sent, context, known=_passed(parent))
    given = replace(given, values=named(house.district, request.signed.person, entry.programme.fields, given.values))
    day = day_of(house.now(), context.zone)
    wrong = typed.check(entry.programme, entry.step, given, context, day)
    came = aside.came(request)
    if wrong or came.refusal:
        aside.lay(request, came)
        return _page(request, entry, parent, sent, wrong, came.refusal)
    request_ = request_id(request.POST, house)
    answer = entering.enter(
        house.district, request.signed.person, entry, given.values, given.words, request_, came.photos, parent,
        population=house.population,
    )  # fmt: skip
    if isinstance(answer, Refusal):
        aside.lay(request, came)
        return _page(request, entry, parent, sent, {}, answer)
    aside.used(request)
    number = parent.on.seen.case.number if parent else answer.number
    return redirect(f"{reverse('record', args=(number,))}?done={parent.step.id if parent else entry.step.id}")


def _page(
    request: HttpRequest,
    entry: Entry,
    parent: Parent | None,
    sent: Mapping[str, str],
    wrong: Mapping[str, Refusal],
    refusal: Refusal | None,
) -> HttpResponse:
    house, spoken = request.services, language()
    context = context_of(house.district)
    day = day_of(house.now(), context.zone)
    shown_ = dict(sent) or (_inherited(entry, parent) if parent else {})
    picked = referred(house.district, request.signed.person, entry.programme, entry.step)
    parts = form.sections(
        entry.programme, entry.step, context, day, shown_, wrong, spoken, known=_passed(parent), offered=picked
    )
    shown = {
        "entry": entry,
        "parent": parent,
        "passed": _told(request, parent) if parent else (),
        "sections": parts,
        "photos": entry.step.photos if entry.step.photos or entry.step.verb in SHOWING else 0,
        "errors": [one for part in parts for one in part.inputs if one.error],
        "refusal": (refusal.message(spoken), refusal.hint(spoken)) if refusal else None,
        "request_id": request_id(request.POST, house) if refusal else house.new_request(),
    }
    status = status_of(refusal) if refusal else 422 if wrong else 200
    return render(request, "web/work/enter.html", shown, status=status)


def _passed(parent: Parent | None) -> dict[str, Scalar]:
    """What the child says because its parent says it: nobody is asked for it again."""
    return parent.passed if parent else {}


def _told(request: HttpRequest, parent: Parent) -> tuple[tuple[str, str, str], ...]:
    """The same in words."""
    on, house = parent.on, request.services
    names = called(house.district, request.signed.person, on.seen.programme.fields, on.seen.case.fields)
    return facts(on, language(), names, parent.passed)


def _inherited(entry: Entry, parent: Parent) -> dict[str, str]:
    """Where the parent is and what it is about, so that neither is chosen again: an entry of a register goes to the one
    field that asks for an entry of that register."""
    here, there = parent.on.seen.programme.place_field, entry.programme.place_field
    held = parent.on.seen.case.fields
    area = held.get(here or "")
    found = {there: area} if there and isinstance(area, str) else {}
    known = {one.register: held.get(one.id) for one in parent.on.seen.programme.fields.values() if one.register}
    asked = [entry.programme.fields[taking.field] for taking in entry.step.takes]
    for field in asked:
        key = known.get(field.register) if field.register else None
        if isinstance(key, str) and sum(one.register == field.register for one in asked) == 1:
            found[field.id] = key
    return found
