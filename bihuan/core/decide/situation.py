"""Everything a decision looks at, gathered in one frozen value, and the names that expressions see of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bihuan.core.access import Places
from bihuan.core.calendars import Calendar
from bihuan.core.case import Case, Task
from bihuan.core.commands import Area, Unit
from bihuan.core.events import By, Effect, Scalar
from bihuan.core.expressions import Expression, Value, compile_
from bihuan.core.programme import Dictionary, FieldType, Programme, Step
from bihuan.core.refusals import Refusal

Meaning = tuple[Effect, ...] | Refusal
"""What a verb does in a situation, or why it can't be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another case, as far as a decision on this one needs it."""

    id: str
    number: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The small typed surroundings of a decision: what the district knows besides the case."""

    zone: ZoneInfo
    calendars: Mapping[str, Calendar]
    dictionaries: Mapping[str, Dictionary]
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    others: Mapping[str, Other] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    """Reservation keys that other cases hold."""
    lookup: Callable[[str, Value, str, Value], Value] | None = None
    """Dated look-up in a register: register, key, field, day."""

    @property
    def places(self) -> Places:
        """Units and areas, as access needs them."""
        return Places(units=self.units, areas=self.areas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One command on one case at one moment."""

    case: Case
    programme: Programme
    context: Context
    step: Step
    by: By
    now: datetime
    occurred: datetime
    outcome: str = "done"
    values: Mapping[str, Scalar] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    photos: int = 0
    arguments: Mapping[str, Scalar | tuple[str, ...]] = field(default_factory=dict)
    task: Task | None = None

    @property
    def day(self) -> date:
        """The day it happened, in the district's zone: which edition of a rule holds."""
        return self.occurred.astimezone(self.context.zone).date()

    def environment(self, chosen: Unit | None = None) -> dict[str, Value]:
        """Every name an expression of the programme may use, with its value now; unknown is None.

        `scope.scope_of` gives the type of each of these names; a test holds the two against each other.
        """
        case, context = self.case, self.context
        facts: dict[str, Value] = dict.fromkeys(self.programme.fields)
        for name, kind in self.programme.fields.items():
            raw = self.values.get(name, case.fields.get(name))
            if not kind.private:
                facts[name] = _typed(raw, kind.type)
        facts.update(
            stage=case.stage,
            round=case.round,
            population=case.population,
            supervision=case.supervision,
            photos=self.photos,
            today=self.day,
            now=self.now,
            opened_on=case.occurred_at.astimezone(context.zone).date(),
            verb=str(self.step.verb),
            tasks=[_task_record(task, context.units) for task in case.tasks.values()],
            children=[{"stage": stage, "open": not final} for stage, final in case.children.values()],
            balances=[
                {"account": key.rpartition(":")[0], "unit": key.rpartition(":")[2], "quantity": quantity}
                for key, quantity in case.balances.items()
            ],
            counts=[{"what": what, "times": times} for what, times in case.counts.items()],
            unit=_unit_record(chosen),
            reason_given="reason" in self.words,
            **{name: list(items) for name, items in self.programme.lists.items()},
            actor={"role": self.by.role, "unit": self.by.unit, "party": str(self.by.party)},
        )
        if context.lookup is not None:
            facts["lookup"] = context.lookup  # type: ignore[assignment]
        return facts


@lru_cache(maxsize=4096)
def _compiled(expression: Expression) -> Callable[[Mapping[str, Value]], Value]:
    return compile_(expression)


def value_of(expression: Expression, names: Mapping[str, Value]) -> Value:
    """What an expression gives; None is unknown."""
    return _compiled(expression)(names)


def holds(expression: Expression | None, names: Mapping[str, Value]) -> bool:
    """Whether a condition is met. No condition is always met; unknown is not met."""
    return expression is None or value_of(expression, names) is True


def _typed(raw: Scalar, kind: FieldType) -> Value:
    if isinstance(raw, str) and kind is FieldType.DATE:
        return date.fromisoformat(raw)
    if isinstance(raw, str) and kind is FieldType.INSTANT:
        return datetime.fromisoformat(raw)
    return raw


def _task_record(task: Task, units: Mapping[str, Unit]) -> dict[str, Value]:
    unit = units.get(task.unit)
    return {
        "unit": task.unit,
        "level": unit.level if unit else None,
        "kind": str(task.kind),
        "state": str(task.state),
        "active": task.active,
        "contacted": "contacted" in task.marks,
        "arrived": "arrived" in task.marks,
    }


def _unit_record(unit: Unit | None) -> dict[str, Value]:
    if unit is None:
        return {"id": None, "level": None, "parent": None}
    return {"id": unit.id, "level": unit.level, "parent": unit.parent}


def local(moment: datetime, context: Context) -> str:
    """A moment as people of the district read it."""
    return moment.astimezone(context.zone).strftime("%Y-%m-%d %H:%M")
