"""Who has a case at the stage where it stands: whose step it waits for. Found by parties; no stage is known by name.

May live here: from a stage to those who have it. May not: who of them is told, and how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from bihuan.core.access import spoken_to
from bihuan.core.programme import Programme, Role, Step
from bihuan.core.text import Text, listed
from bihuan.core.verbs import Party

HOLDER = "holder"
"""Whoever has the case, as the recipient of a notice and as a place in its text."""
LEAD = "lead_unit"
"""The recipient that stands for the unit in charge."""
_FIRST = (Party.CHECKER, Party.CENTRE, Party.SUPERVISOR, Party.LEADER)
"""Of several who could lead the case on, who has it: the unit in charge first, then in this order."""


def leading_out(programme: Programme, stage: str) -> Iterator[Step]:
    """Steps by which a case leaves the stage; one that only does the same again is none."""
    for step in programme.steps_from(stage):
        if any(move.to not in (None, stage) for move in step.moves.values()):
            yield step


def holders(programme: Programme, stage: str, led: bool) -> tuple[str, ...]:
    """The recipients that stand for whoever has a case at this stage: the unit in charge, if one is (`led`) and leads
    the case on; else the roles of the first party that does; else the centre, which answers for what waits for nobody
    or for whoever raised it. Empty only if the programme has no centre either."""
    able = list(_able(programme, leading_out(programme, stage)))
    if led and any(role.party is Party.HANDLER for role in able):
        return (LEAD,)
    for party in _FIRST:
        if found := _of(able, party):
            return found
    return _of(programme.roles.values(), Party.CENTRE)


def holder_title(programme: Programme, stage: str, unit: Text | None, away: Collection[str] = ()) -> Text:
    """Who has it, in words. `unit` is the title of the unit in charge; None if none is. `away` are the roles that stand
    aside (`access.absent`): whoever stands in is named for them."""
    found = [spoken_to(one, away, programme) for one in holders(programme, stage, unit is not None)]
    return listed(unit if one == LEAD and unit is not None else spoken(programme.roles[one].title) for one in found)


def spoken(title: Text) -> Text:
    """A role within a sentence; letters that stand for words stay large."""
    small = title.en[:1].lower() + title.en[1:] if title.en[1:2].islower() else title.en
    return Text(title.zh, f"the {small}")


def _able(programme: Programme, steps: Iterable[Step]) -> Iterator[Role]:
    return (programme.roles[name] for step in steps for name in step.by)


def _of(roles: Iterable[Role], party: Party) -> tuple[str, ...]:
    """Of these the roles of a party that somebody can hold by a post, each once."""
    return tuple(dict.fromkeys(role.id for role in roles if role.party is party and role.duty))
