"""The record of a case, its steps and its photos, for those who work on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bihuan.app import acts, entering
from bihuan.app.acts import OnCase
from bihuan.app.evidence import photo_for
from bihuan.app.photos import prepared
from bihuan.app.registers.picking import named, referred
from bihuan.core.arguments import REASON
from bihuan.core.refusals import Refusal
from bihuan.web.answers import refused, status_of
from bihuan.web.intake import request_id
from bihuan.web.reading import language
from bihuan.web.selecting import safe_next
from bihuan.web.show.record import record_view
from bihuan.web.show.screens import kin_cards
from bihuan.web.show.steps import asked_for, filled, seen_of, step_form
from bihuan.web.show.undo import takes_back, undo_bar
from bihuan.web.signed import STAFF, only
from bihuan.web.tracking import raised
from bihuan.web.uploads import photos_of


@require_safe
@only(*STAFF)
def record(request: HttpRequest, number: str) -> HttpResponse:
    """The case with what this person can do on it now."""
    on = acts.on_case(request.services.district, request.signed.person, number)
    if isinstance(on, Refusal):
        mine = raised(request, number)
        # Whoever gave a case away does not see it any more; the step was taken all the same.
        gone = render(request, "web/work/given.html", {"number": number}) if "done" in request.GET else None
        return (refused(request, on) if gone is None else gone) if isinstance(mine, Refusal) else mine
    return _page(request, on, request.GET.get("step", ""), {})


@require_POST
@only(*STAFF)
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; refused, the record comes back with what was typed, what is wrong, and what happened meanwhile."""
    district, person = request.services.district, request.signed.person
    on = acts.on_case(district, person, number)
    if isinstance(on, Refusal):
        return refused(request, on)
    found = on.seen.programme.steps.get(step)
    if found is None:
        raise Http404
    sent = {name: request.POST.getlist(name) for name in request.POST}
    photos = prepared(photos_of(request))
    asked, request_ = filled(on, found, sent), request_id(request.POST, request.services)
    asked = replace(asked, values=named(district, person, on.seen.programme.fields, asked.values))
    asked = entering.by_number(district, asked)
    answer = photos if isinstance(photos, Refusal) else acts.take(
        district, person, on.seen.case.id, asked, request_, photos
    )  # fmt: skip
    if isinstance(answer, Refusal):
        # Read again: who was a moment quicker stands in it now.
        now = acts.on_case(district, person, number)
        return _page(request, on if isinstance(now, Refusal) else now, step, sent, answer)
    return redirect(_onward(request, number, step))


def _onward(request: HttpRequest, number: str, step: str) -> str:
    """Where the form says, with the case whose step may be taken back; else the record."""
    asked = safe_next(request)
    return f"{asked}?case={number}" if asked else f"{reverse('record', args=(number,))}?done={step}"


@require_safe
@only(*STAFF)
def photo(request: HttpRequest, number: str, address: str) -> HttpResponse:
    """A photo of a case; the policy is asked each time."""
    found = photo_for(request.services.district, request.signed.person, address)
    if isinstance(found, Refusal):
        return refused(request, found)
    tag = f'"{address}"'
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponseNotModified() if same else HttpResponse(found, content_type="image/jpeg")
    # Kept by the browser, shown again only after we were asked: access may have ended since.
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def _page(
    request: HttpRequest, on: OnCase, opened: str, sent: Mapping[str, Sequence[str]], refusal: Refusal | None = None
) -> HttpResponse:
    house, spoken = request.services, language()
    district = house.district
    forms = [
        step_form(on, act, sent if act.step.id == opened else {}, district.today(), house.levels,
                  referred(district, request.signed.person, on.seen.programme, act.step), spoken)
        for act in on.acts
        if not takes_back(act)
    ]  # fmt: skip
    done = on.seen.programme.steps.get(request.GET.get("done", ""))
    view = record_view(on, house.now(), spoken)
    shown = {
        "record": view,
        "kin": kin_cards(entering.kin_of(district, request.signed.person, on), house.context(), house.now(), spoken),
        "meanwhile": view.since(seen_of(sent) or 0) if refusal and seen_of(sent) is not None else (),
        "closed": [(one.step.title.in_(spoken), one.why.message(spoken)) for one in on.closed],
        "leading": [form for form in forms if not form.aside],
        "aside": [form for form in forms if form.aside],
        "opened": opened,
        "asked": asked_for(on, spoken),
        "done": done.title.in_(spoken) if done else "",
        "undo": undo_bar(on, house.now(), spoken),
        "undo_request": house.new_request(),
        "request_id": request_id(request.POST, house) if refusal else house.new_request(),
        "refusal": (refusal.message(spoken), refusal.hint(spoken)) if refusal else None,
        "lost": refusal is not None and opened not in {form.id for form in forms},
        "sent": [text for name in (REASON, *on.seen.programme.fields) for text in sent.get(name, ()) if text],
    }
    status = 200 if refusal is None else status_of(refusal)
    response = render(request, "web/work/record.html", shown, status=status)
    response["Cache-Control"] = "no-store"
    return response
