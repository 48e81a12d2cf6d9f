"""A case while one event changes it: each mapping is copied once, when it is first touched. No effect is known here."""

from __future__ import annotations

from bihuan.core import events as e
from bihuan.core.case.state import Case, ClockState
from bihuan.core.records import changed
from bihuan.core.verbs import Party, Verb


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
        clocks[clock] = changed(clocks[clock], changes)

    def state_of(self, clock: str) -> ClockState:
        return self.mapping("clocks")[clock]  # type: ignore[return-value]

    def task(self, task: str, **changes: object) -> None:
        tasks = self.mapping("tasks")
        tasks[task] = changed(tasks[task], changes)

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
