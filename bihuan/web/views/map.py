"""The public map: how many matters are open where, and the outlines it is drawn from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bihuan.app.nearby import open_by_area
from bihuan.web.reading import language
from bihuan.web.show.map import drawn


@require_safe
def open_matters(request: HttpRequest) -> HttpResponse:
    """Open matters by area; counts only, and none that could be one person's."""
    house, spoken = request.services, language()
    counted, areas = open_by_area(house.district, house.population), house.context().areas
    small = f"<{counted.smallest}"
    rows = sorted(counted.cells.items(), key=lambda cell: (-(cell[1] or 0), cell[1] is not None, cell[0]))
    map_ = drawn(house.district.pack.boundaries, areas, spoken, counted.cells, small)
    marks = map_.marks if map_ else {}
    shown = {
        "map": map_,
        "drawn_by": house.district.pack.drawn_by,
        "rows": [(marks.get(name, ""), areas[name].title, small if n is None else n) for name, n in rows],
        "total": counted.total,
        "smallest": counted.smallest,
    }
    return render(request, "web/resident/map.html", shown)


@require_safe
def outlines(request: HttpRequest) -> HttpResponse:
    """The outlines as GeoJSON (RFC 7946), so that anyone can draw their own map."""
    house = request.services
    areas, pack = house.context().areas, house.district.pack
    features = [
        {
            "type": "Feature",
            "id": name,
            "properties": {"zh": areas[name].title.zh, "en": areas[name].title.en, "parent": areas[name].parent},
            "geometry": {"type": "Polygon", "coordinates": [[list(corner) for corner in (*ring, ring[0])]]},
        }
        for name, ring in pack.boundaries.items()
        if name in areas
    ]
    source = pack.drawn_by.in_(language()) if pack.drawn_by else ""
    return JsonResponse({"type": "FeatureCollection", "source": source, "features": features})
