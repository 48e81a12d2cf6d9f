"""Who could do what somebody was refused: duties in words, so that the refusal says whom to ask. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from bihuan.app.administration.posts import duties
from bihuan.app.district import District
from bihuan.core.offices import Office
from bihuan.core.programme import Programme, Step
from bihuan.core.refusals import Refusal
from bihuan.core.registers import Act, Register
from bihuan.core.text import Text, listed
from bihuan.core.verbs import Party

NAMED_MOST = 8
"""Duties named at most: nobody reads on, and any of them can say who else."""


def on_sides(district: District, who: Collection[Party | Office]) -> Text | None:
    """The duties that stand on one of these sides, or hold one of these offices; None where nobody does."""
    named = [role.duty for one in district.programmes() for role in one.roles.values() if role.party in who]
    return _named(district, (*named, *(str(office) for office in Office if office in who)))


def in_register(district: District, form: Register, act: Act) -> Text | None:
    """The duties that may do something in a register."""
    return _named(district, (right.duty for right in form.rights.values() if act in right.may))


def by_duty(district: District, programme: Programme, steps: Iterable[Step]) -> Text | None:
    """The duties whose posts take one of these steps; a role without a duty by its own name. None for no step."""
    known = duties(district)
    roles = [programme.roles[name] for step in steps for name in step.by]
    titles = list(dict.fromkeys(known.get(role.duty, role.title) for role in roles))[:NAMED_MOST]
    return listed(titles) if titles else None


def told(district: District, form: Register, act: Act, refusal: Refusal) -> Refusal:
    """A refusal of a register with the duties in it; the core knows the rights alone."""
    if refusal.code != "register-not-yours" or (who := in_register(district, form, act)) is None:
        return refusal
    return replace(refusal, detail={**refusal.detail, "rights": who})


def _named(district: District, found: Iterable[str]) -> Text | None:
    known = duties(district)
    titles = list(dict.fromkeys(known[duty] for duty in found if duty in known))[:NAMED_MOST]
    return listed(titles) if titles else None
