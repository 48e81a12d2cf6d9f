"""Where something is, and what is open around it: positions against the drawn areas, counts for the public map, and
open cases of the same kind near somebody who is about to raise one. Nothing private is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bihuan.app import triage
from bihuan.app.district import District
from bihuan.core.access import confidential
from bihuan.core.case import Case
from bihuan.core.geo import Datum, Point, area_of, from_gcj02, read_point
from bihuan.core.programme import Programme, Visibility
from bihuan.core.refusals import Refusal
from bihuan.store import receipts

NEAR_DAYS = 14
"""A lamp that somebody reported longer ago is worth being reported again."""
NEAR_MOST = 5


@dataclass(frozen=True, slots=True)
class Located:
    """A position inside the district, in WGS84, and the smallest drawn area around it."""

    point: Point
    area: str


def located(district: District, text: str, datum: str = Datum.WGS84) -> Located | Refusal:
    """A position as it was sent, checked against the district's outlines.

    One that is said to come from a map app is converted. One that is said to be a satellite fix, lies outside and
    would lie inside if it came from a map app, is refused with that word: guessing would move a danger by a street.
    """
    pair = read_point(text)
    if pair is None or datum not in tuple(Datum):
        return Refusal("place-unread", {"value": text[:40]})
    rings, point = district.pack.boundaries, Point(*pair)
    if datum == Datum.GCJ02:
        point = from_gcj02(point)
    area = area_of(point, rings)
    if area is not None:
        return Located(point, area)
    if datum == Datum.WGS84 and area_of(from_gcj02(point), rings) is not None:
        return Refusal("place-other-datum", {})
    return Refusal("place-outside", {"district": district.pack.district.short})


def similar(district: District, programme: Programme, population: str, area: str, category: str) -> tuple[Case, ...]:
    """Open public cases of the same kind in the same area of the last days, the newest first."""
    if programme.visibility is not Visibility.PUBLIC or not area or not category:
        return ()
    since = district.door.clock() - timedelta(days=NEAR_DAYS)
    with district.door.readers.lend() as session:
        found = receipts.nearby(session, district.id, programme.id, population, area, category, since, NEAR_MOST)
    return tuple(case for case in found if not confidential(case, programme, district.rules.dictionaries))


def guessed(district: District, programme: Programme, area: str, category: str, text: str) -> tuple[str, str]:
    """Area and category as they were chosen, or else the first that the words of the message name: who reports rarely
    knows what kind their matter is. Nothing comes of the guess but a question."""
    if not area:
        known = (district.door.places_lately(district.id) or district.places()).areas
        around = {one.parent for one in known.values()}
        area = next((one.code for one in triage.areas(known, text) if one.code not in around), "")
    if not category:
        category = next((one.code for one in triage.categories(district, programme, text)), "")
    return area, category


@dataclass(frozen=True, slots=True)
class Counted:
    """Open matters by area; None where so few are open that one could be somebody's."""

    cells: Mapping[str, int | None]
    """For each of the smallest areas."""
    total: int
    smallest: int


def open_by_area(district: District, population: str) -> Counted:
    """How many public matters are open in each of the smallest areas, small cells suppressed."""
    public = {one.id for one in district.programmes() if one.visibility is Visibility.PUBLIC}
    with district.door.readers.lend() as session:
        rows = receipts.open_by_area(session, district.id, population)
    areas = district.places().areas
    parents = {area.parent for area in areas.values()}
    counts = {name: 0 for name in areas if name not in parents}
    total = 0
    for (area, programme), number in rows.items():
        if programme in public:
            total += number
            if area in counts:
                counts[area] += number
    smallest = district.pack.district.log.smallest
    return Counted(suppressed(counts, smallest), total, smallest)


def suppressed(counts: Mapping[str, int], smallest: int) -> dict[str, int | None]:
    """Cells below `smallest` without their number. If only one would be, the next larger goes too: its number could
    be had from the total."""
    small = [name for name, number in counts.items() if 0 < number < smallest]
    if len(small) == 1:
        others = sorted((number, name) for name, number in counts.items() if number >= smallest)
        small += [name for _, name in others[:1]]
    return {name: None if name in small else number for name, number in counts.items()}
