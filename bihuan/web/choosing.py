"""The page on which photos are chosen for the one who raised a case; what is sent goes the way of every step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.app.acts import OnCase
from bihuan.core.areas import AREAS_MOST
from bihuan.web.answers import in_words
from bihuan.web.intake import request_id
from bihuan.web.reading import language
from bihuan.web.show.choosing import frames
from bihuan.web.stepping import Stopped


def page(request: HttpRequest, on: OnCase, stopped: Stopped | None = None) -> HttpResponse:
    """All photos that can be shown, with what was sent if it was refused."""
    house = request.services
    why = (stopped.refusal or next(iter(stopped.wrong.values()), None)) if stopped else None
    act = next((one for one in on.acts if one.step.shows), None)
    made = frames(on, language(), stopped.sent if stopped else None)
    shown = {
        "number": on.seen.case.number,
        "frames": made,
        "own": any(one.own for one in made),
        "step": act.step.id if act else "",
        "seen": on.seen.case.n,
        "most": AREAS_MOST,
        "refusal": in_words(why) if why else None,
        "request_id": request_id(request.POST, house) if stopped else house.new_request(),
    }
    response = render(request, "web/work/photos.html", shown, status=stopped.code if stopped else 200)
    response["Cache-Control"] = "no-store"
    return response
