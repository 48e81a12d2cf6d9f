"""The desk's map: how many open matters of a queue lie where, and the same in a table that leads to each list."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bihuan.app.desk import Work, board
from bihuan.app.desk_map import placed
from bihuan.core.standing import Standing
from bihuan.core.verbs import Party
from bihuan.web.reading import language
from bihuan.web.show.desk import ALL, title_of
from bihuan.web.show.map import drawn
from bihuan.web.signed import only


@require_safe
@only(Party.CENTRE)
def open_map(request: HttpRequest) -> HttpResponse:
    """One queue, or everything open; each area leads to its list. It looks again by itself: 204 if nothing happened."""
    house, spoken, asked = request.services, language(), request.GET.get("queue", "")
    mark = str(board(house.district, request.signed.person).position)
    if mark == request.GET.get("mark"):
        return HttpResponse(status=204)
    queue = asked if asked in (*Work, Standing.UNCONFIRMED) else ALL
    found, areas = placed(house.district, request.signed.person, queue), house.context().areas
    to = {name: f"{reverse('desk')}?{urlencode({'queue': queue, 'area': name})}" for name in found.cells}
    full = {name: address for name, address in to.items() if found.cells[name]}
    map_ = drawn(house.district.pack.boundaries, areas, spoken, found.cells, addresses=full)
    marks = map_.marks if map_ else {}
    shown = {
        "map": map_,
        "drawn_by": house.district.pack.drawn_by,
        "rows": [(marks.get(n, ""), areas[n].title, count, full[n]) for n, count in _most(found.cells) if count],
        "coarse": [(areas[name].title, count) for name, count in _most(found.coarse)],
        "found": found,
        "queue": queue,
        "mark": mark,
        "queues": [(one.value, title_of(one).in_(spoken)) for one in (*Work, Standing.UNCONFIRMED)],
    }
    return render(request, "web/desk/map.html", shown)


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The fullest first."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
