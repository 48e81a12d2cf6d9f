"""Counts of what a person reaches, where that is a part of the district: summed from verdicts, not from kept sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from bihuan.app.district import District
from bihuan.core.commands import Person
from bihuan.core.counting import Counts
from bihuan.core.indicators import Facts
from bihuan.core.programme import Programme
from bihuan.core.reach import EVERYTHING, Reach, reach
from bihuan.core.tally import COUNTED, Plan
from bihuan.store.tallies import Group

__all__ = ["EVERYTHING", "Measures", "reach_of", "reaches", "standing", "sums", "without"]

Key = TypeVar("Key")
Measures = Mapping[tuple[str, str], Counts]
"""Date and measure → counts."""


def standing(district: District, person: Person) -> frozenset[str] | None:
    """Programmes on which one of the person's posts stands, in any edition that cases still need; None: on all."""
    duties = {post.duty for post in person.posts}
    every = {one.id for one in district.rules.programmes.values()}
    own = {
        one.id for one in district.rules.programmes.values()
        if any(role.duty in duties for role in one.roles.values())
    }  # fmt: skip
    return None if own == every else frozenset(own)


def reach_of(district: District, person: Person, programme: Programme | None = None) -> Reach:
    """How far the person's roles reach today: in one programme, or in any."""
    programmes = district.programmes() if programme is None else (programme,)
    return reach(person, programmes, district.places())


def sums(plan: Plan, groups: Iterable[Group], key: Callable[[Group], Key]) -> Mapping[Key, Measures]:
    """The counts of all measures for each key."""
    found: dict[Key, Counter[tuple[str, str, str]]] = {}
    for group in groups:
        counted = found.setdefault(key(group), Counter())
        for one, letter in zip(plan.windows.get(group.placed, ()), group.letters, strict=False):
            counted[group.placed, one.id, letter] += group.cases
    return {name: _counts(counted) for name, counted in found.items()}


def _counts(counted: Counter[tuple[str, str, str]]) -> Measures:
    found = {}
    for place in {(placed, measure) for placed, measure, _ in counted}:
        yes, no, unknown, not_due = (counted[(*place, letter)] for letter in COUNTED)
        found[place] = Counts(counted=yes, rest=no, unknown=unknown, not_due=not_due)
    return found


def without(kept: Mapping[Key, Counts], less: Mapping[Key, Counts]) -> dict[Key, Counts]:
    """The same counts without some of the cases."""
    return {name: counts - less[name] if name in less else counts for name, counts in kept.items()}


def reaches(within: Reach, programme: Programme, facts: Facts) -> bool:
    """Whether a case lies within the reach, as far as its facts tell: what it is about, its area, the unit that leads
    it."""
    if within.aside and facts.get(f"field_{programme.accused_field}") in within.aside:
        return False
    if within.everything:
        return True
    area = facts.get(f"field_{programme.place_field}")
    return area in within.areas or facts.get("lead") in within.units
