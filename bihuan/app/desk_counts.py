"""What stands where, counted for the desk: read once, then kept up by the cases that something happened to since.

Every desk asks every few seconds. Counting all open cases each time costs the more the more are open; looking only at
what changed costs as much as changed. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from bihuan.app.district import District
from bihuan.app.door import Door
from bihuan.core.firsts import Firsts
from bihuan.store import waiting
from bihuan.store.session import Session
from bihuan.store.waiting import Place

FACTS_MOST = 2_000
"""After more facts than that everything is read anew: it costs less then."""


Among = tuple[str, str | None]
"""A programme, and the unit that cases of it are about."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts at a position."""

    position: int
    places: tuple[tuple[Place, int, datetime | None], ...]
    requests: Mapping[Among, tuple[int, datetime | None]]
    """Requests that wait for a decision, and the first to end."""


@dataclass(slots=True)
class _Kept:
    """What is known of one district, under one lock."""

    lock: Lock = field(default_factory=Lock)
    of: tuple[str, tuple[str, ...]] = ("", ())
    """District and clocks that it is about."""
    position: int = -1
    places: Firsts[str, Place] = field(default_factory=Firsts)
    requests: Firsts[tuple[str, str], Among] = field(default_factory=Firsts)
    clocks: dict[str, set[str]] = field(default_factory=dict)
    """Case → its clocks among the requests."""


_KEPT: WeakKeyDictionary[Door, _Kept] = WeakKeyDictionary()
_MAKING = Lock()


def counted(district: District, clocks: tuple[str, ...]) -> Counted:
    """Everything that stands somewhere, up to the last fact. `clocks` run until a request is decided."""
    with _MAKING:
        kept = _KEPT.setdefault(district.door, _Kept())
    with kept.lock, district.door.look(district.id) as (session, _), session.glance():
        head = session.row("head", (district.id,))
        _catch_up(session, district.id, kept, clocks, int(head[0]) if head else 0)
        requests = {among: (count, due) for among, count, due in kept.requests.groups()}
        return Counted(kept.position, tuple(kept.places.groups()), requests)


def _catch_up(session: Session, district: str, kept: _Kept, clocks: tuple[str, ...], position: int) -> None:
    changed: list[str] | None = None
    if kept.of == (district, clocks) and kept.position <= position:
        if kept.position == position:
            return
        changed = waiting.changed_since(session, district, kept.position, FACTS_MOST)
    if changed is None:
        kept.places, kept.requests, kept.clocks = Firsts(), Firsts(), {}
    # Until all is put in place it counts as nothing known: a fault on the way leaves nothing half told.
    kept.of = ("", ())
    places = waiting.places(session, district, changed)
    requests = waiting.requests(session, district, clocks, changed)
    for case in changed or ():
        kept.places.drop(case)
        for clock in kept.clocks.pop(case, ()):
            kept.requests.drop((case, clock))
    for case, (place, due) in places.items():
        kept.places.put(case, place, due)
    for (case, clock), (_, due) in requests.items():
        if case in places:
            place = places[case][0]
            kept.requests.put((case, clock), (place.programme, place.about), due)
            kept.clocks.setdefault(case, set()).add(clock)
    kept.of, kept.position = (district, clocks), position
