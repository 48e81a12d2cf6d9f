"""Everything a decision looks at, gathered in one frozen value, and the names that expressions see of it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bihuan.core.access import Places
from bihuan.core.calendars import Calendar, day_in
from bihuan.core.case import Case, Task
from bihuan.core.commands import Area, Unit
from bihuan.core.events import By, Effect, Event, Scalar
from bihuan.core.expressions import Expression, Span, Value, compile_
from bihuan.core.expressions.types import ENTRIES, LOOKUP
from bihuan.core.programme import Dictionary, Field, FieldType, Programme, Step
from bihuan.core.records import filled_at_once
from bihuan.core.refusals import Refusal
from bihuan.core.text import Text

COMPILED_MOST = 4_096
"""Compiled expressions kept; far more than the editions in use have."""

Meaning = tuple[Effect, ...] | Refusal
"""What a verb does in a situation, or why it can't be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another case, as far as a decision on this one needs it."""

    id: str
    number: str
    final: bool
    programme: str = ""
    stage: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    """Its typed fields, as expressions see them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Who holds a key: the case, and the unit in charge of it or else of whoever raised it."""

    case: Other
    unit: str | None


def other_of(case: Case, programme: Programme) -> Other:
    """What a decision on another case may know of this one: no private field."""
    facts = {
        name: typed(case.fields.get(name), kind.type) for name, kind in programme.fields.items() if not kind.private
    }
    return Other(
        id=case.id, number=case.number, final=case.final, programme=case.programme, stage=case.stage, facts=facts
    )


class Declared(Protocol):
    """What a decision on a case needs of a register's declaration."""

    @property
    def title(self) -> Text:
        """What it is called."""

    @property
    def fields(self) -> Mapping[str, Field]:
        """Its fields."""

    def code_fault(self, given: str) -> str | Text | None:
        """What a code should be, if this is none."""

    def astray(self, before: str, wanted: str) -> Refusal | None:
        """A state that does not follow the one before."""


@filled_at_once
@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The small typed surroundings of a decision: what the district knows besides the case."""

    zone: ZoneInfo
    calendars: Mapping[str, Calendar]
    dictionaries: Mapping[str, Dictionary]
    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    others: Mapping[str, Other] = field(default_factory=dict)
    taken: Container[str] = frozenset()
    """Reservation keys that other cases hold."""
    holder: Callable[[str], Holding | None] | None = None
    """Who holds a key; asked only when a decision refuses because of it."""
    lookup: Callable[[str, Value, str, Value], Value] | None = None
    """Dated look-up in a register: register, key, field, day."""
    entries: Callable[[str, Value, str, Value], Value] | None = None
    """Entries of a register by the value of a field on a day: register, value, field, day."""
    registers: Mapping[str, Declared] = field(default_factory=dict)
    """The declared registers, as far as a case refers to them."""
    stream: Callable[[], Sequence[Event]] | None = None
    """The facts of the case, read when they are asked for: only taking a step back looks at what was before."""

    @property
    def places(self) -> Places:
        """Units and areas, as access needs them."""
        return Places(units=self.units, areas=self.areas)


@filled_at_once
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
    def contact_left(self) -> bool:
        """Whether an address or a number was given with this step."""
        fields = self.programme.fields
        return any(fields[name].contact is not None for name in self.words if name in fields)

    @property
    def day(self) -> date:
        """The day it happened, in the district's zone: which edition of a rule holds."""
        return day_in(self.occurred, self.context.zone)

    def environment(self, chosen: Unit | None = None) -> Environment:
        """Every name an expression of the programme may use, with its value now; unknown is None.

        `scope.scope_of` gives the type of each of these names; a test holds the two against each other.
        """
        return Environment(self, chosen)


class Environment(Mapping[str, Value]):
    """Names and their values, each worked out when it is asked for: a condition asks for two or three."""

    __slots__ = ("_chosen", "_known", "_situation")

    def __init__(self, situation: Situation, chosen: Unit | None) -> None:
        self._situation, self._chosen = situation, chosen
        self._known: dict[str, Value] = {}

    def get(self, name: str, default: Value = None) -> Value:  # type: ignore[override]
        """The value of a name; the default if no name is called so."""
        known = self._known
        if name not in known:
            if not self._has(name):
                return default
            known[name] = self._value(name)
        return known[name]

    def __getitem__(self, name: str) -> Value:
        if not self._has(name):
            raise KeyError(name)
        return self.get(name)

    def __iter__(self) -> Iterator[str]:
        programme = self._situation.programme
        public = (name for name, kind in programme.fields.items() if not kind.private)
        context = self._situation.context
        ports = [name for name in (LOOKUP, ENTRIES) if getattr(context, name) is not None]
        return iter((*public, *_NAMES, *programme.lists, *ports))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _has(self, name: str) -> bool:
        programme = self._situation.programme
        kind = programme.fields.get(name)
        if kind is not None and not kind.private:
            return True
        return name in _NAMES or name in programme.lists or name in (LOOKUP, ENTRIES)

    def _value(self, name: str) -> Value:
        situation = self._situation
        if name == "unit":
            return _unit_record(self._chosen)
        if (work_out := _NAMES.get(name)) is not None:
            return work_out(situation)
        if (items := situation.programme.lists.get(name)) is not None:
            return list(items)
        if name in (LOOKUP, ENTRIES):
            return getattr(situation.context, name)  # type: ignore[no-any-return]
        earlier = None if name in situation.step.counted else situation.case.fields.get(name)
        return typed(situation.values.get(name, earlier), situation.programme.fields[name].type)


_NAMES: Mapping[str, Callable[[Situation], Value]] = {
    "stage": lambda now: now.case.stage,
    "round": lambda now: now.case.round,
    "population": lambda now: now.case.population,
    "supervision": lambda now: now.case.supervision,
    "photos": lambda now: now.photos,
    "today": lambda now: now.day,
    "now": lambda now: now.now,
    "opened_on": lambda now: day_in(now.case.occurred_at, now.context.zone),
    "verb": lambda now: str(now.step.verb),
    "tasks": lambda now: [_task_record(task, now.context.units) for task in now.case.tasks.values()],
    "children": lambda now: [_child_record(now.context.others.get(child)) for child in now.case.children],
    "balances": lambda now: [
        {"account": key.rpartition(":")[0], "unit": key.rpartition(":")[2], "quantity": quantity}
        for key, quantity in now.case.balances.items()
    ],
    "counts": lambda now: [{"what": what, "times": times} for what, times in now.case.counts.items()],
    "moments": lambda now: [{"verb": verb, "at": at} for verb, at in now.case.moments.items()],
    "unit": lambda _: None,
    "reason_given": lambda now: "reason" in now.words,
    "actor": lambda now: {
        "account": now.by.account, "role": now.by.role, "unit": now.by.unit, "party": str(now.by.party)
    },
    "before": lambda now: {
        name: typed(now.case.fields.get(name), kind.type)
        for name, kind in now.programme.fields.items()
        if not kind.private
    },
}
"""Names that every programme has; `unit` is the one chosen and stands in the environment itself. A field's own name is
what the step brings or else what stood there; `before` holds what stood there, whatever the step brings."""


_COMPILED: dict[int, tuple[Expression, Callable[[Mapping[str, Value]], Value]]] = {}
"""By identity: an expression is a tree, and hashing it would cost more than running it. It is kept, so that its id
stays its own."""


def value_of(expression: Expression, names: Mapping[str, Value]) -> Value:
    """What an expression gives; None is unknown."""
    known = _COMPILED.get(id(expression))
    if known is None:
        if len(_COMPILED) >= COMPILED_MOST:
            _COMPILED.clear()
        known = _COMPILED[id(expression)] = (expression, compile_(expression))
    return known[1](names)


def holds(expression: Expression | None, names: Mapping[str, Value]) -> bool:
    """Whether a condition is met. No condition is always met; unknown is not met."""
    return expression is None or value_of(expression, names) is True


def typed(raw: Scalar, kind: FieldType) -> Value:
    """A stored value as expressions compute with it."""
    if not isinstance(raw, str):
        return raw
    match kind:
        case FieldType.DATE:
            return date.fromisoformat(raw)
        case FieldType.INSTANT:
            return datetime.fromisoformat(raw)
        case FieldType.INTERVAL:
            start, _, end = raw.partition("/")
            return Span(datetime.fromisoformat(start), datetime.fromisoformat(end))
        case _:
            return raw


def _child_record(child: Other | None) -> dict[str, Value]:
    """A child as it stands now; one whose record is gone is unknown, and what is unknown is not closed."""
    if child is None:
        return {"programme": None, "stage": None, "open": None}
    return {**child.facts, "programme": child.programme, "stage": child.stage, "open": not child.final}


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
