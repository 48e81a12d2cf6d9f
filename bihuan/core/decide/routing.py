"""The dispatch catalogue at work: which rule fires, which nearly did, and the unit it names."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.core.commands import Unit
from bihuan.core.decide.situation import Situation, holds
from bihuan.core.programme import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the catalogue says about a case. Software suggests with its reasons; a person dispatches."""

    rule: str
    unit: str
    assist: tuple[str, ...]
    passed_over: tuple[str, ...]
    """Rules in force that stand before it and did not fit: those that nearly fired."""


def suggest(situation: Situation) -> Suggestion | None:
    """The first row of the catalogue that is in force, holds, and names a unit that exists."""
    names = situation.environment()
    passed: list[str] = []
    for route in situation.programme.routes:
        if not route.valid.covers(situation.day):
            continue
        unit = _unit_of(route, situation) if holds(route.when, names) else None
        if unit is None:
            passed.append(route.id)
            continue
        return Suggestion(rule=route.id, unit=unit.id, assist=route.assist, passed_over=tuple(passed))
    return None


def _unit_of(route: Route, situation: Situation) -> Unit | None:
    """The unit a row names: itself, or the one of a level that is responsible for the case's area."""
    if route.unit is not None:
        return _active(route.unit, situation)
    area = situation.values.get(
        situation.programme.place_field or "",
        situation.case.fields.get(situation.programme.place_field or ""),
    )
    place: str | None = area if isinstance(area, str) else None
    seen: set[str] = set()
    while place is not None and place not in seen:
        seen.add(place)
        for unit in situation.context.units.values():
            if unit.level == route.level and place in unit.areas and unit.active(situation.day):
                return unit
        known = situation.context.areas.get(place)
        place = known.parent if known else None
    return None


def _active(unit: str, situation: Situation) -> Unit | None:
    known = situation.context.units.get(unit)
    return known if known is not None and known.active(situation.day) else None
