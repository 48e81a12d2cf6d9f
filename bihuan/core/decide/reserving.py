"""Why a key can't be reserved: who holds it, in words that may be told, and when it is free. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bihuan.core.decide.situation import Situation, value_of
from bihuan.core.programme import FieldType, Reservation
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text

FREE_WITHIN = 366
"""Days in which a free one is looked for."""


def taken_key(situation: Situation) -> Refusal | None:
    """A key that another case holds can't be reserved."""
    if not situation.step.reserves:
        return None
    names = situation.environment()
    for reservation in situation.step.reserves:
        key = str(value_of(reservation.key, names))
        if key in situation.context.taken and key not in situation.case.reserved:
            told = _held_by(key, situation)
            detail: dict[str, str | Text] = {"key": key, **told, "free": _free(reservation, situation)}
            said, hinted = reservation.say, reservation.hint
            return Refusal("reserved", detail, said=said, hinted=hinted, about=reservation.moves)
    return None


def _held_by(key: str, situation: Situation) -> dict[str, str | Text]:
    """Number, unit and dates of the case that holds a key: what a refusal may tell, and none of its words."""
    context, dates = situation.context, [f.id for f in situation.programme.fields.values() if f.type is FieldType.DATE]
    holding = context.holder(key) if context.holder is not None else None
    if holding is None:
        return dict.fromkeys(("number", "unit", *dates), "—")
    unit = context.units.get(holding.unit or "")
    told = {name: str(holding.case.facts.get(name) or "—") for name in dates}
    who = unit.title if unit is not None else holding.unit or "—"
    return {**told, "number": holding.case.number, "unit": who}


def _free(reservation: Reservation, situation: Situation) -> str:
    """The next day on which the key would be nobody's; — if there is none within a year."""
    day = situation.values.get(reservation.moves or "")
    if not isinstance(day, str):
        return "—"
    keys: dict[str, bool] = {}
    for n in range(1, FREE_WITHIN + 1):
        later = (date.fromisoformat(day) + timedelta(days=n)).isoformat()
        moved = replace(situation, values={**situation.values, str(reservation.moves): later})
        key = str(value_of(reservation.key, moved.environment()))
        if not keys.setdefault(key, key in situation.context.taken):
            return later
    return "—"
