"""The type of each name that expressions may use: in a programme's situations, and among an indicator's facts.

May live here: types of names. May not: their values (`situation`, `indicators`); tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bihuan.core.expressions import Basic, ListOf, Member, Record, Scope, Type
from bihuan.core.expressions.types import entry_record
from bihuan.core.indicators import FACTS
from bihuan.core.programme import Dictionary, Field, FieldType
from bihuan.core.verbs import Party, TaskKind, TaskState, Verb

TYPES: Mapping[FieldType, Type] = {
    FieldType.NUMBER: Basic.NUMBER,
    FieldType.MONEY: Basic.NUMBER,
    FieldType.DATE: Basic.DATE,
    FieldType.INSTANT: Basic.INSTANT,
    FieldType.YES_NO: Basic.BOOL,
    FieldType.UNIT: Basic.TEXT,
    FieldType.AREA: Basic.TEXT,
    FieldType.ENTRY: Basic.TEXT,
    FieldType.CODE: Basic.TEXT,
    FieldType.TITLE: Basic.TEXT,
    FieldType.QUANTITY: Basic.NUMBER,
    FieldType.INTERVAL: Basic.SPAN,
    FieldType.POINT: Basic.TEXT,
}
"""A choice is a member of its dictionary; private types have no values in expressions."""

STAGES, ROLES, LEVELS, PARTIES = "环节 stages", "角色 roles", "层级 levels", "各方 parties"
KINDS, STATES, VERBS, VERDICTS = "任务种类 task kinds", "任务状态 task states", "动作 verbs", "认定 verdicts"
"""Closed sets of words that stand beside the dictionaries; with a space in it, no dictionary can be called so."""

ENTRY_STATES = "状态 states"
"""Behind the name of a register: the closed set of its states."""
IN_FORCE = "in_force"
"""What a look-up asks to learn whether an entry is in force on a day."""

_ANSWERED = ("open", "yes", "no", "unreachable", "explained")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of a programme and its district, as far as types depend on them."""

    fields: Mapping[str, Field]
    dictionaries: Mapping[str, Dictionary]
    stages: Collection[str]
    roles: Collection[str]
    lists: Mapping[str, str] = field(default_factory=dict)
    """List → its dictionary."""
    levels: str | None = None
    """Dictionary of unit levels; None leaves levels plain text."""
    registers: Mapping[str, Mapping[str, Field]] = field(default_factory=dict)
    states: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Declared register → its states; empty if it declares none."""
    children: Mapping[str, Type] = field(default_factory=dict)
    """Fields of the cases that its steps spawn, with their types."""


def type_of(declared: Field) -> Type:
    """The type of a typed field's value."""
    if declared.type is FieldType.CHOICE:
        return Member(declared.dictionary or "")
    return TYPES[declared.type]


def scope_of(words: Vocabulary) -> Scope:
    """What guards, limits, routes and quantities may speak of: the names of `Situation.environment`."""
    names: dict[str, Type] = {name: type_of(one) for name, one in words.fields.items() if not one.private}
    names |= ENVIRONMENT
    names |= {name: ListOf(Member(dictionary)) for name, dictionary in words.lists.items()}
    return Scope(names, _records(words), _members(words), _registers(words))


def facts_scope(words: Vocabulary, clocks: Collection[str]) -> Scope:
    """What indicators may speak of: the names of `indicators.environment`."""
    names: dict[str, Type] = {name: type_of(one) for name, one in words.fields.items() if not one.private}
    names |= {name: Basic(kind) for name, kind in FACTS.items()}
    names |= {"stage": Member(STAGES), "lead_level": _level(words)}
    names |= dict.fromkeys(("closed", "solved", "satisfied"), Member(VERDICTS))
    for clock in clocks:
        names |= {f"late_{clock}": Basic.BOOL, f"was_late_{clock}": Basic.BOOL, f"due_{clock}": Basic.INSTANT}
    return Scope(names, {}, _members(words), {})


ENVIRONMENT: Mapping[str, Type] = {
    "stage": Member(STAGES),
    "round": Basic.NUMBER,
    "population": Basic.TEXT,
    "supervision": Basic.NUMBER,
    "photos": Basic.NUMBER,
    "today": Basic.DATE,
    "now": Basic.INSTANT,
    "opened_on": Basic.DATE,
    "verb": Member(VERBS),
    "tasks": ListOf(Record("task")),
    "children": ListOf(Record("child")),
    "balances": ListOf(Record("balance")),
    "counts": ListOf(Record("count")),
    "moments": ListOf(Record("moment")),
    "unit": Record("unit"),
    "reason_given": Basic.BOOL,
    "actor": Record("actor"),
    "before": Record("before"),
}
"""Names that every programme has; no field or list may take one."""


def _level(words: Vocabulary) -> Type:
    return Basic.TEXT if words.levels is None else Member(LEVELS)


def _records(words: Vocabulary) -> dict[str, Mapping[str, Type]]:
    return {
        "task": {
            "unit": Basic.TEXT,
            "level": _level(words),
            "kind": Member(KINDS),
            "state": Member(STATES),
            "active": Basic.BOOL,
            "contacted": Basic.BOOL,
            "arrived": Basic.BOOL,
        },
        "child": {**words.children, "programme": Basic.TEXT, "stage": Basic.TEXT, "open": Basic.BOOL},
        "balance": {"account": Basic.TEXT, "unit": Basic.TEXT, "quantity": Basic.NUMBER},
        "count": {"what": Basic.TEXT, "times": Basic.NUMBER},
        "moment": {"verb": Basic.TEXT, "at": Basic.INSTANT},
        "unit": {"id": Basic.TEXT, "level": _level(words), "parent": Basic.TEXT},
        "actor": {"account": Basic.TEXT, "role": Member(ROLES), "unit": Basic.TEXT, "party": Member(PARTIES)},
        "before": {name: type_of(one) for name, one in words.fields.items() if not one.private},
        **{entry_record(id): {"key": Basic.TEXT, **_registers(words)[id]} for id in words.states},
    }


def _members(words: Vocabulary) -> dict[str, Collection[str]]:
    members: dict[str, Collection[str]] = {id: list(one.entries) for id, one in words.dictionaries.items()}
    if words.levels is not None and words.levels in words.dictionaries:
        members[LEVELS] = list(words.dictionaries[words.levels].entries)
    members |= {f"{id} {ENTRY_STATES}": list(states) for id, states in words.states.items()}
    return members | {
        STAGES: list(words.stages),
        ROLES: list(words.roles),
        PARTIES: [str(one) for one in Party],
        KINDS: [str(one) for one in TaskKind],
        STATES: [str(one) for one in TaskState],
        VERBS: [str(one) for one in Verb],
        VERDICTS: _ANSWERED,
    }


def _registers(words: Vocabulary) -> dict[str, Mapping[str, Type]]:
    return {
        id: {name: type_of(one) for name, one in fields.items() if not one.private} | _standing(id, words)
        for id, fields in words.registers.items()
    }


def _standing(register: str, words: Vocabulary) -> dict[str, Type]:
    """What every declared register can be asked besides its fields."""
    if register not in words.states:
        return {}
    state: dict[str, Type] = {"state": Member(f"{register} {ENTRY_STATES}")} if words.states[register] else {}
    return {IN_FORCE: Basic.BOOL} | state
