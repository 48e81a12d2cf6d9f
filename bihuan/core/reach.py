"""How far the roles of a person reach at all, as a list or a count is narrowed down; and what is kept from the person.

May live here: what follows from posts, scopes and places alone. May not: whether a person may see one case
(`core.access`), which is asked for each case of a list all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bihuan.core.access import Places, areas_of, is_accused, upwards
from bihuan.core.commands import Person
from bihuan.core.programme import Programme, Scope


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything, or cases in these areas and those that these units have a part in; never what is about a unit that
    the person is of (`aside`). The policy still decides on each case."""

    everything: bool
    areas: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    aside: frozenset[str] = frozenset()
    """Cases about one of these units are kept from the person, so no count may hold them."""

    @property
    def nothing(self) -> bool:
        """Whether no case at all can be reached."""
        return not (self.everything or self.areas or self.units)

    @property
    def official(self) -> Reach:
        """Of everything also what is kept from the one who asks: for a figure that is one and the same for everybody
        and opens into no case (decision 0035). A part of the district is nobody's but the one's who asks."""
        return replace(self, aside=frozenset()) if self.everything else self


EVERYTHING = Reach(True)


def reach(person: Person, programmes: Iterable[Programme], places: Places) -> Reach:
    """The sum over the person's posts; roles of the one who raised a case and of the system reach no lists."""
    areas: set[str] = set()
    units: set[str] = set()
    aside = aside_from(person, places)
    for role in (role for programme in programmes for role in programme.roles.values()):
        for post in (post for post in person.posts if post.duty == role.duty):
            if role.scope is Scope.DISTRICT:
                return Reach(True, aside=aside)
            if role.scope is Scope.UNIT:
                units.add(post.unit)
            if role.scope is Scope.AREA:
                areas |= post.areas or areas_of(post.unit, places)
    return Reach(False, frozenset(_with_all_below(areas, places)), frozenset(units), aside)


def aside_from(person: Person, places: Places) -> frozenset[str]:
    """The units about which the person is told nothing: those of the posts and what they stand below, as the policy
    has it (`is_accused`)."""
    return frozenset(
        above for post in person.posts for above in upwards(post.unit, places.units)
        if is_accused(post.unit, above, places.units)
    )  # fmt: skip


def _with_all_below(areas: set[str], places: Places) -> set[str]:
    """The areas and everything that lies in them."""
    below = set(areas)
    while True:
        more = {area.id for area in places.areas.values() if area.parent in below} - below
        if not more:
            return below
        below |= more
