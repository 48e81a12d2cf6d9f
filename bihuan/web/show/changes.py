"""What an event changed, in words for colleagues: who got a part, which stage, which fact, which deadline. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bihuan.core import events as e
from bihuan.core.amounts import amount_text
from bihuan.core.decide import Context
from bihuan.core.events import Scalar
from bihuan.core.programme import Field, FieldType, Programme
from bihuan.core.text import Language, Text
from bihuan.core.verbs import TaskKind
from bihuan.web.show.case import FINDINGS, VERDICTS, value_text
from bihuan.web.show.dates import due_text
from bihuan.web.show.inputs import YES_NO

PARTS: Mapping[TaskKind, Text] = {
    TaskKind.LEAD: Text("主办", "Lead"),
    TaskKind.ASSIST: Text("协办", "Assists"),
    TaskKind.JOINT: Text("会办", "Called"),
}
ROUNDS: Mapping[str, Text] = {
    "rework": Text("退回重办", "To be worked again"),
    "reopen": Text("重新办理", "Opened again"),
    "redispatch": Text("重新派单", "Given out again"),
}


PHOTO: Mapping[bool, Text] = {
    True: Text("一张照片给诉求人看，遮住 {covered} 处", "A photo is shown to the reporter; parts covered: {covered}"),
    False: Text("一张照片不给诉求人看", "A photo is not shown to the reporter"),
}


def changes(event: e.Event, programme: Programme, context: Context, language: Language) -> tuple[str, ...]:
    """Every change worth a line, in the order in which it happened."""
    values = {effect.name: effect.value for effect in event.effects if isinstance(effect, e.FieldSet)}
    said = (_change(effect, values, programme, context, language) for effect in event.effects)
    return tuple(text for text in said if text)


def fact_text(
    name: str,
    value: object,
    programme: Programme,
    context: Context,
    language: Language,
    beside: Mapping[str, object] = MappingProxyType({}),
) -> str:
    """A typed fact in words. `beside` are the facts given with it: one may say what an amount counts."""
    if isinstance(value, bool):
        return YES_NO["yes" if value else "no"].in_(language)
    field = programme.fields[name]
    if field.type in (FieldType.MONEY, FieldType.QUANTITY) and isinstance(value, int):
        said = field.currency or field.measure or beside.get(field.currency_field or field.measure_field or "")
        return amount_text(value, field.decimals, grouped=True) + (f" {said}" if said else "")
    return value_text(field, str(value), context, language)


def held_text(field: Field | None, value: Scalar) -> str:
    """A fact as a form holds it: what is known already need not be given again."""
    if field is not None and field.decimals and isinstance(value, int):
        return amount_text(value, field.decimals)
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else "" if value is None else str(value)


def _ruled(rule: str, programme: Programme, language: Language) -> str:
    """On which ground a unit was given it; nothing where somebody chose."""
    route = next((one for one in programme.routes if one.id == rule), None)
    if route is None:
        return ""
    return f"（{route.basis}）" if language == "zh" else f" ({getattr(route.basis, 'en', '') or route.basis})"


def _change(
    effect: e.Effect, values: Mapping[str, object], programme: Programme, context: Context, language: Language
) -> str | None:
    """None for what the title of the event says already."""
    colon = "：" if language == "zh" else ": "
    match effect:
        case e.TaskGiven():
            known = context.units.get(effect.unit)
            unit = known.title.in_(language) if known else effect.unit
            return f"{PARTS[effect.kind].in_(language)}{colon}{unit}{_ruled(effect.rule, programme, language)}"
        case e.StageReached() if effect.stage in programme.stages:
            return f"→ {programme.stages[effect.stage].title.in_(language)}"
        case e.FieldSet() if effect.name in programme.fields and effect.value not in (None, ""):
            title = programme.fields[effect.name].title.in_(language)
            return f"{title}{colon}{fact_text(effect.name, effect.value, programme, context, language, values)}"
        case e.FindingMade():
            verdict = VERDICTS.get(effect.verdict, Text(effect.verdict, effect.verdict))
            return f"{FINDINGS[effect.kind][0].in_(language)}{colon}{verdict.in_(language)}"
        case e.ClockExtended() | e.ClockResumed() | e.ClockReprojected():
            name = effect.clock.partition("@")[0].partition("#")[0]
            title = programme.clocks[name].title.in_(language) if name in programme.clocks else name
            return f"{title}{colon}{due_text(effect.due, context.zone, language)}"
        case e.PhotoShown():
            return PHOTO[effect.shown].in_(language, {"covered": str(len(effect.areas))})
        case e.RoundBegan() if effect.cause in ROUNDS:
            return ROUNDS[effect.cause].in_(language)
        case _:
            return None
