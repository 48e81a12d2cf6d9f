"""Between the house and places on a page: the outlines and areas of today that they are found on."""

from __future__ import annotations

from bihuan.web.house import House
from bihuan.web.show.pin import Ground


def ground(house: House) -> Ground:
    """What a marked place is found on."""
    pack = house.district.pack
    return Ground(rings=pack.boundaries, areas=house.context().areas, drawn_by=pack.drawn_by)
