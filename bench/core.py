"""decide, evolve, codec, state and leaf: microseconds a command on one core, without any database."""

from __future__ import annotations

from time import perf_counter

from bench.ground import LIFECYCLE, START, raised, taken
from bihuan.app.district import District
from bihuan.core.case import Case, evolve
from bihuan.core.codec import event_bytes, event_from
from bihuan.core.decide import Context, decide
from bihuan.core.events import Event
from bihuan.store.state import case_from, stored_state
from bihuan.transparency.leaf import PublicFacts, build_leaf


def measure(district: District, rounds: int) -> dict[str, float]:
    """µs for each part, the mean over whole lifecycles."""
    rules, places = district.rules, district.places()
    context = Context(
        zone=rules.zone,
        calendars=rules.calendars,
        dictionaries=rules.dictionaries,
        units=places.units,
        areas=places.areas,
    )
    programme = district.programmes()[0]
    spent = {"decide + evolve": 0.0, "event to bytes": 0.0, "bytes to event": 0.0, "state to its row and back": 0.0}
    events: list[Event] = []
    for _ in range(rounds):
        first = raised()
        case: Case | None = None
        for command in (first, *(taken(first.case, step) for step in LIFECYCLE)):
            begun = perf_counter()
            made = decide(case, command, programme, context, START)
            if not isinstance(made, tuple):
                raise SystemExit(f"{command}: {made}")
            for event in made:
                case = evolve(case, event)
            spent["decide + evolve"] += perf_counter() - begun
            events += made
            begun = perf_counter()
            stored = [event_bytes(event) for event in made]
            spent["event to bytes"] += perf_counter() - begun
            begun = perf_counter()
            for one in stored:
                event_from(one)
            spent["bytes to event"] += perf_counter() - begun
            if case is not None:
                begun = perf_counter()
                case_from(stored_state(case))
                spent["state to its row and back"] += perf_counter() - begun
    spent["leaf with four private fields"] = _leaves(len(events))
    return {name: seconds / len(events) * 1e6 for name, seconds in spent.items()}


def _leaves(count: int) -> float:
    facts = PublicFacts(
        visibility="public",
        stream="sJdtQNhZsf6xWW2triVfKg",
        number=1,
        previous="mxcNMb-Hhe6_EVb0PlzASUHC10tldS7MmL-t8WJl7Dk",
        recorded=START.date(),
        verb="close",
        programme="ten-minute-circle",
        unit="municipal",
        area="jinfeng",
        category="street_light",
    )
    private = {"answer": "路灯已修好。", "reason": "已更换", "place": "公交站旁", "step": "close"}
    begun = perf_counter()
    for _ in range(count):
        build_leaf(bytes(range(32)), facts, private)
    return perf_counter() - begun
