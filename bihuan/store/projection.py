"""From the state of a case to its rows: pure, and the same for the writer and for the rebuild. No statement here.

Rows are tuples in the order of the columns of `sql/`; moments are text (session.stored_moment). What the state of a
case alone does not know (when it ended, the hash of its last leaf) is handed in.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from bihuan.core.access import accused_of
from bihuan.core.case import Case, ClockState, Task
from bihuan.core.events import Event, NoticeOrdered
from bihuan.core.indicators import facts_of
from bihuan.core.programme import FieldType, Programme
from bihuan.core.standing import standing
from bihuan.core.verbs import Party
from bihuan.store.packing import packed
from bihuan.store.session import Row, stored_moment
from bihuan.store.state import stored_state

CASE_COLUMNS = (
    "id number programme edition population n stage final standing outcome lead_unit area category marks opened_at "
    "occurred_at ended_at supervision next_due state facts leaf_hash"
).split()
TASK_COLUMNS = "case_id task unit kind state due_at".split()
DEADLINE_COLUMNS = ("case_id clock name task owner due_at provisional is_window shown lapse suspended lapsed").split()
MENTION_COLUMNS = "case_id register key occurred_at".split()
RESERVATION_COLUMNS = "key case_id".split()
OUTBOX_COLUMNS = "id case_id position telling audience created_at".split()

NO_DUE = "9999-12-31 00:00:00.000000"
"""`next_due` of a case that owes nothing at a time: sorts last on both engines, which differ about NULL."""

WAITING = "waiting"
"""State of a notice that nobody has sent yet."""


def ended_at(before: datetime | None, case: Case, event: Event) -> datetime | None:
    """When the case ended, after this event: the first of its final events since it last was open."""
    return (before or event.occurred) if case.final else None


def case_row(case: Case, ended: datetime | None, leaf_hash: bytes, programme: Programme | None, zone: ZoneInfo) -> Row:
    """The row of a case. A programme that is no longer known leaves area and category empty."""
    lead = case.lead
    due = _next_due(case)
    return (
        case.id,
        case.number,
        case.programme,
        case.edition,
        case.population,
        case.n,
        case.stage,
        case.final,
        str(standing(case)),
        case.outcome,
        lead.unit if lead else None,
        _field(case, programme.place_field if programme else None),
        _field(case, programme.category_field if programme else None),
        _marks(case, programme),
        stored_moment(case.opened_at),
        stored_moment(case.occurred_at),
        stored_moment(ended) if ended else None,
        case.supervision,
        stored_moment(due) if due else NO_DUE,
        stored_state(case),
        _known_facts(case, zone),
        leaf_hash,
    )


def _known_facts(case: Case, zone: ZoneInfo) -> bytes:
    """Facts as JSON, compressed; what is unknown is left out, and unknown again to whoever looks for it."""
    known = {name: value for name, value in facts_of(case, zone).items() if value is not None}
    return packed(msgspec.json.encode(known, order="sorted"))


def task_rows(case: Case) -> dict[tuple[object, ...], Row]:
    """One row for each part that a unit has or had in the case."""
    return {
        (case.id, task.id): (case.id, task.id, task.unit, str(task.kind), str(task.state), _task_due(task, case))
        for task in case.tasks.values()
    }


KIN, RAISED, ABOUT, CAUSE = "@case", "@raised", "@about", "@cause"
"""What a case mentions besides entries of registers: other cases that it knows, the post that raised it, the unit that
it is about, and the number of the case that it was raised for."""


def raised_rows(event: Event, programme: Programme | None) -> dict[tuple[object, ...], Row]:
    """The row by which those at a post find what was raised from it; none of what came from outside."""
    role = programme.roles.get(event.by.role) if programme else None
    if event.n or event.by.unit is None or role is None or role.party is Party.RAISER:
        return {}
    key = (event.case, RAISED, raised_key(event.by.unit, event.by.role))
    return {key: (*key, stored_moment(event.occurred))}


def raised_key(unit: str, role: str) -> str:
    """The word under which it stands."""
    return f"{unit}/{role}"


def mentions_changed(before: Case | None, case: Case) -> bool:
    """Whether the case may mention something else than before."""
    return before is None or (
        before.fields != case.fields or before.links != case.links or before.children.keys() != case.children.keys()
    )


def mention_rows(case: Case, programme: Programme | None) -> dict[tuple[object, ...], Row]:
    """One row for each entry of a register that the case names (none if its programme is no longer known), and for
    each other case that it knows, for the unit that it is about, and for the case that it was raised for."""
    fields = programme.fields.values() if programme else ()
    named = [(one.register, case.fields.get(one.id)) for one in fields if one.type is FieldType.ENTRY]
    keys = [(case.id, register, value) for register, value in named if register and isinstance(value, str)]
    keys += [(case.id, KIN, other) for other in (*case.children, *(other for other, _ in case.links))]
    accused = accused_of(case, programme) if programme else None
    keys += [(case.id, ABOUT, accused)] if accused is not None else []
    cause = case.fields.get(programme.each.cause) if programme and programme.each else None
    keys += [(case.id, CAUSE, cause)] if isinstance(cause, str) else []
    return {key: (*key, stored_moment(case.occurred_at)) for key in keys}


def deadline_rows(case: Case) -> dict[tuple[object, ...], Row]:
    """One row for each clock that runs."""
    return {(case.id, clock.id): _deadline_row(case, clock) for clock in case.clocks.values() if clock.running}


def deadlines_to_put(before: Case | None, case: Case) -> list[Row]:
    """The rows of `deadline_rows` that are new or other than before; a clock that nothing touched is the same value."""
    old = before.clocks if before else {}
    touched = [clock for id_, clock in case.clocks.items() if clock.running and old.get(id_) is not clock]
    rows = [(old.get(clock.id), _deadline_row(case, clock)) for clock in touched]
    return [row for was, row in rows if was is None or not was.running or _deadline_row(case, was) != row]


def deadlines_to_drop(before: Case | None, case: Case) -> list[Row]:
    """The keys of those that are there no more."""
    old = before.clocks if before else {}
    return [(case.id, id_) for id_, was in old.items() if was.running and not _runs(case, id_)]


def _runs(case: Case, clock: str) -> bool:
    return clock in case.clocks and case.clocks[clock].running


def _deadline_row(case: Case, clock: ClockState) -> Row:
    return (
        case.id,
        clock.id,
        clock.name,
        clock.task,
        str(clock.owner),
        stored_moment(clock.due),
        clock.provisional,
        clock.window,
        clock.shown,
        clock.lapse,
        clock.suspended,
        clock.lapsed,
    )


def outbox_rows(event: Event, position: int) -> list[Row]:
    """The notices that an event ordered; their ids follow from its place, so that a rebuild finds them again. One that
    waits because its step may be taken back is news from then on."""
    ordered = [effect for effect in event.effects if isinstance(effect, NoticeOrdered)]
    return [
        (
            f"{position}-{i}", event.case, position, notice.telling, notice.to,
            stored_moment(notice.held or event.recorded), WAITING,
        )
        for i, notice in enumerate(ordered)
    ]  # fmt: skip


def shown_due(case: Case) -> ClockState | None:
    """The promise that the one who raised the case is told: the running clock shown that is due first."""
    shown = [clock for clock in case.clocks.values() if clock.running and clock.shown and not clock.suspended]
    return min(shown, key=lambda clock: clock.due, default=None)


def mark(field: str, value: str) -> str:
    """What a list looks for: names hold no blanks, so that no mark is a part of another."""
    return f" {field}={value} "


def _marks(case: Case, programme: Programme | None) -> str:
    fields = programme.fields.values() if programme else ()
    said = [(one.id, case.fields.get(one.id)) for one in fields if one.dictionary is not None]
    return "".join(mark(name, value) for name, value in said if isinstance(value, str))


def _field(case: Case, name: str | None) -> str | None:
    value = case.fields.get(name or "")
    return value if isinstance(value, str) else None


def _promises(case: Case) -> list[ClockState]:
    """What is owed: clocks that run and limit work, not windows."""
    return [c for c in case.clocks.values() if c.running and not c.window and not c.suspended]


def _next_due(case: Case) -> datetime | None:
    return min((clock.due for clock in _promises(case)), default=None)


def _task_due(task: Task, case: Case) -> str | None:
    """When the unit has to act next: on a clock of its own task, or on one of the case that handlers owe."""
    if not task.active:
        return None
    mine = [
        clock.due
        for clock in _promises(case)
        if clock.task == task.id or (clock.task is None and clock.owner is Party.HANDLER)
    ]
    return stored_moment(min(mine)) if mine else None
