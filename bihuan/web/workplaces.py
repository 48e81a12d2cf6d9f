"""The places where people work, in one table: whose each is, where it is, what it is called. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.app.people import Signed
from bihuan.core.offices import Office
from bihuan.core.text import Text
from bihuan.core.verbs import Party


@dataclass(frozen=True, slots=True)
class Workplace:
    """One entry of the bar that somebody who signed in sees."""

    route: str
    title: Text
    whose: frozenset[Party | Office]


WORKPLACES: tuple[Workplace, ...] = (
    Workplace("tasks", Text("我的任务", "My tasks"), frozenset({Party.HANDLER})),
    Workplace("checks", Text("待核查、回访", "To check"), frozenset({Party.CHECKER})),
    Workplace("deliveries", Text("告知情况", "Deliveries"), frozenset({Office.SYSTEM})),
)
"""In the order of the bar; the first that is somebody's is where signing in leads."""


def places_of(signed: Signed | None) -> tuple[Workplace, ...]:
    """The workplaces of somebody; a visitor has none."""
    if signed is None:
        return ()
    return tuple(place for place in WORKPLACES if place.whose & (signed.parties | signed.offices))
