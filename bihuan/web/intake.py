"""Between the intake form on a page and the core: which programme asks what, what came in, the form again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.core.decide import Context
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.web.answers import RETRY_SECONDS, status_of
from bihuan.web.house import House
from bihuan.web.reading import language
from bihuan.web.show import form
from bihuan.web.show.dates import day_of

_REQUEST = re.compile(r"[0-9a-f]{32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """The programme whose form it is, the step it leads to, and today's surroundings."""

    programme: Programme
    step: Step
    context: Context
    today: date


def open_programmes(house: House) -> tuple[Programme, ...]:
    """Programmes in which somebody outside can raise a matter."""
    return tuple(programme for programme in house.programmes() if form.raising(programme))


def asked(house: House, programme: Programme) -> Asked | None:
    """What the form of a programme is built from; None if only offices can raise there."""
    step = form.raising(programme)
    context = house.context()
    return Asked(programme, step, context, day_of(house.now(), context.zone)) if step else None


def read(asked: Asked, sent: Mapping[str, str]) -> tuple[form.Given, dict[str, Refusal]]:
    """What was sent, and everything that is wrong with it, by field."""
    given = form.read(asked.programme, asked.step, sent, asked.context)
    return given, form.check(asked.programme, asked.step, given, asked.context, asked.today)


def request_id(sent: Mapping[str, str], house: House) -> str:
    """The id that the form was given; a form that lost it gets a new one, and only loses its shield."""
    known = sent.get("request", "")
    return known if _REQUEST.fullmatch(known) else house.new_request()


def show(
    request: HttpRequest,
    asked: Asked,
    sent: Mapping[str, str],
    wrong: Mapping[str, Refusal],
    request_id: str,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The form, empty or as it was sent. `refusal` is about the whole, `wrong` about single fields."""
    spoken = language()
    parts = form.sections(asked.programme, asked.step, asked.context, asked.today, sent, wrong, spoken)
    shown = {
        "programme": asked.programme,
        "sections": parts,
        "errors": [one for part in parts for one in part.inputs if one.error],
        "refusal": (refusal.message(spoken), refusal.hint(spoken)) if refusal else None,
        "request_id": request_id,
    }
    status = 422 if wrong else status_of(refusal) if refusal else 200
    response = render(request, "web/report.html", shown, status=status)
    if status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response
