"""Lists as the ids and numbers of their cases alone, for whoever looks further into them; the work is bounded.
Whether a person may see a case is asked by whoever opens it (`lists`)."""

from __future__ import annotations

from collections.abc import Sequence

from bihuan.core.commands import Person
from bihuan.core.programme import Programme
from bihuan.store.lists import PAGE_MOST, SORTS, Filter, Sort, conditions, reach_parts
from bihuan.store.reading import Ground
from bihuan.store.session import Session


def numbers_within(
    session: Session,
    ground: Ground,
    person: Person,
    programmes: Sequence[Programme],
    filter_: Filter,
    *,
    sort: Sort = "raised",
    size: int = PAGE_MOST,
) -> list[tuple[str, str]]:
    """Ids and numbers of cases that a list may hold, in its order: narrowed down, the policy not yet asked."""
    reach = reach_parts(session, ground, person, programmes)
    if reach is None:
        return []
    parts, given = conditions(session, filter_)
    names = ["list_numbers", *parts, *reach[0], SORTS[sort][0]]
    rows = session.composed(names, [ground.district, *given, *reach[1], size])
    return [(str(id_), str(number)) for id_, number in rows]


ANCHORS = ("ids", "numbers", "lead_unit", "area", "supervised", "stage", "standing")
"""Conditions of a filter that an index begins with: what one of them leaves is found without looking at the rest."""


def numbers_some(
    session: Session, ground: Ground, person: Person, programmes: Sequence[Programme], filter_: Filter, most: int
) -> tuple[list[tuple[str, str]], bool]:
    """What `numbers_within` finds, the newest raised first, and whether that is all: where no condition leaves `most`
    or fewer, only the newest `most` cases of the district are looked at. So the work is bounded whatever is asked."""
    reach = reach_parts(session, ground, person, programmes)
    if reach is None:
        return [], True
    parts, given = conditions(session, filter_)
    tail, values = [*parts, *reach[0], SORTS["raised"][0]], [*given, *reach[1], most]
    if any(_leaves(session, ground.district, Filter(**{name: getattr(filter_, name)}), most) for name in ANCHORS
           if getattr(filter_, name) is not None):  # fmt: skip
        rows, whole = session.composed(["list_numbers", *tail], [ground.district, *values]), True
    else:
        head = [ground.district, most, ground.district]
        rows, whole = session.composed(["list_newest", *tail], [*head, *values]), False
        there = session.composed(["count_some", "up_to"], [ground.district, most + 1])
        whole = int(there[0][0]) <= most
    return [(str(id_), str(number)) for id_, number in rows], whole


def _leaves(session: Session, district: str, one: Filter, most: int) -> bool:
    """Whether one condition alone leaves no more than so many cases."""
    parts, given = conditions(session, one)
    return int(session.composed(["count_some", *parts, "up_to"], [district, *given, most + 1])[0][0]) <= most
