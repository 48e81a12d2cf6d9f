"""Who may do and see what in a register: the one policy for entries, deny by default. Knows no right by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.core.access import Places, upwards
from bihuan.core.commands import Person, Post
from bihuan.core.events import By, Scalar
from bihuan.core.registers.entry import STATE, Act
from bihuan.core.registers.form import Register, Right, RightScope, Showing
from bihuan.core.verbs import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a person may do with one entry, or with a register as a whole."""

    looks: bool
    """Whether the person may see it at all."""
    by: Mapping[Act, By]
    """What may be done, and in which right."""
    writes: frozenset[str]
    """Fields, and the state, that may be said."""
    sees: frozenset[str]
    """Private and masked fields shown."""


def rights_of(person: Person, form: Register, places: Places, values: Mapping[str, Scalar] | None = None) -> Held:
    """The sum of the person's rights. `values` are those of one entry; None asks for the register as a whole, where a
    right of a unit or an area counts as held."""
    if person.system:
        itself = By(account=person.account, role="system", unit=None, party=Party.SYSTEM)
        everything = frozenset(form.fields)
        return Held(looks=True, by=dict.fromkeys(Act, itself), writes=everything | {STATE}, sees=everything)
    held = [
        (right, post)
        for right in form.rights.values()
        for post in person.posts
        if post.duty == right.duty and _reaches(right, post, form, places, values)
    ]
    by: dict[Act, By] = {}
    for right, post in held:
        who = By(account=person.account, role=right.id, unit=post.unit, party=Party.CENTRE)
        by |= {act: who for act in right.may if act not in by}
    looks = form.showing is Showing.PUBLIC or bool(held) or (form.showing is Showing.STAFF and bool(person.posts))
    everything = frozenset((*form.fields, STATE))
    writes = frozenset[str]().union(*(right.writes or everything for right, _ in held if right.may))
    return Held(looks=looks, by=by, writes=writes, sees=frozenset[str]().union(*(right.sees for right, _ in held)))


def _reaches(right: Right, post: Post, form: Register, places: Places, values: Mapping[str, Scalar] | None) -> bool:
    if right.scope is RightScope.DISTRICT or values is None:
        return True
    if right.scope is RightScope.UNIT:
        return form.unit_field is not None and values.get(form.unit_field) == post.unit
    area = values.get(form.area_field or "")
    unit = places.units.get(post.unit)
    covered = post.areas or (unit.areas if unit else frozenset())
    return isinstance(area, str) and any(place in covered for place in upwards(area, places.areas))
