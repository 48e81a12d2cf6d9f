"""Between the intake form on a page and the core: which programme asks what, what came in, the form again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.app.nearby import Located, located
from bihuan.app.photos import PHOTOS_MOST
from bihuan.app.receipts import REPORTER, new_token
from bihuan.core.commands import Raise
from bihuan.core.decide import Context
from bihuan.core.geo import Datum, pinned
from bihuan.core.programme import FieldType, Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.web import aside, paging
from bihuan.web.answers import RETRY_SECONDS, status_of
from bihuan.web.house import House
from bihuan.web.placing import ground
from bihuan.web.reading import language, large
from bihuan.web.show import form, typed
from bihuan.web.show.dates import day_of
from bihuan.web.show.map import drawn

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


(POINT, DATUM), GO, OWN = paging.MAP, paging.GO, "as-own"
"""What the form sends besides the step's fields; no field of a pack can have a hyphen in its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What came in: sorted, with everything that is wrong with it, by field."""

    given: typed.Given
    wrong: Mapping[str, Refusal]
    area: str
    category: str


def read(house: House, asked: Asked, sent: Mapping[str, str]) -> Sent:
    """What was sent. A position on the map gives the area, unless one was chosen, and ends the place's words."""
    programme, step = asked.programme, asked.step
    fields = programme.fields
    theirs = {name: text for name, text in sent.items() if name not in fields or form.asked(fields[name], own=True)}
    filled, faults = placed(house, programme, step, theirs)
    given = typed.read(programme, step, filled, asked.context)
    faults |= typed.check(programme, step, given, asked.context, asked.today)
    values, kind, where = given.values, programme.category_field, programme.place_field
    chosen = {"area": str(values.get(where or "", "")), "category": str(values.get(kind or "", ""))}
    return Sent(given=given, wrong=faults, **chosen)


def placed(
    house: House, programme: Programme, step: Step, sent: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Refusal]]:
    """What was sent with a position on the map put where it belongs, and what is wrong with the position."""
    filled, faults = dict(sent), dict[str, Refusal]()
    if sent.get(POINT, "").strip():
        found = located(house.district, sent[POINT], sent.get(DATUM) or Datum.WGS84)
        if isinstance(found, Refusal):
            faults[POINT] = found
        else:
            _place(filled, programme, step, found)
    return filled, faults


def _place(filled: dict[str, str], programme: Programme, step: Step, found: Located) -> None:
    for taking in step.takes:
        field = programme.fields[taking.field]
        if field.id == programme.place_field and not filled.get(field.id):
            filled[field.id] = found.area
        elif field.type is FieldType.PLACE:
            filled[field.id] = pinned(filled.get(field.id, ""), found.point)


def command(house: House, asked: Asked, sent: Sent) -> Raise:
    """The case as it is to be raised."""
    return Raise(
        case="",
        number="",
        programme=asked.programme.id,
        step=asked.step.id,
        by=REPORTER,
        values=sent.given.values,
        words=sent.given.words,
        population=house.population,
    )


def token_of(sent: Mapping[str, str], house: House) -> str:
    """The secret of the form; a form that lost it gets a new one, and only loses its shield against a double tap."""
    known = sent.get("request", "")
    return known if _REQUEST.fullmatch(known) else new_token(house.district)


def request_id(sent: Mapping[str, str], house: House) -> str:
    """The id that a form of the staff was given; a form that lost it gets a new one, and only loses its shield."""
    known = sent.get("request", "")
    return known if _REQUEST.fullmatch(known) else house.new_request()


def show(
    request: HttpRequest,
    asked: Asked,
    sent: Mapping[str, str],
    wrong: Mapping[str, Refusal],
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The form, empty or as it was sent. `refusal` is about the whole, `wrong` about single fields."""
    spoken, house, sent = language(), request.services, aside.carried(request, sent)
    parts = form.sections(asked.programme, asked.step, asked.context, asked.today, sent, wrong, spoken, own=True)
    shown = {
        "programme": asked.programme,
        "others": [one for one in open_programmes(house) if one.id != asked.programme.id],
        "sections": parts,
        "errors": [one for part in parts for one in part.inputs if one.error],
        "refusal": (refusal.message(spoken), refusal.hint(spoken)) if refusal else None,
        "request_id": token_of(sent, house),
        "category_field": asked.programme.category_field,
        **marking(house, asked.programme, sent, wrong),
    }
    status = 422 if wrong else status_of(refusal) if refusal else 200
    if large(request):
        shown |= paging.page(_questions(asked, parts, sent), sent, sent.items(), wrong, refusal is not None)
    response = render(request, "web/resident/one.html" if large(request) else "web/report.html", shown, status=status)
    if status == 503:
        response["Retry-After"] = RETRY_SECONDS
    return response


def marking(
    house: House, programme: Programme, sent: Mapping[str, str], wrong: Mapping[str, Refusal]
) -> dict[str, object]:
    """What a form needs for its map and its photos."""
    spoken, on = language(), ground(house)
    return {
        "map": drawn(on.rings, on.areas, spoken),
        "drawn_by": on.drawn_by,
        "area_field": programme.place_field,
        "point_error": (wrong[POINT].message(spoken), wrong[POINT].hint(spoken)) if POINT in wrong else None,
        "sent": {name.replace("-", "_"): sent.get(name, "") for name in (POINT, DATUM, OWN)},
        "most": PHOTOS_MOST,
    }


def turn(
    request: HttpRequest, asked: Asked, sent: Mapping[str, str], read: Sent, refusal: Refusal | None = None
) -> HttpResponse:
    """Another page of the form in large type; nothing is sent yet, so what other pages lack is no error here.
    `refusal` is about a photo."""
    parts = form.sections(asked.programme, asked.step, asked.context, asked.today, sent, {}, language(), own=True)
    here = paging.tried(_questions(asked, parts, sent), sent, read.wrong)
    response = show(request, asked, sent, here, refusal)
    response.status_code = 200
    return response


def _questions(
    asked: Asked, parts: Sequence[form.Section], sent: Mapping[str, str]
) -> tuple[paging.Question, ...]:
    return paging.questions(parts, sent, asked.programme.fields, asked.programme.place_field)
