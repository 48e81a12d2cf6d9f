"""Where the open matters of a queue lie, for the desk's map: counted from the list that the policy lets through.

A matter that is confidential is counted at the larger area around its own: a map is looked at over shoulders, and a
point on it can be one person. What is not placed is said, so that the numbers add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from bihuan.app.desk import queue_filter
from bihuan.app.district import District
from bihuan.core.access import confidential
from bihuan.core.case import Case
from bihuan.core.commands import Area, Person
from bihuan.store.paging import pages

PAGES = 5
"""Pages of the list that are counted at most; the page says when there are more matters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """How many matters lie where."""

    cells: Mapping[str, int]
    """For the smallest areas, those with none too."""
    coarse: Mapping[str, int]
    """For the larger areas: what is confidential, or known no closer."""
    nowhere: int
    """Without an area."""
    more: bool
    """Whether only those due first are counted."""

    @property
    def total(self) -> int:
        """All that are counted."""
        return sum(self.cells.values()) + sum(self.coarse.values()) + self.nowhere


def placed(district: District, person: Person, work: str) -> Placed:
    """The open matters of a queue (its name; any other text: everything open) that this person may see."""
    programmes, areas = district.programmes(), district.places().areas
    found: Counter[str | None] = Counter()
    more = False
    with district.door.look(district.id) as (session, ground):
        for page in islice(pages(session, ground, person, programmes, queue_filter(programmes, work), "due"), PAGES):
            found.update(_where(line.case, district, areas) for line in page.lines)
            more = page.after is not None
    around = {area.parent for area in areas.values()}
    return Placed(
        cells={name: found[name] for name in areas if name not in around},
        coarse={name: found[name] for name in areas if name in around and found[name]},
        nowhere=found[None],
        more=more,
    )


def _where(case: Case, district: District, areas: Mapping[str, Area]) -> str | None:
    programme = district.rules.of(case.programme, case.edition)
    area = areas.get(str(case.fields.get(programme.place_field or "")))
    if area is None:
        return None
    hidden = confidential(case, programme, district.rules.dictionaries)
    return area.parent if hidden and area.parent is not None else area.id
