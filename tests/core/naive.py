"""The second oracle: what a case is, asked of its stored events as plain JSON, without `evolve` or any type of ours.

May live here: questions to the whole list of events. Each answer looks for the facts that decide it (the last stage,
every stop of that clock) instead of carrying a state along, so that a fault in `evolve` isn't repeated here.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from bihuan.core.case import Case
from bihuan.core.clocks import Budget, Direction, Ends, Suspension, Terms
from bihuan.core.codec import event_bytes
from bihuan.core.events import Event

Json = dict[str, Any]
Kept = Mapping[str, str]
"""Clock by name → the verb that alone keeps it: what the programme says, and no event repeats."""
NOTHING: Kept = MappingProxyType({})


def stored(events: Iterable[Event]) -> list[Json]:
    """The events as they lie on the disk."""
    return [json.loads(event_bytes(event)) for event in events]


def standing(history: list[Json]) -> list[Json]:
    """The events without those that were taken back, and without what took them back: as if neither had been.

    Who worked on the case and how often a correction was made is asked of the whole.
    """
    undone = {effect["of"] for _, effect in effects(history, "StepUndone")}
    backs = {event["n"] for event, _ in effects(history, "StepUndone")}
    return [event for event in history if event["n"] not in undone | backs]


def effects(history: list[Json], *names: str) -> Iterator[tuple[Json, Json]]:
    """Each effect of these shapes with its event, in order."""
    for event in history:
        for effect in event.get("effects", []):
            if effect["is"] in names:
                yield event, effect


def last(history: list[Json], name: str) -> Json | None:
    found = [effect for _, effect in effects(history, name)]
    return found[-1] if found else None


def this_round(history: list[Json]) -> list[Json]:
    """The events after the last start of a round, with that event cut off at the start itself."""
    for place in range(len(history) - 1, -1, -1):
        parts = history[place].get("effects", [])
        starts = [i for i, effect in enumerate(parts) if effect["is"] == "RoundBegan"]
        if starts:
            return [{**history[place], "effects": parts[starts[-1] + 1 :]}, *history[place + 1 :]]
    return history


def clock_ids(history: list[Json]) -> list[str]:
    return [effect["clock"] for _, effect in effects(history, "ClockStarted")]


def clock_of(history: list[Json], id_: str, kept: Kept = NOTHING) -> Json:
    """Everything about one clock, from its own effects, and from when the verb that keeps it was first done."""
    own = [(event, effect) for event, effect in effects(history, *CLOCK_EFFECTS) if effect["clock"] == id_]
    started = own[0][1]
    turns = [effect["is"] for _, effect in own if effect["is"] in ("ClockStopped", "ClockContinued")]
    pauses = [effect["is"] for _, effect in own if effect["is"] in ("ClockSuspended", "ClockResumed")]
    return {
        "running": not turns or turns[-1] == "ClockContinued",
        "suspended": bool(pauses) and pauses[-1] == "ClockSuspended",
        "exempted": any(effect["is"] == "Exempted" for _, effect in own),
        "lapsed": _lapsed(own),
        "late": _ever_late(own, started.get("window", False)) or _passed_by(history, own, kept),
        "due": [effect["due"] for _, effect in own if "due" in effect][-1],
        "provisional": [effect.get("provisional", False) for _, effect in own if "due" in effect][-1],
        "started_at": started["started_at"],
        "task": started.get("task"),
        "name": started["name"],
    }


CLOCK_EFFECTS = (
    "ClockStarted", "ClockStopped", "ClockContinued", "ClockSuspended", "ClockResumed", "ClockExtended", "ClockLapsed",
    "ClockReprojected", "Exempted",
)  # fmt: skip


def _moved_beyond(own: list[tuple[Json, Json]], place: int) -> bool:
    """Whether a later grant or calendar put the deadline after the moment of that grant."""
    shapes = ("ClockExtended", "ClockReprojected")
    return any(effect["due"] >= event["recorded"] for event, effect in own[place + 1 :] if effect["is"] in shapes)


def _lapsed(own: list[tuple[Json, Json]]) -> bool:
    lapses = [place for place, (_, effect) in enumerate(own) if effect["is"] == "ClockLapsed"]
    return bool(lapses) and not _moved_beyond(own, lapses[-1])


def _ever_late(own: list[tuple[Json, Json]], window: bool) -> bool:
    """By hand: some stop, or a lapse that stands, came after the deadline of that moment."""
    if window:
        return False
    due, late = "", False
    for place, (event, effect) in enumerate(own):
        due = effect.get("due", due)
        if effect["is"] == "ClockStopped":
            late = late or (effect["at"] > due and not _moved_beyond(own, place))
        if effect["is"] == "ClockLapsed":
            late = late or (event["recorded"] > due and not _moved_beyond(own, place))
    return late


def _passed_by(history: list[Json], own: list[tuple[Json, Json]], kept: Kept) -> bool:
    """Whether a finishing stopped it before the verb that keeps it was ever done. No later grant mends that."""
    verb = kept.get(own[0][1]["name"])
    if verb is None or own[0][1].get("window", False):
        return False
    first = min((event["n"] for event in history if event["verb"] == verb), default=None)
    return any(
        effect["is"] == "ClockStopped"
        and event["verb"] == "finish"
        and (first is None or first > event["n"])
        for event, effect in own
    )


_SETS_BUDGET = ("ClockStarted", "ClockReprojected")


def terms_of(history: list[Json], id_: str) -> tuple[Terms, str]:
    """What the deadline derives from, and the calendar's name."""
    own = [effect for _, effect in effects(history, *CLOCK_EFFECTS) if effect["clock"] == id_]
    started = own[0]
    budgeted = "budget" in started
    starts = [effect for effect in own if effect["is"] == "ClockSuspended"]
    ends: list[Json | None] = [effect for effect in own if effect["is"] == "ClockResumed"]
    ends += [None] * (len(starts) - len(ends))
    pauses = tuple(
        Suspension(
            start=datetime.fromisoformat(pause["at"]),
            end=datetime.fromisoformat(end["at"]) if end else None,
            reason=pause["reason"],
            basis=pause["basis"],
        )
        for pause, end in zip(starts, ends, strict=True)
    )
    terms = Terms(
        clock=started["name"],
        started_at=datetime.fromisoformat(started["started_at"]),
        budget=_budget([effect["budget"] for effect in own if effect["is"] in _SETS_BUDGET][-1]) if budgeted else None,
        fixed=date.fromisoformat(started["fixed"]) if "fixed" in started else None,
        direction=Direction(started.get("direction", Direction.AFTER)),
        ends=Ends(started.get("ends", Ends.BUSINESS_CLOSE)),
        extensions=tuple(_budget(effect["budget"]) for effect in own if effect["is"] == "ClockExtended"),
        suspensions=pauses,
    )
    return terms, started["calendar"]


def _budget(text: str) -> Budget:
    amount, kind = text.split()
    found = Budget.parse(f"{amount} {kind}")
    assert isinstance(found, Budget)
    return found


def task_of(history: list[Json], id_: str) -> tuple[str, str, str, bool, frozenset[str]]:
    """Unit, kind, state, binding, marks."""
    given = next(effect for _, effect in effects(history, "TaskGiven") if effect["task"] == id_)
    moves = [effect for _, effect in effects(history, "TaskMoved") if effect["task"] == id_]
    marks = frozenset(effect["mark"] for _, effect in effects(history, "TaskMarked") if effect["task"] == id_)
    state = moves[-1]["state"] if moves else "given"
    binding = given.get("binding", False) or any(move.get("binding", False) for move in moves)
    return given["unit"], given["kind"], state, binding, marks


def summary(history: list[Json], kept: Kept = NOTHING) -> dict[str, Any]:
    """The case as the events tell it."""
    whole, history = history, standing(history)
    backs = Counter(event["step"] for event, _ in effects(whole, "StepUndone"))
    now = this_round(history)
    stage, score, raised = last(history, "StageReached"), last(now, "Rated"), last(history, "SupervisionRaised")
    ended = last(now, "EndedAs")
    rounds = [effect["cause"] for _, effect in effects(history, "RoundBegan")]
    counted = Counter(effect["what"] for _, effect in effects(history, "Counted"))
    return {
        "n": len(whole),
        "stage": stage["stage"] if stage else "",
        "final": bool(stage and stage.get("final", False)),
        "outcome": ended["outcome"] if ended else None,
        "round": 1 + len(rounds),
        "score": score["score"] if score else None,
        "supervision": raised["level"] if raised else 0,
        "fields": {effect["name"]: effect.get("value") for _, effect in effects(history, "FieldSet")},
        "findings": {e["kind"]: (e["verdict"], e["party"]) for _, e in effects(now, "FindingMade")},
        "tasks": {e["task"]: task_of(history, e["task"]) for _, e in effects(history, "TaskGiven")},
        "clocks": {id_: clock_of(history, id_, kept) for id_ in clock_ids(history)},
        "counts": {**counted, **Counter(rounds)},
        "steps": _steps(whole, history, backs),
        "requests": _open_requests(history),
        "links": [(e["other"], e["relation"]) for _, e in effects(history, "CaseLinked")],
        "worked": _worked(whole),
    }


def _steps(whole: list[Json], history: list[Json], backs: Counter[str]) -> dict[str, int]:
    """How often each step counts; one that was taken back counts no more, the taking back does."""
    counted = Counter(event["step"] for event in history) + backs
    return {event["step"]: counted[event["step"]] for event in whole}


def _open_requests(history: list[Json]) -> set[str]:
    turns = {e["kind"]: e["is"] for _, e in effects(history, "RequestOpened", "RequestDecided")}
    return {kind for kind, shape in turns.items() if shape == "RequestOpened"}


def _worked(history: list[Json]) -> set[str]:
    own = [event["by"] for event in history if event["by"]["party"] == "handler" and event["verb"] != "raise"]
    return {by["account"] for by in own} | {by["unit"] for by in own if "unit" in by}


def of_case(case: Case, steps: Iterable[str]) -> dict[str, Any]:
    """The same questions answered by the state that `evolve` built."""
    clock_names = ("running", "suspended", "exempted", "lapsed", "late", "provisional", "task", "name")
    kinds = {"return", "reminder", "correction", "dispute", "rework", "reopen", "redispatch"}
    return {
        "n": case.n,
        "stage": case.stage,
        "final": case.final,
        "outcome": case.outcome,
        "round": case.round,
        "score": case.score,
        "supervision": case.supervision,
        "fields": dict(case.fields),
        "findings": {str(kind): (found.verdict, str(found.party)) for kind, found in case.findings.items()},
        "tasks": {t.id: (t.unit, str(t.kind), str(t.state), t.binding, t.marks) for t in case.tasks.values()},
        "clocks": {
            id_: {
                **{name: getattr(state, name) for name in clock_names},
                "due": _text(state.due),
                "started_at": _text(state.started_at),
            }
            for id_, state in case.clocks.items()
        },
        "counts": {what: times for what, times in case.counts.items() if what in kinds},
        "steps": {step: case.counts.get(f"step:{step}", 0) for step in steps},
        "requests": {str(kind) for kind in case.requests},
        "links": list(case.links),
        "worked": set(case.worked),
    }


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
