"""Whether every clock starts, ends, always finds a limit, and its end has the effect the programme means."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from bihuan.core.clocks import Direction, Family
from bihuan.core.programme import Clock, FieldType, Move, Programme, Step
from bihuan.core.text import Text
from bihuan.core.verbs import ASKS, RequestKind, Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.reading import Draft
from bihuan.definitions.ways import always, ways

_NEEDS: dict[Verb, tuple[tuple[str, Text], ...]] = {
    Verb.EXTEND: (
        ("clock", Text("写明延的是哪个时限。", "Name the clock that is extended.")),
        ("most", Text("写明一次最多延多久，例如 \"10 work_day\"。", "Say how much at most, like \"10 work_day\".")),
    ),
    Verb.EXEMPT: (("clock", Text("写明免的是哪个时限的逾期。", "Name the clock whose lateness it is about.")),),
    Verb.SUSPEND: (("reasons", Text("写明法定理由的字典。", "Name the dictionary of lawful reasons.")),),
}
"""Keys without which a verb can never be carried out."""


def check_clocks(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about time."""
    moves = [move for step in programme.steps.values() for move in step.moves.values()]
    for name, draft in file["clock"].items():
        clock = programme.clocks[name]
        yield from _limits(draft, clock)
        yield from _anchored(draft, clock, programme)
        yield from _run(draft, clock, moves)
        yield from _lapse(draft, clock, programme)
    for draft in file["step"]:
        step = programme.steps[draft["id"]]
        yield from _needs(draft, step)
        yield from _step(draft, step, programme)
    yield from _silences(file, programme)
    yield from _continued(file, moves)
    yield from _extended(file, programme)
    yield from _shared(file, programme)


def _shared(file: Draft, programme: Programme) -> Iterator[Finding]:
    """One clock that answers requests of two kinds starts for neither while it runs for the other."""
    for name, draft in file["clock"].items():
        kinds = {
            ASKS[step.verb]
            for step in programme.steps.values()
            if step.verb in ASKS and any(name in move.starts for move in step.moves.values())
        }
        if len(kinds) > 1:
            yield draft.finding("P336", clock=name, known=", ".join(sorted(kinds)))


def _limits(draft: Draft, clock: Clock) -> Iterator[Finding]:
    """A last row that always holds, and a length in every row."""
    if not draft["partial"] and not always(clock):
        yield draft.finding("P320", clock=clock.id)
    for index, limit in enumerate(clock.limits):
        if limit.budget is None and clock.at_field is None:
            yield draft.finding("P323", "limit", index, clock=clock.id, limit=limit.id)


def _anchored(draft: Draft, clock: Clock, programme: Programme) -> Iterator[Finding]:
    """Dates that a clock starts from or runs ahead of."""
    if clock.direction is Direction.BEFORE and clock.at_field is None:
        yield draft.finding("P331", "direction", clock=clock.id)
    if clock.in_time and clock.direction is not Direction.BEFORE:
        yield draft.finding("P339", "in_time", clock=clock.id)
    if clock.at_field is not None:
        field = programme.fields[clock.at_field]
        if field.type not in (FieldType.DATE, FieldType.INSTANT, FieldType.INTERVAL):
            wanted = Text("date、instant 或 interval", "date, instant or interval")
            yield draft.finding("P332", "at", field=field.id, type=field.type, wanted=wanted)
    yield from _again(draft, clock)


def _again(draft: Draft, clock: Clock) -> Iterator[Finding]:
    """A duty that comes again has a length, and one that ends before the next begins."""
    if clock.every is None:
        return
    if clock.direction is Direction.BEFORE or any(limit.budget is None for limit in clock.limits):
        yield draft.finding("P337", "every", clock=clock.id)
    for index, limit in enumerate(clock.limits):
        if limit.budget is not None and limit.budget.extends(clock.every) and limit.budget.size > clock.every.size:
            detail = {"clock": clock.id, "budget": limit.budget.text, "every": clock.every.text}
            yield draft.finding("P338", "limit", index, **detail)


def _run(draft: Draft, clock: Clock, moves: list[Move]) -> Iterator[Finding]:
    """It starts, and something ends it. A final stage stops all, but that is the case's end, not the promise kept."""
    if not any(clock.id in move.starts for move in moves):
        yield draft.finding("P321", clock=clock.id)
    elif not clock.window and not any(clock.id in move.stops for move in moves):
        yield draft.finding("P322", clock=clock.id)


def _lapse(draft: Draft, clock: Clock, programme: Programme) -> Iterator[Finding]:
    """Its end leads to a lapse, and one that is possible where the clock begins to run."""
    if clock.lapse is None:
        return
    step = programme.steps[clock.lapse]
    if step.verb is not Verb.LAPSE:
        yield draft.finding("P324", "lapse", clock=clock.id, step=step.id)
        return
    started = {way.target for way in ways(programme) if clock.id in way.move.starts}
    for stage in programme.stages.values():
        if stage.id in started and not stage.final and step.from_ and stage.id not in step.from_:
            yield draft.finding("P333", "lapse", step=step.id, clock=clock.id, stage=stage.id)


def _needs(draft: Draft, step: Step) -> Iterator[Finding]:
    for key, about in _NEEDS.get(step.verb, ()):
        if draft[key] is None:
            yield draft.finding("P328", step=step.id, verb=step.verb, key=key, about=about)


def _step(draft: Draft, step: Step, programme: Programme) -> Iterator[Finding]:
    """Windows, levels of supervision, and silence that counts as something."""
    if step.within is not None and not programme.clocks[step.within].window:
        yield draft.finding("P326", "within", step=step.id, clock=step.within)
    if step.verb is Verb.SUPERVISE and step.level is not None:
        most = programme.supervision_levels
        if not 1 <= step.level <= most:
            yield draft.finding("P330", "level", step=step.id, level=step.level, most=most)
    if step.deems is not None and step.verb is not Verb.LAPSE:
        yield draft.finding("P334", "deems", step=step.id)


def _silences(file: Draft, programme: Programme) -> Iterator[Finding]:
    """Lapses that no clock ends in."""
    named = {clock.lapse for clock in programme.clocks.values()}
    for draft in file["step"]:
        if draft["verb"] is Verb.LAPSE and draft["id"] not in named:
            yield draft.finding("P325", step=draft["id"])


def _continued(file: Draft, moves: list[Move]) -> Iterator[Finding]:
    """Only what was stopped can go on as if it had not been."""
    stopped = set(chain.from_iterable(move.stops for move in moves))
    for draft in file["step"]:
        for table in (draft, *draft["outcome"].values()):
            for index, clock in enumerate(table["continues"]):
                if clock not in stopped:
                    yield table.finding("P329", "continues", index, step=draft["id"], clock=clock)


def _extended(file: Draft, programme: Programme) -> Iterator[Finding]:
    """An extension adds only to clocks that count its kind of time in some row."""
    asks = [step for step in programme.steps.values() if step.verb is Verb.EXTEND and step.most is not None]
    index = {draft["id"]: draft for draft in file["step"]}
    for ask in asks:
        if ask.clock is not None:
            yield from _adds(index[ask.id], ("clock",), ask, programme.clocks[ask.clock])
    for draft in file["step"]:
        if draft["request"] is not RequestKind.EXTENSION:
            continue
        for table in (draft, *draft["outcome"].values()):
            for position, name in enumerate(table["extends"]):
                for ask in asks:
                    yield from _adds(table, ("extends", position), ask, programme.clocks[name])


def _adds(draft: Draft, at: tuple[str | int, ...], ask: Step, clock: Clock) -> Iterator[Finding]:
    families: set[Family] = {limit.budget.family for limit in clock.limits if limit.budget is not None}
    if ask.most is not None and ask.most.family not in families:
        detail = {"step": ask.id, "most": ask.most.text, "clock": clock.id, "known": ", ".join(sorted(families))}
        yield draft.finding("P327", *at, **detail)
