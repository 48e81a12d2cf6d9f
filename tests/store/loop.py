"""Taking a case of `tiny` round its loop through the door, for tests that need cases at work."""

from __future__ import annotations

from itertools import count

from bihuan.app.door import Door
from bihuan.core.commands import Raise, Take
from bihuan.core.refusals import Refusal
from bihuan.store.jobs import Accepted
from tests.store import tiny

ids = count(1)


def ask(door: Door, command: Raise | Take, request_id: str | None = None, **more: object) -> Accepted | Refusal:
    """One command under a fresh request id."""
    return door.submit(tiny.DISTRICT, command, request_id or f"r{next(ids)}", **more)  # type: ignore[arg-type]


def report(
    by: str = "rose", area: str = "n", case: str = "", words: dict[str, str] | None = None, **more: object
) -> Raise:
    """A message of a resident."""
    values = {"area": area, "kind": "road", **more.pop("values", {})}  # type: ignore[dict-item]
    return Raise(
        case=case, number="", programme="small", step="report", by=tiny.person(by), values=values,
        words={"what": "路灯不亮", "phone": "13800000000"} if words is None else words, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def take(case: str, step: str, by: str, outcome: str = "done", **more: object) -> Take:
    """A step by one of the people."""
    return Take(case=case, step=step, by=tiny.person(by), outcome=outcome, **more)  # type: ignore[arg-type]


def opened(door: Door, **more: object) -> Accepted:
    """A new case."""
    answer = ask(door, report(**more))  # type: ignore[arg-type]
    assert isinstance(answer, Accepted), answer
    return answer


LOOP = (
    ("give", "ann", "done"), ("sign", "bo", "done"), ("call", "bo", "reached"), ("done", "bo", "done"),
    ("check", "chen", "yes"), ("close", "ann", "done"), ("confirm", "rose", "yes"),
)  # fmt: skip


def go_round(door: Door, case: str, steps: int = len(LOOP), worker: str = "bo") -> Accepted:
    """The first so many steps after the report; the whole loop by default. `worker` is `bo` in the north."""
    answer: Accepted | Refusal | None = None
    for step, by, outcome in LOOP[:steps]:
        answer = ask(door, take(case, step, worker if by == "bo" else by, outcome))
        assert isinstance(answer, Accepted), (step, answer)
    assert answer is not None
    return answer
