"""The promises of a case in words: when each is due, how it stands, and why, line by line. Derives, never decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bihuan.core.case import Case, ClockState
from bihuan.core.clocks import ClockMisuse, Suspension, derive, explain
from bihuan.core.decide import Context
from bihuan.core.programme import Programme
from bihuan.core.text import Basis, Language, Text
from bihuan.core.verbs import Party
from bihuan.web.show.dates import due_text

OWNERS = {
    Party.RAISER: Text("诉求人", "the one who raised it"),
    Party.CENTRE: Text("派单台", "the desk"),
    Party.HANDLER: Text("承办单位", "the handling unit"),
    Party.CHECKER: Text("核查方", "the checker"),
    Party.SUPERVISOR: Text("督办方", "the supervisor"),
    Party.LEADER: Text("领导", "the leader"),
    Party.SYSTEM: Text("系统", "the system"),
}

STATES = {
    "running": Text("计时中", "Running"),
    "past": Text("已过期限", "Past its limit"),
    "standing": Text("暂停计时", "Standing still"),
    "kept": Text("按期", "Kept"),
    "late": Text("逾期", "Late"),
    "passed": Text("没有做就办毕，不算按期", "Finished without it; not kept"),
    "exempted": Text("逾期（已免责）", "Late (exempted)"),
    "open": Text("期限内", "Open"),
    "over": Text("期限已过", "Over"),
    "used": Text("已完成", "Done"),
}

MARKS = {"kept": "kept", "late": "late", "passed": "late", "past": "late", "running": "wait", "standing": "wait"}
"""State → how its tag looks; states without a row are plain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One clock of a case as a person reads it."""

    id: str
    title: str
    owner: str
    unit: str | None
    due: str | None
    """None while the clock stands still."""
    due_at: datetime
    """As it is recorded."""
    open: bool
    """Whether it is a promise that can still be kept or broken, not a window."""
    state: str
    mark: str
    provisional: bool
    lines: tuple[str, ...]
    shown: bool
    """Whether it was promised to the one who raised the case."""


def promises(
    case: Case, programme: Programme, context: Context, now: datetime, language: Language
) -> tuple[Promise, ...]:
    """Every clock of the case, those promised to the one who raised it first, each in the order it was started."""
    found = [_promise(state, case, programme, context, now, language) for state in case.clocks.values()]
    return tuple(sorted(found, key=lambda promise: not promise.shown))


def _promise(
    state: ClockState, case: Case, programme: Programme, context: Context, now: datetime, language: Language
) -> Promise:
    lines, due = _why(state, programme, context, now, language)
    clock = programme.clocks.get(state.name)
    task = case.tasks.get(state.task or "")
    how = _standing(state, now)
    return Promise(
        id=state.id,
        title=clock.title.in_(language) if clock else state.name,
        owner=OWNERS[state.owner].in_(language),
        unit=_unit(task.unit, context, language) if task else None,
        due=due_text(due, context.zone, language) if due else None,
        due_at=state.due,
        open=state.running and not state.window,
        state=STATES[how].in_(language),
        mark=MARKS.get(how, ""),
        provisional=state.provisional,
        lines=lines,
        shown=state.shown,
    )


def _why(
    state: ClockState, programme: Programme, context: Context, now: datetime, language: Language
) -> tuple[tuple[str, ...], datetime | None]:
    """The account of the deadline. Without the calendar it was counted with, the recorded deadline stands alone."""
    calendar = context.calendars.get(state.calendar)
    if calendar is None:
        return (), state.due
    title = programme.clocks[state.name].title if state.name in programme.clocks else Text(state.name, state.name)
    named = replace(
        state.terms(),
        rule=title,
        basis=_basis(state, programme),
        suspensions=tuple(_named(pause, programme, context) for pause in state.suspensions),
    )
    try:
        deadline = derive(named, calendar, as_of=now)
    except ClockMisuse:
        return (), state.due
    return tuple(explain(deadline, language)), None if state.suspended else state.due


def _basis(state: ClockState, programme: Programme) -> str | Text:
    """What the deadline rests on, with its English while the edition of the case still says the same."""
    clock = programme.clocks.get(state.name)
    return _spoken(state.basis, (limit.basis for limit in clock.limits) if clock else ())


def _spoken(words: str | Text, known: Iterable[str]) -> str | Text:
    said = next((one for one in known if isinstance(one, Basis) and str(one) == words), None)
    return Text(str(said), said.en) if said and said.en else words


def _named(pause: Suspension, programme: Programme, context: Context) -> Suspension:
    """A suspension with its ground in words."""
    entry = programme.ground(str(pause.reason), context.dictionaries)
    if entry is None:
        return pause
    return replace(pause, reason=entry.title, basis=_spoken(pause.basis, (entry.basis,)))


def _unit(unit: str, context: Context, language: Language) -> str:
    known = context.units.get(unit)
    return known.title.in_(language) if known else unit


def _passed(state: ClockState) -> bool:
    """Ended as not kept before its time was past: whoever owed it finished without it."""
    return not state.lapsed and state.stopped_at is not None and state.stopped_at <= state.due


def _standing(state: ClockState, now: datetime) -> str:
    if state.window:
        if state.running:
            return "over" if state.lapsed or now > state.due else "open"
        return "used"
    if state.late:
        return "exempted" if state.exempted else "passed" if _passed(state) else "late"
    if not state.running:
        return "kept"
    if state.suspended:
        return "standing"
    return "past" if now > state.due else "running"
