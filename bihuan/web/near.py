"""What is open near somebody who is about to raise the same: as a page before sending, or as a part of the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bihuan.app.nearby import guessed, similar
from bihuan.app.receipts import new_token
from bihuan.core.case import Case
from bihuan.core.geo import unpinned
from bihuan.core.programme import Programme
from bihuan.web import aside
from bihuan.web.house import House
from bihuan.web.intake import OWN, Sent
from bihuan.web.reading import language
from bihuan.web.show.case import value_text
from bihuan.web.show.dates import day_of, day_text


@dataclass(frozen=True, slots=True)
class Nearby:
    """One open matter, without a word of it."""

    number: str
    category: str
    area: str
    stage: str
    raised: str


def found(house: House, programme: Programme, sent: Sent) -> Sequence[Case]:
    """Open cases of the kind and area that were chosen, or that the words name."""
    said = (unpinned(text)[0] for name, text in sent.given.words.items() if not programme.fields[name].identity)
    area, category = guessed(house.district, programme, sent.area, sent.category, "\n".join(said))
    return similar(house.district, programme, house.population, area, category)


def show(
    request: HttpRequest, programme: Programme, cases: Sequence[Case], sent: Mapping[str, str], token: str
) -> HttpResponse:
    """Before sending: is it one of these? All that was typed travels along."""
    own = ("csrfmiddlewaretoken", "request")
    sent = aside.carried(request, sent)
    carried = [(name, value) for name, value in sent.items() if value and name not in own]
    shown = {**_shown(request, programme, cases), "request_id": token, "carried": [*carried, (OWN, "yes")]}
    return render(request, "web/resident/near.html", shown)


def part(request: HttpRequest, programme: Programme, cases: Sequence[Case]) -> HttpResponse:
    """The same as a part of the form; 204 if nothing is open."""
    if not cases:
        return HttpResponse(status=204)
    return render(request, "web/resident/parts/near.html", _shown(request, programme, cases))


def _shown(request: HttpRequest, programme: Programme, cases: Sequence[Case]) -> dict[str, object]:
    context, spoken = request.services.context(), language()

    def word(case: Case, name: str | None) -> str:
        value = case.fields.get(name or "")
        return value_text(programme.fields[name], value, context, spoken) if name and isinstance(value, str) else ""

    rows = [
        Nearby(
            case.number,
            word(case, programme.category_field),
            word(case, programme.place_field),
            programme.stages[case.stage].title.in_(spoken),
            day_text(day_of(case.occurred_at, context.zone), spoken),
        )
        for case in cases
    ]
    # A secret of its own: the code of a follower must never be the code of the matter one raises after all.
    return {"programme": programme, "cases": rows, "follow_id": new_token(request.services.district)}
