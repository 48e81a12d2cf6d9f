"""What of a case the public may see: a case and its events with everything else taken out. Pure; no page, no table.

What is too rare to be named is written `other`, by the same table as in the public log (`transparency.generalise`).
A case that is confidential by a word chosen for it keeps its number, its stages and the promises told to the one who
raised it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from bihuan.app.rules import Rules
from bihuan.core import events as e
from bihuan.core.access import confidential
from bihuan.core.case import Case
from bihuan.core.programme import Programme
from bihuan.core.verbs import Party
from bihuan.transparency.generalise import OTHER, Cell, generalise


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A case as anybody may see it."""

    case: Case
    events: tuple[e.Event, ...]
    confidential: bool


def public_case(case: Case, events: tuple[e.Event, ...], programme: Programme, rules: Rules) -> PublicCase:
    """The case with what is not public taken out."""
    if confidential(case, programme, rules.dictionaries):
        return PublicCase(_bare(case), tuple(_without_deeds(event) for event in events if _moves(event)), True)
    masked = _masked(case, programme, rules.cells)
    hidden = _lead(masked) == OTHER
    return PublicCase(masked, tuple(_without_units(event) if hidden else event for event in events), False)


def _bare(case: Case) -> Case:
    clocks = {id_: clock for id_, clock in case.clocks.items() if clock.shown}
    return replace(
        case, fields={}, tasks={}, clocks=clocks, findings={}, requests={}, counts={}, links=(), children={},
        supervision=0, score=None, outcome=None, round=1, worked=frozenset(), moments={},
    )  # fmt: skip


def _moves(event: e.Event) -> bool:
    return any(isinstance(effect, e.StageReached) for effect in event.effects)


def _without_deeds(event: e.Event) -> e.Event:
    kept = tuple(effect for effect in event.effects if isinstance(effect, e.StageReached))
    return replace(event, effects=kept, by=_NOBODY, task=None, words=(), photos=())


_NOBODY = e.By(account="", role="", unit=None, party=Party.SYSTEM)


def _masked(case: Case, programme: Programme, cells: Set[Cell] | None) -> Case:
    """Only the place and the category stay, as far as the table names them together with the unit in charge."""
    place, category = programme.place_field or "", programme.category_field or ""
    found = Cell(_lead(case), _text(case, place), _text(case, category))
    settled = case.final or case.population == "history"
    cell = found if cells is None else generalise(cells, found, settled=settled)
    named = {name: value for name, value in ((place, cell.area), (category, cell.category)) if value is not None}
    tasks = case.tasks
    if cell.unit == OTHER:
        tasks = {id_: replace(task, unit=OTHER) for id_, task in case.tasks.items()}
    return replace(case, fields=named, tasks=tasks)


def _without_units(event: e.Event) -> e.Event:
    effects = tuple(replace(x, unit=OTHER) if isinstance(x, e.TaskGiven) else x for x in event.effects)
    return replace(event, effects=effects, by=replace(event.by, unit=None))


def _lead(case: Case) -> str | None:
    return case.lead.unit if case.lead else None


def _text(case: Case, name: str) -> str | None:
    value = case.fields.get(name)
    return value if isinstance(value, str) else None
