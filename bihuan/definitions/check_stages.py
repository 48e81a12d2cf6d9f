"""Whether a case can come everywhere, always gets on, ends, and never waits without a clock."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.core.programme import Programme
from bihuan.core.verbs import TaskKind, Verb
from bihuan.definitions.findings import Finding
from bihuan.definitions.leaves import OPEN
from bihuan.definitions.reading import Draft
from bihuan.definitions.ways import Way, always, reached, ways


def check_stages(file: Draft, programme: Programme) -> Iterator[Finding]:
    """All findings about stages."""
    yield from _beginnings(file, programme)
    if not any(step.verb is Verb.RAISE for step in programme.steps.values()):
        return
    found = ways(programme)
    inside = reached([way.target for way in found if way.source is None], found)
    for stage in programme.stages:
        if stage not in inside:
            yield file.finding("P301", "stage", stage, stage=stage)
    yield from _ends(file, programme, found, inside)
    yield from _waits(file, programme, found, inside)
    yield from _returns(file, programme, found)
    yield from _unsigned(file, programme)


def _beginnings(file: Draft, programme: Programme) -> Iterator[Finding]:
    """Where steps start from."""
    if not any(step.verb is Verb.RAISE for step in programme.steps.values()):
        yield file.finding("P305", "step")
    for draft in file["step"]:
        raises = draft["verb"] is Verb.RAISE
        if raises and draft["from"]:
            yield draft.finding("P307", "from", step=draft["id"])
        elif not raises and not draft["from"]:
            yield draft.finding("P306", step=draft["id"])
        elif draft["from"] != OPEN:
            for index, stage in enumerate(draft["from"]):
                if programme.stages[stage].final:
                    yield draft.finding("P304", "from", index, step=draft["id"], stage=stage)


def _ends(file: Draft, programme: Programme, found: tuple[Way, ...], inside: frozenset[str]) -> Iterator[Finding]:
    """Stages without a way out, and circles that never end. A circle around a dead end is the dead end's fault."""
    stuck = {
        stage
        for stage in inside
        if not programme.stages[stage].final and not any(way.source == stage and way.leaves for way in found)
    }
    for stage in programme.stages:
        if stage in stuck:
            yield file.finding("P302", "stage", stage, stage=stage)
        elif stage in inside and not programme.stages[stage].final:
            after = reached([stage], found)
            if not after & stuck and not any(programme.stages[one].final for one in after):
                yield file.finding("P308", "stage", stage, stage=stage)


def _waits(file: Draft, programme: Programme, found: tuple[Way, ...], inside: frozenset[str]) -> Iterator[Finding]:
    """Stages that can be entered with no clock sure to run.

    Forward over all ways, the clocks that certainly run at a stage are those that run on each way in: what ran before,
    less what the way stops, plus what it starts. A window whose end leaves the case where it is, is no limit.
    Steps for recording the past promise nothing and don't count.
    """
    live = [way for way in found if not way.step.history]
    running = _certain(programme, live)
    for stage in programme.stages:
        if stage not in inside or programme.stages[stage].final:
            continue
        silent = _lapsing_windows(stage, programme)
        into = [way for way in live if way.target == stage]
        for way in sorted(into, key=lambda way: not way.leaves):
            if not _after(way, running, programme) - silent:
                yield file.finding("P303", "stage", stage, stage=stage, step=way.step.id)
                break


Running = dict[str, frozenset[str]]


def _certain(programme: Programme, live: list[Way]) -> Running:
    """The clocks that certainly run at each stage: the greatest fixed point."""
    running: Running = {}
    changed = True
    while changed:
        changed = False
        for way in live:
            if way.source is not None and way.source not in running:
                continue
            after = _after(way, running, programme)
            before = running.get(way.target)
            merged = after if before is None else before & after
            if not way.leaves:
                merged = merged - _lapsing_windows(way.target, programme)
            if merged != before:
                running[way.target], changed = merged, True
    return running


def _after(way: Way, running: Running, programme: Programme) -> frozenset[str]:
    """The clocks that certainly run when the way has been gone."""
    before = running.get(way.source, frozenset()) if way.source is not None else frozenset()
    started = {name for name in (*way.move.starts, *way.move.continues) if _sure(programme, name)}
    return (before - set(way.move.stops)) | started


def _sure(programme: Programme, name: str) -> bool:
    """Whether starting it makes it run: a limit holds, and it isn't only for units that may not be there."""
    clock = programme.clocks[name]
    return always(clock) and (not clock.tasks or TaskKind.LEAD in clock.tasks)


def _lapsing_windows(stage: str, programme: Programme) -> frozenset[str]:
    """Windows whose end leaves the case where it is."""
    ended = set()
    for clock in programme.clocks.values():
        step = programme.steps.get(clock.lapse or "")
        leaves = step is not None and stage in step.from_ and step.moves["done"].to not in (None, stage)
        if clock.window and not leaves:
            ended.add(clock.id)
    return frozenset(ended)


def _returns(file: Draft, programme: Programme, found: tuple[Way, ...]) -> Iterator[Finding]:
    """A return leads to somebody who arbitrates, or to a clock whose end counts as arbitration."""
    arbiters = {
        way.source
        for way in found
        if way.step.verb is Verb.ARBITRATE or (way.step.deems and way.step.deems[0] is Verb.ARBITRATE)
    }
    index = {step["id"]: step for step in file["step"]}
    said: set[str] = set()
    for way in found:
        if way.step.verb is Verb.RETURN and way.target not in arbiters and way.step.id not in said:
            said.add(way.step.id)
            yield index[way.step.id].finding("P309", step=way.step.id, stage=way.target)


_SIGNING = frozenset({Verb.SIGN, Verb.ARRIVE})
_WITHOUT_SIGNING = _SIGNING | {Verb.RETURN, Verb.DISPUTE, Verb.EXEMPT, Verb.STRIKE_OFF}
"""What a unit may do with a task it has not signed for, as `decide` has it."""


def _unsigned(file: Draft, programme: Programme) -> Iterator[Finding]:
    """Steps on a task that nobody can ever sign for."""
    index = {step["id"]: step for step in file["step"]}
    signing = [
        step
        for step in programme.steps.values()
        if step.verb in _SIGNING or (step.deems is not None and step.deems[0] in _SIGNING)
    ]
    kept = any(step.keeps for step in programme.steps.values())
    for step in programme.steps.values():
        if (step.task is None and not step.any_task) or step.verb in _WITHOUT_SIGNING or step in signing:
            continue
        if kept and (step.any_task or step.task is TaskKind.LEAD):
            continue
        if not any(step.any_task or one.any_task or one.task in (step.task, None) for one in signing):
            yield index[step.id].finding("P348", step=step.id)
