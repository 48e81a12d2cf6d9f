"""decide, evolve, codec, state and leaf: microseconds of processor time a command, without any database."""

from __future__ import annotations

from time import process_time

from bench.ground import LIFECYCLE, START, raised, taken
from bihuan.app.district import District
from bihuan.core.case import Case, evolve
from bihuan.core.codec import event_bytes, event_from
from bihuan.core.decide import Context, decide
from bihuan.core.events import Event
from bihuan.store.projection import CASE_COLUMNS, case_row
from bihuan.store.state import case_from
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
    parts = ("decide + evolve", "event to bytes", "bytes to event", "state and facts to the row", "row to state")
    spent = dict.fromkeys(parts, 0.0)
    events: list[Event] = []
    for _ in range(rounds):
        first = raised()
        case: Case | None = None
        for command in (first, *(taken(first.case, step) for step in LIFECYCLE)):
            begun = process_time()
            made = decide(case, command, programme, context, START)
            if not isinstance(made, tuple):
                raise SystemExit(f"{command}: {made}")
            for event in made:
                case = evolve(case, event)
            spent["decide + evolve"] += process_time() - begun
            events += made
            begun = process_time()
            stored = [event_bytes(event) for event in made]
            spent["event to bytes"] += process_time() - begun
            begun = process_time()
            for one in stored:
                event_from(one)
            spent["bytes to event"] += process_time() - begun
            if case is not None:
                begun = process_time()
                row = case_row(case, None, bytes(32), programme, rules.zone)
                spent["state and facts to the row"] += process_time() - begun
                begun = process_time()
                case_from(row[CASE_COLUMNS.index("state")])
                spent["row to state"] += process_time() - begun
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
    begun = process_time()
    for _ in range(count):
        build_leaf(bytes(range(32)), facts, private)
    return process_time() - begun
