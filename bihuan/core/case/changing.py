"""A case while one event changes it: each mapping is copied once, when it is first touched. No effect is known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from bihuan.core import events as e
from bihuan.core.case.state import Case, ClockState, Task
from bihuan.core.verbs import Party, Verb

Record = TypeVar("Record", Case, ClockState, Task)


class Changes:
    """A case being changed by one event: copies each mapping once, when it is first touched."""

    __slots__ = ("case", "event", "set")

    def __init__(self, case: Case | None, event: e.Event) -> None:
        self.event = event
        self.case = case if case is not None else _opened(event)
        self.set: dict[str, object] = {}

    def get(self, name: str) -> object:
        return self.set[name] if name in self.set else getattr(self.case, name)

    def mapping(self, name: str) -> dict[object, object]:
        if name not in self.set:
            self.set[name] = dict(getattr(self.case, name))
        return self.set[name]  # type: ignore[return-value]

    def clock(self, clock: str, **changes: object) -> None:
        clocks = self.mapping("clocks")
        clocks[clock] = changed(clocks[clock], changes)  # type: ignore[type-var]

    def state_of(self, clock: str) -> ClockState:
        return self.mapping("clocks")[clock]  # type: ignore[return-value]

    def task(self, task: str, **changes: object) -> None:
        tasks = self.mapping("tasks")
        tasks[task] = changed(tasks[task], changes)  # type: ignore[type-var]

    def count(self, what: str) -> None:
        counts = self.mapping("counts")
        counts[what] = counts.get(what, 0) + 1  # type: ignore[operator]

    def result(self) -> Case:
        event, case = self.event, self.case
        self.count(f"step:{event.step}")
        self.count(f"step:{event.step}@{case.round}")
        self.count(f"verb:{event.verb}")
        for moment in (str(event.verb), f"{event.verb}:{event.outcome}"):
            if moment not in case.moments:
                self.mapping("moments")[moment] = event.occurred
        if event.by.party is Party.HANDLER and event.verb is not Verb.RAISE:  # Finding a matter is no work on it.
            self.set["worked"] = case.worked | {event.by.account, event.by.unit or event.by.account}
        self.set["n"] = event.n + 1
        return changed(case, self.set)


def changed(record: Record, changes: dict[str, object]) -> Record:
    """`dataclasses.replace` for the records of a case, which every event changes, at a tenth of its cost.

    A frozen record sets its fields one by one around its own lock. Here a twin that is not frozen is filled, and then
    becomes the record. The records checked nothing when they were made, and nothing is left out here.
    """
    kind: Any = type(record)
    values, twin = _reading(kind)
    new = twin(*values(record))
    for name, value in changes.items():
        setattr(new, name, value)
    new.__class__ = kind
    return new  # type: ignore[no-any-return]


@cache
def _reading(kind: Any) -> tuple[Callable[[object], tuple[object, ...]], Callable[..., Any]]:
    if hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} looks at its values when it is made")
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), make_dataclass(kind.__name__, names, slots=True)


def _opened(event: e.Event) -> Case:
    opened = event.effects[0]
    if not isinstance(opened, e.CaseOpened):
        raise ValueError(f"stream {event.case} does not begin with CaseOpened")
    return Case(
        id=event.case,
        number=opened.number,
        programme=opened.programme,
        edition=opened.edition,
        population=opened.population,
        opened_at=event.recorded,
        occurred_at=event.occurred,
        n=0,
    )
