"""The record of a case, its steps and its photos, for those who work on it."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bihuan.app import acts, entering
from bihuan.app.acts import OnCase
from bihuan.app.evidence import photo_for
from bihuan.app.notices.delivered import delivered
from bihuan.app.registers.picking import called
from bihuan.core.refusals import Refusal
from bihuan.web import choosing, stepping
from bihuan.web.answers import in_words, refused
from bihuan.web.intake import request_id
from bihuan.web.photo_links import photo_link
from bihuan.web.placing import ground
from bihuan.web.reading import language
from bihuan.web.selecting import safe_next
from bihuan.web.show.choosing import told_of
from bihuan.web.show.notices import to_entries
from bihuan.web.show.record import asked_for, record_view
from bihuan.web.show.screens import kin_shown
from bihuan.web.show.undo import takes_back, undo_bar
from bihuan.web.signed import STAFF, only
from bihuan.web.stepping import Stopped
from bihuan.web.tracking import raised


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
    return _page(request, on, request.GET.get("step", ""))


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
    answer = stepping.take(request, on, found)
    if isinstance(answer, Stopped):
        # Read again: who was a moment quicker stands in it now.
        now = acts.on_case(district, person, number)
        if found.shows:
            return choosing.page(request, on if isinstance(now, Refusal) else now, answer)
        return _page(request, on if isinstance(now, Refusal) else now, step, answer)
    return redirect(_onward(request, number, step))


def _onward(request: HttpRequest, number: str, step: str) -> str:
    """Where the form says, with the case whose step may be taken back; else the record."""
    asked = safe_next(request)
    return f"{asked}?case={number}" if asked else f"{reverse('record', args=(number,))}?done={step}"


@require_safe
@only(*STAFF)
def photos(request: HttpRequest, number: str) -> HttpResponse:
    """The photos that the one who raised the case may see, to choose them and to cover what is in them."""
    on = acts.on_case(request.services.district, request.signed.person, number)
    return refused(request, on) if isinstance(on, Refusal) else choosing.page(request, on)


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


def _page(request: HttpRequest, on: OnCase, opened: str, stopped: Stopped | None = None) -> HttpResponse:
    house, spoken, person = request.services, language(), request.signed.person
    untaken = replace(on, acts=tuple(act for act in on.acts if not takes_back(act) and not act.step.shows))
    forms = stepping.forms(house, person, untaken, stopped)
    done = on.seen.programme.steps.get(request.GET.get("done", ""))
    names = called(house.district, person, on.seen.programme.fields, on.seen.case.fields)
    view = record_view(on, house.now(), spoken, names, ground(house), photo_link(on.seen.case.number))
    shown = {
        "record": view,
        "choosing": told_of(on),
        "number": on.seen.case.number,
        **kin_shown(
            on, entering.kin_of(house.district, person, on), entering.raised_for(house.district, person, on),
            house.context(), house.now(), spoken,
        ),
        "told": to_entries(delivered(house.district, person, on, house.now()), house.district.zone, spoken),
        "meanwhile": view.since(stopped.seen) if stopped and stopped.refusal and stopped.seen is not None else (),
        "closed": [(one.step.title.in_(spoken), one.why.message(spoken)) for one in on.closed],
        "leading": [form for form in forms if form.leading],
        "aside": [form for form in forms if not form.leading],
        "opened": opened,
        "asked": asked_for(on, spoken),
        "done": done.title.in_(spoken) if done else "",
        "undo": undo_bar(on, house.now(), spoken),
        "undo_request": house.new_request(),
        "request_id": request_id(request.POST, house) if stopped else house.new_request(),
        "refusal": in_words(stopped.refusal) if stopped and stopped.refusal else None,
        "errors": [one for form in forms if form.id == opened for one in form.errors],
        "lost": stopped is not None and opened not in {form.id for form in forms},
        "sent": stepping.words_of(house, on, stopped) if stopped else [],
    }
    response = render(request, "web/work/record.html", shown, status=stopped.code if stopped else 200)
    response["Cache-Control"] = "no-store"
    return response
